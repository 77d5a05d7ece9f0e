from odoo import api, models

from odoo.addons.bianmin_base.tools.succession_move import SuccessionMove

CLOSED_STATES = ("rejected", "closed", "delivered", "archived", "withdrawn")
OPEN_CASES = (("state", "not in", CLOSED_STATES),)


class BianminDivision(models.Model):
    """Open cases go with their service point to the successor, closed ones stay."""

    _inherit = "bianmin.division"

    @api.model
    def _get_succession_moves(self):
        label = self.env._("Open cases, with their service point")
        return [
            *super()._get_succession_moves(),
            SuccessionMove("bianmin.case", label, OPEN_CASES, follows=True),
        ]

    def _get_succession_kept(self):
        # sudo: bianmin.case – closed cases stay, also those one does not read
        Case = self.env["bianmin.case"].sudo()
        closed = Case.search(
            [("division_id", "in", self.ids), ("state", "in", CLOSED_STATES)]
        )
        kept = super()._get_succession_kept()
        return [*kept, (Case._fields["division_id"], closed)]
