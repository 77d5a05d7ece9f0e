import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today


class BianminSubsidyReturnImport(models.TransientModel):
    """Takes the file in which the bank says what became of each payment (回盘)."""

    _name = "bianmin.subsidy.return.import"
    _description = "Read a Return File"

    round_id = fields.Many2one(
        "bianmin.subsidy.round", required=True, readonly=True, ondelete="cascade"
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    paid_on = fields.Date(
        required=True,
        default=lambda self: local_today(),
        help="Day on which the bank credited the accounts.",
    )

    def action_confirm(self):
        """Read the file and show what it settled and what was left out."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose the bank's return file first."))
        file = self.round_id._import_return(
            base64.b64decode(self.with_context(bin_size=False).file),
            self.file_name or self.env._("Return file"),
            self.paid_on,
        )
        # The upload holds account numbers: it lives on in the payment file only.
        self.file = False
        return {
            "type": "ir.actions.act_window",
            "name": file.name,
            "res_model": file._name,
            "res_id": file.id,
            "view_mode": "form",
        }
