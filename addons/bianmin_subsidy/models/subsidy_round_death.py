from odoo import models
from odoo.tools import SQL


class BianminSubsidyRound(models.Model):
    """What the bank pays for somebody whose death is known meanwhile."""

    _inherit = "bianmin.subsidy.round"

    def _after_results(self, results):
        self.env["bianmin.subsidy.recovery"]._find_overpaid(
            SQL("line.round_id = ANY(%s::int[])", self.ids)
        )
        return super()._after_results(results)
