from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .subsidy_round_gate import PREPARER

# What the round has judged when it paid: who has moved or grown out of a rate since
# then is owed what the bank sent back.
SETTLED_REASONS = ("moved", "no_rate")


class BianminSubsidyRound(models.Model):
    """What the bank sent back, paid again to the same people (更正发放).

    A failed line is claimed by one corrected round: by an UPDATE that finds it free,
    and by an index that lets it be the source of one line. Nobody can be added, and
    nobody gets more than the bank sent back.
    """

    _inherit = "bianmin.subsidy.round"

    is_correction = fields.Boolean(
        string="Corrected Round",
        readonly=True,
        copy=False,
        help="Pays again what the bank sent back, to the same people (更正发放).",
    )
    correctable_count = fields.Integer(
        string="To Be Corrected", compute="_compute_correctable_count"
    )

    def _get_gate_fields(self):
        return (*super()._get_gate_fields(), "is_correction")

    @api.depends("is_correction")
    def _compute_name(self):
        result = super()._compute_name()
        for record in self.filtered("is_correction"):
            record.name = self.env._("%(round)s (corrected)", round=record.name)
        return result

    def _compute_correctable_count(self):
        counts = dict(
            self.env["bianmin.subsidy.line"]._read_group(
                self._get_correctable_domain(), ["round_id"], ["__count"]
            )
        )
        for record in self:
            record.correctable_count = counts.get(record, 0)

    def _get_correctable_domain(self):
        return (
            Domain("round_id", "in", self.ids)
            & Domain("state", "=", "failed")
            & Domain("correction_round_id", "=", False)
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_correct(self):
        """Make one corrected round for what failed in these rounds, and open it.

        :raise UserError: when nothing is left to be corrected, or the rounds do not
            belong together
        """
        self.check_access("read")
        self._check_scope(PREPARER)
        if len(self.scheme_id) > 1 or len(self.division_id) > 1:
            raise UserError(
                self.env._("Correct the rounds of one scheme and division at a time.")
            )
        latest = self.sorted("period_start")[-1:]
        # sudo: bianmin.subsidy.round – the right to prepare rounds was checked
        correction = self.sudo().create(
            {
                "scheme_id": latest.scheme_id.id,
                "division_id": latest.division_id.id,
                "period": latest.period,
                "is_correction": True,
            }
        )
        correction._claim_failed_lines(self)
        correction._compare_lines()
        correction._store_totals()
        correction._log_event("generated")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": correction.id,
            "view_mode": "form",
            "target": "current",
        }

    def _claim_failed_lines(self, rounds):
        """Take the failed lines of these rounds that nobody else has taken.

        The row locks of the UPDATE let one of two clerks through; the other finds
        nothing left.
        """
        self._flush_register()
        self.flush_recordset()
        claimed = self.env.execute_query(
            SQL(
                """UPDATE bianmin_subsidy_line SET correction_round_id = %(own)s
                WHERE round_id IN %(rounds)s AND state = 'failed'
                AND correction_round_id IS NULL RETURNING id""",
                own=self.id,
                rounds=tuple(rounds.ids),
            )
        )
        if not claimed:
            raise UserError(
                self.env._(
                    "Nothing is left to be corrected: somebody may have done it."
                )
            )
        with self._plan_for(len(claimed)):
            made = self._insert(
                SQL(
                    """SELECT id AS source_line_id, enrolment_id, period, period_start,
                        period_end, amount
                    FROM bianmin_subsidy_line WHERE correction_round_id = %s""",
                    self.id,
                ),
                SQL("due.enrolment_id = enrolment.id"),
            )
        if made != len(claimed):
            raise UserError(
                self.env._(
                    "%(count)s of the failed payments are on another round already. "
                    "Nothing was done.",
                    count=len(claimed) - made,
                )
            )

    # ------------------------------------------------------------
    # LINES
    # ------------------------------------------------------------

    def _get_insert_columns(self):
        columns = super()._get_insert_columns()
        if self.is_correction:
            columns["source_line_id"] = SQL("due.source_line_id")
        return columns

    def _get_line_columns(self):
        """The amount is what the bank sent back, whatever the rate says now."""
        columns = super()._get_line_columns()
        if self.is_correction:
            columns["amount"] = SQL("due.amount")
        return columns

    def _get_block_reasons(self):
        reasons = super()._get_block_reasons()
        if self.is_correction:
            return tuple(pair for pair in reasons if pair[0] not in SETTLED_REASONS)
        return reasons

    def _insert_lines(self):
        """Nobody is added to a corrected round."""
        if self.is_correction:
            return 0, 0
        return super()._insert_lines()

    def _insert_arrears(self):
        return 0 if self.is_correction else super()._insert_arrears()

    def _get_notice_days(self):
        """These people and amounts have hung out once."""
        return 0 if self.is_correction else super()._get_notice_days()

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    def _check_transition(self, target):
        if target in ("submitted", "audited", "approved", "exported"):
            self.filtered("is_correction")._check_corrections()
        return super()._check_transition(target)

    def _check_corrections(self):
        """Refuse a line that pays more than its source, or whose source is paid."""
        if not self:
            return
        self.env["bianmin.subsidy.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT line.beneficiary_name FROM bianmin_subsidy_line line
                LEFT JOIN bianmin_subsidy_line source
                    ON source.id = line.source_line_id
                WHERE line.round_id IN %s AND line.state = 'pending'
                AND (source.id IS NULL OR source.state <> 'failed'
                    OR source.correction_round_id IS DISTINCT FROM line.round_id
                    OR source.beneficiary_id <> line.beneficiary_id
                    OR line.amount > source.amount)
                LIMIT 1""",
                tuple(self.ids),
            )
        )
        if rows:
            raise UserError(
                self.env._(
                    "The payment to %(name)s is not what the bank sent back. Give this "
                    "round up and correct the failed payments anew.",
                    name=rows[0][0],
                )
            )

    def _mark_exported(self):
        result = super()._mark_exported()
        if self.is_correction:
            self._free_sources()
        return result

    def _free_sources(self):
        """What is not paid by this round may be corrected by another."""
        self.env["bianmin.subsidy.line"].flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE bianmin_subsidy_line source SET correction_round_id = NULL
                FROM bianmin_subsidy_line line
                WHERE line.source_line_id = source.id AND line.state = 'stopped'
                AND line.round_id IN %(rounds)s
                AND source.correction_round_id = line.round_id""",
                rounds=tuple(self.ids) or (0,),
            )
        )
        self._forget_lines()
