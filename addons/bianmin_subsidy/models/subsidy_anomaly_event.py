from odoo import fields, models


class BianminSubsidyAnomalyEvent(models.Model):
    """That an anomaly was found, explained, found wrong or looked at again."""

    _name = "bianmin.subsidy.anomaly.event"
    _description = "Log of Anomalies"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "anomaly_id"

    anomaly_id = fields.Many2one(
        "bianmin.subsidy.anomaly",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="anomaly_id.division_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        string="Event",
        selection=[
            ("open", "Found"),
            ("cleared", "Explained"),
            ("confirmed", "Found Wrong"),
            ("reopened", "Looked at Again"),
        ],
        required=True,
        readonly=True,
    )
    at = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    opinion = fields.Char(readonly=True)
