from odoo import fields, models

# What ends a certificate (行政许可法 art. 69: 撤销; art. 70: 注销).
ENDING_KINDS = ("revoked", "cancelled")


class BianminCertificateEvent(models.Model):
    """What was done with a certificate: printed, printed again, withdrawn."""

    _name = "bianmin.certificate.event"
    _description = "Certificate Event"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "certificate_id"

    certificate_id = fields.Many2one(
        "bianmin.certificate",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="certificate_id.division_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [
            ("printed", "Printed"),
            ("reprinted", "Printed Again"),
            ("revoked", "Revoked"),
            ("cancelled", "Cancelled"),
        ],
        string="What Happened",
        required=True,
        readonly=True,
    )
    done_at = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    done_by_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    reason = fields.Char(readonly=True)

    _one_end = models.UniqueIndex(
        "(certificate_id) WHERE kind IN ('revoked', 'cancelled')",
        "This certificate was withdrawn already.",
    )
    _one_original = models.UniqueIndex(
        "(certificate_id) WHERE kind = 'printed'",
        "The original was printed already: say why it is printed again.",
    )
    _reason_set = models.Constraint(
        "CHECK (kind = 'printed' OR reason IS NOT NULL)",
        "Say why: it belongs to the file.",
    )

    def _get_download_action(self):
        """Load the certificate down that this event printed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/bianmin/certificate/{self.id}",
            "target": "new",
        }
