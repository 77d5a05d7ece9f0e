from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_amount

from odoo.addons.bianmin_base.tools.local_time import local_today

from .subsidy_round import PAYABLE_STATES

# As many as somebody reads; the sums count everybody.
SHOWN_PEOPLE = 200
KINDS = ("new", "stopped", "changed")


class BianminSubsidyRound(models.Model):
    """What is different from the last round: who is new, who has stopped, whose sum
    changed. Each post looks at this list first (上期对比).
    """

    _inherit = "bianmin.subsidy.round"

    difference = fields.Html(
        string="Compared with the Last Round",
        compute="_compute_difference",
        sanitize=False,
    )

    @api.depends("state", "line_ids.amount", "line_ids.state")
    @api.depends_context("lang")
    def _compute_difference(self):
        for record in self:
            record.difference = bool(record._origin) and self.env["ir.qweb"]._render(
                "bianmin_subsidy.round_difference",
                {"difference": record._get_difference()},
            )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_last_round(self):
        """The round of the period before this one in the same division."""
        self.ensure_one()
        same = Domain("scheme_id", "=", self.scheme_id.id)
        same &= Domain("division_id", "=", self.division_id.id)
        same &= Domain("period_start", "<", self.period_start)
        same &= Domain("state", "!=", "cancelled") & Domain("is_correction", "=", False)
        return self.search(same, order="period_start desc, id desc", limit=1)

    def _get_difference(self):
        """What the list shows.

        :return: dict of the two rounds' numbers and sums, and of the people by kind:
            each with their number, the difference of their sums, and the first of them
        """
        self.ensure_one()
        last = self._get_last_round()
        rows = self._read_differences(last)
        return {
            "round": self,
            "last": last,
            "sum_difference": self._format_difference(
                self.total_amount - last.total_amount
            ),
            "groups": [
                self._get_difference_group(kind, [r for r in rows if r["kind"] == kind])
                for kind in KINDS
            ],
        }

    def _get_paper_day(self):
        return local_today()

    def _get_difference_group(self, kind, rows):
        labels = {
            "new": self.env._("Newly paid"),
            "stopped": self.env._("No longer paid"),
            "changed": self.env._("Changed amount"),
        }
        return {
            "label": labels[kind],
            "count": rows[0]["count"] if rows else 0,
            "sum": self._format_difference(rows[0]["sum"] if rows else 0),
            "rows": [
                {**row, "reason": self._get_difference_reason(row)} for row in rows
            ],
        }

    def _get_difference_reason(self, row):
        """Why somebody is no longer paid; age and rate tell why a sum changed."""
        reasons = self.env["bianmin.subsidy.line"]._fields["block_reason"]
        labels = dict(reasons._description_selection(self.env))
        return labels.get(row["block_reason"]) or row["stop_reason"] or ""

    def _format_difference(self, amount):
        text = format_amount(self.env, abs(amount), self.currency_id)
        return f"{'+' if amount > 0 else '−' if amount < 0 else ''}{text}"

    def _read_differences(self, last):
        """The people whose sum is another than in the last round.

        SQL: both rosters are joined person by person in the database; only what is
        shown is read.

        :return: list of dicts, the first ones of each kind with number and sum of all
        """
        self.env["bianmin.subsidy.line"].flush_model()
        return self.env.execute_query_dict(
            SQL(
                """WITH now AS (%(now)s), before AS (%(before)s), both_rounds AS (
                    SELECT CASE WHEN before.beneficiary_id IS NULL THEN 'new'
                            WHEN now.beneficiary_id IS NULL THEN 'stopped'
                            ELSE 'changed' END AS kind,
                        coalesce(now.beneficiary_id, before.beneficiary_id) AS person,
                        coalesce(now.name, before.name) AS name,
                        coalesce(now.age, before.age) AS age,
                        coalesce(now.division_id, before.division_id) AS division_id,
                        coalesce(before.amount, 0)::float AS amount_before,
                        coalesce(now.amount, 0)::float AS amount_now
                    FROM now FULL JOIN before USING (beneficiary_id)
                    WHERE now.amount IS DISTINCT FROM before.amount
                ), numbered AS (
                    SELECT both_rounds.*, division.name AS village,
                        count(*) OVER same AS count,
                        sum(amount_now - amount_before) OVER same AS sum,
                        row_number() OVER (
                            PARTITION BY kind
                            ORDER BY division.code, both_rounds.name, person) AS place
                    FROM both_rounds
                    JOIN bianmin_division division
                        ON division.id = both_rounds.division_id
                    WINDOW same AS (PARTITION BY kind)
                )
                SELECT numbered.*, held.block_reason, held.stop_reason
                FROM numbered
                LEFT JOIN LATERAL (
                    SELECT block_reason, stop_reason FROM bianmin_subsidy_line held
                    WHERE held.round_id = %(round)s
                    AND held.beneficiary_id = numbered.person
                    AND held.state IN ('blocked', 'stopped')
                    ORDER BY held.id DESC LIMIT 1
                ) held ON TRUE
                WHERE place <= %(shown)s ORDER BY kind, place""",
                now=self._get_sql_sums(self.id),
                before=self._get_sql_sums(last.id or 0),
                round=self.id,
                shown=SHOWN_PEOPLE,
            )
        )

    def _get_sql_sums(self, round_id):
        """What each person is paid by a round, missed periods included."""
        return SQL(
            """SELECT beneficiary_id, sum(amount) AS amount, max(age) AS age,
                max(division_id) AS division_id, max(beneficiary_name) AS name
            FROM bianmin_subsidy_line
            WHERE round_id = %s AND state IN %s GROUP BY beneficiary_id""",
            round_id,
            PAYABLE_STATES,
        )
