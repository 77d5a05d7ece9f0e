from contextlib import contextmanager

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .subsidy_round_gate import PREPARER

# Up to here even the worst plan takes no more than a few seconds.
FEW_LINES = 5000


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
            arrears = record._insert_arrears()
            record._compare_lines()
            record._store_totals()
            record._log_event(
                "generated",
                self.env._(
                    "%(made)s lines added, %(arrears)s for missed periods, %(payable)s "
                    "to be paid, %(blocked)s blocked, %(elsewhere)s already in another "
                    "round of this period.",
                    made=made,
                    arrears=arrears,
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
        rounds_sudo._lock_at_gate()
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
        where = self._get_candidate_where()
        [(candidates,)] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM bianmin_subsidy_enrolment enrolment
                JOIN bianmin_division division ON division.id = enrolment.division_id
                WHERE %s""",
                where,
            )
        )
        with self._plan_for(candidates):
            made = self._insert(self._get_due_period(), where)
        return made, candidates - made

    def _insert(self, due, where):
        """Make lines of enrolments for periods that are due.

        :param due: SQL of rows with ``period``, ``period_start`` and ``period_end``
        :param where: SQL condition on enrolments and ``due``
        :return: number of lines made
        """
        inserted = self._get_insert_columns()
        # The unique indexes of the line, not a search, keep everybody from being paid
        # twice: whoever is on another round, even one made this second, is left there.
        self.env.cr.execute(
            SQL(
                """INSERT INTO bianmin_subsidy_line (%(names)s, sequence, reference)
                SELECT %(names)s, coalesce(number, 0), %(reference)s
                FROM (
                    SELECT fresh.*, %(number)s AS number FROM (
                        SELECT %(values)s, division.code AS division_code,
                            enrolment.state AS enrolment_state
                        FROM bianmin_subsidy_enrolment enrolment
                        CROSS JOIN (%(due)s) due %(joins)s
                        WHERE %(where)s
                    ) fresh
                ) line
                ORDER BY enrolment_state, enrolment_id, period_start
                ON CONFLICT DO NOTHING""",
                names=SQL(", ").join(map(SQL.identifier, inserted)),
                number=self._get_sql_number("fresh", SQL("division_code")),
                reference=self._get_sql_reference(),
                values=SQL(", ").join(
                    SQL("%s AS %s", value, SQL.identifier(name))
                    for name, value in inserted.items()
                ),
                due=due,
                joins=self._get_joins(),
                where=where,
            )
        )
        made = self.env.cr.rowcount
        self._forget_lines()
        return made

    def _get_due_period(self):
        return SQL(
            "SELECT %s::varchar AS period, %s::date AS period_start, "
            "%s::date AS period_end",
            self.period,
            self.period_start,
            self.period_end,
        )

    def _get_insert_columns(self):
        """What a new line has, as SQL by column."""
        return {
            **self._get_line_columns(),
            "round_id": SQL("%s", self.id),
            "scheme_id": SQL("%s", self.scheme_id.id),
            "period": SQL("due.period"),
            "currency_id": SQL("%s", self.currency_id.id),
            "enrolment_id": SQL("enrolment.id"),
            "beneficiary_id": SQL("enrolment.beneficiary_id"),
            "household_id": SQL("enrolment.household_id"),
            "text_due": SQL("FALSE"),
            "is_owed": SQL("FALSE"),
            "shares_account": SQL("FALSE"),
            "create_uid": SQL("%s", self.env.uid),
            "create_date": SQL("now() AT TIME ZONE 'UTC'"),
            "write_uid": SQL("%s", self.env.uid),
            "write_date": SQL("now() AT TIME ZONE 'UTC'"),
        }

    def _refresh_lines(self, also=None):
        """Bring pending and blocked lines up to what the register says today.

        :param also: stopped lines that come back onto the roster
        """
        self.ensure_one()
        columns = self._get_line_columns()
        self._flush_register()
        with self._plan_for(self._count_lines()):
            # Only what has changed is written: mostly nothing has, and writing a line
            # costs more than comparing it.
            self.env.cr.execute(
                SQL(
                    """WITH fresh AS MATERIALIZED (
                        SELECT own.id AS line_id, %(values)s
                        FROM bianmin_subsidy_line own
                        JOIN bianmin_subsidy_enrolment enrolment
                            ON enrolment.id = own.enrolment_id
                        CROSS JOIN LATERAL (
                            SELECT own.period, own.period_start, own.period_end,
                                own.amount
                        ) due %(joins)s
                        WHERE own.round_id = %(round)s
                        AND (own.state IN ('pending', 'blocked') OR own.id IN %(also)s)
                    )
                    UPDATE bianmin_subsidy_line line SET %(assignments)s,
                        write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                    FROM fresh WHERE line.id = fresh.line_id
                    AND (%(before)s) IS DISTINCT FROM (%(after)s)""",
                    values=SQL(", ").join(
                        SQL("%s AS %s", value, SQL.identifier(name))
                        for name, value in columns.items()
                    ),
                    joins=self._get_joins(),
                    round=self.id,
                    also=tuple(also.ids) if also else (0,),
                    assignments=SQL(", ").join(
                        SQL(
                            "%s = %s",
                            SQL.identifier(name),
                            SQL.identifier("fresh", name),
                        )
                        for name in columns
                    ),
                    uid=self.env.uid,
                    before=SQL(", ").join(SQL.identifier("line", n) for n in columns),
                    after=SQL(", ").join(SQL.identifier("fresh", n) for n in columns),
                )
            )
        self._forget_lines()

    def _freeze_lines(self):
        """Check once more, number what is to be paid and keep what it adds up to."""
        for record in self:
            record._refresh_lines()
            record._compare_lines()
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
        with self._plan_for(self._count_lines()):
            self.env.cr.execute(
                SQL(
                    """UPDATE bianmin_subsidy_line line
                    SET sequence = coalesce(number, 0), reference = %(reference)s
                    FROM (
                        SELECT line.id, %(number)s AS number
                        FROM bianmin_subsidy_line line
                        JOIN bianmin_division division ON division.id = line.division_id
                        WHERE line.round_id = %(round)s
                    ) ordered
                    WHERE ordered.id = line.id
                    AND (line.sequence, line.reference)
                        IS DISTINCT FROM (coalesce(number, 0), %(reference)s)""",
                    number=self._get_sql_number("line", SQL("division.code")),
                    reference=self._get_sql_reference(),
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

    @contextmanager
    def _plan_for(self, count):
        """Let PostgreSQL know that many lines are touched, when it cannot.

        Lines that were inserted a moment ago are not in its statistics: it takes them
        for a handful and would compare each of a hundred thousand with each other.

        :param int count: how many lines the statement works on
        """
        if count <= FEW_LINES:
            yield
            return
        self.env.cr.execute("SET LOCAL enable_nestloop = off")
        yield
        self.env.cr.execute("SET LOCAL enable_nestloop TO DEFAULT")

    def _count_lines(self):
        return self.env["bianmin.subsidy.line"].search_count(
            [("round_id", "=", self.id)]
        )

    def _forget_lines(self):
        """Lines were changed by SQL: read them, and what is counted of them, again."""
        self.env["bianmin.subsidy.line"].invalidate_model()
        self.invalidate_recordset()
