from odoo.tests import tagged

from .common import TODAY, SubsidyCase


@tagged("post_install", "-at_install")
class TestDivisionMove(SubsidyCase):
    """Enrolments go to the successor with their beneficiary, ended ones stay."""

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
