from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools import period

READERS = (
    "bianmin_subsidy.group_scheme_editor",
    "bianmin_subsidy.group_subsidy_reader",
)
PAID, ELSEWHERE = "paid", "elsewhere"


class Group(NamedTuple):
    """People of one village area whom the same becomes of."""

    status: str  # PAID, ELSEWHERE or the reason why nothing is paid
    rate_id: int | None
    area_id: int
    count: int
    amount: float
    first_id: int  # two of their enrolments, to look at
    last_id: int


class BianminSubsidyPreview(models.TransientModel):
    """Who would get what of a scheme in a period, before anything is written.

    It asks what a round would ask, by the same statements, and keeps nothing.
    """

    _name = "bianmin.subsidy.preview"
    _description = "Preview of a Subsidy Scheme"

    scheme_id = fields.Many2one(
        "bianmin.subsidy.scheme", required=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        "bianmin.division",
        compute="_compute_division_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="cascade",
        help="Who is enrolled here and below.",
    )
    period = fields.Char(
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="2026-11 for a month, 2026-Q4 for a quarter, 2026 for a year, once for a "
        "single payment.",
    )
    result = fields.Html(compute="_compute_result", sanitize=False)

    @api.depends("scheme_id")
    def _compute_division_id(self):
        for wizard in self:
            wizard.division_id = wizard.scheme_id.division_id

    @api.depends("scheme_id")
    def _compute_period(self):
        today = local_today()
        for wizard in self:
            cycle = wizard.scheme_id.cycle
            wizard.period = cycle and period.containing(cycle, today).text

    @api.depends("scheme_id", "division_id", "period")
    @api.depends_context("lang", "uid")
    def _compute_result(self):
        """Draw the answer, or say what it lacks."""
        for wizard in self:
            wizard.result = False
            if not (wizard.scheme_id and wizard.division_id and wizard.period):
                continue
            try:
                values = wizard._get_values()
            except UserError as error:
                values = {"refusal": str(error)}
            wizard.result = self.env["ir.qweb"]._render(
                "bianmin_subsidy.preview_result", values
            )

    # ------------------------------------------------------------
    # WHAT IS SHOWN
    # ------------------------------------------------------------

    def _get_values(self):
        """What the window shows.

        :raise UserError: when the period is none, or the division not the user's
        """
        self.ensure_one()
        self._check_division()
        groups = self._get_groups()
        samples = self._get_samples(groups)
        paid = [group for group in groups if group.status == PAID]
        held = [group for group in groups if group.status not in (PAID, ELSEWHERE)]
        return {
            "period": self.scheme_id._get_period(self.period).label,
            "total": self._sum_up("", paid, samples),
            "held_count": sum(group.count for group in held),
            "elsewhere_count": sum(g.count for g in groups if g.status == ELSEWHERE),
            "rates": self._get_rate_rows(paid, samples),
            "areas": self._get_area_rows(paid, samples),
            "reasons": self._get_reason_rows(held, samples),
        }

    def _check_division(self):
        """Refuse a division that the user does not read, or that is not paid."""
        user = self.env.user
        allowed = self.env.su or any(
            user._has_scope(group, self.division_id) for group in READERS
        )
        if not allowed:
            raise UserError(
                self.env._(
                    "Your role does not reach %(division)s: choose a division of "
                    "yours.",
                    division=self.division_id.name,
                )
            )
        if not self.scheme_id._covers(self.division_id):
            raise UserError(
                self.env._(
                    "%(scheme)s is paid in %(division)s and below: choose a division "
                    "there.",
                    scheme=self.scheme_id.name,
                    division=self.scheme_id.division_id.name,
                )
            )

    def _get_rate_rows(self, groups, samples):
        rates = self.env["bianmin.subsidy.rate"].browse(
            {group.rate_id for group in groups}
        )
        rates.fetch(["display_name", "amount"])
        return [
            self._sum_up(
                f"{rate.display_name} · {self._format(rate.amount)}",
                [group for group in groups if group.rate_id == rate.id],
                samples,
            )
            for rate in rates.sorted(lambda rate: (rate.age_from, rate.id))
        ]

    def _get_area_rows(self, groups, samples):
        # sudo: bianmin.division – names below one's own division are no secret
        areas_sudo = (
            self.env["bianmin.division"].sudo().browse({g.area_id for g in groups})
        )
        return [
            self._sum_up(
                area_sudo.name,
                [group for group in groups if group.area_id == area_sudo.id],
                samples,
            )
            for area_sudo in areas_sudo.sorted("code")
        ]

    def _get_reason_rows(self, groups, samples):
        field = self.env["bianmin.subsidy.line"]._fields["block_reason"]
        labels = dict(field._description_selection(self.env))
        return [
            self._sum_up(
                labels[reason],
                [group for group in groups if group.status == reason],
                samples,
            )
            for reason in labels
            if any(group.status == reason for group in groups)
        ]

    def _sum_up(self, label, groups, samples):
        """A row: how many people, how much, and the first and last of them."""
        shown = {group.first_id for group in groups[:1]}
        shown |= {group.last_id for group in groups[-1:]}
        return {
            "label": label,
            "count": sum(group.count for group in groups),
            "amount": self._format(sum(group.amount for group in groups)),
            "samples": [samples[enrolment_id] for enrolment_id in sorted(shown)],
        }

    def _format(self, amount):
        return format_amount(self.env, amount, self.scheme_id.currency_id)

    # ------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------

    def _get_round(self):
        """A round that is not written: it knows the statements."""
        return self.env["bianmin.subsidy.round"].new(
            {
                "scheme_id": self.scheme_id.id,
                "division_id": self.division_id.id,
                "period": self.period,
            }
        )

    def _get_groups(self):
        """Everybody enrolled, by what becomes of him, rate and area.

        SQL: it is the statement of a round, counted instead of inserted. A million
        residents are not read one by one.
        """
        draft = self._get_round()
        draft._flush_register()
        columns = draft._get_line_columns()
        rows = self.env.execute_query(
            SQL(
                """SELECT status, rate_id, coalesce(nullif(area, '')::int, %(own)s),
                    count(*), sum(amount)::float, min(id), max(id)
                FROM (
                    SELECT enrolment.id, %(rate)s AS rate_id, %(amount)s AS amount,
                        CASE WHEN EXISTS (%(elsewhere)s) THEN %(told)s
                            ELSE coalesce(%(reason)s, %(paid)s) END AS status,
                        split_part(substr(division.parent_path, %(length)s), '/', 1)
                            AS area
                    FROM bianmin_subsidy_enrolment enrolment
                    CROSS JOIN (%(due)s) due %(joins)s
                    WHERE %(where)s
                ) person
                GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
                own=self.division_id.id,
                rate=columns["rate_id"],
                amount=columns["amount"],
                elsewhere=self._get_sql_elsewhere(),
                told=ELSEWHERE,
                reason=columns["block_reason"],
                paid=PAID,
                length=len(self.division_id.parent_path) + 1,
                due=draft._get_due_period(),
                joins=draft._get_joins(),
                where=draft._get_candidate_where(),
            )
        )
        return [Group(*row) for row in rows]

    def _get_sql_elsewhere(self):
        """Whether the person is on a round of this period already."""
        return SQL(
            """SELECT FROM bianmin_subsidy_line line
            WHERE line.beneficiary_id = enrolment.beneficiary_id
            AND line.scheme_id = %s AND line.period = %s
            AND line.state NOT IN ('stopped', 'failed')""",
            self.scheme_id.id,
            self.period,
        )

    def _get_samples(self, groups):
        """A few people as texts, by enrolment id."""
        ids = {group.first_id for group in groups} | {g.last_id for g in groups}
        # sudo: bianmin.subsidy.enrolment – in the user's divisions, as checked
        enrolments_sudo = self.env["bianmin.subsidy.enrolment"].sudo().browse(ids)
        return {
            enrolment_sudo.id: f"{enrolment_sudo.beneficiary_id.name}"
            f"（{enrolment_sudo.division_id.name}）"
            for enrolment_sudo in enrolments_sudo
        }
