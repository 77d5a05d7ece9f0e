from odoo import models
from odoo.tools import SQL

# What the statements of a round join by the row.
REGISTER_TABLES = (
    "bianmin_bank_account",
    "bianmin_household",
    "bianmin_resident",
    "bianmin_subsidy_enrolment",
)
LINE_TABLE = "bianmin_subsidy_line"


class BianminSubsidyRound(models.Model):
    """PostgreSQL's idea of how many rows there are, mended before it plans by it.

    A table whose rows were rolled back (a killed import, a round given up) keeps its
    pages, and autovacuum notes them as empty. Whatever comes into them next is planned
    for as no row at all: a round of a thousand people then reads whole tables for each
    of them, for each of their lines.
    """

    _inherit = "bianmin.subsidy.round"

    def _flush_register(self):
        result = super()._flush_register()
        self._analyze_hollow((*REGISTER_TABLES, LINE_TABLE))
        return result

    def _insert(self, due, where):
        made = super()._insert(due, where)
        self._analyze_hollow((LINE_TABLE,))
        return made

    def _analyze_hollow(self, tables):
        """Let PostgreSQL count tables again of which it knows pages but no rows.

        SQL: statistics are below the ORM. ANALYZE works inside the transaction and
        sees what it has written; it samples, so that the size of a table hardly
        matters. Who finds another at it goes on without.
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT relname FROM pg_class
                WHERE oid = ANY(%s::regclass[]) AND pg_relation_size(oid) > 0
                AND reltuples < greatest(relpages, 1)""",
                list(tables),
            )
        )
        for (table,) in rows:
            self.env.cr.execute(SQL("ANALYZE (SKIP_LOCKED) %s", SQL.identifier(table)))
