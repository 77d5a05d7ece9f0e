from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools import masking

from .common import SubsidyCase


class TestGeneration(SubsidyCase):
    """One line for everybody enrolled; who cannot be paid gets one that says why."""

    def reason_of(self, record, resident):
        line = self._get_line(record, resident)
        self.assertEqual(len(line), 1)
        return line.block_reason

    def test_everybody_enrolled_here_and_below_gets_one_line(self):
        neighbour = self._create_payee(
            name="张三", division_id=self.neighbour_village.id
        )
        stranger = self._create_payee(name="王五", division_id=self.other_village.id)
        for resident in (self.resident, neighbour, stranger):
            self._enrol(resident)
        record = self._create_round()
        self.assertEqual(
            record.line_ids.beneficiary_id.sudo(), self.resident | neighbour
        )
        self.assertEqual(record.line_ids.mapped("state"), ["pending"] * 2)
        self.assertEqual(record.line_count, 2)
        self.assertEqual(record.total_amount, 1920)
        self.assertEqual(record.total_in_capitals, "壹仟玖佰贰拾元整")

    def test_generating_again_adds_nobody_twice(self):
        self._enrol()
        record = self._create_round()
        line = record.line_ids
        record.action_generate()
        self.assertEqual(record.line_ids, line)
        late = self._create_payee(name="迟来")
        self._enrol(late)
        record.action_generate()
        self.assertEqual(record.line_count, 2)
        self.assertIn(line, record.line_ids)

    def test_line_keeps_names_and_masks(self):
        household = self.env["bianmin.household"].create(
            {
                "number": "H1",
                "division_id": self.village.id,
                "village_group": "第三组",
                "head_id": self.resident.id,
            }
        )
        child = self._create_payee(
            name="李小敏",
            household_id=household.id,
            relation_to_head="child",
            address="柳湾村12号",
            phone="13812345678",
        )
        enrolment = self._enrol(child)
        line = self._get_line(self._create_round(), child)
        self.assertEqual(line.head_name, "李志顺")
        self.assertEqual(line.payee_name, "李小敏")
        self.assertEqual(line.village_group, "第三组")
        self.assertEqual(line.relation_to_head, "child")
        self.assertEqual(line.address, "柳湾村12号")
        self.assertEqual(line.enrolment_id, enrolment)
        self.assertEqual(line.division_id, self.village)
        self.assertEqual(line.age, 76)
        self.assertEqual(line.account_number, child.bank_account_ids.number)
        self.assertEqual(line.bank_name, "农村信用社")
        for masked, mask, value in (
            ("head_identity_masked", masking.mask_identity_number, self.resident),
            ("beneficiary_identity_masked", masking.mask_identity_number, child),
            ("payee_identity_masked", masking.mask_identity_number, child),
        ):
            self.assertEqual(line[masked], mask(value.identity_number))
        self.assertEqual(line.phone_masked, "138****5678")
        self.assertEqual(line.account_masked, masking.mask_account(line.account_number))

    def test_masks_in_sql_are_the_masks_of_the_base(self):
        rounds = self.env["bianmin.subsidy.round"]
        for mask, head, tail in (
            (masking.mask_identity_number, 6, 4),
            (masking.mask_phone, 3, 4),
            (masking.mask_account, 0, 4),
        ):
            for length in range(1, 33):
                number = "12345678901234567890123456789012"[:length]
                with self.subTest(mask=mask.__name__, length=length):
                    value = SQL("%s::text", number)
                    expression = rounds._get_sql_mask(value, head, tail)
                    [(found,)] = self.env.execute_query(SQL("SELECT %s", expression))
                    self.assertEqual(found, mask(number))

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def test_who_cannot_be_paid_does_not_hold_up_the_others(self):
        no_account = self._create_resident(name="无卡")
        dead = self._create_payee(name="已故", death_date="2025-12-31")
        for resident in (self.resident, no_account, dead):
            self._enrol(resident)
        record = self._create_round()
        self.assertEqual(record.line_count, 1)
        self.assertEqual(record.blocked_count, 2)
        self.assertEqual(self.reason_of(record, no_account), "no_account")
        self.assertEqual(self.reason_of(record, dead), "dead")
        self.assertEqual(self._get_line(record, dead).state, "blocked")
        self.assertEqual(record.problem_line_ids.mapped("state"), ["blocked"] * 2)

    def test_the_period_of_the_death_is_paid_unless_the_scheme_says_no(self):
        dead = self._create_payee(name="已故", death_date="2026-03-05")
        self._enrol(dead)
        record = self._create_round()
        self.assertFalse(self.reason_of(record, dead))
        self.scheme.pays_period_of_death = False
        record.action_generate()
        self.assertEqual(self.reason_of(record, dead), "dead")

    def test_account_of_somebody_else_is_blocked(self):
        other = self._create_payee(name="别人")
        self._enrol(bank_account_id=other.bank_account_ids.id)
        self.assertEqual(
            self.reason_of(self._create_round(), self.resident), "account_owner"
        )

    def test_account_in_another_name_is_blocked(self):
        self.account.holder_name = "李致顺"
        self._enrol()
        record = self._create_round()
        self.assertEqual(self.reason_of(record, self.resident), "account_name")
        self.account.holder_name = "李志顺"
        record.action_generate()
        self.assertFalse(self.reason_of(record, self.resident))
        self.assertEqual(record.line_count, 1)

    def test_archived_account_or_resident_is_blocked(self):
        archived = self._create_payee(name="归档")
        self._enrol()
        self._enrol(archived)
        self.account.active = False
        archived.active = False
        record = self._create_round()
        self.assertEqual(self.reason_of(record, self.resident), "no_account")
        self.assertEqual(self.reason_of(record, archived), "archived")

    def test_suspended_is_blocked_and_ended_gets_no_line(self):
        ended = self._create_payee(name="停止")
        moved = self._create_payee(name="迁出")
        suspended = self._enrol().with_user(self.officer)
        suspended._suspend("核查中")
        self._enrol(ended).with_user(self.officer)._end(
            "迁出", date.fromisoformat("2025-12-31")
        )
        self._enrol(moved).with_user(self.officer)._end(
            "迁出", date.fromisoformat("2026-02-01")
        )
        record = self._create_round()
        self.assertEqual(self.reason_of(record, self.resident), "suspended")
        self.assertFalse(self._get_line(record, ended))
        self.assertEqual(self._get_line(record, moved).state, "pending")

    def test_enrolment_that_ended_meanwhile_is_blocked_at_the_next_look(self):
        enrolment = self._enrol(valid_from="2026-06-01")
        record = self._create_round()
        self.assertEqual(self._get_line(record).state, "pending")
        enrolment.with_user(self.officer)._end(
            "登记有误", date.fromisoformat("2026-01-01")
        )
        record.action_generate()
        self.assertEqual(self.reason_of(record, self.resident), "ended")

    def test_who_moved_out_of_the_division_meanwhile_is_blocked(self):
        self._enrol()
        record = self._create_round()
        self.resident.division_id = self.other_village
        record.action_generate()
        self.assertEqual(self._get_line(record).block_reason, "moved")

    def test_enrolment_counts_from_its_first_day(self):
        self._enrol(valid_from="2027-01-01")
        self.assertFalse(self._create_round().line_ids)

    def test_payee_who_has_died_is_blocked(self):
        guardian = self._create_payee(name="监护人")
        self._enrol(payee_id=guardian.id)
        record = self._create_round()
        self.assertFalse(self.reason_of(record, self.resident))
        self.assertEqual(self._get_line(record).payee_name, "监护人")
        guardian.death_date = "2026-05-01"
        record.action_generate()
        self.assertEqual(self.reason_of(record, self.resident), "payee_dead")

    # ------------------------------------------------------------
    # RATES
    # ------------------------------------------------------------

    def test_age_band_and_category_find_the_amount(self):
        two_daughter = self.env.ref("bianmin_base.resident_category_two_daughter")
        disabled = self.env.ref("bianmin_base.resident_category_disabled")
        scheme = self._create_scheme(
            code="GL",
            cycle="month",
            rate_ids=[
                Command.create({"valid_from": "2018-01-01", **vals})
                for vals in (
                    {"age_from": 80, "age_to": 89, "amount": 50},
                    {"age_from": 90, "amount": 100.05},
                    {"category_id": two_daughter.id, "amount": 20},
                    {"category_id": disabled.id, "amount": 30},
                )
            ],
        )
        expected = {}
        for birth, categories, amount in (
            ("1946-11-30", self.env["bianmin.resident.category"], 50),
            ("1946-12-01", self.env["bianmin.resident.category"], 0),
            ("1936-11-15", self.env["bianmin.resident.category"], 100.05),
            ("1980-01-01", two_daughter, 20),
            ("1980-01-02", two_daughter | disabled, 30),
        ):
            resident = self._create_payee(
                name=birth,
                identity_number=self._make_identity_number(birth.replace("-", "")),
                category_ids=[Command.set(categories.ids)],
            )
            self._enrol(resident, scheme)
            expected[resident] = amount
        record = self._create_round(scheme, period="2026-11")
        for resident, amount in expected.items():
            line = self._get_line(record, resident)
            with self.subTest(resident=resident.name):
                self.assertEqual(line.amount, amount)
                self.assertEqual(line.block_reason, False if amount else "no_rate")
        self.assertEqual(f"{record.total_amount:.2f}", "200.05")

    def test_category_counts_when_held_on_the_first_day(self):
        category = self.env.ref("bianmin_base.resident_category_disabled")
        scheme = self._create_scheme(
            code="CJ",
            cycle="month",
            rate_ids=[
                Command.create(
                    {
                        "valid_from": "2018-01-01",
                        "category_id": category.id,
                        "amount": 30,
                    }
                )
            ],
        )
        expected = {}
        for date_from, date_to, reason in (
            ("2026-11-01", False, False),
            ("2026-11-02", False, "no_rate"),
            (False, "2026-11-01", False),
            (False, "2026-10-31", "no_rate"),
        ):
            resident = self._create_payee(name=f"{date_from} {date_to}")
            self.env["bianmin.resident.category.line"].create(
                {
                    "resident_id": resident.id,
                    "category_id": category.id,
                    "date_from": date_from,
                    "date_to": date_to,
                }
            )
            self._enrol(resident, scheme)
            expected[resident] = reason
        record = self._create_round(scheme, period="2026-11")
        for resident, reason in expected.items():
            with self.subTest(resident=resident.name):
                self.assertEqual(self.reason_of(record, resident), reason)

    def test_age_may_be_counted_on_the_first_day(self):
        scheme = self._create_scheme(
            code="GL",
            cycle="month",
            age_on="start",
            rate_ids=[
                Command.create(
                    {"valid_from": "2018-01-01", "age_from": 80, "amount": 50}
                )
            ],
        )
        born = self._make_identity_number("19461102")
        resident = self._create_payee(name="月初", identity_number=born)
        self._enrol(resident, scheme)
        record = self._create_round(scheme, period="2026-11")
        self.assertEqual(self.reason_of(record, resident), "no_rate")

    def test_rate_of_the_first_day_of_the_period_counts(self):
        self.scheme.rate_ids.valid_to = "2025-12-31"
        self.scheme.rate_ids = [
            Command.create({"valid_from": "2026-01-01", "amount": 1080})
        ]
        self._enrol()
        self.assertEqual(self._create_round().total_amount, 1080)
        self.assertEqual(self._create_round(period="2025").total_amount, 960)

    # ------------------------------------------------------------
    # ONCE
    # ------------------------------------------------------------

    def test_second_round_of_a_period_leaves_out_who_has_a_payment(self):
        self._enrol()
        first = self._create_round()
        late = self._create_payee(name="迟来")
        self._enrol(late)
        second = self._create_round()
        self.assertEqual(second.line_ids.beneficiary_id.sudo(), late)
        self.assertEqual((first.sequence, second.sequence), (1, 2))
        self.assertIn("#2", second.name)
        self.assertIn(
            "1", second.event_ids.filtered(lambda e: e.kind == "generated").opinion
        )

    def test_blocked_line_is_free_for_another_round_once_the_first_has_gone(self):
        self._enrol()
        broke = self._create_resident(name="无卡")
        enrolment = self._enrol(broke)
        first = self._create_exported()
        line = self._get_line(first, broke)
        self.assertEqual((line.state, line.block_reason), ("stopped", "no_account"))
        enrolment.bank_account_id = self._create_account(broke)
        second = self._create_round()
        self.assertEqual(second.line_ids.beneficiary_id.sudo(), broke)
        self.assertEqual(second.line_ids.state, "pending")

    def test_household_is_paid_once_to_its_head(self):
        scheme = self._create_scheme(code="HH", per="household")
        household = self.env["bianmin.household"].create(
            {"number": "H1", "division_id": self.village.id}
        )
        member = self._create_payee(name="家人", household_id=household.id)
        self.resident.household_id = household
        household.head_id = self.resident
        self._enrol(member, scheme)
        line = self._create_round(scheme).line_ids.sudo()
        self.assertEqual(line.payee_id, self.resident)
        self.assertEqual(line.head_id, self.resident)
        self.assertEqual(line.account_number, self.account.number)
        self.assertEqual(line.household_id, household)

    def test_single_payment_is_single_for_ever(self):
        scheme = self._create_scheme(code="ONE", cycle="once")
        self._enrol(scheme=scheme)
        self._create_round(scheme, period="once")
        again = self._create_round(scheme, period="once")
        self.assertFalse(again.line_ids)

    # ------------------------------------------------------------
    # DRAFTS ONLY, OFFICERS ONLY
    # ------------------------------------------------------------

    def test_lines_are_generated_by_the_officer_of_the_township_only(self):
        self._enrol()
        record = self._create_round()
        for user in (self.auditor, self.approver, self.finance):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                record.with_user(user).action_generate()
        with self.assertRaises(AccessError):
            record.with_user(self.other_officer).action_generate()

    def test_round_of_another_township_cannot_be_made(self):
        with self.assertRaises(AccessError):
            self._create_round(user=self.other_officer)

    def test_round_outside_the_scheme_is_refused(self):
        scheme = self._create_scheme(code="OUT")
        scheme.department_id.division_id = self.other_township
        with self.assertRaisesRegex(UserError, "西山镇"):
            self._create_round(scheme)

    def test_submitted_round_is_not_generated_again(self):
        self._enrol()
        record = self._create_round()
        record.action_submit()
        with self.assertRaisesRegex(UserError, record.name):
            record.action_generate()

    def test_subject_does_not_change_under_the_lines(self):
        self._enrol()
        record = self._create_round()
        for vals in ({"period": "2025"}, {"division_id": self.village.id}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.write(vals)

    def test_period_must_fit_the_cycle_and_the_sentence_shows_how(self):
        for period in ("2026-11", "2026年", "", "once"):
            with self.subTest(period=period), self.assertRaisesRegex(UserError, "2026"):
                self._create_round(period=period)

    def test_form_of_a_round(self):
        form = Form(self.env["bianmin.subsidy.round"].with_user(self.officer))
        form.scheme_id = self.scheme
        form.division_id = self.township
        form.period = "2026"
        record = form.save()
        self.assertRegex(record.number, r"^2026\d{6}$")
        self.assertEqual(record.name, "两女户补贴 东河镇 2026")
        self.assertEqual(str(record.period_start), "2026-01-01")
        self.assertEqual(str(record.period_end), "2026-12-31")

    # ------------------------------------------------------------
    # STOPPED LINES
    # ------------------------------------------------------------

    def test_stopped_line_counts_for_nothing_and_may_come_back(self):
        self._enrol()
        self._enrol_many(1)
        record = self._create_round()
        line = self._get_line(record).with_user(self.officer)
        with self.assertRaises(UserError):
            line._stop("  ")
        line._stop("本人放弃")
        self.assertEqual((line.state, line.stop_reason), ("stopped", "本人放弃"))
        self.assertEqual((record.line_count, record.total_amount), (1, 960))
        record.action_generate()
        self.assertEqual(self._get_line(record).state, "stopped")
        line.action_resume()
        self.assertEqual((line.state, line.stop_reason), ("pending", False))
        self.assertEqual(record.line_count, 2)

    def test_stopping_is_for_the_officer_and_for_drafts(self):
        self._enrol()
        record = self._create_round()
        line = self._get_line(record)
        with self.assertRaises(AccessError):
            line.with_user(self.auditor)._stop("不符")
        record.action_submit()
        with self.assertRaises(UserError):
            line.with_user(self.officer)._stop("不符")

    def test_stop_window(self):
        self._enrol()
        record = self._create_round()
        action = record.line_ids.action_ask_stop()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.officer)
            .browse(action["res_id"])
        )
        wizard.reason = "查无此人"
        wizard.action_confirm()
        self.assertEqual(record.line_ids.state, "stopped")
        self.assertEqual(record.line_count, 0)
