from odoo import api, fields, models
from odoo.tools import SQL

# 办结类型 3: entered by mistake, never a case.
MISTAKE = "3"
COUNTS = ("filed", "returned", "trip", "visit", "missed", "correction")
MEASURES = ("returned_rate", "filing_days", "filing_hours")
# Corrections that somebody stood up for.
CONFIRMED = ("confirmed", "filed", "corrected")


class BianminAgentStatistics(models.Model):
    """What agents did, counted from what they left behind (代办员考核).

    One line for each thing done, on its Chinese day and in its village: requests filed
    and returned, from the event log; trips that a window took over; visits that were
    made or missed; names confirmed. Rates and times stand on the lines that they speak
    of and are empty on all others, so that the average of any group is exact.
    """

    _name = "bianmin.agent.statistics"
    _description = "Statistics of Agents"
    _auto = False
    _order = "id desc"
    _rec_name = "agent_id"
    _depends = {
        "bianmin.case.event": ["case_id", "division_id", "kind", "at"],
        "bianmin.case": ["agent_id", "close_kind", "create_date"],
        "bianmin.agent.trip": ["agent_id", "division_id", "state", "handed_in_at"],
        "bianmin.agent.visit": ["agent_id", "division_id"],
        "bianmin.agent.visit.outcome": ["visit_id", "result", "at"],
        "bianmin.name.correction": ["decided_by_id", "decided_at", "division_id"],
        "bianmin.agent": ["user_id", "active"],
        "bianmin.division": ["level", "parent_id"],
        "bianmin.calendar.day": ["date", "kind"],
    }

    day = fields.Date(readonly=True, help="The day in China.")
    kind = fields.Selection(
        [
            ("filed", "Request Filed"),
            ("returned", "Request Returned"),
            ("trip", "Trip"),
            ("visit", "Visit"),
            ("missed", "Visit Missed"),
            ("correction", "Name Corrected"),
        ],
        readonly=True,
    )
    agent_id = fields.Many2one("bianmin.agent", readonly=True)
    division_id = fields.Many2one("bianmin.division", string="Village", readonly=True)
    township_id = fields.Many2one("bianmin.division", readonly=True)
    filed_count = fields.Integer(string="Requests Filed", readonly=True, help="代办件")
    returned_count = fields.Integer(
        string="Requests Returned",
        readonly=True,
        help="Times that the window asked for more papers or did not accept (退件).",
    )
    trip_count = fields.Integer(string="Trips", readonly=True, help="集中代办次数")
    visit_count = fields.Integer(string="Visits", readonly=True, help="上门次数")
    missed_count = fields.Integer(string="Visits Missed", readonly=True)
    correction_count = fields.Integer(string="Names Corrected", readonly=True)
    returned_rate = fields.Float(
        string="Returned Rate (%)",
        readonly=True,
        aggregator="avg",
        help="Share of the requests filed that came back at least once (退件率).",
    )
    filing_days = fields.Float(
        string="Working Days until Filed",
        readonly=True,
        aggregator="avg",
        help="From the day on which the villager asked to the day of filing.",
    )
    filing_hours = fields.Float(
        string="Hours until Filed",
        readonly=True,
        aggregator="avg",
        help="Hours by the clock from drawing the request up to filing it.",
    )

    # ------------------------------------------------------------
    # EXTEND
    # ------------------------------------------------------------

    @api.model
    def _get_statistics_sources(self):
        """What is counted. Extend to count more, such as what villagers say of agents.

        :return: list of (kind, columns by field, FROM and WHERE), SQL; the columns
            ``key``, ``day``, ``agent_id`` and ``division_id`` must be among them
        """
        return [
            self._get_filed_source(),
            self._get_returned_source(),
            self._get_trip_source(),
            self._get_visit_source("visit", "done"),
            self._get_visit_source("missed", "missed"),
            self._get_correction_source(),
        ]

    @api.model
    def _get_measures(self):
        """Fields that only some sources fill. Extend for measures of your own.

        :return: dict of SQL for what other sources have there
        """
        return {
            **{f"{name}_count": SQL("0") for name in COUNTS},
            **{name: SQL("NULL::float") for name in MEASURES},
        }

    # ------------------------------------------------------------
    # QUERY
    # ------------------------------------------------------------

    @property
    def _table_query(self):
        # SQL: the lines of a report; without aggregates, so that conditions reach the
        # indexes of what is counted
        sources = self._get_statistics_sources()
        return SQL(
            """SELECT counted.*, CASE place.level WHEN 'village' THEN place.parent_id
                ELSE place.id END AS township_id
            FROM (%s) counted
            JOIN bianmin_division place ON place.id = counted.division_id""",
            SQL(" UNION ALL ").join(
                self._get_source_sql(number, len(sources), *source)
                for number, source in enumerate(sources)
            ),
        )

    @api.model
    def _get_source_sql(self, number, total, kind, columns, rest):
        columns = {**self._get_measures(), **columns}
        columns["id"] = SQL("%s::bigint * %s + %s", columns.pop("key"), total, number)
        if f"{kind}_count" in columns:
            columns[f"{kind}_count"] = SQL("1")
        return SQL(
            "SELECT %s, %s AS kind %s",
            SQL(", ").join(
                SQL("%s AS %s", columns[name], SQL.identifier(name))
                for name in sorted(columns)
            ),
            kind,
            rest,
        )

    @api.model
    def _get_day_sql(self, table, column):
        """The day in China, whose clocks have been at UTC+8 all year since 1992.

        As written in the indexes, or they are of no use.
        """
        return SQL("((%s + interval '8 hours')::date)", SQL.identifier(table, column))

    @api.model
    def _get_event_columns(self):
        return {
            "key": SQL("event.id"),
            "day": self._get_day_sql("event", "at"),
            "agent_id": SQL("filing.agent_id"),
            "division_id": SQL("event.division_id"),
        }

    @api.model
    def _get_event_rest(self, kinds):
        return SQL(
            """FROM bianmin_case_event event
            JOIN bianmin_case filing ON filing.id = event.case_id
            WHERE event.kind IN %s AND filing.agent_id IS NOT NULL
            AND filing.close_kind IS DISTINCT FROM %s""",
            kinds,
            MISTAKE,
        )

    @api.model
    def _get_filed_source(self):
        day = self._get_day_sql("event", "at")
        calendar = self.env["bianmin.calendar.day"]
        returned = SQL(
            """EXISTS (SELECT FROM bianmin_case_event back WHERE
            back.case_id = event.case_id
            AND back.kind IN ('supplement_request', 'reject'))"""
        )
        columns = self._get_event_columns() | {
            "returned_rate": SQL("100.0::float * %s::int", returned),
            "filing_days": SQL(
                "%s::float",
                calendar._count_working_days_sql(
                    self._get_day_sql("filing", "create_date"), day
                ),
            ),
            "filing_hours": SQL(
                "(extract(epoch FROM event.at - filing.create_date) / 3600)::float"
            ),
        }
        return "filed", columns, self._get_event_rest(("receive",))

    @api.model
    def _get_returned_source(self):
        rest = self._get_event_rest(("supplement_request", "reject"))
        return "returned", self._get_event_columns(), rest

    @api.model
    def _get_trip_source(self):
        columns = {
            "key": SQL("trip.id"),
            "day": self._get_day_sql("trip", "handed_in_at"),
            "agent_id": SQL("trip.agent_id"),
            "division_id": SQL("trip.division_id"),
        }
        rest = SQL("FROM bianmin_agent_trip trip WHERE trip.state = 'handed_in'")
        return "trip", columns, rest

    @api.model
    def _get_visit_source(self, kind, result):
        columns = {
            "key": SQL("outcome.id"),
            "day": self._get_day_sql("outcome", "at"),
            "agent_id": SQL("visit.agent_id"),
            "division_id": SQL("outcome.division_id"),
        }
        rest = SQL(
            """FROM bianmin_agent_visit_outcome outcome
            JOIN bianmin_agent_visit visit ON visit.id = outcome.visit_id
            WHERE outcome.result = %s""",
            result,
        )
        return kind, columns, rest

    @api.model
    def _get_correction_source(self):
        """Names belong to the agent who stood up for them."""
        columns = {
            "key": SQL("correction.id"),
            "day": self._get_day_sql("correction", "decided_at"),
            "agent_id": SQL("agent.id"),
            "division_id": SQL("correction.division_id"),
        }
        rest = SQL(
            """FROM bianmin_name_correction correction
            JOIN bianmin_agent agent
                ON agent.user_id = correction.decided_by_id AND agent.active
            WHERE correction.state IN %s""",
            CONFIRMED,
        )
        return "correction", columns, rest
