from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SubsidyCase, SubsidyHttpCase


class TestNotice(SubsidyCase):
    """An audited roster hangs out for its days; objections are settled first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.notice_days = 7
        cls._enrol()
        cls._enrol_many(2)

    def audit(self):
        return self._advance(self._create_round(), "audited")

    def publish(self, record=None):
        record = record or self.audit()
        record.with_user(self.officer).action_publish()
        return record.sudo().notice_ids[:1].with_user(self.officer)

    def approve(self, record, day):
        with freeze_time(f"{day} 02:00:00"):
            record.with_user(self.approver).action_approve()

    def object_to(self, notice, **vals):
        return notice.env["bianmin.subsidy.objection"].create(
            {"notice_id": notice.id, "text": "此人已搬走", **vals}
        )

    # ------------------------------------------------------------
    # DAYS
    # ------------------------------------------------------------

    def test_nothing_is_approved_before_it_has_hung_out(self):
        record = self.audit()
        with self.assertRaises(UserError):
            self.approve(record, "2026-12-30")
        notice = self.publish(record)
        self.assertEqual(str(notice.last_day), "2026-12-01")
        for day in ("2026-11-24", "2026-12-01"):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, "2026-12-01"):
                self.approve(record, day)
        self.approve(record, "2026-12-02")
        self.assertEqual(record.state, "approved")

    def test_working_days_are_those_of_the_calendar(self):
        self.scheme.notice_unit = "working"
        notice = self.publish()
        calendar = self.env["bianmin.calendar.day"]
        self.assertEqual(
            notice.last_day, calendar._add_working_days(notice.published_on, 7)
        )
        self.assertEqual(str(notice.last_day), "2026-12-03")

    def test_the_day_is_the_one_in_china(self):
        record = self.audit()
        with freeze_time("2026-11-24 16:30:00"):
            notice = self.publish(record)
        self.assertEqual(str(notice.published_on), "2026-11-25")

    def test_a_scheme_may_go_without(self):
        self.scheme.notice_days = 0
        record = self.audit()
        self.assertFalse(record.needs_notice)
        self.approve(record, "2026-11-24")

    def test_only_an_audited_round_is_published_by_its_officer(self):
        record = self._create_round()
        with self.assertRaises(UserError):
            record.action_publish()
        self._advance(record, "audited")
        for user in (self.auditor, self.approver, self.other_officer, self.agent_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                record.with_user(user).action_publish()
        self.publish(record)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.publish(record)

    def test_changed_roster_hangs_out_anew(self):
        record = self.audit()
        first = self.publish(record)
        record.with_user(self.approver).action_return("有人漏报")
        self._enrol_many(1)
        record.with_user(self.officer).action_generate()
        self._advance(record, "audited")
        self.assertEqual(first.status, "outdated")
        with self.assertRaises(UserError):
            self.approve(record, "2026-12-20")
        self.publish(record)
        self.approve(record, "2026-12-20")

    def test_same_roster_sent_again_need_not_hang_out_twice(self):
        record = self.audit()
        self.publish(record)
        record.with_user(self.approver).action_return("补充意见")
        self._advance(record, "audited")
        self.assertFalse(record.needs_notice)
        self.approve(record, "2026-12-02")

    def test_withdrawn_notice_does_not_count(self):
        record = self.audit()
        notice = self.publish(record)
        with self.assertRaises(AccessError):
            notice.with_user(self.approver).action_withdraw()
        notice.action_withdraw()
        with self.assertRaises(UserError):
            self.approve(record, "2026-12-20")
        self.publish(record)

    def test_days_cannot_be_set_by_hand(self):
        notice = self.publish()
        for vals in (
            {"published_on": "2026-01-01"},
            {"days": 1},
            {"state": "withdrawn"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                notice.write(vals)

    # ------------------------------------------------------------
    # OBJECTIONS
    # ------------------------------------------------------------

    def test_open_objection_holds_the_round_until_it_is_settled(self):
        record = self.audit()
        notice = self.publish(record)
        objection = self.object_to(notice, line_id=record.line_ids[0].id)
        self.assertEqual(notice.status, "objections")
        with self.assertRaises(UserError):
            self.approve(record, "2026-12-20")
        with self.assertRaises(UserError):
            objection._settle("rejected", " ")
        with self.assertRaises(AccessError):
            objection.with_user(self.approver)._settle("rejected", "不实")
        action = objection.action_ask_reject()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.with_user(self.officer).finding = "入户核实，仍在本村居住"
        wizard.with_user(self.officer).action_confirm()
        self.assertEqual(objection.state, "rejected")
        self.assertEqual(objection.settled_by_id, self.officer)
        self.approve(record, "2026-12-20")

    def test_well_founded_objection_sends_the_round_back(self):
        record = self.audit()
        notice = self.publish(record)
        self.object_to(notice)._settle("upheld", "确已迁出")
        with self.assertRaises(UserError):
            self.approve(record, "2026-12-20")
        record.with_user(self.approver).action_return("异议成立")
        record.line_ids[0].with_user(self.officer)._stop("已迁出")
        self._advance(record, "audited")
        self.publish(record)
        self.approve(record, "2026-12-20")

    def test_objection_names_a_payment_of_this_roster(self):
        notice = self.publish()
        other = self._create_round(period="2025")
        with self.assertRaises(UserError):
            self.object_to(notice, line_id=other.line_ids[0].id)

    # ------------------------------------------------------------
    # PAGE AND PAPER
    # ------------------------------------------------------------

    def test_page_shows_masked_names_and_no_numbers(self):
        notice = self.publish()
        values = notice.sudo()._prepare_public_values()
        names = [line["name"] for line in values["lines"]]
        self.assertIn("李*顺", names)
        self.assertEqual(len(names), 3)
        self.assertEqual(
            set(values["lines"][0]), {"number", "name", "village", "period", "amount"}
        )
        self.assertEqual(values["total"], 2880)

    def test_page_is_cut_and_empty_once_the_notice_is_over(self):
        self._enrol_many(150)
        notice = self.publish().sudo()
        first, second, beyond = (
            notice._prepare_public_values(page) for page in (1, 2, 99)
        )
        self.assertEqual((len(first["lines"]), len(second["lines"])), (100, 53))
        self.assertEqual(beyond["page"], 2)
        with freeze_time("2026-12-02 02:00:00"):
            notice.invalidate_recordset(["status"])
            values = notice._prepare_public_values()
        self.assertEqual((values["running"], values["lines"]), (False, []))

    def test_sheet_for_the_board(self):
        notice = self.publish()
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            ._render_qweb_html("bianmin_subsidy.subsidy_notice_report", notice.ids)
        )
        text = html.decode()
        self.assertIn("李*顺", text)
        self.assertIn("2026-12-01", text.replace("/", "-"))
        for secret in (self.resident.name, self.resident.identity_number):
            self.assertNotIn(secret, text)


@tagged("post_install", "-at_install")
class TestNoticePage(SubsidyHttpCase):
    """The public page opens by its secret address only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.notice_days = 7
        cls._enrol()

    def test_page_by_its_address_and_by_no_other(self):
        record = self._advance(self._create_round(), "audited")
        record.with_user(self.officer).action_publish()
        notice = record.sudo().notice_ids
        path = f"/bianmin/notice/{notice.token}"
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("李*顺", answer.text)
        self.assertNotIn("李志顺", answer.text)
        self.assertNotIn(self.resident.identity_number[:6], answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(self.url_open(f"{path}?page=x").status_code, 200)
        for wrong in ("x", "a" * 32, notice.token[:-1], "%2e%2e", str(notice.id)):
            with self.subTest(token=wrong):
                answer = self.url_open(f"/bianmin/notice/{wrong}")
                self.assertEqual(answer.status_code, 404)
        notice.with_user(self.officer).action_withdraw()
        self.assertEqual(self.url_open(path).status_code, 404)
