from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .subsidy_round_gate import PREPARER

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
    """Who gets what: the lines of a round, by one statement for all of them.

    A county has a hundred thousand of them. Through the ORM each would be read,
    checked and written by itself; here PostgreSQL does all in one INSERT … SELECT,
    and a person who cannot be paid gets a line that says why.
    """

    _inherit = "bianmin.subsidy.round"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_generate(self):
        """Make a line for everybody enrolled, and refresh the lines there are."""
        self._lock_draft()
        for record in self:
            record._refresh_lines()
            made, elsewhere = record._insert_lines()
            record._store_totals()
            record._log_event(
                "generated",
                self.env._(
                    "%(made)s lines added, %(payable)s to be paid, %(blocked)s blocked, "
                    "%(elsewhere)s already in another round of this period.",
                    made=made,
                    payable=record.line_count,
                    blocked=record.blocked_count,
                    elsewhere=elsewhere,
                ),
            )

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def _lock_draft(self):
        """Take the rounds for a change of their lines; refuse what is no draft."""
        self.check_access("read")
        self._check_scope(PREPARER)
        # sudo: bianmin.subsidy.round – the right to act was checked in the line above
        rounds_sudo = self.sudo()
        rounds_sudo.lock_for_update()
        rounds_sudo.invalidate_recordset(["state"])
        for record in rounds_sudo:
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(round)s is “%(state)s”: its lines are frozen. Return it to "
                        "the draft first.",
                        round=record.name,
                        state=self._get_state_label(record.state),
                    )
                )

    def _insert_lines(self):
        """Add a line for everybody enrolled who has none in this period yet.

        :return: number of lines added, number of people left to another round
        """
        self.ensure_one()
        columns = self._get_line_columns()
        inserted = {
            **columns,
            "round_id": SQL("%s", self.id),
            "scheme_id": SQL("%s", self.scheme_id.id),
            "period": SQL("%s", self.period),
            "currency_id": SQL("%s", self.currency_id.id),
            "enrolment_id": SQL("enrolment.id"),
            "beneficiary_id": SQL("enrolment.beneficiary_id"),
            "household_id": SQL("enrolment.household_id"),
            "sequence": SQL("0"),
            "text_due": SQL("FALSE"),
            "create_uid": SQL("%s", self.env.uid),
            "create_date": SQL("now() AT TIME ZONE 'UTC'"),
        }
        where = self._get_candidate_where()
        [(candidates,)] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM bianmin_subsidy_enrolment enrolment
                JOIN bianmin_division division ON division.id = enrolment.division_id
                WHERE %s""",
                where,
            )
        )
        # The unique indexes of the line, not a search, keep everybody from being paid
        # twice: whoever is on another round, even one made this second, is left there.
        self.env.cr.execute(
            SQL(
                """INSERT INTO bianmin_subsidy_line (%(names)s)
                SELECT %(values)s FROM %(tables)s WHERE %(where)s
                ORDER BY enrolment.state, enrolment.id
                ON CONFLICT DO NOTHING""",
                names=SQL(", ").join(map(SQL.identifier, inserted)),
                values=SQL(", ").join(inserted.values()),
                tables=self._get_from(),
                where=where,
            )
        )
        made = self.env.cr.rowcount
        self._forget_lines()
        return made, candidates - made

    def _refresh_lines(self, also=None):
        """Bring pending and blocked lines up to what the register says today.

        :param also: stopped lines that come back onto the roster
        """
        self.ensure_one()
        columns = self._get_line_columns()
        self._flush_register()
        self.env.cr.execute(
            SQL(
                """UPDATE bianmin_subsidy_line line SET %(assignments)s
                FROM %(tables)s
                WHERE line.round_id = %(round)s AND line.enrolment_id = enrolment.id
                AND (line.state IN ('pending', 'blocked') OR line.id IN %(also)s)""",
                assignments=SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value)
                    for name, value in columns.items()
                ),
                tables=self._get_from(),
                round=self.id,
                also=tuple(also.ids) if also else (0,),
            )
        )
        self._forget_lines()

    def _freeze_lines(self):
        """Check once more, number what is to be paid and keep what it adds up to."""
        for record in self:
            record._refresh_lines()
            record._number_lines()
            record._store_totals()
            if not record.line_count:
                raise UserError(
                    self.env._(
                        "%(round)s has no line that can be paid: generate its lines, "
                        "or mend what blocks them.",
                        round=record.name,
                    )
                )

    def _number_lines(self):
        """Number the payments as they are printed: by village, household and name."""
        self.env.cr.execute(
            SQL(
                """UPDATE bianmin_subsidy_line line
                SET sequence = coalesce(ordered.number, 0),
                    reference = %(batch)s || lpad(ordered.number::text, 6, '0')
                FROM (
                    SELECT line.id, CASE WHEN line.state = 'pending' THEN
                        row_number() OVER (
                            PARTITION BY line.state ORDER BY division.code,
                            line.village_group, line.head_name, line.id)
                        END AS number
                    FROM bianmin_subsidy_line line
                    JOIN bianmin_division division ON division.id = line.division_id
                    WHERE line.round_id = %(round)s
                ) ordered
                WHERE ordered.id = line.id""",
                batch=self.number,
                round=self.id,
            )
        )
        self._forget_lines()

    def _store_totals(self):
        """Write down what the lines add up to; later posts are held to it."""
        totals = self._get_totals()
        hashes = self._get_roster_hashes()
        for record in self:
            count, total = totals[record.id]
            # sudo: bianmin.subsidy.round – totals come from the lines, from nobody else
            record.sudo().write(
                {
                    "line_count": count,
                    "total_amount": float(total),
                    "roster_hash": hashes[record.id],
                }
            )
        self._forget_lines()

    def _forget_lines(self):
        """Lines were changed by SQL: read them, and what is counted of them, again."""
        self.env["bianmin.subsidy.line"].invalidate_model()
        self.invalidate_recordset()

    # ------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------

    def _flush_register(self):
        """What was changed in this transaction must be in the database to be read."""
        for model in (
            "bianmin.subsidy.enrolment",
            "bianmin.subsidy.rate",
            "bianmin.subsidy.line",
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
            "age": SQL("date_part('year', %s)", self._get_sql_age()),
            "amount": SQL("coalesce(rate.amount, 0)"),
            "block_reason": reason,
            "state": SQL(
                "CASE WHEN (%s) IS NULL THEN 'pending' ELSE 'blocked' END", reason
            ),
            "write_uid": SQL("%s", self.env.uid),
            "write_date": SQL("now() AT TIME ZONE 'UTC'"),
        }

    def _get_from(self):
        """Enrolments with their people, account and the rate that holds for them."""
        return SQL(
            """bianmin_subsidy_enrolment enrolment
            JOIN bianmin_division division ON division.id = enrolment.division_id
            JOIN bianmin_resident beneficiary ON beneficiary.id = enrolment.beneficiary_id
            JOIN bianmin_resident payee ON payee.id = enrolment.payee_id
            JOIN bianmin_resident head ON head.id = enrolment.head_id
            LEFT JOIN bianmin_household household
                ON household.id = beneficiary.household_id
            LEFT JOIN bianmin_bank_account account
                ON account.id = enrolment.bank_account_id
            LEFT JOIN LATERAL (%(rate)s) rate ON TRUE""",
            rate=self._get_sql_rate(),
        )

    def _get_sql_rate(self):
        """The rate in force on the first day of the period that fits the person.

        One for the person's category comes before one for all; of two categories the
        better counts.
        """
        return SQL(
            """SELECT rate.id, rate.amount FROM bianmin_subsidy_rate rate
            WHERE rate.scheme_id = %(scheme)s
            AND rate.valid_from <= %(day)s
            AND (rate.valid_to IS NULL OR rate.valid_to >= %(day)s)
            AND (rate.age_from = 0 OR date_part('year', %(age)s) >= rate.age_from)
            AND (rate.age_to = 0 OR date_part('year', %(age)s) <= rate.age_to)
            AND (rate.category_id IS NULL OR EXISTS (
                SELECT FROM %(relation)s held
                WHERE held.%(owner)s = beneficiary.id
                AND held.%(category)s = rate.category_id))
            ORDER BY rate.category_id IS NULL, rate.amount DESC, rate.id LIMIT 1""",
            scheme=self.scheme_id.id,
            day=self.period_start,
            age=self._get_sql_age(),
            **self._get_category_relation(),
        )

    def _get_category_relation(self):
        field = self.env["bianmin.resident"]._fields["category_ids"]
        return {
            "relation": SQL.identifier(field.relation),
            "owner": SQL.identifier(field.column1),
            "category": SQL.identifier(field.column2),
        }

    def _get_sql_age(self):
        day = self.period_end if self.scheme_id.age_on == "end" else self.period_start
        return SQL("age(%s, beneficiary.birth_date)", day)

    def _get_candidate_where(self):
        """Everybody enrolled for a day of the period who has no line here yet."""
        return SQL(
            """enrolment.scheme_id = %(scheme)s
            AND division.parent_path LIKE %(path)s
            AND enrolment.valid_from <= %(end)s
            AND coalesce(enrolment.valid_to, CASE enrolment.state
                WHEN 'ended' THEN DATE '-infinity' ELSE %(end)s END) >= %(start)s
            AND NOT EXISTS (
                SELECT FROM bianmin_subsidy_line own
                WHERE own.round_id = %(round)s AND own.enrolment_id = enrolment.id)""",
            scheme=self.scheme_id.id,
            path=f"{self.division_id.parent_path}%",
            start=self.period_start,
            end=self.period_end,
            round=self.id,
        )

    def _get_block_reasons(self):
        """What keeps somebody from being paid, as (reason, SQL condition).

        The first that holds is told. Extend for further checks; a reason must be in
        the selection of ``block_reason``.
        """
        dead_from = self.period_start
        if not self.scheme_id.pays_period_of_death:
            dead_from = self.period_end
        return (
            ("dead", SQL("beneficiary.death_date < %s", dead_from)),
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
                    """enrolment.valid_from > %(end)s OR enrolment.valid_to < %(start)s
                    OR (enrolment.state = 'ended' AND enrolment.valid_to IS NULL)""",
                    start=self.period_start,
                    end=self.period_end,
                ),
            ),
            ("suspended", SQL("enrolment.state = 'suspended'")),
            ("no_rate", SQL("rate.id IS NULL")),
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
