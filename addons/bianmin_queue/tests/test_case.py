from odoo.exceptions import AccessError

from .common import QueueCase


class TestCase(QueueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._issue()
        cls.desk = cls._open()
        cls.ticket = cls.desk._call_next()
        cls.ticket.action_start()

    def _file(self, **vals):
        return self._create_case(user=self.clerk, point=self.instant_point, **vals)

    def test_a_case_opened_at_the_window_names_the_number(self):
        action = self.desk.action_new_case()
        cases = self.env["bianmin.case"].with_user(self.clerk)
        case = cases.with_context(**action["context"]).create(
            {
                "item_id": self.instant_item.id,
                "implementation_id": self.instant_point.id,
                "resident_id": self.resident.id,
            }
        )
        self.assertEqual(case.ticket_id, self.ticket)

    def test_several_cases_on_one_number(self):
        first = self._file(ticket_id=self.ticket.id)
        second = self._file(ticket_id=self.ticket.id)
        action = self.ticket.action_view_cases()
        found = self.env["bianmin.case"].search(action["domain"])
        self.assertEqual(found, first | second)
        self.assertEqual(self.ticket.sudo().case_ids, found)

    def test_a_number_of_another_hall_is_refused(self):
        hall = self._create_hall(self.other_hall)
        business = self._create_business("户籍", "C", hall)
        other = self._issue(business, user=self.other_clerk)
        with self.assertRaises(AccessError):
            self._file(ticket_id=other.id)
        case = self._file()
        with self.assertRaises(AccessError):
            case.ticket_id = other.id
        cases = self.env["bianmin.case"].with_context(default_ticket_id=other.id)
        for user, point in (
            (self.clerk, self.instant_point),
            (self.agent, self.station_point),
        ):
            with self.assertRaises(AccessError):
                cases.with_user(user).create(
                    {
                        "item_id": point.item_id.id,
                        "implementation_id": point.id,
                        "resident_id": self.resident.id,
                    }
                )

    def test_who_reads_no_queue_files_as_before(self):
        case = self._create_received()
        self.assertEqual(case.create_uid, self.agent)
        self.assertFalse(case.sudo().ticket_id)

    def test_who_reads_no_queue_does_not_see_the_number(self):
        self.assertNotIn(
            "ticket_id", self.env["bianmin.case"].with_user(self.agent).fields_get()
        )
