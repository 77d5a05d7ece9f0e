from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import SIGNATURE, TODAY, SubsidyCase


class TestHandoverSheet(SubsidyCase):
    """Money changes hands when both sides have counted the same and signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enrol(payment_mode="handover")
        cls.other = cls._create_payee(name="李长林")
        cls._enrol(cls.other, payment_mode="handover")
        cls.round = cls._create_paid()
        cls.handovers = cls.round.line_ids.handover_ids
        cls.first = cls._get_line(cls.round).handover_ids
        cls.officer_two = cls._create_user(
            "subsidy_officer_two",
            ("bianmin_subsidy.role_subsidy_officer", cls.township),
        )

    def hand_over(self, handover):
        handover.with_user(self.agent_user)._hand_over(SIGNATURE, "李志顺")

    # ------------------------------------------------------------
    # OUT
    # ------------------------------------------------------------

    def test_sheet_says_who_gives_what_to_whom(self):
        sheet = self._give_out(self.handovers)
        self.assertEqual((sheet.state, sheet.direction), ("given", "out"))
        self.assertEqual((sheet.handover_count, sheet.amount), (2, 1920))
        self.assertEqual(sheet.amount_in_capitals, "壹仟玖佰贰拾元整")
        self.assertEqual(sheet.agent_id, self.agent)
        self.assertEqual(sheet.division_id, self.village)
        self.assertEqual(sheet.given_by_id, self.officer)
        self.assertEqual(sheet.giver_signed_by_name, self.officer.name)
        self.assertRegex(sheet.number, r"^测卫健领字〔2026〕\d+号$")
        self.assertTrue(sheet.giver_signature_is_intact)
        self.assertFalse(sheet.signed_hash)
        self.assertEqual(set(self.handovers.mapped("state")), {"pending"})

    def test_money_is_with_the_agent_when_he_has_counted_and_signed(self):
        sheet = self._bring_to_agent(self.handovers)
        self.assertEqual((sheet.state, sheet.taken_by_id), ("taken", self.agent_user))
        self.assertEqual(sheet.signed_by_name, "姚春燕")
        self.assertTrue(sheet.signature_is_intact)
        self.assertTrue(sheet.giver_signature_is_intact)
        for handover in self.handovers:
            self.assertEqual(handover.state, "received")
            self.assertEqual((handover.medium, handover.due_on), ("cash", TODAY))
            self.assertFalse(handover.sheet_id)
            self.assertTrue(handover.received_at)

    def test_who_counts_otherwise_does_not_sign(self):
        sheet = self._give_out(self.handovers).with_user(self.agent_user)
        for count, amount in ((2, 1919.99), (1, 1920), (2, 0)):
            with (
                self.subTest(count=count, amount=amount),
                self.assertRaisesRegex(UserError, "1920.00"),
            ):
                sheet._take(count, amount, SIGNATURE)
        self.assertEqual(sheet.state, "given")
        self.assertEqual(set(self.handovers.mapped("state")), {"pending"})

    def test_nobody_takes_without_a_signature(self):
        sheet = self._give_out(self.handovers).with_user(self.agent_user)
        for signature in (False, b"!"):
            with self.subTest(signature=signature), self.assertRaises(UserError):
                sheet._take(2, 1920, signature)
        with self.assertRaises(UserError):
            self.first.with_user(self.officer)._put_on_sheet(
                "out", False, medium="cash"
            )

    def test_only_the_named_agent_takes(self):
        sheet = self._give_out(self.handovers)
        for user in (self.neighbour_user, self.officer_two, self.finance):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._take(sheet, user)
        colleague = self._create_user(
            "subsidy_colleague", ("bianmin_agent.role_agent", self.village)
        )
        with self.assertRaisesRegex(UserError, "姚春燕"):
            self._take(sheet, colleague)
        self.assertEqual(sheet.state, "given")

    def test_only_the_township_of_the_village_gives(self):
        for user in (self.other_officer, self.auditor, self.finance, self.agent_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._give_out(self.handovers, user)

    def test_nobody_gives_money_to_himself(self):
        self.env["res.users.role.line"].create(
            {
                "user_id": self.agent_user.id,
                "role_id": self.env.ref("bianmin_subsidy.role_subsidy_officer").id,
                "division_ids": [(6, 0, self.township.ids)],
            }
        )
        with self.assertRaisesRegex(UserError, "himself"):
            self._give_out(self.handovers, self.agent_user)
        self._bring_to_agent(self.handovers)
        sheet = self._give_back(self.handovers)
        with self.assertRaisesRegex(UserError, "yourself"):
            self._take(sheet, self.agent_user)

    def test_what_is_on_a_sheet_is_on_no_second_one(self):
        sheet = self._give_out(self.first)
        with self.assertRaisesRegex(UserError, sheet.number):
            self._give_out(self.handovers, self.officer_two)
        with self.assertRaisesRegex(UserError, sheet.number):
            self.first.with_user(self.officer)._book_back("无人领取")

    def test_sheet_has_one_village_and_one_subsidy(self):
        neighbour = self._create_payee(
            name="石大娘", division_id=self.neighbour_village.id
        )
        self._enrol(neighbour, payment_mode="handover")
        record = self._create_paid()
        both = self.first | self._get_line(record, neighbour).handover_ids
        with self.assertRaisesRegex(UserError, "one village"):
            self._give_out(both)

    def test_packet_can_be_taken_apart_before_it_is_counted(self):
        sheet = self._give_out(self.handovers)
        with self.assertRaises(AccessError):
            sheet.with_user(self.agent_user).action_cancel()
        sheet.with_user(self.officer_two).action_cancel()
        self.assertEqual(sheet.state, "cancelled")
        with self.assertRaises(UserError):
            self._take(sheet)
        self.assertFalse(self.handovers.sheet_id)
        self._bring_to_agent(self.handovers)
        with self.assertRaises(UserError):
            self.handovers.event_ids.sheet_id.with_user(self.officer).action_cancel()

    def test_second_press_finds_the_packet_counted(self):
        sheet = self._bring_to_agent(self.handovers)
        with self.assertRaises(UserError):
            self._take(sheet)
        self.assertEqual(len(self.first.event_ids), 2)

    # ------------------------------------------------------------
    # BACK
    # ------------------------------------------------------------

    def test_unclaimed_money_comes_back_and_goes_out_again(self):
        self._bring_to_agent(self.handovers)
        sheet = self._give_back(self.first)
        self.assertEqual((sheet.state, sheet.amount), ("brought", 960))
        self.assertEqual(sheet.giver_signed_by_name, "姚春燕")
        self.assertRegex(sheet.number, r"^测卫健退字〔2026〕\d+号$")
        self.assertEqual(self.first.state, "received", "not before it is counted")
        with self.assertRaisesRegex(UserError, sheet.number):
            self.hand_over(self.first)
        self._take(sheet)
        self.assertEqual((sheet.state, self.first.state), ("returned", "returned"))
        self.assertEqual(sheet.signed_by_name, self.officer.name)
        self._bring_to_agent(self.first)
        self.hand_over(self.first)
        self.assertEqual(
            self.first.event_ids.sorted("step").mapped("kind"),
            ["arrived", "received", "returned", "received", "handed"],
        )

    def test_only_the_agent_brings_back_and_only_the_township_takes(self):
        self._bring_to_agent(self.handovers)
        with self.assertRaises(AccessError):
            self._give_back(self.first, self.officer)
        sheet = self._give_back(self.first)
        for user in (self.other_officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._take(sheet, user)
        sheet.with_user(self.agent_user).action_cancel()
        self.hand_over(self.first)
        with self.assertRaises(UserError):
            self._give_back(self.first)

    def test_money_that_lies_at_the_township_is_booked_back_and_paid_anew(self):
        line = self.first.line_id
        with self.assertRaises(UserError):
            self.first.with_user(self.officer)._book_back(" ")
        self.first.with_user(self.officer)._book_back("两个月无人领取")
        self.assertEqual((self.first.state, line.state), ("booked", "failed"))
        self.assertIn("两个月无人领取", line.return_reason)
        self.assertFalse(line.paid_on)
        self.assertEqual(self.round.with_user(self.officer).correctable_count, 1)
        action = self.round.with_user(self.officer).action_correct()
        correction = self.env["bianmin.subsidy.round"].browse(action["res_id"])
        self.assertEqual(correction.line_ids.beneficiary_id, self.resident)
        self.assertEqual(correction.total_amount, 960)

    def test_money_with_the_agent_is_not_booked_back(self):
        for user in (self.agent_user, self.finance, self.other_officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.first.with_user(user)._book_back("无人领取")
        self._bring_to_agent(self.handovers)
        with self.assertRaises(UserError):
            self.first.with_user(self.officer)._book_back("无人领取")

    # ------------------------------------------------------------
    # RPC, WINDOWS, PAPERS
    # ------------------------------------------------------------

    def test_sheet_is_made_and_moved_by_acts_only(self):
        sheet = self._give_out(self.handovers)
        for user in (self.officer, self.agent_user):
            for vals in ({"state": "taken"}, {"amount": 1}, {"signature": SIGNATURE}):
                with self.subTest(user=user.login, vals=list(vals)):
                    with self.assertRaises(UserError):
                        sheet.with_user(user).write(vals)
            with self.assertRaises(UserError):
                sheet.with_user(user).copy()
            with self.assertRaises(AccessError):
                sheet.with_user(user).unlink()
            for vals in ({"step": 3}, {"sheet_id": False}, {"due_on": TODAY}):
                with self.subTest(user=user.login, vals=list(vals)):
                    with self.assertRaises(UserError):
                        self.first.with_user(user).write(vals)

    def test_sheet_is_seen_in_its_village_only(self):
        sheet = self._give_out(self.handovers)
        for name in ("sheet", "event"):
            model = self.env[f"bianmin.subsidy.handover.{name}"]
            seen = {
                user.login: model.with_user(user).search_count([])
                for user in (self.officer, self.agent_user, self.auditor)
            }
            self.assertNotIn(0, seen.values())
            for user in (self.neighbour_user, self.other_officer, self.other_finance):
                with self.subTest(model=name, user=user.login):
                    self.assertFalse(model.with_user(user).search([]))
        with self.assertRaises(AccessError):
            sheet.with_user(self.neighbour_user).read(["amount"])

    def test_window_tells_nothing_of_a_packet_that_one_may_not_see(self):
        sheet = self._give_out(self.handovers)
        window = (
            self.env["bianmin.subsidy.handover.take"]
            .with_user(self.neighbour_user)
            .create({"sheet_id": sheet.id})
        )
        with self.assertRaises(AccessError):
            window.read(["number", "giver_signed_by_name"])
        give = self.env["bianmin.subsidy.handover.give"].with_user(self.neighbour_user)
        with self.assertRaises(AccessError):
            give.create({"handover_ids": self.first.ids, "direction": "out"}).read(
                ["amount", "agent_id"]
            )

    def test_windows_lead_from_the_list_to_the_signed_packet(self):
        self.scheme.handover_days = 10
        action = self.handovers.with_user(self.officer).action_ask_give_out()
        window = self.open(action, self.officer)
        self.assertEqual((window.amount, window.handover_count), (1920, 2))
        self.assertEqual((window.medium, str(window.due_on)), ("cash", "2026-12-04"))
        window.write({"signature": SIGNATURE, "medium": "passbook"})
        sheet = self.open(window.action_confirm(), self.officer)
        action = self.first.with_user(self.agent_user).action_ask_take()
        window = self.open(action, self.agent_user)
        self.assertEqual(window.handover_ids, self.handovers)
        with Form(window) as form:
            form.counted_people, form.counted_amount = 2, 1920
            form.signature = SIGNATURE.decode()
        window.action_confirm()
        self.assertEqual((sheet.state, self.first.medium), ("taken", "passbook"))
        action = self.first.with_user(self.agent_user).action_ask_give_back()
        window = self.open(action, self.agent_user)
        self.assertEqual((window.medium, window.due_on), ("passbook", False))

    def open(self, action, user):
        record = self.env[action["res_model"]].browse(action["res_id"])
        return record.with_user(user)

    def test_window_of_another_cannot_be_used(self):
        action = self.handovers.with_user(self.officer).action_ask_give_out()
        window = self.open(action, self.officer_two)
        with self.assertRaises(AccessError):
            window.write({"medium": "cash"})

    def test_printed_sheet_names_people_sum_and_both_signatures(self):
        sheet = self._bring_to_agent(self.handovers)
        report = self.env["ir.actions.report"].with_user(self.agent_user)
        html, __ = report._render_qweb_html(
            "bianmin_subsidy.report_subsidy_handover_sheet", sheet.ids
        )
        text = html.decode()
        for part in (
            *("李志顺", "李长林", "壹仟玖佰贰拾元整", "姚春燕", sheet.number),
            *(self.officer.name, sheet.signed_hash, "测试县卫生健康局"),
        ):
            self.assertIn(part, text)
        self.assertNotIn(self.account.number, text)
