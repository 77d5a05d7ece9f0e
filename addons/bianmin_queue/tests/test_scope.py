from odoo.exceptions import AccessError

from .common import QueueCase


class TestScope(QueueCase):
    """A queue is seen where one's role is held, and nowhere else."""

    def _get_records(self):
        ticket = self._issue()
        return (
            self.queue_hall,
            self.insurance,
            self.window,
            ticket,
            ticket.event_ids,
        )

    def test_clerk_and_manager_of_the_hall_read(self):
        for record in self._get_records():
            for user in (self.clerk, self.manager):
                record.with_user(user).check_access("read")

    def test_nobody_else_reads(self):
        for record in self._get_records():
            for user in (
                self.other_clerk,
                self.placeless,
                self.reviewer,
                self.issuer,
                self.agent,
            ):
                with self.assertRaises(AccessError):
                    record.with_user(user).check_access("read")

    def test_one_role_here_and_another_there_never_mix(self):
        user = self._create_user(
            "queue_mixed",
            ("bianmin_case.role_window_clerk", self.township),
            ("bianmin_case.role_hall_manager", self.other_township),
        )
        self.queue_hall.with_user(user).check_access("read")
        with self.assertRaises(AccessError):
            self.queue_hall.with_user(user).name = "改名"

    def test_a_role_that_ends_ends_the_desk(self):
        desk = self._open()
        self._issue()
        self.clerk.role_line_ids.date_to = "2020-01-01"
        with self.assertRaises(AccessError):
            desk._call_next()

    def test_windows_in_which_one_types_are_ones_own(self):
        values = {"hall_id": self.queue_hall.id, "business_id": self.insurance.id}
        issue = self.env["bianmin.queue.issue"].with_user(self.clerk).create(values)
        transfer = (
            self.env["bianmin.queue.transfer"]
            .with_user(self.clerk)
            .create({"ticket_id": self._issue().id})
        )
        for wizard in (issue, transfer):
            with self.assertRaises(AccessError):
                wizard.with_user(self.colleague).check_access("read")
