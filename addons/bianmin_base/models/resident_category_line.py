from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.local_time import local_today


class BianminResidentCategoryLine(models.Model):
    """From when to when a resident is counted under a category.

    ``category_ids`` of the resident holds the categories of today; it follows from
    these lines, and a category set there directly gets a line.
    """

    _name = "bianmin.resident.category.line"
    _description = "Category of a Resident"
    _inherit = ["bianmin.scope.mixin", "bianmin.change.logged.mixin"]
    _order = "resident_id, date_from desc, id desc"
    _rec_name = "category_id"

    _change_logged_fields = ("category_id", "date_from", "date_to", "basis")

    resident_id = fields.Many2one(
        "bianmin.resident", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="resident_id.division_id", store=True, index=True
    )
    category_id = fields.Many2one(
        "bianmin.resident.category", required=True, index=True, ondelete="restrict"
    )
    date_from = fields.Date(
        string="From",
        help="First day; empty when it was so before anybody wrote it down (起始日期).",
    )
    date_to = fields.Date(string="To", help="Last day (终止日期).")
    basis = fields.Char(help="Number of the approval or of the paper (依据).")
    state = fields.Selection(
        selection=[
            ("coming", "Not yet"),
            ("current", "In force"),
            ("ended", "Ended"),
        ],
        compute="_compute_state",
    )

    _dates_check = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_to >= date_from)",
        "A category cannot end before it begins.",
    )

    @api.depends("date_from", "date_to")
    def _compute_state(self):
        today = local_today()
        for line in self:
            if line.date_from and line.date_from > today:
                line.state = "coming"
            elif line.date_to and line.date_to < today:
                line.state = "ended"
            else:
                line.state = "current"

    @api.constrains("resident_id", "category_id", "date_from", "date_to")
    def _check_overlap(self):
        for resident in self.resident_id:
            for category, lines in resident.category_line_ids.grouped(
                "category_id"
            ).items():
                if lines._overlap():
                    raise ValidationError(
                        self.env._(
                            "%(resident)s is counted under “%(category)s” twice on "
                            "the same day. End the older entry first.",
                            resident=resident.name,
                            category=category.name,
                        )
                    )

    def _get_change_subject(self):
        return f"{self.resident_id.name}：{self.category_id.name}"

    def _overlap(self):
        """Whether two of these lines share a day."""
        spans = sorted(
            (line.date_from or fields.Date.to_date("0001-01-01"), line.date_to)
            for line in self.sorted(lambda line: (str(line.date_from or ""), line.id))
        )
        return any(
            not earlier[1] or earlier[1] >= later[0]
            for earlier, later in zip(spans, spans[1:], strict=False)
        )

    def _end_on(self, day):
        """Let these lines last until ``day`` at most; what begins later never was."""
        later = self.filtered(lambda line: line.date_from and line.date_from > day)
        longer = (self - later).filtered(
            lambda line: not line.date_to or line.date_to > day
        )
        longer.write({"date_to": day})
        later.unlink()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.resident_id._take_categories_from_lines()
        return lines

    def write(self, vals):
        residents = self.resident_id
        result = super().write(vals)
        (residents | self.resident_id)._take_categories_from_lines()
        return result

    def unlink(self):
        residents = self.resident_id
        result = super().unlink()
        residents.exists()._take_categories_from_lines()
        return result

    @api.model
    def _cron_take_categories(self):
        """Let the categories of today follow the lines that begin or lapse.

        Whoever differs is found, not what began lately: the action may not have run
        for a night or for a month.
        """
        residents = self.env["bianmin.resident"].browse(self._get_outdated_ids())
        residents._take_categories_from_lines()

    @api.model
    def _get_outdated_ids(self):
        """Residents who hold a category that has lapsed or lack one that has begun."""
        held = self.env["bianmin.resident"]._fields["category_ids"]
        self.flush_model()
        self.env["bianmin.resident"].flush_model(["category_ids"])
        # SQL: a domain cannot compare the categories of a resident with his lines.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.resident_id
                FROM (
                    SELECT resident_id, category_id, bool_or(
                        (date_from IS NULL OR date_from <= %(today)s)
                        AND (date_to IS NULL OR date_to >= %(today)s)
                    ) AS is_current
                    FROM bianmin_resident_category_line
                    GROUP BY resident_id, category_id
                ) line
                LEFT JOIN %(held)s held
                    ON held.%(resident)s = line.resident_id
                    AND held.%(category)s = line.category_id
                WHERE line.is_current <> (held.%(category)s IS NOT NULL)
                """,
                today=local_today(),
                held=SQL.identifier(held.relation),
                resident=SQL.identifier(held.column1),
                category=SQL.identifier(held.column2),
            )
        )
        return [resident_id for (resident_id,) in rows]
