from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import SubsidyCase


class TestRoundApproval(SubsidyCase):
    """Four posts, four people; and none passes what is not what was submitted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enrol()
        cls._enrol_many(2)
        # somebody who holds every post in the township and the county
        cls.everybody = cls._create_user(
            "subsidy_everybody",
            *(
                (f"bianmin_subsidy.role_{role}", cls.county)
                for role in (
                    "subsidy_officer",
                    "subsidy_auditor",
                    "department_reviewer",
                    "finance_clerk",
                )
            ),
        )

    def test_round_passes_its_four_posts_and_writes_down_each(self):
        record = self._create_round()
        for target, user, action in (
            ("submitted", self.officer, "action_submit"),
            ("audited", self.auditor, "action_audit"),
            ("approved", self.approver, "action_approve"),
            ("exported", self.finance, "action_export"),
        ):
            getattr(record.with_user(user), action)()
            self.assertEqual(record.state, target)
        self.assertEqual(record.prepared_by, self.officer)
        self.assertEqual(record.audited_by, self.auditor)
        self.assertEqual(record.approved_by, self.approver)
        self.assertEqual(record.exported_by, self.finance)
        events = record.event_ids.sorted("id")
        self.assertEqual(
            events.mapped("kind"),
            ["generated", "submitted", "audited", "approved", "exported"],
        )
        self.assertEqual(
            events.user_id, self.officer | self.auditor | self.approver | self.finance
        )
        self.assertEqual(set(events.mapped("total_amount")), {2880})
        self.assertEqual(events[2].state_from, "submitted")
        self.assertEqual(events[2].state_to, "audited")

    def test_no_post_is_skipped(self):
        record = self._create_round()
        for user, action in (
            (self.auditor, "action_audit"),
            (self.approver, "action_approve"),
            (self.finance, "action_export"),
        ):
            with self.subTest(action=action), self.assertRaises(UserError):
                getattr(record.with_user(user), action)()
        self.assertEqual(record.state, "draft")

    def test_each_post_belongs_to_its_role(self):
        record = self._create_round()
        posts = (
            ("action_submit", self.officer),
            ("action_audit", self.auditor),
            ("action_approve", self.approver),
            ("action_export", self.finance),
        )
        users = (
            self.officer,
            self.auditor,
            self.editor,
            self.approver,
            self.finance,
            self.other_officer,
            self.agent_user,
        )
        for action, right in posts:
            for user in users:
                if user != right:
                    with (
                        self.subTest(action=action, user=user.login),
                        self.assertRaises(AccessError),
                    ):
                        getattr(record.with_user(user), action)()
            getattr(record.with_user(right), action)()

    def test_role_of_the_next_township_gives_nothing_here(self):
        record = self._advance(self._create_round(), "approved")
        with self.assertRaises(AccessError):
            record.with_user(self.other_finance).action_export()

    def test_no_two_posts_are_the_same_person(self):
        one = self.everybody
        for first, second in (
            ("submitted", "action_audit"),
            ("submitted", "action_approve"),
            ("submitted", "action_export"),
            ("audited", "action_approve"),
            ("audited", "action_export"),
            ("approved", "action_export"),
        ):
            with self.subTest(first=first, second=second):
                self._check_refused(one, first, second)

    def _check_refused(self, one, first, second):
        record = self._create_round()
        taken = False
        for target, user, action in (
            ("submitted", self.officer, "action_submit"),
            ("audited", self.auditor, "action_audit"),
            ("approved", self.approver, "action_approve"),
            ("exported", self.finance, "action_export"),
        ):
            if action == second:
                self.assertTrue(taken)
                with self.assertRaisesRegex(UserError, record.name):
                    getattr(record.with_user(one), action)()
                break
            taken = taken or target == first
            getattr(record.with_user(one if target == first else user), action)()
        record.sudo().line_ids.filtered(
            lambda line: line.state in ("pending", "blocked")
        ).write({"state": "stopped"})

    def test_database_refuses_the_same_person_at_two_posts(self):
        record = self._create_round().sudo()
        for vals in (
            {"prepared_by": self.officer.id, "audited_by": self.officer.id},
            {"prepared_by": self.officer.id, "approved_by": self.officer.id},
            {"approved_by": self.officer.id, "exported_by": self.officer.id},
        ):
            with (
                self.subTest(vals=list(vals)),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                record.write(vals)
                record.flush_recordset()
            record.invalidate_recordset()

    def test_state_and_posts_cannot_be_written(self):
        record = self._create_round()
        for vals in (
            {"state": "approved"},
            {"audited_by": self.auditor.id},
            {"total_amount": 1},
            {"line_count": 1},
            {"roster_hash": "0"},
            {"number": "1"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.write(vals)
        with self.assertRaises(UserError):
            self.env["bianmin.subsidy.round"].with_user(self.officer).create(
                {
                    "scheme_id": self.scheme.id,
                    "division_id": self.township.id,
                    "period": "2026",
                    "state": "approved",
                }
            )

    def test_round_without_a_payable_line_is_not_submitted(self):
        record = self._create_round(period="2019")
        with self.assertRaisesRegex(UserError, record.name):
            record.action_submit()

    def test_submission_looks_again_and_freezes(self):
        record = self._create_round()
        self.assertEqual(record.line_count, 3)
        self.account.holder_name = "李致顺"
        record.action_submit()
        self.assertEqual(record.line_count, 2)
        self.assertEqual(self._get_line(record).block_reason, "account_name")
        self.account.holder_name = "李志顺"
        self.scheme.rate_ids.amount = 1080
        record.with_user(self.auditor).action_audit()
        self.assertEqual(record.total_amount, 1920)
        self.assertEqual(set(record.line_ids.mapped("amount")), {960})

    def test_payments_are_numbered_as_they_are_printed(self):
        record = self._advance(self._create_round(), "submitted")
        lines = record.line_ids
        self.assertEqual(lines.mapped("sequence"), [1, 2, 3])
        self.assertEqual(
            lines.mapped("reference"),
            [f"{record.number}{number:06d}" for number in (1, 2, 3)],
        )

    def test_frozen_line_does_not_change_for_anybody(self):
        record = self._advance(self._create_round(), "submitted")
        line = record.line_ids[0].sudo()
        for vals in (
            {"amount": 1},
            {"account_number": "1234567890"},
            {"payee_name": "别人"},
            {"beneficiary_id": self.resident.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                line.write(vals)
        with self.assertRaises(UserError):
            line.unlink()

    def test_lines_cannot_be_written_by_users(self):
        record = self._create_round()
        for user in (self.officer, self.auditor, self.approver, self.finance):
            line = record.line_ids[0].with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    line.write({"amount": 1})
                with self.assertRaises(AccessError):
                    line.write({"state": "paid"})
                with self.assertRaises(AccessError):
                    line.unlink()
                with self.assertRaises(AccessError):
                    line.create({"round_id": record.id})

    def test_changed_amount_behind_our_back_is_refused(self):
        record = self._advance(self._create_round(), "submitted")
        self._tamper(record, "amount = amount + 0.01")
        with self.assertRaisesRegex(UserError, "2880.01"):
            record.with_user(self.auditor).action_audit()

    def test_changed_account_behind_our_back_is_refused(self):
        record = self._advance(self._create_round(), "audited")
        self._tamper(record, "account_number = '62170000099999999'")
        with self.assertRaisesRegex(UserError, record.name):
            record.with_user(self.approver).action_approve()

    def test_changed_line_stops_the_bank_file_too(self):
        record = self._advance(self._create_round(), "approved")
        self._tamper(record, "state = 'stopped'")
        with self.assertRaises(UserError):
            record.with_user(self.finance).action_export()
        self.assertEqual(record.state, "approved")

    def _tamper(self, record, assignment):
        line = record.line_ids[0]
        self.env.cr.execute(
            f"UPDATE bianmin_subsidy_line SET {assignment} WHERE id = %s",
            [line.id],
        )
        line.invalidate_recordset()

    # ------------------------------------------------------------
    # RETURN AND CANCEL
    # ------------------------------------------------------------

    def test_each_later_post_may_return_the_round_with_a_reason(self):
        for state, user in (
            ("submitted", self.auditor),
            ("audited", self.approver),
            ("approved", self.finance),
        ):
            with self.subTest(state=state):
                record = self._advance(self._create_round(), state)
                with self.assertRaises(UserError):
                    record.with_user(user).action_return("  ")
                record.with_user(user).action_return("第3行金额请核实")
                self.assertEqual(record.state, "draft")
                self.assertFalse(record.prepared_by | record.audited_by)
                event = self._get_events(record)[0]
                self.assertEqual(event.kind, "returned")
                self.assertEqual(event.opinion, "第3行金额请核实")
                self.assertEqual(event.user_id, user)
                record.with_user(self.officer).action_cancel("重做")

    def test_returned_round_goes_all_the_way_again(self):
        record = self._advance(self._create_round(), "approved")
        record.with_user(self.finance).action_return("指标不足")
        self.scheme.rate_ids.amount = 900
        record.with_user(self.officer).action_generate()
        self._advance(record, "exported")
        self.assertEqual(record.total_amount, 2700)

    def test_exported_round_does_not_come_back(self):
        record = self._create_exported()
        with self.assertRaises(UserError):
            record.with_user(self.finance).action_return("退回")
        with self.assertRaises(UserError):
            record.with_user(self.officer).action_cancel("作废")

    def test_cancelled_round_frees_its_people(self):
        record = self._create_round()
        with self.assertRaises(UserError):
            record.action_cancel()
        record.action_cancel("期间填错")
        self.assertEqual(record.state, "cancelled")
        self.assertEqual(set(record.line_ids.mapped("state")), {"stopped"})
        self.assertEqual(self._create_round().line_count, 3)

    def test_round_is_never_deleted(self):
        record = self._create_round()
        for user in (self.officer, self.finance):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                record.with_user(user).unlink()

    def test_log_is_never_changed(self):
        event = self._create_round().event_ids
        for change in (
            lambda: event.sudo().write({"opinion": "x"}),
            lambda: event.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            event.with_user(self.officer).create({"round_id": event.round_id.id})

    # ------------------------------------------------------------
    # WINDOWS
    # ------------------------------------------------------------

    def test_opinion_window_passes_the_round_on(self):
        record = self._advance(self._create_round(), "submitted")
        action = record.with_user(self.auditor).action_ask_audit()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.auditor)
            .browse(action["res_id"])
        )
        self.assertIn(record.name, wizard.summary)
        wizard.opinion = "名单属实"
        wizard.action_confirm()
        self.assertEqual(record.state, "audited")
        self.assertEqual(self._get_events(record)[0].opinion, "名单属实")

    def test_opinion_window_returns_and_cancels(self):
        record = self._advance(self._create_round(), "audited")
        for user, button, state in (
            (self.approver, "action_ask_return", "draft"),
            (self.officer, "action_ask_cancel", "cancelled"),
        ):
            action = getattr(record.with_user(user), button)()
            wizard = (
                self.env[action["res_model"]].with_user(user).browse(action["res_id"])
            )
            with self.assertRaises(UserError):
                wizard.action_confirm()
            wizard.opinion = "原因"
            wizard.action_confirm()
            self.assertEqual(record.state, state)

    def test_window_of_somebody_else_is_closed(self):
        record = self._advance(self._create_round(), "submitted")
        action = record.with_user(self.auditor).action_ask_audit()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        with self.assertRaises(AccessError):
            wizard.with_user(self.approver).action_confirm()

    def test_timeline_shows_who_agreed_and_whose_turn_it_is(self):
        record = self._advance(self._create_round(), "audited")
        posts = record._get_posts()
        self.assertEqual(
            [post["status"] for post in posts], ["done", "done", "next", "open", "open"]
        )
        self.assertEqual(posts[1]["user"], self.auditor.name)
        self.assertEqual(posts[1]["at"], "2026-11-24 10:00")
        self.assertIn(self.auditor.name, record.timeline)
        record.with_user(self.approver).action_return("重填")
        self.assertEqual(
            [post["status"] for post in record._get_posts()], ["next"] + ["open"] * 4
        )
