from odoo.tools import SQL

from odoo.addons.bianmin_subsidy.models.subsidy_round_statistics import (
    LINE_TABLE,
    REGISTER_TABLES,
)

from .common import SubsidyCase

PEOPLE = 200
# A household each would only be looked up: nobody here has one.
WRITTEN = (*{*REGISTER_TABLES} - {"bianmin_household"}, LINE_TABLE)


class TestStatistics(SubsidyCase):
    """A round is not planned by statistics that take its tables for empty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.monthly = cls._create_scheme(code="STAT", cycle="month", amount=50)

    def roll_back_a_round(self):
        """What a killed import and round leave: pages without rows."""
        savepoint = self.env.cr.savepoint(flush=True)
        self._enrol_many(PEOPLE, scheme=self.monthly)
        self._create_round(self.monthly, period="2026-10")
        savepoint.rollback()
        savepoint.close()
        self.env.invalidate_all()

    def get_rows(self, table):
        """(pages, rows) as PostgreSQL has noted them."""
        self.env.cr.execute(
            "SELECT relpages, reltuples FROM pg_class WHERE oid = %s::regclass",
            [table],
        )
        return self.env.cr.fetchone()

    def test_tables_noted_as_empty_are_counted_again(self):
        self.roll_back_a_round()
        for table in WRITTEN:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        for table in WRITTEN:
            pages, rows = self.get_rows(table)
            self.assertGreater(pages, rows, table)
        self._enrol_many(PEOPLE, scheme=self.monthly)
        record = self._create_round(self.monthly, period="2026-10")
        self.assertEqual(record.line_count, PEOPLE)
        for table in WRITTEN:
            self.assertGreaterEqual(self.get_rows(table)[1], PEOPLE, table)

    def test_sound_statistics_are_left_alone(self):
        self._enrol_many(PEOPLE, scheme=self.monthly)
        record = self._create_round(self.monthly, period="2026-10")
        with self.assertQueryCount(1):
            record._analyze_hollow(WRITTEN)
