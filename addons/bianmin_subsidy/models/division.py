from odoo import api, models

from odoo.addons.bianmin_base.tools.succession_move import SuccessionMove

NOT_ENDED = (("state", "!=", "ended"),)


class BianminDivision(models.Model):
    """Enrolments go with their beneficiary to the successor, ended ones stay."""

    _inherit = "bianmin.division"

    @api.model
    def _get_succession_moves(self):
        label = self.env._("Subsidy enrolments, with their beneficiary")
        return [
            *super()._get_succession_moves(),
            SuccessionMove("bianmin.subsidy.enrolment", label, NOT_ENDED, follows=True),
        ]

    def _get_succession_kept(self):
        # sudo: bianmin.subsidy.enrolment – also those that one does not read
        Enrolment = self.env["bianmin.subsidy.enrolment"].sudo()
        ended = Enrolment.search(
            [("division_id", "in", self.ids), ("state", "=", "ended")]
        )
        kept = super()._get_succession_kept()
        return [*kept, (Enrolment._fields["division_id"], ended)]
