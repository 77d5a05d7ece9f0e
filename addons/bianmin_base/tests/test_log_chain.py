from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import RestrictViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..models import log_block, log_check
from .common import BianminCase, tamper


class LogCase(BianminCase):
    """A log with entries, and an auditor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls._create_user(
            "t_log_auditor", ("bianmin_base.role_auditor", cls.county)
        )
        cls.logs = cls._log(5)
        cls.blocks = cls.env["bianmin.log.block"]
        cls._link()

    @classmethod
    def _log(cls, count):
        return cls.env["bianmin.reveal.log"].create(
            [
                {
                    "user_id": cls.auditor.id,
                    "res_model": "bianmin.resident",
                    "res_id": number,
                    "subject": f"李志顺{number}",
                    "division_id": cls.village.id,
                    "field_names": "身份证号",
                    "reason": "核对养老金",
                }
                for number in range(count)
            ]
        )

    @classmethod
    def _link(cls):
        cls.env.flush_all()
        return sum(cls.blocks._link_blocks())

    def _check(self, **values):
        check = self.env["bianmin.log.check"].with_user(self.auditor).create(values)
        while check.action_check_next():
            pass
        return check

    def _get_problems(self, check):
        return [(p.kind, p.res_model, p.res_id) for p in check.problem_ids]


@tagged("post_install", "-at_install")
class TestRefusal(LogCase):
    """Nobody changes or deletes an entry through Odoo, nor by an ordinary statement."""

    def test_not_by_the_methods_of_odoo(self):
        system = self._create_user("t_system")
        system.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        for logs in (
            self.logs,
            self.logs.with_user(self.auditor),
            self.logs.with_user(system),
            self.logs.with_user(system).sudo(),
        ):
            with self.assertRaises(UserError):
                logs.write({"subject": "别人"})
            with self.assertRaises(UserError):
                logs.unlink()

    def _assert_refused(self, act):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RestrictViolation),
            self.env.cr.savepoint(),
        ):
            act()
            self.env.flush_all()

    def test_not_by_pretending_an_uninstallation(self):
        self._assert_refused(self.logs.with_context(_force_unlink=True).unlink)

    def test_not_below_the_methods_of_odoo(self):
        self._assert_refused(lambda: self.logs._write({"subject": "别人"}))

    def test_not_by_a_statement(self):
        for statement in (
            "UPDATE bianmin_reveal_log SET subject = 'x'",
            "DELETE FROM bianmin_reveal_log",
            "TRUNCATE bianmin_reveal_log CASCADE",
            "UPDATE bianmin_log_block SET row_count = 0",
            "DELETE FROM bianmin_log_block",
        ):
            with self.subTest(statement=statement):
                self._assert_refused(lambda s=statement: self.env.cr.execute(s))

    def test_an_update_of_the_addon_puts_the_triggers_back(self):
        self.registry.init_models(
            self.env.cr, ["bianmin.reveal.log"], {"module": "bianmin_base"}
        )
        self.test_not_by_a_statement()

    def test_every_log_has_the_triggers(self):
        logs = self.blocks._get_log_models() + [self.blocks]
        rows = self.env.execute_query(
            SQL(
                "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger "
                "WHERE tgname LIKE 'bianmin_append_only%%' AND tgenabled = 'O' "
                "GROUP BY tgrelid"
            )
        )
        triggers = dict(rows)
        for model in logs:
            self.assertEqual(triggers.get(model._table), 2, model._name)


@tagged("post_install", "-at_install")
class TestCheck(LogCase):
    """Who switches the trigger off leaves a trace."""

    def _tamper(self, statement, *params, table="bianmin_reveal_log"):
        tamper(self.env, table, statement, params)

    def test_an_untouched_chain_is_intact(self):
        check = self._check()
        self.assertEqual((check.state, check.problem_count), ("intact", 0))
        self.assertGreaterEqual(check.checked_count, 5)
        self.assertEqual(check.progress, 100)
        self.assertFalse(check.problem_ids)

    def test_the_button_leaves_the_checking_to_the_page(self):
        """Button and page would write the same check at once and log a failure."""
        check = self.env["bianmin.log.check"].with_user(self.auditor).create({})
        self.env.flush_all()
        written = check.write_date
        check.action_start()
        self.env.flush_all()
        check.invalidate_recordset()
        self.assertEqual((check.state, check.checked_count), ("running", 0))
        self.assertEqual(check.write_date, written)
        clerk = self._create_user("t_no_auditor")
        with self.assertRaises(AccessError):
            check.with_user(clerk).action_start()

    def test_a_changed_entry_is_named(self):
        self._tamper(
            "UPDATE bianmin_reveal_log SET reason = '别的原因' WHERE id = %s",
            self.logs[2].id,
        )
        check = self._check()
        self.assertEqual(check.state, "broken")
        self.assertEqual(
            self._get_problems(check),
            [("changed", "bianmin.reveal.log", self.logs[2].id)],
        )
        description = check.problem_ids.description
        self.assertIn("bianmin.reveal.log", description)
        self.assertIn(str(self.logs[2].id), description)

    def test_a_deleted_entry_is_named(self):
        log_id = self.logs[3].id
        self._tamper("DELETE FROM bianmin_reveal_log WHERE id = %s", log_id)
        self.assertEqual(
            self._get_problems(self._check()),
            [("deleted", "bianmin.reveal.log", log_id)],
        )

    def test_an_emptied_log_is_noticed(self):
        self._tamper("DELETE FROM bianmin_reveal_log")
        kinds = set(self._check().problem_ids.mapped("kind"))
        self.assertEqual(kinds, {"deleted"})

    def test_a_hash_mended_to_fit_the_changed_entry_is_found(self):
        log_id = self.logs[2].id
        self._tamper(
            "UPDATE bianmin_reveal_log SET reason = '别的原因' WHERE id = %s", log_id
        )
        block = self.blocks.search(
            [("res_model", "=", "bianmin.reveal.log")], order="number desc", limit=1
        )
        found = self.blocks._hash_rows(
            self.env["bianmin.reveal.log"],
            block.columns.split(","),
            map(int, block.row_ids.split(",")),
        )
        hashes = "".join(found[int(row_id)] for row_id in block.row_ids.split(","))
        self._tamper(
            "UPDATE bianmin_log_block SET row_hashes = %s WHERE id = %s",
            hashes,
            block.id,
            table="bianmin_log_block",
        )
        check = self._check()
        self.assertEqual(check.problem_ids.mapped("kind"), ["chain"])
        self.assertEqual(check.problem_ids.block_number, block.number)
        self.assertEqual(check.problem_ids.res_model, "bianmin.reveal.log")

    def test_a_block_mended_too_breaks_the_next_one(self):
        self._log(1)
        self._link()
        block = self.blocks.search([], order="number desc", offset=1, limit=1)
        values = block.read(log_block.HASHED_FIELDS)[0] | {"row_hashes": "0" * 64}
        self._tamper(
            "UPDATE bianmin_log_block SET row_hashes = %s, block_hash = %s "
            "WHERE id = %s",
            values["row_hashes"],
            self.blocks._compute_hash(values),
            block.id,
            table="bianmin_log_block",
        )
        numbers = self._check().problem_ids.filtered(lambda p: p.kind == "chain")
        self.assertIn(block.number + 1, numbers.mapped("block_number"))

    def test_a_missing_block_is_found(self):
        self._log(1)
        self._link()
        last = self.blocks.search([], order="number desc", limit=1)
        self._tamper(
            "DELETE FROM bianmin_log_block WHERE number = %s",
            last.number - 1,
            table="bianmin_log_block",
        )
        problem = self._check().problem_ids.filtered(lambda p: p.kind == "chain")
        self.assertEqual(problem.block_number, last.number)

    def test_a_block_whose_hashes_do_not_fit_is_reported(self):
        last = self.blocks.search([], order="number desc", limit=1)
        self._tamper(
            "UPDATE bianmin_log_block SET row_hashes = 'x' WHERE id = %s",
            last.id,
            table="bianmin_log_block",
        )
        self.assertEqual(
            set(self._check().problem_ids.mapped("block_number")), {last.number}
        )

    def test_an_entry_inserted_among_old_ones_is_named(self):
        gap = self._log(1)
        log_id = gap.id
        self._tamper("DELETE FROM bianmin_reveal_log WHERE id = %s", log_id)
        self._log(1)
        self._link()
        old = fields.Datetime.now() - log_block.SETTLED_AFTER - timedelta(hours=1)
        last = self.blocks.search([], order="number desc", limit=1)
        with patch.object(
            self.registry["bianmin.log.block"], "_get_settled_id", lambda s, m: log_id
        ):
            self.env.cr.execute(
                "INSERT INTO bianmin_reveal_log (id, user_id, res_model, res_id, "
                "subject, division_id, field_names, reason, revealed_at, create_date) "
                "SELECT %s, user_id, res_model, res_id, subject, division_id, "
                "field_names, reason, %s, %s FROM bianmin_reveal_log WHERE id = %s",
                [log_id, old, old, self.logs[0].id],
            )
            self.assertEqual(self._link(), 0)
            self.assertEqual(
                self._get_problems(self._check()),
                [("inserted", "bianmin.reveal.log", log_id)],
            )
        self.assertEqual(self.blocks.search([], order="number desc", limit=1), last)

    def test_what_is_settled_are_rows_linked_a_day_before_the_last_link(self):
        model = self.env["bianmin.reveal.log"]
        self.assertLess(self.blocks._get_settled_id(model), self.logs[0].id)
        before = fields.Datetime.now() + log_block.SETTLED_AFTER + timedelta(hours=1)
        self._log(1)
        with patch.object(log_block.fields.Datetime, "now", lambda: before):
            self._link()
        self.assertEqual(self.blocks._get_settled_id(model), self.logs[-1].id)

    def test_new_entries_are_told_as_not_linked_yet(self):
        new = self._log(2)
        self.env.flush_all()
        self.assertFalse(any(new.mapped("is_linked")))
        self.assertTrue(all(self.logs.mapped("is_linked")))
        self.assertEqual(self._check().unlinked_count, 2)
        self._link()
        new.invalidate_recordset(["is_linked"])
        self.assertTrue(all(new.mapped("is_linked")))
        self.assertEqual(self._check().unlinked_count, 0)

    def test_an_end_noted_earlier_is_looked_for(self):
        head = self._check().head_hash
        self._log(1)
        self._link()
        self.assertEqual(self._check(known_hash=f" {head} ").state, "intact")
        check = self._check(known_hash="f" * 64)
        self.assertEqual(check.problem_ids.mapped("kind"), ["head"])

    def test_a_chain_that_was_cut_off_and_prolonged_is_found_by_the_noted_end(self):
        head = self._check().head_hash
        number = self._check().head_number
        self._tamper(
            "DELETE FROM bianmin_log_block WHERE number = %s",
            number,
            table="bianmin_log_block",
        )
        self._log(1)
        self._link()
        self.assertEqual(self._check().state, "intact")
        self.assertEqual(self._check(known_hash=head).state, "broken")

    def test_moving_a_division_is_no_tampering(self):
        derived = self.env["bianmin.reveal.log"]._get_derived_columns()
        self.assertEqual(derived, ["write_date", "write_uid"])
        self._tamper("UPDATE bianmin_reveal_log SET write_date = now()")
        self.assertEqual(self._check().state, "intact")


@tagged("post_install", "-at_install")
class TestStretches(LogCase):
    """Bulk code past its chunk sizes."""

    def test_rows_are_linked_in_blocks(self):
        before = self.blocks.search_count([])
        self._log(25)
        self.env.flush_all()
        with (
            patch.object(log_block, "ROWS_PER_BLOCK", 10),
            patch.object(log_block, "ROWS_AT_ONCE", 20),
        ):
            self.assertEqual(list(self.blocks._link_blocks()), [10, 10, 5])
        self.assertEqual(self.blocks.search_count([]), before + 3)
        self.assertEqual(self._check().state, "intact")

    def test_a_check_goes_on_where_it_was(self):
        for _number in range(5):
            self._log(3)
            self._link()
        with patch.object(log_check, "ROWS_AT_ONCE", 400):
            check = self.env["bianmin.log.check"].with_user(self.auditor).create({})
            calls = 1
            while check.action_check_next():
                calls += 1
                self.assertLessEqual(check.progress, 100)
        self.assertGreater(calls, 2)
        self.assertEqual(check.checked_count, check.total_count)
        self.assertEqual(check.state, "intact")

    def test_queries_do_not_grow_with_the_rows(self):
        counts = []
        for rows in (10, 500):
            self._log(rows)
            self.env.flush_all()
            before = self.cr.sql_log_count
            self._link()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_the_scheduled_action_links(self):
        self._log(1)
        with self.enter_registry_test_mode():
            self.env.ref("bianmin_base.ir_cron_link_logs").method_direct_trigger()
        self.assertEqual(self._check().unlinked_count, 0)


@tagged("post_install", "-at_install")
class TestWho(LogCase):
    def test_a_check_is_made_by_auditors_only(self):
        for user in (
            self._create_user("t_nobody"),
            self._create_user(
                "t_administrator", ("bianmin_base.role_administrator", self.county)
            ),
            self._create_user(
                "t_nowhere", ("bianmin_base.role_auditor", self.env["bianmin.division"])
            ),
        ):
            checks = self.env["bianmin.log.check"].with_user(user)
            with self.assertRaises(AccessError):
                checks.create({})
            check = self._check().with_user(user)
            with self.assertRaises(AccessError):
                check.action_check_next()
            with self.assertRaises(AccessError):
                check.read(["state"])

    def test_a_result_cannot_be_given(self):
        checks = self.env["bianmin.log.check"].with_user(self.auditor)
        check = checks.with_context(default_state="intact").create(
            {"state": "intact", "checked_count": 99, "user_id": 1}
        )
        self.assertEqual((check.state, check.checked_count), ("running", 0))
        self.assertEqual(check.user_id, self.auditor)
        with self.assertRaises(AccessError):
            check.state = "intact"

    def test_a_check_can_be_stopped(self):
        check = self.env["bianmin.log.check"].with_user(self.auditor).create({})
        check.action_stop()
        self.assertEqual(check.state, "stopped")
        self.assertFalse(check.action_check_next())
