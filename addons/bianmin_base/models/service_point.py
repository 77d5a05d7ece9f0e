from babel.dates import get_day_names

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse

from ..tools.opening_hours import group_opening_hours


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
    address = fields.Char(help="Where people find the place (地址).")
    phone = fields.Char(help="The public number of the place.")
    latitude = fields.Float(
        digits=(9, 6),
        aggregator=None,
        help="Degrees north, such as 39.500000 (纬度). Shows the place on the map.",
    )
    longitude = fields.Float(
        digits=(9, 6),
        aggregator=None,
        help="Degrees east, such as 118.600000 (经度). Shows the place on the map.",
    )
    resource_calendar_id = fields.Many2one("resource.calendar", string="Opening hours")
    opening_hours = fields.Text(
        string="Open at",
        compute="_compute_opening_hours",
        help="The opening hours as they stand on the door (开放时间).",
    )
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

    @api.depends(
        "resource_calendar_id.attendance_ids.dayofweek",
        "resource_calendar_id.attendance_ids.hour_from",
        "resource_calendar_id.attendance_ids.hour_to",
        "resource_calendar_id.attendance_ids.day_period",
        "resource_calendar_id.attendance_ids.display_type",
    )
    @api.depends_context("lang")
    def _compute_opening_hours(self):
        for point in self:
            point.opening_hours = "\n".join(point._get_opening_lines()) or False

    def action_view_coverage_map(self):
        """Show the place on the map, with the villages of its division."""
        self.ensure_one()
        return self.division_id.action_view_coverage_map()

    def _get_opening_lines(self):
        """Opening hours in lines such as 星期一至星期五 8:30-12:00."""
        attendances = self.resource_calendar_id.attendance_ids.filtered(
            lambda one: one.day_period != "lunch" and not one.display_type
        )
        locale = babel_locale_parse(self.env.lang)
        names = get_day_names("wide", locale=locale)
        lines = group_opening_hours(
            [(int(one.dayofweek), one.hour_from, one.hour_to) for one in attendances]
        )
        return [
            self.env._(
                "%(first)s to %(last)s %(hours)s",
                first=names[first],
                last=names[last],
                hours=", ".join(hours),
            )
            if first != last
            else f"{names[first]} {', '.join(hours)}"
            for first, last, hours in lines
        ]
