from odoo import api, models

from odoo.addons.bianmin_base.tools.succession_move import SuccessionMove

NOT_ENDED = (("state", "!=", "ended"),)
DRAFT = (("state", "=", "draft"),)
UNDER_WAY = (("state", "in", ("submitted", "audited", "approved", "exported")),)


class BianminDivision(models.Model):
    """Enrolments go with their beneficiary to the successor, ended ones stay.

    A round that was submitted has frozen lines, and its notice, opinions and bank file
    name the old division: it is finished there. The people of a draft are on the
    roster of the successor's next round; what is left of the draft is cancelled.
    """

    _inherit = "bianmin.division"

    @api.model
    def _get_succession_moves(self):
        label = self.env._("Subsidy enrolments, with their beneficiary")
        return [
            *super()._get_succession_moves(),
            SuccessionMove("bianmin.subsidy.enrolment", label, NOT_ENDED, follows=True),
            SuccessionMove(
                "bianmin.subsidy.round",
                self.env._("Subsidy rounds under way: stay, to be finished there"),
                UNDER_WAY,
                stays=True,
            ),
            SuccessionMove(
                "bianmin.subsidy.round",
                self.env._("Draft subsidy rounds: stay, to be cancelled there"),
                DRAFT,
                stays=True,
            ),
        ]

    def _get_succession_kept(self):
        # sudo: bianmin.subsidy.enrolment – also those that one does not read
        Enrolment = self.env["bianmin.subsidy.enrolment"].sudo()
        ended = Enrolment.search(
            [("division_id", "in", self.ids), ("state", "=", "ended")]
        )
        kept = super()._get_succession_kept()
        return [*kept, (Enrolment._fields["division_id"], ended)]
