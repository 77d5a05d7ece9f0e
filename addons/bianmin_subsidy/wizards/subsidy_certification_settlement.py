from odoo import fields, models


class BianminSubsidyCertificationSettlement(models.TransientModel):
    """What the township made of a report, or why a proof does not count."""

    _name = "bianmin.subsidy.certification.settlement"
    _description = "Outcome of a Proof of Life"

    certification_id = fields.Many2one(
        "bianmin.subsidy.certification",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    resident_id = fields.Many2one(related="certification_id.resident_id")
    result = fields.Selection(related="certification_id.result")
    death_date = fields.Date(related="certification_id.death_date")
    target = fields.Selection(
        [
            ("confirmed", "Confirm"),
            ("dismissed", "Not so"),
            ("withdrawn", "Withdraw"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Char(help="What was found, and how.")
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "bianmin_subsidy_certification_settlement_rel",
        "settlement_id",
        "attachment_id",
        help="Such as the certificate of death.",
    )

    def action_confirm(self):
        """Settle the report."""
        self.ensure_one()
        self.certification_id._settle(self.target, self.note, self.evidence_ids)
        return {"type": "ir.actions.act_window_close"}
