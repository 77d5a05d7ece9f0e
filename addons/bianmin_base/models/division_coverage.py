from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.convex_hull import convex_hull

# More points than this nobody reads on one map.
MAXIMUM_POINTS = 3000


class BianminDivisionCoverage(models.Model):
    """Which villages lack what: one line for each village in force.

    Read only and computed when asked, so that it is right on the very day a role ends.
    """

    _name = "bianmin.division.coverage"
    _description = "Coverage of a Village"
    _auto = False
    _order = "code, id"
    _rec_name = "division_id"
    _depends = {
        "bianmin.division": [
            "code",
            "level",
            "parent_id",
            "valid_to",
            "active",
            "latitude",
            "longitude",
        ],
        "bianmin.service.point": [
            "division_id",
            "level",
            "active",
            "latitude",
            "longitude",
        ],
    }

    division_id = fields.Many2one("bianmin.division", string="Village", readonly=True)
    code = fields.Char(readonly=True)
    township_id = fields.Many2one("bianmin.division", readonly=True)
    county_id = fields.Many2one("bianmin.division", readonly=True)
    service_point_id = fields.Many2one(
        "bianmin.service.point", string="Station", readonly=True
    )
    station_count = fields.Integer(string="Stations", readonly=True)
    without_station = fields.Integer(
        readonly=True, help="1 when nobody is served in the village (无便民服务站)."
    )
    latitude = fields.Float(digits=(9, 6), readonly=True, aggregator=None)
    longitude = fields.Float(digits=(9, 6), readonly=True, aggregator=None)
    status = fields.Selection(
        [("no_station", "No station"), ("covered", "Covered")],
        readonly=True,
        help="What is lacking, the most urgent first (覆盖情况).",
    )

    # ------------------------------------------------------------
    # EXTEND
    # ------------------------------------------------------------

    @api.model
    def _get_coverage_columns(self):
        """Columns of the report by the names of their fields. Extend to add some.

        :return: dict of :class:`~odoo.tools.SQL`
        """
        return {
            "id": SQL("village.id"),
            "division_id": SQL("village.id"),
            "code": SQL("village.code"),
            "township_id": SQL("township.id"),
            "county_id": SQL("township.parent_id"),
            "service_point_id": SQL("station.id"),
            "station_count": SQL("coalesce(station.count, 0)"),
            "without_station": SQL("(station.id IS NULL)::int"),
            "latitude": self._get_position_sql("latitude"),
            "longitude": self._get_position_sql("longitude"),
            "status": self._get_status_sql(),
        }

    @api.model
    def _get_coverage_joins(self):
        """What the villages are joined with. Extend to add more.

        :return: list of :class:`~odoo.tools.SQL`
        """
        return [
            SQL("JOIN bianmin_division township ON township.id = village.parent_id"),
            SQL(
                """LEFT JOIN (
                    SELECT DISTINCT ON (division_id) *,
                        count(*) OVER (PARTITION BY division_id) AS count
                    FROM bianmin_service_point
                    WHERE active AND level = 'station'
                    ORDER BY division_id, (coalesce(latitude, 0) = 0), id
                ) station ON station.division_id = village.id"""
            ),
        ]

    @api.model
    def _get_coverage_findings(self):
        """What a village may lack, the most urgent first. Extend to add some.

        :return: list of (key of ``status``, condition)
        """
        return [("no_station", SQL("station.id IS NULL"))]

    @api.model
    def _get_status_colours(self):
        """Colours on the map by status. Extend with those of further ones."""
        return {"office": "#0d6efd", "covered": "#198754", "no_station": "#dc3545"}

    # ------------------------------------------------------------
    # QUERY
    # ------------------------------------------------------------

    @property
    def _table_query(self):
        columns = [
            SQL("%s AS %s", column, SQL.identifier(name))
            for name, column in self._get_coverage_columns().items()
        ]
        # SQL: a report of all villages, joined with what may be there or not
        return SQL(
            """SELECT %s FROM bianmin_division village %s
            WHERE village.level = 'village' AND village.valid_to IS NULL
            AND village.active""",
            SQL(", ").join(columns),
            SQL(" ").join(self._get_coverage_joins()),
        )

    @api.model
    def _get_position_sql(self, name):
        """The station's position, else the village's own."""
        return SQL(
            "CASE WHEN coalesce(station.latitude, 0) != 0 THEN %s ELSE %s END",
            SQL.identifier("station", name),
            SQL.identifier("village", name),
        )

    @api.model
    def _get_status_sql(self):
        cases = [
            SQL("WHEN %s THEN %s", condition, key)
            for key, condition in self._get_coverage_findings()
        ]
        return SQL("CASE %s ELSE 'covered' END", SQL(" ").join(cases))

    @api.model
    @api.private
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Find a page of villages first, then look at what these lack.

        In one query the database may work out for all villages what a page shows of 80.
        """
        lines = super().search_fetch(
            domain, [], offset=offset, limit=limit, order=order
        )
        if field_names != []:
            lines.fetch(field_names)
        return lines

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_record(self):
        """Open the station of the village, or the village that has none."""
        self.ensure_one()
        return (self.service_point_id or self.division_id).get_formview_action()

    @api.model
    def get_map(self, division_id=False):
        """What the map shows, as far as the user may read it.

        :param int division_id: only what lies in this division
        :return: dict with ``points``, ``outline``, ``statuses``; how many villages were
            ``left_out`` or are ``unplaced``; the ``tile_url`` and its ``attribution``,
            if an administrator set one
        :raise AccessError: when the user may not read the report
        """
        domain = Domain("division_id", "child_of", division_id) if division_id else []
        placed = Domain(domain) & Domain("latitude", "!=", 0)
        villages = self.search(placed, limit=MAXIMUM_POINTS)
        points = [*villages._prepare_map_points(), *self._get_map_offices(domain)]
        places = [(point["longitude"], point["latitude"]) for point in points]
        return {
            "points": points,
            "outline": [(y, x) for x, y in convex_hull(places)],
            "statuses": self._get_map_statuses(points),
            "left_out": self.search_count(placed) - len(villages),
            "unplaced": self.search_count(Domain(domain) & Domain("latitude", "=", 0)),
            **self._get_map_background(),
        }

    @api.model
    def _get_map_background(self):
        """The map server that an administrator named, or a plain background.

        Only the parameters of this addon count: what another one presets may point to
        the internet, where the offices of a county often have no way to.
        """
        # sudo: ir.config_parameter – the address of a map server is no secret
        get_param = self.env["ir.config_parameter"].sudo().get_param
        return {
            "tile_url": get_param("bianmin_base.map_tile_url", ""),
            "attribution": get_param("bianmin_base.map_attribution", ""),
        }

    def _prepare_map_points(self):
        return [
            {
                "id": f"village-{village.id}",
                "res_model": "bianmin.service.point"
                if village.service_point_id
                else "bianmin.division",
                "res_id": village.service_point_id.id or village.division_id.id,
                "name": village.division_id.name,
                "status": village.status,
                "latitude": village.latitude,
                "longitude": village.longitude,
            }
            for village in self
        ]

    @api.model
    def _get_map_offices(self, domain):
        """County centres and township halls above the villages."""
        above = self._read_group(domain, ["county_id", "township_id"])
        division_ids = {division.id for pair in above for division in pair}
        offices = self.env["bianmin.service.point"].search(
            [
                ("division_id", "in", list(division_ids)),
                ("level", "!=", "station"),
                ("latitude", "!=", 0),
            ]
        )
        return [
            {
                "id": f"office-{office.id}",
                "res_model": office._name,
                "res_id": office.id,
                "name": office.name,
                "status": "office",
                "latitude": office.latitude,
                "longitude": office.longitude,
            }
            for office in offices
        ]

    @api.model
    def _get_map_statuses(self, points):
        """The legend: each status with its colour and how many points carry it."""
        labels = dict(self._fields["status"]._description_selection(self.env))
        labels["office"] = self.env._("Hall or centre")
        counts = Counter(point["status"] for point in points)
        colours = self._get_status_colours()
        return [
            {"key": key, "label": label, "colour": colours[key], "count": counts[key]}
            for key, label in labels.items()
        ]
