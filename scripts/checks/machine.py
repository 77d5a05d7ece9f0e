"""No committed file names a path of this machine or the host of a package registry.

The hosts are asked from the tools that are set up here, so this file names none either.
"""

import re
import subprocess
import sys
from urllib.parse import urlsplit

from pip._internal.models.index import PyPI

from scripts.checks.repository import ROOT, committed_files, read_text, report

ASKED = (
    [sys.executable, "-m", "pip", "config", "list"],
    ["npm", "config", "get", "registry"],
    ["apt-get", "indextargets", "--format", "$(REPO_URI)"],
)
# Home folders of people; a path in a container or of the system is no one's machine.
HOME = re.compile(r"(?<![\w.])(?:/home/[a-z][\w-]*|/root)/[\w.-]")


def registry_hosts():
    """The hosts that this machine's package tools talk to."""
    hosts = {PyPI.netloc, PyPI.file_storage_domain}
    for command in ASKED:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        for url in re.findall(r"https?://[^\s'\"]+", answer.stdout):
            hosts.add(urlsplit(url).hostname)
    return {host for host in hosts if host and host != "localhost"}


def problems_in(text, hosts, root):
    """Line number and what is wrong, for each line that knows too much."""
    own_path = re.compile(re.escape(root) + r"(?![\w-])")
    for number, line in enumerate(text.splitlines(), 1):
        for host in hosts:
            if host in line:
                yield number, f"names the package host {host}"
        if own_path.search(line) or HOME.search(line):
            yield number, "names a path of one machine"


def main():
    hosts = registry_hosts()
    problems = []
    for path in committed_files():
        text = read_text(ROOT / path)
        if text is not None:
            for number, problem in problems_in(text, hosts, str(ROOT)):
                problems.append(f"{path}:{number}: {problem}")
    return report(problems)


if __name__ == "__main__":
    sys.exit(main())
