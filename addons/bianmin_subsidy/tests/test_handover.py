from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import SIGNATURE, SubsidyCase


class TestHandover(SubsidyCase):
    """The agent of the village puts the money into the villager's hand, signed for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enrol(payment_mode="handover")
        cls.card = cls._create_payee(name="张大爷")
        cls._enrol(cls.card)
        cls.round = cls._create_paid()
        cls.handover = cls.env["bianmin.subsidy.handover"].search(
            [("round_id", "=", cls.round.id)]
        )

    def hand_over(self, handover=None, user=None, **vals):
        handover = (handover or self.handover).with_user(user or self.agent_user)
        handover._hand_over(SIGNATURE, "李志顺", **vals)

    def test_only_who_wants_it_gets_one_and_only_when_paid(self):
        self.assertEqual(len(self.handover), 1)
        self.assertEqual(self.handover.line_id, self._get_line(self.round))
        self.assertEqual(self.handover.payee_name, "李志顺")
        self.assertEqual(self.handover.amount, 960)
        self.assertEqual(self.handover.division_id, self.village)
        self.assertEqual(self.handover.agent_id, self.agent)
        self.assertEqual(self.handover.state, "pending")
        self.assertEqual(self.round.with_user(self.officer).handover_count, 1)

    def test_failed_payment_is_handed_over_by_nobody(self):
        other = self._create_payee(name="退票")
        self._enrol(other, payment_mode="handover")
        record = self._create_exported()
        self._read_back(record, failed=("退票",))
        self.assertFalse(
            self.env["bianmin.subsidy.handover"].search([("round_id", "=", record.id)])
        )

    def test_payment_has_one_hand_over(self):
        self.env["bianmin.subsidy.handover"]._create_for_lines(self.round.line_ids.ids)
        self.assertEqual(len(self._get_line(self.round).handover_ids), 1)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.handover.copy({"line_id": self.handover.line_id.id})

    def test_agent_fetches_hands_over_and_the_villager_signs(self):
        handover = self.handover.with_user(self.agent_user)
        self._bring_to_agent(self.handover)
        self.assertEqual(handover.state, "received")
        self.hand_over(photo=SIGNATURE, note="本人签收")
        self.assertEqual(handover.state, "handed")
        self.assertEqual(handover.signed_by_name, "李志顺")
        self.assertRegex(handover.number, r"^测卫健交字〔2026〕\d+号$")
        self.assertTrue(handover.signature_is_intact)
        message = self._get_texts(self.handover)
        self.assertEqual(len(message), 1)
        for part in ("李志顺", "姚春燕", "960.00", handover.number):
            self.assertIn(part, message.body)

    def test_signature_stands_for_exactly_this_amount_and_payee(self):
        self._bring_to_agent(self.handover)
        self.hand_over()
        for vals in (
            {"amount": 900},
            {"payee_name": "别人"},
            {"signature": SIGNATURE.replace(b"iVBOR", b"iVBOS")},
        ):
            with self.subTest(vals=list(vals)), self.cr.savepoint() as savepoint:
                self.handover.write(vals)
                self.handover.invalidate_recordset()
                self.assertFalse(self.handover.signature_is_intact)
                savepoint.rollback()
            self.handover.invalidate_recordset()
        self.assertTrue(self.handover.signature_is_intact)

    def test_without_a_signature_nothing_is_handed_over(self):
        handover = self.handover.with_user(self.agent_user)
        self._bring_to_agent(self.handover)
        for signature, name in ((False, "李志顺"), (SIGNATURE, ""), (b"!", "李志顺")):
            with self.subTest(name=name), self.assertRaises(UserError):
                handover._hand_over(signature, name)
        self.assertEqual(handover.state, "received")

    def test_money_that_was_not_fetched_is_not_handed_over(self):
        with self.assertRaises(UserError):
            self.hand_over()

    def test_only_the_named_agent_hands_over(self):
        self._bring_to_agent(self.handover)
        for user in (
            self.neighbour_user,
            self.officer,
            self.finance,
            self.other_officer,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.hand_over(user=user)
        colleague = self._create_user(
            "subsidy_colleague", ("bianmin_agent.role_agent", self.village)
        )
        with self.assertRaisesRegex(UserError, "姚春燕"):
            self.hand_over(user=colleague)
        self.assertEqual(self.handover.state, "received")

    def test_agent_whose_role_has_ended_acts_no_more(self):
        self._bring_to_agent(self.handover)
        self.env["res.users.role.line"].search(
            [("user_id", "=", self.agent_user.id)]
        ).date_to = "2026-11-23"
        with self.assertRaises(AccessError):
            self.hand_over()

    def test_agent_must_serve_the_village(self):
        self._bring_to_agent(self.handover)
        self.agent.division_ids = self.neighbour_village
        with self.assertRaisesRegex(UserError, "柳湾村"):
            self.hand_over()

    def test_officer_names_an_agent_where_there_is_none(self):
        self.handover.with_user(self.officer).agent_id = False
        with self.assertRaisesRegex(UserError, "李志顺"):
            self._give_out(self.handover)
        self.handover.with_user(self.officer).agent_id = self.agent
        self._bring_to_agent(self.handover)
        with self.assertRaises(AccessError):
            self.handover.with_user(self.agent_user).write(
                {"agent_id": self.neighbour.id}
            )

    def test_who_holds_the_money_is_not_exchanged(self):
        self._give_out(self.handover)
        with self.assertRaisesRegex(UserError, "李志顺"):
            self.handover.with_user(self.officer).agent_id = self.neighbour
        self._take(self.handover.sheet_id)
        for user in (self.officer, self.env.user):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.handover.with_user(user).agent_id = False
        self.assertEqual(self.handover.agent_id, self.agent)

    def test_full_time_agent_comes_first(self):
        self.neighbour.write(
            {"kind": "full_time", "division_ids": self.village | self.neighbour_village}
        )
        other = self._create_payee(name="另一人")
        self._enrol(other, payment_mode="handover")
        record = self._create_paid()
        handover = self._get_line(record, other).handover_ids
        self.assertEqual(handover.agent_id, self.neighbour)

    def test_facts_of_the_hand_over_cannot_be_written(self):
        for vals in (
            {"state": "handed"},
            {"amount": 1},
            {"signature": SIGNATURE},
            {"payee_name": "别人"},
            {"handed_at": "2026-11-24 00:00:00"},
        ):
            with self.subTest(vals=list(vals)), self.assertRaises(UserError):
                self.handover.with_user(self.officer).write(vals)
        with self.assertRaises(AccessError):
            self.handover.with_user(self.officer).unlink()

    def test_agent_sees_the_hand_over_and_no_payments(self):
        handovers = self.env["bianmin.subsidy.handover"]
        self.assertEqual(handovers.with_user(self.agent_user).search([]), self.handover)
        self.assertFalse(handovers.with_user(self.neighbour_user).search([]))
        shown = self.handover.with_user(self.agent_user).read()[0]
        self.assertNotIn("line_id", shown)
        for model in ("line", "round", "enrolment", "payment.file"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[f"bianmin.subsidy.{model}"].with_user(self.agent_user).search(
                    []
                )

    def test_signing_window(self):
        handover = self.handover.with_user(self.agent_user)
        self._bring_to_agent(self.handover)
        action = handover.action_ask_hand_over()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.agent_user)
            .browse(action["res_id"])
        )
        self.assertEqual(wizard.signed_by_name, "李志顺")
        self.assertEqual(wizard.amount_in_capitals, "玖佰陆拾元整")
        wizard.write({"signature": SIGNATURE, "note": "女儿代签"})
        wizard.signed_by_name = "李小敏"
        wizard.action_confirm()
        self.assertEqual(handover.state, "handed")
        self.assertEqual(handover.signed_by_name, "李小敏")
        self.assertEqual(handover.note, "女儿代签")

    def test_receipt_shows_amount_in_capitals_and_the_signature(self):
        self._bring_to_agent(self.handover)
        self.hand_over()
        report = self.env["ir.actions.report"].with_user(self.agent_user)
        html, __ = report._render_qweb_html(
            "bianmin_subsidy.report_subsidy_handover", self.handover.ids
        )
        text = html.decode()
        for part in ("玖佰陆拾元整", "李志顺", "姚春燕", self.handover.number):
            self.assertIn(part, text)
        self.assertIn(self.handover.signed_hash, text)
