from odoo import fields, models


class BianminCaseReject(models.TransientModel):
    """Refuse to accept applications, and say why (不予受理)."""

    _name = "bianmin.case.reject"
    _description = "Refuse to Accept Cases"

    case_ids = fields.Many2many("bianmin.case", string="Cases", required=True)
    reason = fields.Text(help="It is told to the applicant.")

    def action_confirm(self):
        """Refuse to accept the cases."""
        self.ensure_one()
        self.case_ids._reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
