from odoo import models
from odoo.tools import SQL

# What a line takes from the register. (column, expression): the same list fills new
# lines and refreshes those of a draft, so that both always agree.
_COPIED = (
    ("payee_id", "payee.id"),
    ("head_id", "head.id"),
    ("head_name", "head.name"),
    ("payee_name", "payee.name"),
    ("beneficiary_name", "beneficiary.name"),
    ("relation_to_head", "beneficiary.relation_to_head"),
    ("village_group", "household.village_group"),
    ("address", "beneficiary.address"),
    ("bank_name", "account.bank_name"),
    ("bank_code", "account.bank_code"),
    ("account_number", "account.number"),
    ("payment_mode", "enrolment.payment_mode"),
    ("rate_id", "rate.id"),
)
# Two thirds of what is too short to show its ends stay hidden: see the base's masks.
_MASKED = (
    ("head_identity_masked", "head.identity_number", 6, 4),
    ("payee_identity_masked", "payee.identity_number", 6, 4),
    ("beneficiary_identity_masked", "beneficiary.identity_number", 6, 4),
    ("phone_masked", "payee.phone", 3, 4),
    ("account_masked", "account.number", 0, 4),
)


class BianminSubsidyRound(models.Model):
    """What the statements of a round are made of: whom to pay, how much, why not.

    SQL, because the ORM would read and write each of a hundred thousand people.
    """

    _inherit = "bianmin.subsidy.round"

    # ------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------

    def _flush_register(self):
        """What was changed in this transaction must be in the database to be read."""
        for model in (
            "bianmin.subsidy.enrolment",
            "bianmin.subsidy.rate",
            "bianmin.subsidy.line",
            "bianmin.subsidy.certification",
            "bianmin.resident",
            "bianmin.household",
            "bianmin.bank.account",
            "bianmin.division",
        ):
            self.env[model].flush_model()

    def _get_line_columns(self):
        """What the lines take from the register, as SQL by column.

        Extend to copy more, or extend :meth:`_get_block_reasons` to check more.
        """
        self.ensure_one()
        reason = self._get_sql_block_reason()
        return {
            **{name: SQL(expression) for name, expression in _COPIED},
            **{
                name: self._get_sql_mask(SQL(expression), head, tail)
                for name, expression, head, tail in _MASKED
            },
            "division_id": SQL("enrolment.division_id"),
            "period_start": SQL("due.period_start"),
            "period_end": SQL("due.period_end"),
            "age": SQL("date_part('year', %s)", self._get_sql_age()),
            "amount": SQL("coalesce(rate.amount, 0)"),
            "block_reason": reason,
            "own_warnings": self._get_sql_warnings(),
            "state": SQL(
                "CASE WHEN (%s) IS NULL THEN 'pending' ELSE 'blocked' END", reason
            ),
        }

    def _get_joins(self):
        """People, account and rate of each enrolment for the period ``due``."""
        return SQL(
            """JOIN bianmin_division division ON division.id = enrolment.division_id
            JOIN bianmin_resident beneficiary
                ON beneficiary.id = enrolment.beneficiary_id
            JOIN bianmin_resident payee ON payee.id = enrolment.payee_id
            JOIN bianmin_resident head ON head.id = enrolment.head_id
            LEFT JOIN bianmin_household household
                ON household.id = beneficiary.household_id
            LEFT JOIN bianmin_bank_account account
                ON account.id = enrolment.bank_account_id
            LEFT JOIN (%(reports)s) report ON report.resident_id = beneficiary.id
            LEFT JOIN (%(absences)s) absence ON absence.resident_id = beneficiary.id
            LEFT JOIN (%(overlaps)s) overlap ON overlap.resident_id = beneficiary.id
            LEFT JOIN (%(merged)s) merged ON merged.resident_id = beneficiary.id
                AND merged.period = due.period
            LEFT JOIN LATERAL (%(rate)s) rate ON TRUE""",
            reports=self._get_sql_reports(),
            absences=self._get_sql_absences(),
            overlaps=self._get_sql_overlaps(),
            merged=self._get_sql_paid_under_merged(),
            rate=self._get_sql_rate(),
        )

    def _get_sql_rate(self):
        """The rate in force on the first day of the period that fits the person.

        One for the person's category comes before one for all; of two categories the
        better counts. A category counts when it is held on that first day.
        """
        return SQL(
            """SELECT rate.id, rate.amount FROM bianmin_subsidy_rate rate
            WHERE rate.scheme_id = %(scheme)s
            AND rate.valid_from <= due.period_start
            AND (rate.valid_to IS NULL OR rate.valid_to >= due.period_start)
            AND (rate.age_from = 0 OR date_part('year', %(age)s) >= rate.age_from)
            AND (rate.age_to = 0 OR date_part('year', %(age)s) <= rate.age_to)
            AND (rate.category_id IS NULL OR EXISTS (
                SELECT FROM bianmin_resident_category_line held
                WHERE held.resident_id = beneficiary.id
                AND held.category_id = rate.category_id
                AND coalesce(held.date_from, '-infinity') <= due.period_start
                AND coalesce(held.date_to, 'infinity') >= due.period_start))
            ORDER BY rate.category_id IS NULL, rate.amount DESC, rate.id LIMIT 1""",
            scheme=self.scheme_id.id,
            age=self._get_sql_age(),
        )

    def _get_sql_age(self):
        day = SQL.identifier("due", f"period_{self.scheme_id.age_on}")
        return SQL("age(%s, beneficiary.birth_date)", day)

    def _get_sql_number(self, table, division_code):
        """Place of a payment on the roster; NULL for a line that is not paid."""
        return SQL(
            """CASE WHEN %(table)s.state = 'pending' THEN row_number() OVER (
                PARTITION BY %(table)s.state ORDER BY %(code)s,
                    %(table)s.village_group, %(table)s.head_name,
                    %(table)s.enrolment_id) END""",
            table=SQL.identifier(table),
            code=division_code,
        )

    def _get_sql_reference(self):
        """What the bank knows a payment by: batch number and place, 16 digits."""
        return SQL("%s || lpad(number::text, 6, '0')", self.number)

    def _get_candidate_where(self):
        """Everybody enrolled for a day of the period who has no line here yet.

        What failed at the bank is paid again by a corrected round only.
        """
        return SQL(
            """enrolment.scheme_id = %(scheme)s
            AND division.parent_path LIKE %(path)s
            AND enrolment.valid_from <= %(end)s
            AND coalesce(enrolment.valid_to, CASE enrolment.state
                WHEN 'ended' THEN DATE '-infinity' ELSE %(end)s END) >= %(start)s
            AND NOT EXISTS (
                SELECT FROM bianmin_subsidy_line own
                WHERE own.round_id = %(round)s AND own.enrolment_id = enrolment.id
                AND own.period = %(period)s)
            AND NOT EXISTS (
                SELECT FROM bianmin_subsidy_line failed
                WHERE failed.beneficiary_id = enrolment.beneficiary_id
                AND failed.scheme_id = %(scheme)s AND failed.period = %(period)s
                AND failed.state = 'failed')""",
            scheme=self.scheme_id.id,
            path=f"{self.division_id.parent_path}%",
            start=self.period_start,
            end=self.period_end,
            round=self.id or 0,  # a round that is not written yet has no lines
            period=self.period,
        )

    def _get_sql_mask(self, value, head, tail):
        """The masks of the base in SQL; a test holds the two together."""
        return SQL(
            """CASE WHEN length(%(value)s) >= %(shown)s + 4 THEN
                left(%(value)s, %(head)s)
                || repeat('*', length(%(value)s) - %(shown)s)
                || right(%(value)s, %(tail)s)
            ELSE repeat('*', length(%(value)s)
                    - least(%(tail)s, length(%(value)s) / 3))
                || CASE WHEN length(%(value)s) >= 3
                    THEN right(%(value)s, least(%(tail)s, length(%(value)s) / 3))
                    ELSE '' END
            END""",
            value=value,
            head=head,
            tail=tail,
            shown=head + tail,
        )
