from odoo import fields, models


class BianminDivisionMoveLine(models.TransientModel):
    """How many records of one kind move to the successor."""

    _name = "bianmin.division.move.line"
    _description = "Kind That Moves to the Successor"

    wizard_id = fields.Many2one(
        "bianmin.division.move", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="What")
    record_count = fields.Integer(string="How many")
