from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.local_time import local_today

from .case_workflow import OPEN_STATES

# Steps that are counted. A case that goes on again has not ended: what ended it before
# drops out.
COUNTED_STEPS = (
    "receive",
    "accept",
    "reject",
    "decide",
    "close",
    "deliver",
    "withdraw",
)
UNDONE_STEPS = ("reject", "decide", "close", "deliver", "withdraw")
# 办结类型 3: entered by mistake, never a case.
MISTAKE = "3"


class BianminCaseStatistics(models.Model):
    """What statistics centres ask for, counted from the event log (domain.md 2.6).

    One line for each step that counts, on the Chinese day on which it was taken: a
    month counts what was received, accepted and closed in it, whenever the case
    began. Rates are 100 or 0 on the lines that they speak of and empty on all others,
    so that the average of any group is its exact rate and never one of averages.
    """

    _name = "bianmin.case.statistics"
    _description = "Case Statistics"
    _auto = False
    _order = "id desc"
    _rec_name = "case_id"
    _depends = {
        "bianmin.case.event": ["case_id", "division_id", "kind", "at", "user_id"],
        "bianmin.case": [
            "item_id",
            "service_point_id",
            "acceptance_point_id",
            "review_department_id",
            "handling_kind",
            "day_unit",
            "state",
            "result",
            "close_kind",
            "received_at",
            "reopened_at",
            "clock_start",
            "paused_days",
            "promised_days",
            "promised_due",
            "statutory_due",
            "answer_due",
        ],
        "bianmin.catalog.item": ["category_id"],
        "bianmin.division": ["level", "parent_id"],
        "bianmin.calendar.day": ["date", "kind"],
    }

    # what is counted, when and where
    day = fields.Date(readonly=True, help="Day of the step in China.")
    kind = fields.Selection(
        selection="_selection_kind", string="Step", readonly=True, help="事件类型"
    )
    case_id = fields.Many2one("bianmin.case", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Clerk", readonly=True, help="Who took the step (经办人)."
    )
    item_id = fields.Many2one(
        "bianmin.catalog.item", string="Service Item", readonly=True
    )
    category_id = fields.Many2one("bianmin.catalog.category", readonly=True)
    service_point_id = fields.Many2one(
        "bianmin.service.point", string="Filed at", readonly=True
    )
    acceptance_point_id = fields.Many2one(
        "bianmin.service.point", string="Hall", readonly=True, help="受理的大厅"
    )
    department_id = fields.Many2one(
        "bianmin.department", string="Reviewed by", readonly=True
    )
    division_id = fields.Many2one("bianmin.division", readonly=True)
    township_id = fields.Many2one("bianmin.division", readonly=True)
    handling_kind = fields.Selection(
        [("instant", "On the Spot"), ("promised", "Within a Promised Time")],
        readonly=True,
        help="即办件 or 承诺件.",
    )

    # numbers
    received_count = fields.Integer(string="Received", readonly=True, help="收件")
    supplemented_count = fields.Integer(
        string="Supplemented",
        readonly=True,
        help="Received cases whose applicants had to bring more papers (补正).",
    )
    accepted_count = fields.Integer(string="Accepted", readonly=True, help="受理")
    rejected_count = fields.Integer(
        string="Not Accepted", readonly=True, help="不予受理"
    )
    decided_count = fields.Integer(string="Decided", readonly=True, help="作出决定")
    granted_count = fields.Integer(string="Granted", readonly=True, help="准予")
    refused_count = fields.Integer(string="Refused", readonly=True, help="不予")
    finished_count = fields.Integer(
        string="Closed", readonly=True, help="办结, with a decision or without."
    )
    delivered_count = fields.Integer(string="Delivered", readonly=True, help="送达")
    withdrawn_count = fields.Integer(string="Withdrawn", readonly=True, help="撤回")
    on_time_count = fields.Integer(
        string="Decided in Time",
        readonly=True,
        help="Decided by the last day of the promised limit (按时办结).",
    )
    early_count = fields.Integer(
        string="Decided Early",
        readonly=True,
        help="Decided before the last day of the promised limit (提前办结).",
    )
    late_count = fields.Integer(
        string="Decided Late",
        readonly=True,
        help="Decided after the promised limit (超期办结).",
    )
    in_hand_count = fields.Integer(
        string="Still in Hand",
        readonly=True,
        help="Of the cases received, those that have not ended until now (在办).",
    )
    overdue_count = fields.Integer(
        string="Overdue Now",
        readonly=True,
        help="Of the cases received, those in hand beyond the promised limit (超期件).",
    )

    # rates and averages
    instant_rate = fields.Float(
        string="On-the-spot Rate (%)",
        readonly=True,
        aggregator="avg",
        help="Share of 即办件 in what was decided (即办率).",
    )
    same_day_rate = fields.Float(
        string="Same-day Rate (%)",
        readonly=True,
        aggregator="avg",
        help="当日办结率",
    )
    on_time_rate = fields.Float(
        string="On-time Rate (%)",
        readonly=True,
        aggregator="avg",
        help="Share of what was decided by the end of the promised limit (按时办结率).",
    )
    early_rate = fields.Float(
        string="Early Rate (%)",
        readonly=True,
        aggregator="avg",
        help="Share of what was decided before the last day of the promised limit "
        "(提前办结率).",
    )
    lawful_rate = fields.Float(
        string="Lawful Rate (%)",
        readonly=True,
        aggregator="avg",
        help="Share of what was decided by the end of the statutory limit "
        "(法定时限内办结率).",
    )
    supplement_rate = fields.Float(
        string="Supplement Rate (%)",
        readonly=True,
        aggregator="avg",
        help="Share of the cases received whose applicants had to bring more papers "
        "(补正率).",
    )
    handling_days = fields.Float(
        string="Days Taken",
        readonly=True,
        aggregator="avg",
        help="Days from acceptance to decision without pauses, in the unit of the "
        "limit (平均办理时长).",
    )
    promised_days = fields.Float(
        string="Days Promised",
        readonly=True,
        aggregator="avg",
        help="Promised limit of what was decided, to compare (承诺时限).",
    )
    delivery_hours = fields.Float(
        string="Hours to Delivery",
        readonly=True,
        aggregator="avg",
        help="Hours from filing until the applicant had the result (全程用时).",
    )

    def _selection_kind(self):
        return (
            self.env["bianmin.case.event"]
            ._fields["kind"]
            ._description_selection(self.env)
        )

    # ------------------------------------------------------------
    # EXTEND
    # ------------------------------------------------------------

    @api.model
    def _get_statistics_columns(self):
        """Columns by the names of their fields. Extend to add dimensions and numbers.

        :return: dict of :class:`~odoo.tools.SQL`
        """
        return {
            **self._get_dimension_columns(),
            **self._get_receipt_columns(),
            **self._get_decision_columns(),
            **{
                f"{name}_count": self._get_step_sql(kind)
                for name, kind in (
                    ("accepted", "accept"),
                    ("rejected", "reject"),
                    ("finished", "close"),
                    ("delivered", "deliver"),
                    ("withdrawn", "withdraw"),
                )
            },
            "delivery_hours": self._get_rate_sql(
                "deliver",
                SQL("extract(epoch FROM event.at - filing.received_at) / 3600"),
            ),
        }

    @api.model
    def _get_statistics_joins(self):
        """What the events are joined with. Extend to add more.

        :return: list of :class:`~odoo.tools.SQL`
        """
        return [
            SQL("JOIN bianmin_case filing ON filing.id = event.case_id"),
            SQL("JOIN bianmin_catalog_item item ON item.id = filing.item_id"),
            SQL("JOIN bianmin_division division ON division.id = event.division_id"),
        ]

    # ------------------------------------------------------------
    # QUERY
    # ------------------------------------------------------------

    @property
    def _table_query(self):
        columns = [
            SQL("%s AS %s", column, SQL.identifier(name))
            for name, column in self._get_statistics_columns().items()
        ]
        # SQL: the lines of a report; without aggregates, so that conditions reach the
        # indexes of the events
        return SQL(
            """SELECT %s FROM bianmin_case_event event %s
            WHERE event.kind IN %s AND filing.close_kind IS DISTINCT FROM %s
            AND (filing.reopened_at IS NULL OR event.kind NOT IN %s OR NOT EXISTS (
                SELECT FROM bianmin_case_event later
                WHERE later.case_id = event.case_id AND later.kind = 'reopen'
                AND later.id > event.id
            ))""",
            SQL(", ").join(columns),
            SQL(" ").join(self._get_statistics_joins()),
            COUNTED_STEPS,
            MISTAKE,
            UNDONE_STEPS,
        )

    @api.model
    def _get_dimension_columns(self):
        return {
            "id": SQL("event.id"),
            "day": self._get_day_sql(),
            "kind": SQL("event.kind"),
            "case_id": SQL("event.case_id"),
            "user_id": SQL("event.user_id"),
            "item_id": SQL("filing.item_id"),
            "category_id": SQL("item.category_id"),
            "service_point_id": SQL("filing.service_point_id"),
            "acceptance_point_id": SQL("filing.acceptance_point_id"),
            "department_id": SQL("filing.review_department_id"),
            "division_id": SQL("event.division_id"),
            "township_id": SQL(
                "CASE division.level WHEN 'village' THEN division.parent_id "
                "ELSE division.id END"
            ),
            "handling_kind": SQL("filing.handling_kind"),
        }

    @api.model
    def _get_receipt_columns(self):
        supplemented = SQL(
            """EXISTS (SELECT FROM bianmin_case_event asked WHERE
            asked.case_id = event.case_id AND asked.kind = 'supplement_request')"""
        )
        in_hand = SQL("filing.state IN %s", (*OPEN_STATES, "decided"))
        return {
            "received_count": self._get_step_sql("receive"),
            "supplemented_count": self._get_step_sql("receive", supplemented),
            "supplement_rate": self._get_rate_sql(
                "receive", SQL("100 * %s::int", supplemented)
            ),
            "in_hand_count": self._get_step_sql("receive", in_hand),
            "overdue_count": self._get_step_sql("receive", self._get_overdue_sql()),
        }

    @api.model
    def _get_decision_columns(self):
        day = self._get_day_sql()
        on_time = SQL("%s <= filing.promised_due", day)
        early = SQL("%s < filing.promised_due", day)
        received = self._get_day_sql("filing", "received_at")
        rates = {
            "instant_rate": SQL("filing.handling_kind = 'instant'"),
            "same_day_rate": SQL("%s = %s", day, received),
            "on_time_rate": on_time,
            "early_rate": early,
            "lawful_rate": SQL("%s <= filing.statutory_due", day),
        }
        return {
            "decided_count": self._get_step_sql("decide"),
            "granted_count": self._get_step_sql(
                "decide", SQL("filing.result = 'granted'")
            ),
            "refused_count": self._get_step_sql(
                "decide", SQL("filing.result = 'refused'")
            ),
            "on_time_count": self._get_step_sql("decide", on_time),
            "early_count": self._get_step_sql("decide", early),
            "late_count": self._get_step_sql(
                "decide", SQL("%s > filing.promised_due", day)
            ),
            **{
                name: self._get_rate_sql("decide", SQL("100 * (%s)::int", condition))
                for name, condition in rates.items()
            },
            "handling_days": self._get_rate_sql("decide", self._get_days_sql()),
            "promised_days": self._get_rate_sql("decide", SQL("filing.promised_days")),
        }

    @api.model
    def _get_step_sql(self, kind, condition=None):
        """1 on the lines of a step that fulfil the condition, else 0."""
        condition = condition or SQL("TRUE")
        return SQL("(event.kind = %s AND coalesce(%s, FALSE))::int", kind, condition)

    @api.model
    def _get_rate_sql(self, kind, value):
        """A value on the lines of a step; nothing on others, which no average sees."""
        return SQL("CASE WHEN event.kind = %s THEN (%s)::float END", kind, value)

    @api.model
    def _get_day_sql(self, table="event", column="at"):
        """The day in China, whose clocks have been at UTC+8 all year since 1992.

        As written in the index of the events, or the index is of no use.
        """
        return SQL("((%s + interval '8 hours')::date)", SQL.identifier(table, column))

    @api.model
    def _get_overdue_sql(self):
        """As ``deadline_status`` is red."""
        today = local_today()
        return SQL(
            """filing.promised_due < %s AND (filing.state IN %s
            OR filing.state = 'received' AND filing.answer_due < %s)""",
            today,
            tuple(self.env["bianmin.case"]._get_running_states()),
            today,
        )

    @api.model
    def _get_days_sql(self):
        """Days of the limit that a decision took, by the working calendar."""
        day = self._get_day_sql()
        return SQL(
            """greatest(0, -coalesce(filing.paused_days, 0)
            + CASE filing.day_unit WHEN 'calendar' THEN %(day)s - filing.clock_start
            ELSE %(worked)s END)""",
            day=day,
            worked=self.env["bianmin.calendar.day"]._count_working_days_sql(
                SQL("filing.clock_start"), day
            ),
        )
