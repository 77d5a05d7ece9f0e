from odoo import models
from odoo.tools import SQL

# ISO 7064 MOD 11-2, as GB 11643 writes it: weights of the first 17 digits.
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
# The place of a digit in this text is what doubling makes of it (ISO/IEC 7812-1).
DOUBLED = "0516273849"
LONGEST_ACCOUNT = 32
UNREACHABLE_MONTHS = 3
# Who receives one of these gets no second one of them.
OVERLAPPING_CATEGORIES = (
    "bianmin_base.resident_category_low_income",
    "bianmin_base.resident_category_destitute",
)


class BianminSubsidyRound(models.Model):
    """What is looked at before money goes out: what blocks a line, and what only warns.

    A check is an SQL condition, looked at for all lines by the statement that makes
    them; what only shows between lines is found by one statement more.
    """

    _inherit = "bianmin.subsidy.round"

    # ------------------------------------------------------------
    # BLOCKS
    # ------------------------------------------------------------

    def _get_block_reasons(self):
        """What keeps somebody from being paid, as (reason, SQL condition).

        The first that holds is told. Extend for further checks; a reason must be in
        the selection of ``block_reason``.
        """
        scheme = self.scheme_id
        dead_from = "start" if scheme.pays_period_of_death else "end"
        certified_to = scheme.certification_day
        return (
            (
                "dead",
                SQL(
                    "beneficiary.death_date < %s",
                    SQL.identifier("due", f"period_{dead_from}"),
                ),
            ),
            ("reported", SQL("report.resident_id IS NOT NULL")),
            ("unreachable", self._get_sql_unreachable()),
            (
                "moved",
                SQL(
                    "NOT starts_with(division.parent_path, %s)",
                    self.division_id.parent_path,
                ),
            ),
            ("archived", SQL("NOT beneficiary.active")),
            (
                "ended",
                SQL(
                    """enrolment.valid_from > due.period_end
                    OR enrolment.valid_to < due.period_start
                    OR (enrolment.state = 'ended' AND enrolment.valid_to IS NULL)
                    OR (enrolment.state = 'ended'
                        AND enrolment.arrears_from > enrolment.valid_to)"""
                ),
            ),
            (
                "uncertified",
                SQL(
                    "enrolment.certified_until < %s",
                    SQL.identifier("due", f"period_{certified_to}"),
                ),
            ),
            ("suspended", SQL("enrolment.state = 'suspended'")),
            ("paid_merged", SQL("merged.resident_id IS NOT NULL")),
            ("exclusive", self._get_sql_exclusive()),
            ("no_rate", SQL("rate.id IS NULL")),
            ("identity", self._get_sql_wrong_identity()),
            (
                "payee_dead",
                SQL("payee.id <> beneficiary.id AND payee.death_date IS NOT NULL"),
            ),
            (
                "no_account",
                SQL("account.number IS NULL OR account.active IS NOT TRUE"),
            ),
            ("account_owner", SQL("account.resident_id <> payee.id")),
            ("account_name", SQL("account.holder_name <> payee.name")),
        )

    def _get_sql_block_reason(self):
        return SQL(
            "CASE %s END",
            SQL(" ").join(
                SQL("WHEN %s THEN %s", condition, reason)
                for reason, condition in self._get_block_reasons()
            ),
        )

    def _get_sql_reports(self):
        """Who is reported dead or moved, as long as nobody has looked into it."""
        return SQL(
            """SELECT DISTINCT resident_id FROM bianmin_subsidy_certification
            WHERE state = 'reported'"""
        )

    def _get_sql_absences(self):
        """Since when somebody was looked for in vain, without having been seen."""
        return SQL(
            """SELECT vain.resident_id, min(vain.certified_on) AS since
            FROM bianmin_subsidy_certification vain
            WHERE vain.result = 'absent' AND vain.state = 'recorded'
            AND NOT EXISTS (
                SELECT FROM bianmin_subsidy_certification seen
                WHERE seen.resident_id = vain.resident_id
                AND seen.result = 'alive' AND seen.state = 'recorded'
                AND seen.certified_on >= vain.certified_on)
            GROUP BY vain.resident_id"""
        )

    def _get_sql_paid_under_merged(self):
        """Payments stay with the entry that a merge closed; the person was paid."""
        return SQL(
            """SELECT DISTINCT closed.merged_into_id AS resident_id, paid.period
            FROM bianmin_resident closed
            JOIN bianmin_subsidy_line paid ON paid.beneficiary_id = closed.id
            WHERE closed.merged_into_id IS NOT NULL AND paid.scheme_id = %s
            AND paid.state NOT IN ('stopped', 'failed')""",
            self.scheme_id.id,
        )

    def _get_sql_unreachable(self):
        return SQL(
            "absence.since + make_interval(months => %s) <= due.period_end",
            UNREACHABLE_MONTHS,
        )

    def _get_sql_exclusive(self):
        """Whether a scheme that this one excludes pays a day of the period."""
        schemes = self.scheme_id._get_exclusive_schemes()
        if not schemes:
            return SQL("FALSE")
        return SQL(
            """EXISTS (
                SELECT FROM bianmin_subsidy_line other
                WHERE other.beneficiary_id = beneficiary.id
                AND other.scheme_id IN %(schemes)s
                AND other.state IN ('pending', 'exported', 'paid')
                AND other.period_start <= due.period_end
                AND other.period_end >= due.period_start)""",
            schemes=tuple(schemes.ids),
        )

    def _get_sql_wrong_identity(self):
        """A number that is none, unless somebody has said why it is accepted."""
        return SQL(
            """beneficiary.identity_type = 'resident_card'
            AND beneficiary.identity_override_reason IS NULL AND NOT (%s)""",
            self._get_sql_identity_check(),
        )

    def _get_sql_identity_check(self):
        """The check digit of GB 11643, unrolled: no row is looked at by itself."""
        total = SQL(" + ").join(
            SQL("substr(beneficiary.identity_number, %s, 1)::int * %s", place, weight)
            for place, weight in enumerate(IDENTITY_WEIGHTS, start=1)
        )
        return SQL(
            """CASE WHEN beneficiary.identity_number ~ '^[0-9]{17}[0-9X]$' THEN
                substr(%(checks)s, (%(total)s) %% 11 + 1, 1)
                = right(beneficiary.identity_number, 1)
            ELSE beneficiary.identity_number IS NULL END""",
            checks=IDENTITY_CHECKS,
            total=total,
        )

    # ------------------------------------------------------------
    # WARNINGS
    # ------------------------------------------------------------

    def _get_warnings(self):
        """What is to be looked at but keeps nobody from being paid.

        :return: tuple of (key in the selection of warnings, SQL condition)
        """
        return (
            (
                "identity_accepted",
                SQL(
                    """beneficiary.identity_override_reason IS NOT NULL
                    AND NOT (%s)""",
                    self._get_sql_identity_check(),
                ),
            ),
            ("no_identity", SQL("beneficiary.identity_number IS NULL")),
            ("overlap", SQL("overlap.resident_id IS NOT NULL")),
            ("account_length", self._get_sql_account_length()),
            (
                "account_check",
                SQL(
                    """account.kind = 'card' AND NOT (%(length)s) AND NOT (%(luhn)s)""",
                    length=self._get_sql_account_length(),
                    luhn=self._get_sql_luhn(),
                ),
            ),
        )

    def _get_sql_warnings(self):
        """The keys of all warnings that hold, separated by commas; NULL for none."""
        return SQL(
            "nullif(concat_ws(',', %s), '')",
            SQL(", ").join(
                SQL("CASE WHEN %s THEN %s END", condition, key)
                for key, condition in self._get_warnings()
            ),
        )

    def _get_sql_overlaps(self):
        """Who holds categories in this period of which one excludes the other."""
        categories = [self.env.ref(name).id for name in OVERLAPPING_CATEGORIES]
        return SQL(
            """SELECT resident_id FROM bianmin_resident_category_line
            WHERE category_id IN %(categories)s
            AND coalesce(date_from, '-infinity') <= %(end)s
            AND coalesce(date_to, 'infinity') >= %(start)s
            GROUP BY resident_id HAVING min(category_id) <> max(category_id)""",
            categories=tuple(categories),
            start=self.period_start,
            end=self.period_end,
        )

    def _get_sql_account_length(self):
        """Cards have 16 to 19 digits; old passbooks may have others."""
        return SQL(
            """account.number !~ (CASE account.kind WHEN 'card'
                THEN '^[0-9]{16,19}$' ELSE '^[0-9]{8,32}$' END)"""
        )

    def _get_sql_luhn(self):
        """The check digit of a card, unrolled from its end."""
        number = SQL("lpad(account.number, %s, '0')", LONGEST_ACCOUNT)
        digits = []
        for place in range(LONGEST_ACCOUNT - 18, LONGEST_ACCOUNT + 1):
            digit = SQL("substr(%s, %s, 1)", number, place)
            doubled = (LONGEST_ACCOUNT - place) % 2
            digits.append(
                SQL("strpos(%s, %s) - 1", DOUBLED, digit)
                if doubled
                else SQL("%s::int", digit)
            )
        return SQL("(%s) %% 10 = 0", SQL(" + ").join(digits))

    # ------------------------------------------------------------
    # BETWEEN LINES
    # ------------------------------------------------------------

    def _compare_lines(self):
        """Find what only shows between the lines of one round."""
        self.ensure_one()
        with self._plan_for(self._count_lines()):
            self._block_doubled_identities()
            self._warn_shared_accounts()
        self._forget_lines()

    def _block_doubled_identities(self):
        """Two entries with one number: neither is paid until one is merged."""
        self.env.cr.execute(
            SQL(
                """WITH doubled AS (
                    SELECT beneficiary.identity_number AS number
                    FROM bianmin_subsidy_line line
                    JOIN bianmin_resident beneficiary
                        ON beneficiary.id = line.beneficiary_id
                    WHERE line.round_id = %(round)s
                    AND line.state IN ('pending', 'blocked')
                    AND beneficiary.identity_number IS NOT NULL
                    GROUP BY beneficiary.identity_number
                    HAVING min(beneficiary.id) <> max(beneficiary.id)
                )
                UPDATE bianmin_subsidy_line line
                SET state = 'blocked', block_reason = 'doubled'
                FROM doubled JOIN bianmin_resident beneficiary
                    ON beneficiary.identity_number = doubled.number
                WHERE line.beneficiary_id = beneficiary.id
                AND line.round_id = %(round)s AND line.state = 'pending'""",
                round=self.id,
            )
        )

    def _warn_shared_accounts(self):
        """One account for people of several households."""
        self.env.cr.execute(
            SQL(
                """WITH shared AS (
                    SELECT line.account_number AS number
                    FROM bianmin_subsidy_line line
                    JOIN bianmin_resident payee ON payee.id = line.payee_id
                    WHERE line.round_id = %(round)s AND line.account_number IS NOT NULL
                    AND line.state IN ('pending', 'blocked')
                    GROUP BY line.account_number
                    HAVING min(coalesce(payee.household_id, -payee.id))
                        <> max(coalesce(payee.household_id, -payee.id))
                )
                UPDATE bianmin_subsidy_line line SET shares_account = shared.found
                FROM (
                    SELECT own.id, shared.number IS NOT NULL AS found
                    FROM bianmin_subsidy_line own
                    LEFT JOIN shared ON shared.number = own.account_number
                    WHERE own.round_id = %(round)s
                    AND (own.shares_account OR shared.number IS NOT NULL)
                ) shared
                WHERE line.id = shared.id
                AND line.shares_account IS DISTINCT FROM shared.found""",
                round=self.id,
            )
        )
