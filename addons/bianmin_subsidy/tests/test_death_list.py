import base64
import io
from datetime import date

from openpyxl import Workbook, load_workbook

from odoo.exceptions import AccessError, UserError

from .common import SubsidyCase

HEADERS = ("姓名", "公民身份号码", "死亡日期")


class TestDeathList(SubsidyCase):
    """A list of the dead proposes; a person confirms; then nothing more is paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.monthly = cls._create_scheme(amount=100, code="GLBT", cycle="month")
        cls.dead = cls._create_payee(
            name="李长林", identity_number=cls._make_identity_number("19380716")
        )
        cls.enrolment = cls._enrol(cls.dead, cls.monthly)
        for month in ("2026-08", "2026-09", "2026-10"):
            cls._create_paid(scheme=cls.monthly, period=month)

    def make_workbook(self, rows, headers=HEADERS):
        book = Workbook()
        for row in (headers, *rows):
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()

    def read_in(self, content, user=None, **vals):
        """The window, after looking and after taking the good rows."""
        window = (
            self.env["bianmin.subsidy.death.import"]
            .with_user(user or self.officer)
            .create(
                {
                    "division_id": self.township.id,
                    "file": base64.b64encode(content),
                    "file_name": "九月死亡名单.xlsx",
                    **vals,
                }
            )
        )
        window.action_preview()
        window.action_import()
        return window

    def propose(self, died="2026-09-10", name="李长林"):
        content = self.make_workbook([(name, self.dead.identity_number, died)])
        return self.read_in(content).list_id.death_ids

    def settle(self, death, target="confirmed", user=None, note="已核对死亡证明"):
        death.with_user(user or self.officer)._settle(target, note)

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    def test_who_is_found_is_proposed_and_nothing_else_happens(self):
        death = self.propose()
        self.assertEqual((death.resident_id, death.state), (self.dead, "proposed"))
        self.assertEqual(death.death_date, date(2026, 9, 10))
        self.assertEqual((death.kind, death.matched_by), ("same", "number"))
        self.assertFalse(self.dead.death_date)
        self.assertEqual(self.enrolment.state, "active")

    def test_text_in_gb18030_is_read_too(self):
        row = f"李长林,{self.dead.identity_number},2026-9-10"
        text = f"姓名,身份证号,死亡时间\r\n{row}\r\n"
        window = self.read_in(text.encode("gb18030"))
        self.assertEqual(window.list_id.death_ids.resident_id, self.dead)

    def test_name_that_sounds_alike_is_told(self):
        self.assertEqual(self.propose(name="李常林").kind, "homophone")

    def test_each_wrong_row_is_told_and_the_others_go_in(self):
        number = self.dead.identity_number
        content = self.make_workbook(
            [
                ("李长林", number, "2026-09-10"),
                ("某人", self._make_identity_number("19400101"), "2026-09-10"),
                ("李志顺", self.resident.identity_number, "2027-01-01"),
                ("李志顺", self.resident.identity_number, "昨天"),
                ("李志顺", self.resident.identity_number, None),
                ("李志顺", "123", "2026-09-10"),
                ("李长林", number, "2026-09-10"),
            ]
        )
        window = self.read_in(content)
        self.assertEqual((window.new_count, window.wrong_count), (1, 6))
        book = load_workbook(io.BytesIO(base64.b64decode(window.error_file)))
        rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
        self.assertEqual([str(row[0]) for row in rows[1:]], list("345678"))
        self.assertEqual((window.list_id.row_count, window.list_id.wrong_count), (7, 6))

    def test_file_that_is_none_is_refused_with_a_sentence(self):
        for content in (b"\x00\x01\x02", self.make_workbook([("李长林",)], ("姓名",))):
            with self.assertRaises(UserError):
                self.read_in(content)

    def test_who_waits_or_is_dead_is_not_proposed_again(self):
        self.propose()
        self.assertFalse(self.propose())
        self.settle(self.env["bianmin.subsidy.death"].search([]))
        self.assertFalse(self.propose())

    def test_people_of_another_township_are_not_found(self):
        neighbour = self._create_resident(
            name="外乡人",
            division_id=self.other_village.id,
            identity_number=self._make_identity_number("19410202"),
        )
        content = self.make_workbook(
            [("外乡人", neighbour.identity_number, "2026-09-10")]
        )
        window = self.read_in(content)
        self.assertEqual((window.new_count, window.wrong_count), (0, 1))
        with self.assertRaises(AccessError):
            self.read_in(content, division_id=self.other_township.id)

    def test_reading_many_rows_costs_the_queries_of_few(self):
        queries = []
        for size in (4, 20, 40):
            people = self._enrol_many(size).beneficiary_id
            for order, person in enumerate(people, start=100 + size):
                number = self._make_identity_number("19500101", order=order)
                person.write(
                    {"identity_type": "resident_card", "identity_number": number}
                )
            rows = [(p.name, p.identity_number, "2026-09-01") for p in people]
            content = self.make_workbook(rows)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            window = self.read_in(content)
            self.env.flush_all()
            queries.append(self.cr.sql_log_count - before)
            self.assertEqual(window.new_count, size)
        self.assertEqual(queries[1], queries[2])

    # ------------------------------------------------------------
    # CONFIRM
    # ------------------------------------------------------------

    def test_confirmed_death_goes_into_the_register_by_its_own_act(self):
        death = self.propose()
        self.settle(death)
        self.assertEqual(self.dead.death_date, date(2026, 9, 10))
        event = self.dead.event_ids[0]
        self.assertEqual((event.kind, event.user_id), ("death", self.officer))
        for part in ("九月死亡名单", "已核对死亡证明"):
            self.assertIn(part, event.description)
        self.assertEqual(death.settled_by_id, self.officer)

    def test_enrolment_ends_with_the_period_of_death(self):
        self.settle(self.propose())
        self.assertEqual(self.enrolment.state, "ended")
        self.assertEqual(self.enrolment.valid_to, date(2026, 9, 10))

    def test_enrolment_ends_before_it_when_the_scheme_does_not_pay_it(self):
        self.monthly.pays_period_of_death = False
        self.settle(self.propose())
        self.assertEqual(self.enrolment.valid_to, date(2026, 8, 31))
        periods = self.env["bianmin.subsidy.recovery"].search([]).mapped("period")
        self.assertEqual(sorted(periods), ["2026-09", "2026-10"])

    def test_who_dies_on_the_last_day_has_lived_through_the_period(self):
        self.monthly.pays_period_of_death = False
        self.settle(self.propose(died="2026-09-30"))
        self.assertEqual(self.enrolment.valid_to, date(2026, 9, 30))
        periods = self.env["bianmin.subsidy.recovery"].search([]).mapped("period")
        self.assertEqual(periods, ["2026-10"])

    def test_what_was_paid_later_is_listed_once(self):
        self.settle(self.propose())
        recovery = self.env["bianmin.subsidy.recovery"].search([])
        self.assertEqual(
            (recovery.resident_id, recovery.period, recovery.amount, recovery.state),
            (self.dead, "2026-10", 100, "open"),
        )
        self.dead._stop_after_death()
        self.assertEqual(self.env["bianmin.subsidy.recovery"].search([]), recovery)

    def test_bank_that_pays_after_the_death_was_known_is_listed(self):
        record = self._create_exported(scheme=self.monthly, period="2026-11")
        self.settle(self.propose())
        self._read_back(record)
        periods = self.env["bianmin.subsidy.recovery"].search([]).mapped("period")
        self.assertEqual(sorted(periods), ["2026-10", "2026-11"])

    def test_next_round_does_not_pay_the_dead(self):
        self.settle(self.propose())
        record = self._create_round(scheme=self.monthly, period="2026-11")
        line = self._get_line(record, self.dead)
        self.assertFalse(line.filtered(lambda one: one.state == "pending"))

    def test_agents_report_that_is_found_right_does_the_same(self):
        report = self._certify(
            self.dead, result="died", death_date="2026-09-10", photo=False
        )
        report.with_user(self.officer)._settle(
            "confirmed", "家属提供证明", self.env["ir.attachment"]
        )
        self.assertEqual(self.enrolment.state, "ended")
        self.assertEqual(self.env["bianmin.subsidy.recovery"].search_count([]), 1)

    def test_rejected_match_changes_nothing(self):
        death = self.propose()
        self.settle(death, "rejected", note="同名同姓，本人健在")
        self.assertFalse(self.dead.death_date)
        self.assertEqual(self.enrolment.state, "active")
        with self.assertRaises(UserError):
            self.settle(death)

    def test_register_that_changed_meanwhile_is_looked_at_anew(self):
        death = self.propose()
        self.dead.name = "李长森"
        with self.assertRaisesRegex(UserError, "李长森"):
            self.settle(death)

    def test_only_the_officer_of_the_township_decides_with_an_opinion(self):
        death = self.propose()
        for user in (self.auditor, self.finance, self.other_officer, self.agent_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.settle(death, user=user)
        with self.assertRaises(UserError):
            self.settle(death, note=" ")
        for vals in ({"state": "confirmed"}, {"death_date": "2026-01-01"}):
            with self.subTest(vals=list(vals)), self.assertRaises(UserError):
                death.with_user(self.officer).write(vals)
        self.assertEqual(death.state, "proposed")

    def test_lists_are_seen_in_ones_divisions_and_masked(self):
        death = self.propose()
        number = self.dead.identity_number
        for name in ("death", "death.list"):
            model = self.env[f"bianmin.subsidy.{name}"]
            self.assertTrue(model.with_user(self.auditor).search([]))
            self.assertFalse(model.with_user(self.other_officer).search([]))
        shown = death.with_user(self.officer).read()[0]
        self.assertNotIn(number, str(shown))
        self.assertIn("*", shown["identity_number_masked"])

    # ------------------------------------------------------------
    # RECOVERY
    # ------------------------------------------------------------

    def test_money_comes_back_or_the_department_gives_it_up(self):
        self.settle(self.propose(died="2026-08-10"))
        first, second = self.env["bianmin.subsidy.recovery"].search([])
        with self.assertRaises(AccessError):
            first.with_user(self.officer)._settle("waived", "家庭困难")
        first.with_user(self.approver)._settle("waived", "家庭困难")
        action = second.with_user(self.officer).action_ask_recovered()
        window = self.env[action["res_model"]].browse(action["res_id"])
        window = window.with_user(self.officer)
        window.note = "已退回专户"
        window.action_confirm()
        self.assertEqual((first.state, second.state), ("waived", "recovered"))
        self.assertEqual(second.settled_note, "已退回专户")
        self.assertFalse(
            self.env["bianmin.subsidy.recovery"]
            .with_user(self.other_officer)
            .search([])
        )
