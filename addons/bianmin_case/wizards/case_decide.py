from odoo import fields, models


class BianminCaseDecide(models.TransientModel):
    """Decide one case or many, with one opinion."""

    _name = "bianmin.case.decide"
    _description = "Decide Cases"

    case_ids = fields.Many2many("bianmin.case", string="Cases", required=True)
    result = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")], required=True
    )
    opinion = fields.Text(
        help="Opinion of who decides. With a refusal it is told to the applicant.",
    )

    def action_confirm(self):
        """Decide and close the cases."""
        self.ensure_one()
        self.case_ids._decide(self.result, self.opinion)
        return {"type": "ir.actions.act_window_close"}
