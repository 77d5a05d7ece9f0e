from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TODAY, SubsidyCase


@tagged("post_install", "-at_install")
class TestDivisionMove(SubsidyCase):
    """Enrolments go to the successor with their beneficiary, ended ones stay."""

    def _move_township(self):
        """The township and its village are joined with the other ones.

        :return: what the preview counted, by its label
        """
        for division, heir in (
            (self.township, self.other_township),
            (self.village, self.other_village),
        ):
            division.write({"valid_to": "2026-11-23", "successor_id": heir.id})
        wizard = self.env["bianmin.division.move"].create(
            {"division_id": self.township.id}
        )
        counts = {line.name: line.record_count for line in wizard.line_ids}
        wizard.action_move()
        self.env.invalidate_all()
        return counts

    def test_a_round_under_way_is_finished_where_it_was_begun(self):
        self._enrol()
        record = self._advance(self._create_round(), "submitted")
        counts = self._move_township()
        self.assertEqual(
            counts["Subsidy rounds under way: stay, to be finished there"], 1
        )
        self.assertEqual(record.division_id, self.township)
        log = self.env["bianmin.succession.log"].search(
            [("division_id", "=", self.township.id)]
        )
        self.assertNotIn("Subsidy rounds", log.summary)
        record.with_user(self.auditor).action_audit()
        record.with_user(self.approver).action_approve()
        record.with_user(self.finance).action_export()
        self._read_back(record)
        self.assertEqual(record.state, "paid")
        self.assertEqual(self._get_line(record).state, "paid")

    def test_the_successor_pays_nobody_again_whom_the_old_round_pays(self):
        self._enrol()
        record = self._advance(self._create_round(), "submitted")
        newcomer = self._create_payee(name="李长林", division_id=self.other_village.id)
        self._enrol(newcomer)
        self._move_township()
        later = self._create_round(
            user=self.other_officer, division_id=self.other_township.id
        )
        self.assertEqual(later.line_ids.beneficiary_id, newcomer)
        self.assertEqual(self._get_line(record).amount, 960)

    def test_who_was_on_a_draft_is_paid_by_the_successor(self):
        self._enrol()
        draft = self._create_round()
        counts = self._move_township()
        self.assertEqual(counts["Draft subsidy rounds: stay, to be cancelled there"], 1)
        with self.assertRaisesRegex(UserError, "no line that can be paid"):
            draft.with_user(self.officer).action_submit()
        draft.with_user(self.officer).action_cancel("撤并")
        later = self._create_round(
            user=self.other_officer, division_id=self.other_township.id
        )
        self.assertEqual(self._get_line(later).amount, 960)

    def test_who_is_paid_goes_along_and_what_ended_stays(self):
        other = self._create_payee(name="姚立民")
        ended, active = self._enrol(other), self._enrol()
        ended.with_user(self.officer)._end("搬走", TODAY)
        self.village.write(
            {"valid_to": "2023-06-29", "successor_id": self.other_village.id}
        )
        wizard = self.env["bianmin.division.move"].create(
            {"division_id": self.village.id}
        )
        counts = {line.name: line.record_count for line in wizard.line_ids}
        self.assertEqual(counts["Subsidy enrolments, with their beneficiary"], 1)
        wizard.action_move()
        self.env.invalidate_all()
        self.assertEqual(active.division_id, self.other_village)
        self.assertEqual(active.bank_account_id.division_id, self.other_village)
        self.assertEqual(ended.division_id, self.village)
        self.assertEqual(other.division_id, self.other_village)
