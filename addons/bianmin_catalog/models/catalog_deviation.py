from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import format_amount

from .catalog_inheritance_mixin import OWN_FIELDS

# What is taken over again for a deviating field, and in which order fields stand.
FLAG_BY_FIELD = {
    "promise": "has_own_limits",
    "statutory": "has_own_limits",
    "fee": "has_own_fee",
    "online_depth": "has_own_online_depth",
}


class BianminCatalogDeviation(models.Model):
    """Where a place says otherwise than the one it follows: one row per field (统一).

    A view of the implementations that have values of their own, of which there are few;
    an index of these makes it independent of how many inherit.
    """

    _name = "bianmin.catalog.deviation"
    _description = "Deviation from the Standard"
    _auto = False
    _rec_name = "implementation_id"
    _order = "item_id, implementation_id, field"
    _depends = {
        "bianmin.catalog.implementation": [
            *("item_id", "service_point_id", "division_id", "category_id"),
            *("reference_implementation_id", "acts_as", "state", "currency_id"),
            *(*OWN_FIELDS, "handling_kind", "promised_days", "statutory_days"),
            *("day_unit", "fee", "online_depth", "material_source_id"),
        ],
        "bianmin.catalog.material": ["name", "implementation_id", "version_id"],
        "bianmin.catalog.item": ["version_id"],
    }

    implementation_id = fields.Many2one("bianmin.catalog.implementation", readonly=True)
    reference_implementation_id = fields.Many2one(
        "bianmin.catalog.implementation", string="Standard", readonly=True
    )
    item_id = fields.Many2one(
        "bianmin.catalog.item", string="Service Item", readonly=True
    )
    category_id = fields.Many2one("bianmin.catalog.category", readonly=True)
    service_point_id = fields.Many2one("bianmin.service.point", readonly=True)
    division_id = fields.Many2one("bianmin.division", readonly=True)
    level = fields.Selection(
        related="service_point_id.level", string="Point Level", readonly=True
    )
    field = fields.Selection(
        [
            ("promise", "Promised Limit"),
            ("statutory", "Statutory Limit"),
            ("fee", "Fee"),
            ("online_depth", "Online Service"),
            ("materials", "Materials"),
        ],
        string="What Differs",
        readonly=True,
    )
    direction = fields.Selection(
        [
            ("stricter", "Better Than the Standard"),
            ("looser", "Worse Than the Standard"),
            ("different", "Other Than the Standard"),
        ],
        readonly=True,
        help="Seen by the applicant: faster, cheaper and with fewer papers is better "
        "(优于标准, 低于标准, 与标准不同).",
    )
    reference_code = fields.Char(readonly=True)
    own_code = fields.Char(readonly=True)
    reference_value = fields.Char(
        string="Value of the Standard", compute="_compute_values"
    )
    own_value = fields.Char(compute="_compute_values")

    # ------------------------------------------------------------
    # VIEW
    # ------------------------------------------------------------

    @property
    def _table_query(self):
        """SQL: no domain compares two records field by field."""
        queries = self._get_values_query(), self._get_papers_query()
        return SQL(" UNION ALL ").join(queries)

    def _get_values_query(self):
        return SQL(
            """SELECT one.id * 8 + line.number AS id, %(columns)s,
                line.field, line.reference_code, line.own_code, line.direction
            FROM bianmin_catalog_implementation one
            JOIN bianmin_catalog_implementation standard
                ON standard.id = one.reference_implementation_id
            CROSS JOIN LATERAL (VALUES %(lines)s) AS line(
                number, field, is_own, reference_code, own_code, direction)
            WHERE (one.has_own_limits OR one.has_own_fee OR one.has_own_online_depth)
                AND one.state <> 'cancelled'
                AND line.is_own
                AND line.own_code IS DISTINCT FROM line.reference_code""",
            columns=self._get_common_columns(),
            lines=SQL(", ").join(
                [
                    self._get_promise_line(),
                    self._get_statutory_line(),
                    self._get_fee_line(),
                    self._get_online_line(),
                ]
            ),
        )

    def _get_common_columns(self):
        return SQL(
            """one.id AS implementation_id, one.item_id, one.category_id,
            one.service_point_id, one.division_id, one.reference_implementation_id"""
        )

    def _get_promise_line(self):
        """The lengths are those of ``tools.standard.compare_limits``."""
        own, standard = (
            self._get_promise_length("one"),
            self._get_promise_length("standard"),
        )
        return SQL(
            """(1, 'promise', one.has_own_limits AND one.acts_as = 'decide',
            concat_ws('|', standard.handling_kind, standard.promised_days,
                standard.day_unit),
            concat_ws('|', one.handling_kind, one.promised_days, one.day_unit),
            CASE WHEN %(own)s < %(standard)s THEN 'stricter'
                WHEN %(own)s > %(standard)s THEN 'looser' ELSE 'different' END)""",
            own=own,
            standard=standard,
        )

    def _get_promise_length(self, table):
        return SQL(
            """(CASE %(kind)s WHEN 'instant' THEN 0 ELSE %(days)s *
            CASE %(unit)s WHEN 'working' THEN 7 ELSE 5 END END)""",
            kind=SQL.identifier(table, "handling_kind"),
            days=SQL.identifier(table, "promised_days"),
            unit=SQL.identifier(table, "day_unit"),
        )

    def _get_statutory_line(self):
        return SQL(
            """(2, 'statutory', one.has_own_limits AND one.acts_as = 'decide',
            concat_ws('|', standard.statutory_days, standard.day_unit),
            concat_ws('|', one.statutory_days, one.day_unit), 'different')"""
        )

    def _get_fee_line(self):
        return SQL(
            """(3, 'fee', one.has_own_fee AND one.acts_as = 'decide',
            standard.fee::text, one.fee::text,
            CASE WHEN one.fee < standard.fee THEN 'stricter' ELSE 'looser' END)"""
        )

    def _get_online_line(self):
        """Depths rise from advice (1) to the electronic certificate (6); 9 is other."""
        return SQL(
            """(4, 'online_depth', one.has_own_online_depth,
            standard.online_depth, one.online_depth,
            CASE WHEN '9' IN (one.online_depth, standard.online_depth)
                    THEN 'different'
                WHEN coalesce(standard.online_depth, '0') < one.online_depth
                    THEN 'stricter' ELSE 'looser' END)"""
        )

    def _get_papers_query(self):
        """Own lists of papers beside those that would count without them."""
        return SQL(
            """SELECT one.id * 8 + 5, %(columns)s, 'materials',
                array_to_string(standard.names, '、'), array_to_string(own.names, '、'),
                CASE WHEN own.names <@ standard.names THEN 'stricter' ELSE 'looser' END
            FROM (%(own)s) AS own
            JOIN bianmin_catalog_implementation one ON one.id = own.implementation_id
            JOIN bianmin_catalog_item item ON item.id = one.item_id
            CROSS JOIN LATERAL (
                SELECT coalesce(array_agg(%(name)s ORDER BY %(name)s), '{}') AS names
                FROM bianmin_catalog_material paper
                WHERE CASE WHEN one.material_source_id IS NULL
                    THEN paper.version_id = item.version_id
                    ELSE paper.implementation_id = one.material_source_id END
            ) AS standard
            WHERE one.reference_implementation_id IS NOT NULL
                AND one.state <> 'cancelled' AND own.names <> standard.names""",
            columns=self._get_common_columns(),
            own=SQL(
                """SELECT paper.implementation_id,
                    array_agg(%(name)s ORDER BY %(name)s) AS names
                FROM bianmin_catalog_material paper
                WHERE paper.implementation_id IS NOT NULL
                GROUP BY paper.implementation_id""",
                name=self._get_paper_name(),
            ),
            name=self._get_paper_name(),
        )

    def _get_paper_name(self):
        return SQL("regexp_replace(paper.name, '\\s', '', 'g')")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("reference_code", "own_code", "field")
    @api.depends_context("lang")
    def _compute_values(self):
        for deviation in self:
            say = getattr(deviation, f"_say_{deviation.field}")
            deviation.reference_value = say(deviation.reference_code)
            deviation.own_value = say(deviation.own_code)

    def _say_promise(self, code):
        kind, days, unit = code.split("|")
        return self.implementation_id._say_limit(kind, days, unit)

    def _say_statutory(self, code):
        return self.implementation_id._say_limit("promised", *code.split("|"))

    def _say_fee(self, code):
        currency = self.implementation_id.currency_id
        amount = float(code or 0)
        return (
            format_amount(self.env, amount, currency)
            if amount
            else self.env._("Free of charge")
        )

    def _say_online_depth(self, code):
        labels = dict(
            self.implementation_id._fields["online_depth"]._description_selection(
                self.env
            )
        )
        return labels.get(code) or self.env._("Not online")

    def _say_materials(self, code):
        return code or self.env._("None")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_take_reference_value(self):
        """Let these points follow the one above again in what is marked.

        :raise AccessError: when the user may not change one of the points
        :return: a message that says how many points it was
        """
        implementations = self.implementation_id
        implementations.check_access("write")
        for field, deviations in self.grouped("field").items():
            if field == "materials":
                deviations.implementation_id.material_ids.unlink()
            else:
                deviations.implementation_id[FLAG_BY_FIELD[field]] = False
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s deviations are gone: %(points)s implementations follow "
                    "the one above again.",
                    count=len(self),
                    points=len(implementations),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
