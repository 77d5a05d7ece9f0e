import json
import socket
from datetime import datetime
from unittest.mock import patch
from uuid import uuid4

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tests.common import BianminHttpCase

from .common import QueueCase
from .slip_printer import SlipPrinter
from .test_device import DeviceDataMixin
from .test_tools_priority import make_number

OLD = make_number(datetime(1940, 1, 1))
YOUNG = make_number(datetime(2001, 1, 1))


class TestHall(DeviceDataMixin, QueueCase):
    """What a hall tells its visitors; 2026-09-16 is a Wednesday."""

    def _take(self, number="", **vals):
        kiosk = self._create_device(**vals)
        return kiosk._take_number(self.insurance.id, "none", uuid4().hex, number)

    def _set_hours(self):
        self.queue_hall.is_bound_to_hours = True
        self.hall.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "大厅",
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": "上午",
                                "dayofweek": str(day),
                                "hour_from": 8.5,
                                "hour_to": 12,
                                "day_period": "morning",
                            }
                        )
                        for day in range(5)
                    ),
                ],
            }
        )

    def test_a_kiosk_gives_numbers_in_opening_hours_alone(self):
        self._set_hours()
        for moment, expected in (
            ("2026-09-16 00:29:00", False),
            ("2026-09-16 00:30:00", True),
            ("2026-09-16 03:59:00", True),
            ("2026-09-16 04:00:00", False),
            ("2026-09-19 01:00:00", False),
        ):
            with self.subTest(moment), freeze_time(moment):
                self.assertEqual(self.queue_hall._is_open(), expected)

    def test_the_desk_gives_numbers_outside_them_too(self):
        self._set_hours()
        with freeze_time("2026-09-16 10:00:00"):
            with self.assertRaises(UserError):
                self._take()
            self.assertEqual(self._issue().name, "A001")

    def test_the_card_of_an_old_person_gives_priority_and_is_not_kept(self):
        old = self._take(OLD)
        self.assertEqual(old.priority_kind, "elderly")
        self.assertEqual(self._take(YOUNG).priority_kind, "none")
        kept = json.dumps([*old.read(), *old.event_ids.read()], default=str)
        self.assertNotIn(OLD, kept)

    def test_without_an_open_window_nobody_knows_how_long_it_takes(self):
        ticket = self._issue().sudo()
        self.assertEqual(ticket._get_wait_text(), "—")
        self._open()
        self.assertIn("5", ticket._get_wait_text())

    def test_whoever_is_called_is_told_where_to_go(self):
        ticket = self._issue()
        window = self._open()
        window.call_next()
        self.assertIn(window.display_name, ticket.sudo()._get_public_message())

    def test_a_number_of_yesterday_is_void_on_the_phone(self):
        with freeze_time("2026-09-16 15:59:00"):
            ticket = self._issue().sudo()
            self.assertFalse(ticket._is_void())
        with freeze_time("2026-09-16 16:00:00"):
            self.assertTrue(ticket._is_void())
            self.queue_hall.keep_overnight = True
            self.assertFalse(ticket._is_void())

    def test_a_slip_names_number_business_and_address(self):
        slip = SlipPrinter(self._issue().sudo()._encode_slip())
        self.assertIn("A001", slip.texts)
        self.assertIn("社会保险", slip.texts)
        self.assertTrue(slip.address.startswith("http"))

    def test_a_slip_reaches_the_printer(self):
        with socket.create_server(("127.0.0.1", 0)) as printer:
            host, port = printer.getsockname()
            kiosk = self._create_device(
                printing="network", printer_host=host, printer_port=port
            )
            self.assertTrue(kiosk._print_slip(self._issue().sudo()))
            connection, _address = printer.accept()
            with connection, connection.makefile("rb") as file:
                self.assertIn("A001", SlipPrinter(file.read()).texts)

    def test_a_dead_printer_is_told_and_costs_no_number(self):
        kiosk = self._create_device(printing="network", printer_host="127.0.0.1")
        ticket = self._issue().sudo()
        with (
            patch.object(socket, "create_connection", side_effect=TimeoutError),
            self.assertLogs("odoo.addons.bianmin_queue", "WARNING"),
        ):
            self.assertFalse(kiosk._print_slip(ticket))
        self.assertEqual(ticket.state, "waiting")

    def test_a_screen_shows_the_latest_call_first_and_no_name(self):
        first, second = self._issue(), self._issue()
        window = self._open()
        window.call_next()
        window.action_recall()
        self._open(self.second_window, self.colleague).call_next()
        snapshot = self.queue_hall._prepare_snapshot()
        self.assertEqual(
            [(call["number"], call["window"]) for call in snapshot["calls"]],
            [(second.name, 2), (first.name, 1), (first.name, 1)],
        )
        ids = [call["id"] for call in snapshot["calls"]]
        self.assertEqual(ids, sorted(ids, reverse=True))
        self.assertNotIn(self.clerk.name, json.dumps(snapshot))
        self.assertIn("A 0 0 1", snapshot["calls"][-1]["spoken"])

    def test_screens_are_told_of_every_call_by_their_secret_channel(self):
        display = self._create_device("display")
        self._create_device()
        self._issue()
        window = self._open()
        told = []
        with patch.object(
            self.env.registry["bus.bus"],
            "_sendone",
            lambda _self, channel, kind, content: told.append((channel, content)),
        ):
            window.call_next()
        self.assertEqual(told, [(display.token, {})])


class TestPublicPages(DeviceDataMixin, BianminHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cases()
        cls._set_up_queue()
        cls.kiosk = cls._create_device()
        cls.display = cls._create_device("display")
        cls.strip = cls._create_device("strip", window_id=cls.window.id)

    def test_each_device_has_its_page_and_nobody_else_finds_it(self):
        for device in (self.kiosk, self.display, self.strip):
            with self.subTest(device.kind):
                answer = self.url_open(device._get_path())
                self.assertEqual(answer.status_code, 200)
                self.assertIn(f"hall_{device.kind}", answer.text)
                self.assertEqual(answer.headers["Cache-Control"], "no-store")
        for path in (uuid4().hex, "x", "0" * 31 + "%27"):
            self.assertEqual(self.url_open(f"/hall/device/{path}").status_code, 404)

    def test_a_withdrawn_screen_is_dark(self):
        path = f"{self.display._get_path()}/snapshot.json"
        self.assertEqual(self.url_open(path).status_code, 200)
        self.display.active = False
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_a_kiosk_may_not_ask_what_screens_show(self):
        path = f"{self.kiosk._get_path()}/snapshot.json"
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_the_phone_follows_a_number_by_its_token_alone(self):
        ticket = self._issue().sudo()
        page = self.url_open(f"/hall/ticket/{ticket.token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("A001", page.text)
        state = self.url_open(f"/hall/ticket/{ticket.token}/state.json").json()
        self.assertEqual((state["number"], state["ahead"]), ("A001", 0))
        self.assertEqual(self.url_open(f"/hall/ticket/{ticket.id}").status_code, 404)

    def test_a_kiosk_prints_numbers_of_its_own_hall_alone(self):
        hall = self._create_hall(self.other_hall)
        business = self._create_business("社会保险", "A", hall)
        ticket = business._give_number("none")
        answer = self.url_open(
            f"{self.kiosk._get_path()}/print/{ticket.token}",
            data=json.dumps({"jsonrpc": "2.0", "params": {}}),
            headers={"Content-Type": "application/json"},
        )
        self.assertEqual(answer.json()["error"]["code"], 404)
