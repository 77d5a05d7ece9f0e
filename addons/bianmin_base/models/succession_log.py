from odoo import fields, models


class BianminSuccessionLog(models.Model):
    """Who moved what from a dissolved division to its successor, and when."""

    _name = "bianmin.succession.log"
    _description = "Succession Log"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "division_id"

    division_id = fields.Many2one(
        "bianmin.division",
        string="Dissolved division",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    successor_id = fields.Many2one(
        "bianmin.division",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    moved_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    summary = fields.Char(
        string="Moved", readonly=True, help="How many of each kind were moved."
    )
