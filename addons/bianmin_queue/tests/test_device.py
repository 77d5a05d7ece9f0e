import json
from uuid import uuid4

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from odoo.addons.bianmin_base.tests.common import BianminHttpCase

from .common import QueueCase, QueueDataMixin


class DeviceDataMixin(QueueDataMixin):
    @classmethod
    def _create_device(cls, kind="kiosk", **vals):
        return cls.env["bianmin.queue.device"].create(
            {"name": kind, "kind": kind, "hall_id": cls.queue_hall.id, **vals}
        )


class TestDevice(DeviceDataMixin, QueueCase):
    def test_a_screen_above_a_window_hangs_in_the_hall_of_the_window(self):
        hall = self._create_hall(self.other_hall)
        with self.assertRaises(ValidationError):
            self._create_device("strip", hall_id=hall.id, window_id=self.window.id)

    def test_an_address_is_known_for_its_kind_alone(self):
        kiosk = self._create_device()
        devices = self.env["bianmin.queue.device"]
        self.assertEqual(devices._get_by_token(kiosk.token, "kiosk"), kiosk)
        self.assertFalse(devices._get_by_token(kiosk.token, "display", "strip"))
        self.assertFalse(devices._get_by_token(uuid4().hex, "kiosk"))

    def test_a_new_or_withdrawn_address_counts_at_once(self):
        kiosk = self._create_device()
        devices = self.env["bianmin.queue.device"]
        old = kiosk.token
        self.assertTrue(devices._get_by_token(old, "kiosk"))
        kiosk.action_renew_token()
        self.assertFalse(devices._get_by_token(old, "kiosk"))
        self.assertTrue(devices._get_by_token(kiosk.token, "kiosk"))
        kiosk.action_archive()
        self.assertFalse(devices._get_by_token(kiosk.token, "kiosk"))

    def test_a_request_that_is_repeated_gets_the_same_number(self):
        key = uuid4().hex
        business = self.insurance.with_user(self.clerk)
        first = business.issue_ticket("none", key)
        self.assertEqual(business.issue_ticket("none", key), first)
        self.assertEqual(business.issue_ticket("none", uuid4().hex)["number"], "A002")

    def test_the_page_of_a_number_is_its_own(self):
        tokens = {self._issue().sudo().token for _number in range(3)}
        self.assertEqual(len(tokens), 3)

    def test_whoever_comes_before_by_the_policy_is_counted_as_ahead(self):
        self._issue()
        old = self._issue(priority_kind="elderly")
        last = self._issue()
        self.assertEqual(last.sudo()._count_ahead(), 2)
        self.assertEqual(old.sudo()._count_ahead(), 0)
        self._open().call_next()
        self.assertEqual(last.sudo()._count_ahead(), 1)


class TestKioskRoute(DeviceDataMixin, BianminHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cases()
        cls._set_up_queue()
        cls.kiosk = cls._create_device()

    def _ask(self, token=None, **values):
        params = {
            "business_id": self.insurance.id,
            "priority_kind": "none",
            "request_key": uuid4().hex,
            **values,
        }
        answer = self.url_open(
            f"/hall/device/{token or self.kiosk.token}/issue",
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def test_a_visitor_takes_a_number_without_logging_in(self):
        result = self._ask(priority_kind="elderly")["result"]
        self.assertEqual(result["number"], "A001")
        self.assertEqual(result["ahead"], 0)
        ticket = self.env["bianmin.queue.ticket"].search(
            [("token", "=", result["token"])]
        )
        self.assertEqual(ticket.priority_kind, "elderly")
        self.assertEqual(ticket.event_ids.user_id, self.env.ref("base.public_user"))
        self.assertEqual(ticket.event_ids.note, self.kiosk.name)

    def test_a_kiosk_that_got_no_answer_asks_again_and_gets_the_same_number(self):
        key = uuid4().hex
        first = self._ask(request_key=key)
        self.assertEqual(self._ask(request_key=key)["result"], first["result"])

    def test_a_business_that_is_closed_down_is_refused_in_words(self):
        self.queue_hall.active = False
        self.assertIn("社会保险", self._ask()["result"]["refused"])

    @mute_logger("odoo.http")
    def test_what_is_wrong_has_one_answer(self):
        other = self._create_business(
            "社会保险", "A", self._create_hall(self.other_hall)
        )
        display = self._create_device("display")
        for values in (
            {"token": uuid4().hex},
            {"token": "x"},
            {"token": display.token},
            {"business_id": other.id},
            {"business_id": "1 OR 1=1"},
            {"priority_kind": "minister"},
            {"request_key": "short"},
            {"request_key": 7},
        ):
            with self.subTest(values):
                self.assertEqual(self._ask(**values)["error"]["code"], 404)
