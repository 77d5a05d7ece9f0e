from odoo import fields, models


class BianminSubsidySettlement(models.TransientModel):
    """Asks for the opinion with which something is settled."""

    _name = "bianmin.subsidy.settlement"
    _description = "Settle With an Opinion"

    model = fields.Selection(
        [
            ("bianmin.subsidy.death", "Death on a List"),
            ("bianmin.subsidy.recovery", "Recovery"),
            ("bianmin.subsidy.anomaly", "Anomaly"),
            ("bianmin.subsidy.sample.call", "Call"),
        ],
        required=True,
        readonly=True,
    )
    record_ids = fields.Json(required=True, readonly=True)
    target = fields.Char(required=True, readonly=True)
    note = fields.Char(string="Opinion", help="What was found, and on what paper.")

    def action_confirm(self):
        """Settle these records."""
        self.ensure_one()
        records = self.env[self.model].browse(self.record_ids)
        records._settle(self.target, self.note)
        return {"type": "ir.actions.act_window_close"}
