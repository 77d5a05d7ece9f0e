from odoo import fields, models


class BianminSealUse(models.Model):
    """Which paper got which seal, when, where and by whom (用印登记)."""

    _name = "bianmin.seal.use"
    _description = "Use of a Seal"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "paper"

    seal_id = fields.Many2one(
        "bianmin.seal", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    used_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    res_model = fields.Char(string="Kind of entry", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Entry", model_field="res_model", required=True, readonly=True
    )
    paper = fields.Char(
        required=True, readonly=True, help="Number of the paper (文号)."
    )
    service_point_id = fields.Many2one(
        "bianmin.service.point",
        string="Where",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        "bianmin.division",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
