from odoo import fields, models


class BianminCertificateAct(models.TransientModel):
    """Print a certificate again, or withdraw it, and say why."""

    _name = "bianmin.certificate.act"
    _description = "Act on a Certificate"

    certificate_id = fields.Many2one("bianmin.certificate", required=True)
    number = fields.Char(related="certificate_id.number")
    kind = fields.Selection(
        [
            ("reprinted", "Print Again"),
            ("revoked", "Revoke: it should not have been granted"),
            ("cancelled", "Cancel: the holder gives it up, or it has lapsed"),
        ],
        required=True,
        help="补证; 撤销 (行政许可法 art. 69); 注销 (art. 70).",
    )
    reason = fields.Char(help="It stays on file.")

    def action_confirm(self):
        """Do it."""
        self.ensure_one()
        if self.kind == "reprinted":
            return self.certificate_id._print_again(self.reason)
        self.certificate_id._withdraw(self.kind, self.reason)
        return {"type": "ir.actions.act_window_close"}
