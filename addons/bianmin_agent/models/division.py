from odoo import api, models

from odoo.addons.bianmin_base.tools.succession_move import SuccessionMove

UNSIGNED = (("state", "=", "draft"),)
PLANNED = (("state", "=", "planned"),)
OPEN_CORRECTIONS = (("state", "in", ("proposed", "confirmed", "filed")),)


class BianminDivision(models.Model):
    """Agents go to the successor; a signed authorization stays as it was signed."""

    _inherit = "bianmin.division"

    @api.model
    def _get_succession_moves(self):
        drafts = self.env._("Authorizations that are not signed yet")
        return [
            *super()._get_succession_moves(),
            SuccessionMove("bianmin.agent", self.env._("Agents"), field="division_ids"),
            SuccessionMove("bianmin.agent.authorization", drafts, UNSIGNED),
            SuccessionMove(
                "bianmin.agent.visit", self.env._("Visits that are planned"), PLANNED
            ),
            SuccessionMove(
                "bianmin.name.correction",
                self.env._("Names that are being corrected"),
                OPEN_CORRECTIONS,
            ),
        ]
