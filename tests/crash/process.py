"""Processes of Odoo that a test may kill."""

import os
import select
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

from odoo.tests import get_db_name
from odoo.tools import config

PATIENCE = 60


class ProcessMixin:
    """For tests on committed records."""

    @contextmanager
    def _process(self, script):
        """A process of Odoo that runs ``script``, as `odoo shell` does; it is killed at
        the end if it still lives.
        """
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "odoo", "shell", "--no-http"),
                *("-c", config["config"], "-d", get_db_name(), "--log-level=error"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"ODOO_QUEUE_JOB_CHANNELS": "root:0"},
            text=True,
        )
        try:
            process.stdin.write(script)
            process.stdin.close()
            process.stdin = None
            yield process
        finally:
            self._kill(process)
            process.stdout.close()
            process.stderr.close()

    def _kill(self, process):
        """As `kill -9` and a power cut do: nothing is tidied up."""
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)

    def _run_process(self, script):
        """Run a script in a process of Odoo to its end."""
        with self._process(script) as process:
            _output, errors = process.communicate(timeout=PATIENCE * 3)
            self.assertEqual(process.returncode, 0, errors)

    def _wait_for_line(self, process):
        readable, _write, _error = select.select([process.stdout], [], [], PATIENCE)
        self.assertTrue(readable, "The process said nothing.")
        return process.stdout.readline().strip()

    def _wait_until(self, condition):
        """Ask again and again until it is so, for a minute at most."""
        pause = threading.Event()
        for _attempt in range(PATIENCE * 20):
            if condition():
                return
            pause.wait(0.05)
        self.fail("It never came so far.")
