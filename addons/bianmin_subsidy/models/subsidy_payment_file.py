from odoo import fields, models

FINANCE = "bianmin_subsidy.group_subsidy_finance"


class BianminSubsidyPaymentFile(models.Model):
    """A file that went to the bank, or came back: written once, kept for good.

    It is the only place where account numbers stand in full, so no other role than
    finance reads this model; whoever may not read the record may not load the file.
    """

    _name = "bianmin.subsidy.payment.file"
    _description = "Bank File"
    _inherit = ["bianmin.append.only", "bianmin.scope.mixin"]
    _order = "id desc"

    name = fields.Char(string="File Name", required=True, readonly=True)
    kind = fields.Selection(
        [("payment", "Payment File"), ("return", "Return File")],
        required=True,
        readonly=True,
    )
    round_id = fields.Many2one(
        "bianmin.subsidy.round",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="round_id.division_id", store=True, index=True, precompute=True
    )
    format_id = fields.Many2one(
        "bianmin.subsidy.bank.format",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    attachment = fields.Binary(
        string="File", attachment=True, readonly=True, groups=FINANCE
    )
    sha256 = fields.Char(
        string="SHA-256", required=True, readonly=True, help="Fingerprint of the file."
    )
    line_count = fields.Integer(string="Number of Payments", readonly=True)
    currency_id = fields.Many2one(related="round_id.currency_id")
    total_amount = fields.Monetary(string="Total", readonly=True)
    part_count = fields.Integer(
        string="Parts", readonly=True, default=1, aggregator=None
    )
    exported_by = fields.Many2one(
        "res.users",
        string="Handled by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Who made the payment file, or read the return file in.",
    )
    exported_at = fields.Datetime(string="At", required=True, readonly=True)

    # return file
    paid_on = fields.Date(readonly=True, help="Day of the bank's credits.")
    paid_count = fields.Integer(string="Paid", readonly=True)
    failed_count = fields.Integer(string="Failed", readonly=True)
    settled_count = fields.Integer(
        string="Known Before",
        readonly=True,
        help="Rows that repeat a result which an earlier file had told.",
    )
    problem_count = fields.Integer(string="Left Out", readonly=True)
    problems = fields.Text(
        readonly=True, help="Rows that were left out, and payments the file lacks."
    )

    _exported_once = models.UniqueIndex(
        "(round_id) WHERE kind = 'payment'",
        "The bank file of this round has been made already. It is made once.",
    )
    _return_once = models.UniqueIndex(
        "(sha256) WHERE kind = 'return'", "This return file has been read already."
    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_download(self):
        """Load the file down."""
        self.ensure_one()
        self._check_scope(FINANCE)
        self.env["bianmin.export.log"]._log_export("file", self, self.line_count)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/attachment?download=true"
            "&filename_field=name",
            "target": "download",
        }
