from odoo import fields, models


class BianminSubsidyHandoverBook(models.TransientModel):
    """Why money that lies at the township goes back to the treasury."""

    _name = "bianmin.subsidy.handover.book"
    _description = "Book Back"

    handover_ids = fields.Many2many(
        "bianmin.subsidy.handover",
        "bianmin_subsidy_handover_book_rel",
        "wizard_id",
        "handover_id",
        string="People",
        required=True,
    )
    reason = fields.Char(help="For example: not found in two months, notice hung out.")

    def action_confirm(self):
        """Book back; it can be paid anew by a corrected round."""
        self.handover_ids._book_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
