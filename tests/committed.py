"""Tests on committed records, which other transactions and other processes see too."""

from contextlib import contextmanager

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name
from odoo.tools import SQL

# Tables of links between two others, which have no date of their own.
LINKS = """
    SELECT conrelid::regclass::text, attribute.attname, confrelid::regclass::text
    FROM pg_constraint
    JOIN pg_attribute attribute ON attrelid = conrelid AND attnum = conkey[1]
    WHERE contype = 'f' AND array_length(conkey, 1) = 1 AND conrelid NOT IN (
        SELECT attrelid FROM pg_attribute WHERE attname = 'id')
"""


class CommittedCase(BaseCase):
    """What is made in a test is removed from every table at its end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self._env() as env:
            env.cr.execute("SELECT now() AT TIME ZONE 'UTC'")
            [self.begin] = env.cr.fetchone()
        self.addCleanup(self._remove)

    @contextmanager
    def _env(self, user_id=api.SUPERUSER_ID):
        """A transaction of its own, committed at the end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, user_id, {"tracking_disable": True})

    def _remove(self):
        with self.registry.cursor() as cr:
            # Logs refuse to be deleted, and foreign keys go round in circles.
            cr.execute("SET LOCAL session_replication_role = replica")
            cr.execute(
                "SELECT attrelid::regclass::text FROM pg_attribute "
                "JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'r' "
                "WHERE attname = 'create_date'"
            )
            for [table] in cr.fetchall():
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE create_date >= %s",
                        SQL.identifier(table.strip('"')),
                        self.begin,
                    )
                )
            cr.execute(LINKS)
            for names in cr.fetchall():
                table, column, other = (name.strip('"') for name in names)
                cr.execute(
                    SQL(
                        "DELETE FROM %(table)s link WHERE NOT EXISTS (SELECT "
                        "FROM %(other)s other WHERE other.id = link.%(column)s)",
                        table=SQL.identifier(table),
                        column=SQL.identifier(column),
                        other=SQL.identifier(other),
                    )
                )
        self.registry.clear_all_caches()
