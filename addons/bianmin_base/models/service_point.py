from odoo import fields, models


class BianminServicePoint(models.Model):
    """A place that serves people: county centre, township hall or village station."""

    _name = "bianmin.service.point"
    _description = "Service Point"
    _inherit = ["bianmin.pinyin.mixin"]
    _order = "division_code, level, id"

    name = fields.Char(required=True)
    short_name = fields.Char(
        help="What papers are numbered with, such as 姚王庄便民 (机关简称).",
    )
    level = fields.Selection(
        selection=[
            ("centre", "County service centre"),
            ("hall", "Township service hall"),
            ("station", "Village service station"),
        ],
        required=True,
        index=True,
    )
    division_id = fields.Many2one(
        "bianmin.division", required=True, index=True, ondelete="restrict"
    )
    division_code = fields.Char(
        related="division_id.code", string="Division code", store=True, index=True
    )
    address = fields.Char()
    phone = fields.Char(help="The public number of the place.")
    latitude = fields.Float(digits=(9, 6), aggregator=None)
    longitude = fields.Float(digits=(9, 6), aggregator=None)
    resource_calendar_id = fields.Many2one("resource.calendar", string="Opening hours")
    image = fields.Image(max_width=1920, max_height=1920)
    active = fields.Boolean(default=True)

    _name_division_uniq = models.Constraint(
        "UNIQUE (name, division_id)",
        "There is a service point with this name in the division already.",
    )
    _position_check = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "Latitude lies between -90 and 90, longitude between -180 and 180 degrees.",
    )
