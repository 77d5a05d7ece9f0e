"""J7: a hall morning in a real browser: kiosk, call, big screen, phone; axe-core looks.

The phone's number is the first one; the kiosk gives the second.
"""

from pathlib import Path

from odoo.tests import HttpCase, tagged

from odoo.addons.bianmin_base.tests.common import BianminDataMixin
from odoo.addons.bianmin_queue.tests.test_device import DeviceDataMixin

from ..browser import run_script

SCRIPT = Path(__file__).parent / "hall_morning" / "run.mjs"


@tagged("post_install", "-at_install")
class TestHallMorning(DeviceDataMixin, BianminDataMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_bianmin()
        cls._set_up_cases()
        cls._set_up_queue()
        cls.env["ir.config_parameter"].set_param("web.base.url", cls.base_url())

    def test_a_visitor_takes_a_number_and_is_called_to_the_window(self):
        kiosk = self._create_device(printing="none")
        display = self._create_device("display")
        strip = self._create_device("strip", window_id=self.window.id)
        first = self._issue().sudo()
        self._open()
        session = self.authenticate("case_clerk", "case_clerk")
        self.env.flush_all()
        with self.allow_requests():
            facts = {
                "server": self.base_url(),
                "cookie": {"name": "test_request_key", "value": self.http_request_key},
                "session": {"name": "session_id", "value": session.sid},
                "kiosk": kiosk._get_path(),
                "display": display._get_path(),
                "strip": strip._get_path(),
                "phone": f"/hall/ticket/{first.token}",
                "call": {
                    "model": "bianmin.queue.window",
                    "method": "call_next",
                    "args": [self.window.id],
                    "kwargs": {},
                },
            }
            self.assertEqual(run_script(SCRIPT, facts=facts), "")
        self.env.invalidate_all()
        self.assertEqual(first.state, "called")
