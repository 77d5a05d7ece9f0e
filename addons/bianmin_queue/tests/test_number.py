from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import QueueCase


class TestNumber(QueueCase):
    def test_numbers_run_by_business_without_a_gap(self):
        first, second = self._issue(), self._issue()
        relief = self._issue(self.relief)
        self.assertEqual(
            (first | second | relief).mapped("name"), ["A001", "A002", "B001"]
        )

    def test_a_number_tells_who_took_it_and_for_what(self):
        ticket = self._issue(priority_kind="elderly")
        self.assertEqual(ticket.state, "waiting")
        self.assertEqual(ticket.business_id, self.insurance)
        self.assertEqual(ticket.priority_kind, "elderly")
        event = ticket.event_ids
        self.assertEqual(event.kind, "issue")
        self.assertEqual(event.user_id, self.clerk)
        self.assertEqual(event.state_to, "waiting")
        self.assertFalse(event.state_from)

    def test_numbers_of_another_hall_are_its_own(self):
        self._issue()
        hall = self._create_hall(self.other_hall)
        business = self._create_business("社会保险", "A", hall)
        self.assertEqual(self._issue(business, user=self.other_clerk).name, "A001")

    def test_a_number_that_is_rolled_back_leaves_no_gap(self):
        self._issue()
        with self.assertRaises(OSError), self.env.cr.savepoint():
            self._issue()
            raise OSError("The printer caught fire")
        self.assertEqual(self._issue().name, "A002")

    def test_numbers_begin_anew_at_local_midnight(self):
        for moment, name, day in (
            ("2026-11-24 07:59", "A001", "2026-11-24"),
            ("2026-11-24 08:00", "A002", "2026-11-24"),
            ("2026-11-24 23:59", "A003", "2026-11-24"),
            ("2026-11-25 00:00", "A001", "2026-11-25"),
            ("2026-11-25 07:59", "A002", "2026-11-25"),
            ("2026-11-25 08:00", "A003", "2026-11-25"),
        ):
            with self._at(moment):
                ticket = self._issue()
            with self.subTest(moment):
                self.assertEqual(ticket.name, name)
                self.assertEqual(str(ticket.day), day)

    def test_the_thousandth_number_does_not_begin_again(self):
        with freeze_time("2026-11-24 02:00:00"):
            self.env["bianmin.counter"]._allocate(
                f"ticket/{self.insurance.id}", "2026-11-24", 999
            )
            self.assertEqual(self._issue().name, "A1000")

    def test_no_numbers_are_given_for_what_is_archived(self):
        self.insurance.active = False
        with self.assertRaisesRegex(UserError, "社会保险"):
            self._issue()

    def test_only_who_works_in_the_hall_takes_numbers(self):
        for user in (self.other_clerk, self.placeless, self.reviewer, self.agent):
            with self.assertRaises(AccessError):
                self._issue(user=user)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_number_given_twice(self):
        ticket = self._issue()
        with self.assertRaises(UniqueViolation):
            ticket.sudo().copy()

    def test_nobody_makes_or_changes_a_ticket_by_hand(self):
        ticket = self._issue().with_user(self.manager)
        for values in ({"name": "A999"}, {"queued_at": "2020-01-01"}):
            with self.assertRaisesRegex(UserError, "buttons of the form"):
                ticket.write(values)
        with self.assertRaises(AccessError):
            ticket.unlink()
        with self.assertRaisesRegex(UserError, "buttons of the form"):
            ticket.create({"name": "A999", "state": "called"})

    def test_the_desk_takes_a_number_and_tells_it(self):
        wizard = (
            self.env["bianmin.queue.issue"]
            .with_user(self.clerk)
            .create({"hall_id": self.queue_hall.id, "business_id": self.insurance.id})
        )
        action = wizard.action_issue()
        self.assertEqual(action["params"]["title"], "A001")
        self.assertEqual(self.insurance.waiting_count, 1)
        self.assertEqual(self.queue_hall.waiting_count, 1)

    def test_what_was_written_before_is_not_given_up(self):
        self.insurance.name = "社保"
        self.env.flush_all()
        number = self.insurance.with_user(self.clerk).issue_ticket()["number"]
        self.env.invalidate_all()
        self.assertEqual((number, self.insurance.name), ("A001", "社保"))

    def test_the_hall_opens_the_window_for_its_numbers(self):
        action = self.queue_hall.with_user(self.clerk).action_take_number()
        self.assertEqual(action["context"], {"default_hall_id": self.queue_hall.id})
