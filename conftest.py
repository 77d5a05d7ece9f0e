"""Rules for every test of the project: no skip, no warning logged by our own code."""

import logging
import os
import re
from unittest.mock import patch

import pytest

from odoo.tests.common import BaseCase, ChromeBrowser

# A logger, a model or an addon of ours; not the folder that a clone happens to lie in.
OWN = re.compile(r"bianmin[._][a-z]")

# Odoo gives tags only to test classes inside an addon; those of tests/ have none.
BaseCase.test_tags = frozenset({"standard", "post_install"})
BaseCase.test_module = "bianmin"

spawn_chrome = ChromeBrowser._spawn_chrome


def spawn_chrome_in_china(self, cmd):
    """Odoo runs in UTC, and a browser started by it too; those of offices do not."""
    with patch.dict(os.environ, TZ="Asia/Shanghai"):
        return spawn_chrome(self, cmd)


ChromeBrowser._spawn_chrome = spawn_chrome_in_china


class OwnRecords(logging.Handler):
    """Collect what our addons log, and what Odoo logs about them, from WARNING up."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        message = record.getMessage()
        if OWN.search(record.name) or OWN.search(message):
            self.messages.append(f"{record.levelname} {record.name}: {message}")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    """Fail a test that leaves a warning in the log; `assertLogs` and `mute_logger` take
    the expected ones out."""
    handler = OwnRecords()
    root = logging.getLogger()
    root.addHandler(handler)
    outcome = yield
    root.removeHandler(handler)
    if handler.messages and outcome.excinfo is None:
        outcome.force_exception(AssertionError("\n".join(handler.messages)))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that did not run has proved nothing: count it as failed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped: {report.longrepr}"
