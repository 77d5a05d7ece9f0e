from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .subsidy_round_gate import PREPARER


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
                    "%(made)s lines added, %(payable)s to be paid, %(blocked)s "
                    "blocked, %(elsewhere)s already in another round of this period.",
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
                SELECT %(values)s
                FROM bianmin_subsidy_enrolment enrolment %(joins)s
                WHERE %(where)s
                ORDER BY enrolment.state, enrolment.id
                ON CONFLICT DO NOTHING""",
                names=SQL(", ").join(map(SQL.identifier, inserted)),
                values=SQL(", ").join(inserted.values()),
                joins=self._get_joins(),
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
        # Found line by line over primary keys, then written by the line's own: a plan
        # that holds for ten lines as for a hundred thousand, also where PostgreSQL
        # has not counted them yet and takes them for one.
        self.env.cr.execute(
            SQL(
                """WITH fresh AS MATERIALIZED (
                    SELECT own.id AS line_id, %(values)s
                    FROM bianmin_subsidy_line own
                    JOIN bianmin_subsidy_enrolment enrolment
                        ON enrolment.id = own.enrolment_id
                    %(joins)s
                    WHERE own.round_id = %(round)s
                    AND (own.state IN ('pending', 'blocked') OR own.id IN %(also)s)
                )
                UPDATE bianmin_subsidy_line line SET %(assignments)s
                FROM fresh WHERE line.id = fresh.line_id""",
                values=SQL(", ").join(
                    SQL("%s AS %s", value, SQL.identifier(name))
                    for name, value in columns.items()
                ),
                joins=self._get_joins(),
                round=self.id,
                also=tuple(also.ids) if also else (0,),
                assignments=SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), SQL.identifier("fresh", name))
                    for name in columns
                ),
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
