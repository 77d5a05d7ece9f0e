"""Rules for every test of the project: no skip, no warning logged by our own code."""

import logging

import pytest

from odoo.tests.common import BaseCase

OWN = "bianmin"

# Odoo gives tags only to test classes inside an addon; those of tests/ have none.
BaseCase.test_tags = frozenset({"standard", "post_install"})
BaseCase.test_module = OWN


class OwnRecords(logging.Handler):
    """Collect what our addons log, and what Odoo logs about them, from WARNING up."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        message = record.getMessage()
        if OWN in record.name or OWN in message:
            self.messages.append(f"{record.levelname} {record.name}: {message}")


@pytest.fixture(autouse=True)
def own_log_is_clean():
    """Fail a test that leaves a warning in the log; `assertLogs` and `mute_logger` take
    the expected ones out."""
    handler = OwnRecords()
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    assert not handler.messages, "\n".join(handler.messages)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that did not run has proved nothing: count it as failed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped: {report.longrepr}"
