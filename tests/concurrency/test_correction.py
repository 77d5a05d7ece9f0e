"""Two clerks correct the same failed payment at once: it is paid again once."""

import threading

from psycopg2.errors import SerializationFailure

from odoo import Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger

# In the order in which they can be deleted again.
TABLES = (
    "bianmin_subsidy_round_event",
    "bianmin_subsidy_line",
    "bianmin_subsidy_round",
    "bianmin_subsidy_enrolment",
    "bianmin_bank_account",
    "bianmin_subsidy_rate",
    "bianmin_subsidy_scheme",
    "bianmin_department",
    "bianmin_resident",
)


class TestCorrectionConcurrency(BaseCase):
    """Real cursors on committed records, which are removed at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            cr.execute("SELECT now() AT TIME ZONE 'UTC'")
            [self.begin] = cr.fetchone()
            self.round_id = self._fail_a_payment(self._get_env(cr))
        self.addCleanup(self._remove)

    def _get_env(self, cr):
        return api.Environment(cr, api.SUPERUSER_ID, {"tracking_disable": True})

    def _fail_a_payment(self, env):
        village = env["bianmin.division"].search([("level", "=", "village")], limit=1)
        department = env["bianmin.department"].create(
            {
                "name": "并发局",
                "short_name": "并发",
                "division_id": village.parent_id.id,
            }
        )
        scheme = env["bianmin.subsidy.scheme"].create(
            {
                "name": "并发补贴",
                "code": "BINGFA",
                "department_id": department.id,
                "cycle": "year",
                "rate_ids": [
                    Command.create({"valid_from": "2018-01-01", "amount": 960})
                ],
            }
        )
        resident = env["bianmin.resident"].create(
            {"name": "并发村民", "division_id": village.id, "identity_type": "other"}
        )
        env["bianmin.bank.account"].create(
            {
                "resident_id": resident.id,
                "bank_name": "农村信用社",
                "number": "6217000000009999999",
            }
        )
        env["bianmin.subsidy.enrolment"].create(
            {
                "scheme_id": scheme.id,
                "beneficiary_id": resident.id,
                "valid_from": "2020-01-01",
            }
        )
        record = env["bianmin.subsidy.round"].create(
            {
                "scheme_id": scheme.id,
                "division_id": village.id,
                "period": "2026",
            }
        )
        record.action_generate()
        env.cr.execute(
            SQL(
                "UPDATE bianmin_subsidy_line SET state = 'failed' WHERE round_id = %s",
                record.id,
            )
        )
        return record.id

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("ALTER TABLE bianmin_subsidy_round_event DISABLE TRIGGER USER")
            cr.execute(
                "UPDATE bianmin_subsidy_line SET source_line_id = NULL, "
                "correction_round_id = NULL WHERE create_date >= %s",
                [self.begin],
            )
            for table in TABLES:
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE create_date >= %s",
                        SQL.identifier(table),
                        self.begin,
                    )
                )
            cr.execute("ALTER TABLE bianmin_subsidy_round_event ENABLE TRIGGER USER")

    def _correct(self, cr):
        rounds = self._get_env(cr)["bianmin.subsidy.round"]
        return rounds.browse(self.round_id).action_correct()

    def _correct_beside(self, outcome):
        with self.registry.cursor() as cr, mute_logger("odoo.sql_db"):
            outcome["started"].set()
            try:
                self._correct(cr)
            except (SerializationFailure, UserError) as error:
                outcome["error"] = error
                cr.rollback()

    def test_one_corrects_and_the_other_finds_nothing_left(self):
        outcome = {"started": threading.Event()}
        with self.registry.cursor() as first:
            self._correct(first)
            second = threading.Thread(target=self._correct_beside, args=(outcome,))
            second.start()
            outcome["started"].wait(30)
        second.join(60)
        # What a server does with the loser: it tries again, and he is told.
        self.assertIsInstance(outcome["error"], SerializationFailure | UserError)
        with self.registry.cursor() as cr, self.assertRaises(UserError):
            self._correct(cr)
        with self.registry.cursor() as cr:
            lines = self._get_env(cr)["bianmin.subsidy.line"]
            found = lines.search([("source_line_id.round_id", "=", self.round_id)])
            self.assertEqual(len(found), 1)
            self.assertEqual(found.amount, 960)
