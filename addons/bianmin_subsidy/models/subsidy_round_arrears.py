from odoo import models
from odoo.tools import SQL

# What is mended by a proof, a decision or a corrected account. Who has died, moved or
# grown out of a rate is owed nothing.
MENDABLE_REASONS = (
    "reported",
    "uncertified",
    "unreachable",
    "identity",
    "doubled",
    "suspended",
    "payee_dead",
    "no_account",
    "account_owner",
    "account_name",
)


class BianminSubsidyRound(models.Model):
    """Periods that were missed, paid by a later round (补发).

    What is owed is no sum that somebody keeps: it is the lines that were held back when
    their round went to the bank. Each is paid as a line of its own period, so that the
    index that pays everybody once for a period holds for arrears too.
    """

    _inherit = "bianmin.subsidy.round"

    def _get_mendable_reasons(self):
        """Reasons after which a line is still owed. Extend for further checks."""
        return MENDABLE_REASONS if self.scheme_id.pays_arrears else ("",)

    def _insert_arrears(self):
        """Add lines for missed periods whose reason is gone.

        :return: number of lines added
        """
        self.ensure_one()
        if not self.scheme_id.pays_arrears:
            return 0
        owed = self._get_due_arrears()
        [(candidates,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM (%s) owed", owed)
        )
        if not candidates:
            return 0
        with self._plan_for(candidates):
            return self._insert(owed, self._get_arrears_where())

    def _get_due_arrears(self):
        """Each period that an enrolment of the scheme is owed, once.

        A line that failed at the bank is owed by its correction, not here.
        """
        return SQL(
            """SELECT DISTINCT missed.enrolment_id, missed.period, missed.period_start,
                missed.period_end
            FROM bianmin_subsidy_line missed
            WHERE missed.is_owed AND missed.scheme_id = %(scheme)s
            AND missed.period_end < %(start)s
            AND NOT EXISTS (
                SELECT FROM bianmin_subsidy_line other
                WHERE other.beneficiary_id = missed.beneficiary_id
                AND other.scheme_id = missed.scheme_id
                AND other.period = missed.period AND other.state <> 'stopped')""",
            scheme=self.scheme_id.id,
            start=self.period_start,
        )

    def _get_arrears_where(self):
        """Only what can be paid now: what is still held back is owed on."""
        return SQL(
            """due.enrolment_id = enrolment.id
            AND division.parent_path LIKE %(path)s
            AND (enrolment.arrears_from IS NULL
                OR due.period_start >= enrolment.arrears_from)
            AND (%(reason)s) IS NULL""",
            path=f"{self.division_id.parent_path}%",
            reason=self._get_sql_block_reason(),
        )
