"""J6: the monthly allowance for the old of a township, from the rates to the vouchers.

October is paid; in November one person is new, one has died, one has turned ninety and
one account is in another name. Four posts press their buttons in a real browser; the
roster hangs out for seven days and is objected to; the bank sends one payment back.
"""

import base64
import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import JourneyHttpCase

ROUNDS = "bianmin_subsidy.subsidy_round_action"
NOTICES = "bianmin_subsidy.subsidy_notice_action"
SCHEMES = "bianmin_subsidy.subsidy_scheme_action"
BANDS = ((80, 89, 60), (90, 99, 100), (100, 0, 300))
NOVEMBER = {
    "旅程不变老人": Decimal("60.00"),
    "旅程新增老人": Decimal("60.00"),
    "旅程九旬老人": Decimal("100.00"),
    "旅程百岁老人": Decimal("300.00"),
}


def at(month, day, hour=9):
    """A moment of the Chinese wall clock."""
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


@tagged("post_install", "-at_install")
class TestElderlyAllowance(JourneyHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls._create_user(
            "j6_editor", ("bianmin_subsidy.role_department_officer", cls.county)
        )
        cls.allowance = cls.env["bianmin.subsidy.scheme"].create(
            {
                "name": "旅程高龄津贴",
                "code": "J6GL",
                "department_id": cls.department.id,
                "cycle": "month",
                "notice_days": 7,
                "bank_format_id": cls.env.ref("bianmin_subsidy.bank_format_generic").id,
                "indicator_number": "滦财社〔2026〕10号",
                "budget_item": "高龄老人津贴",
                "rate_ids": [
                    Command.create(
                        {
                            "valid_from": "2018-01-01",
                            "age_from": first,
                            "age_to": last,
                            "amount": amount,
                        }
                    )
                    for first, last, amount in BANDS
                ],
            }
        )
        cls.people = {}
        for name, born, start in (
            ("旅程不变老人", "19420303", "2026-01-01"),
            ("旅程九旬老人", "19361112", "2026-01-01"),
            ("旅程百岁老人", "19251001", "2026-01-01"),
            ("旅程去世老人", "19400505", "2026-01-01"),
            ("旅程新增老人", "19461108", "2026-11-01"),
            ("旅程错户老人", "19410708", "2026-11-01"),
        ):
            cls.people[name] = cls._enrol_old(name, born, start)
        cls.people["旅程错户老人"].bank_account_ids.holder_name = "旅程错户之子"

    @classmethod
    def _enrol_old(cls, name, born, start):
        person = cls._create_resident(
            name=name, identity_number=cls._make_identity_number(born)
        )
        cls.env["bianmin.bank.account"].create(
            {
                "resident_id": person.id,
                "bank_name": "农村信用社",
                "kind": "passbook",
                "number": f"62170000000006{person.id % 100000:05d}",
            }
        )
        cls.env["bianmin.subsidy.enrolment"].create(
            {
                "scheme_id": cls.allowance.id,
                "beneficiary_id": person.id,
                "valid_from": start,
            }
        )
        return person

    def _walk_at(self, moment, *args):
        with freeze_time(moment, tick=True):
            self._walk(*args)

    # ------------------------------------------------------------
    # THE JOURNEY
    # ------------------------------------------------------------

    def test_from_the_rates_to_the_corrected_round(self):
        self._pay_october()
        self.people["旅程去世老人"].death_date = "2026-10-28"
        editor, officer = self.editor, self.clerk
        self._walk_at(at(11, 2, 8), "bianmin_j6_editor_previews", SCHEMES, editor)
        self.assertFalse(self._find_round("2026-11"), "nothing was written")
        self._walk_at(at(11, 2), "bianmin_j6_officer_prepares", ROUNDS, officer)
        record = self._find_round("2026-11")
        self._check_roster(record)
        self._walk_at(at(11, 2, 15), "bianmin_j6_auditor_audits", ROUNDS, self.reviewer)
        self._walk_at(at(11, 3), "bianmin_j6_officer_publishes", ROUNDS, officer)
        self._check_notice(record)
        self._check_not_approved(record, at(11, 10), "2026-11-10")
        self._check_not_approved(record, at(11, 11), "objected|异议")
        self._walk_at(at(11, 11), "bianmin_j6_officer_settles", NOTICES, officer)
        approves = "bianmin_j6_department_approves"
        self._walk_at(at(11, 11, 14), approves, ROUNDS, self.department_reviewer)
        self._walk_at(at(11, 12), "bianmin_j6_finance_exports", ROUNDS, self.finance)
        rows = self._check_bank_file(record)
        self._walk_at(
            at(11, 13),
            "bianmin_j6_finance_imports",
            ROUNDS,
            self.finance,
            f"window.bianminBankAnswer = '{self._make_answer(record, rows)}';",
        )
        self._check_results(record)
        self._check_papers(record)
        self._correct(record)
        self._check_statistics()

    def _find_round(self, period):
        return self.env["bianmin.subsidy.round"].search(
            [
                ("scheme_id", "=", self.allowance.id),
                ("period", "=", period),
                ("is_correction", "=", False),
            ]
        )

    def _pay_october(self):
        with freeze_time(at(10, 2)):
            record = (
                self.env["bianmin.subsidy.round"]
                .with_user(self.clerk)
                .create(
                    {
                        "scheme_id": self.allowance.id,
                        "division_id": self.township.id,
                        "period": "2026-10",
                    }
                )
            )
            record.action_generate()
            record.action_submit()
            record.with_user(self.reviewer).action_audit()
            record.action_publish()
        with freeze_time(at(10, 10)):
            self._approve_and_pay(record)
        self.assertEqual(record.total_amount, 60 + 60 + 300 + 60)

    def _approve_and_pay(self, record):
        """The posts after the notice, and a bank that pays everybody."""
        record.with_user(self.department_reviewer).action_approve()
        file = self._export_round(record.with_env(self.env))
        rows = self._parse_bank_file(self._read_bank_file(file))
        answer = base64.b64decode(self._make_answer(record, rows, failed=()))
        self._import_return(record, answer)
        self.env.invalidate_all()
        self.assertEqual(record.state, "paid")

    # ------------------------------------------------------------
    # ROSTER AND NOTICE
    # ------------------------------------------------------------

    def _check_roster(self, record):
        """Amounts by band, what is blocked, what differs from October, two papers."""
        lines = record.line_ids
        paid = lines.filtered(lambda line: line.state == "pending")
        amounts = {
            line.beneficiary_name: Decimal(f"{line.amount:.2f}") for line in paid
        }
        self.assertEqual(amounts, NOVEMBER)
        blocked = {line.beneficiary_name: line.block_reason for line in lines - paid}
        self.assertEqual(
            blocked, {"旅程错户老人": "account_name", "旅程去世老人": "dead"}
        )
        difference = record._get_difference()
        self.assertEqual(
            [
                [(row["name"], row["amount_before"], row["amount_now"]) for row in rows]
                for rows in (group["rows"] for group in difference["groups"])
            ],
            [
                [("旅程新增老人", 0, 60)],
                [("旅程去世老人", 60, 0)],
                [("旅程九旬老人", 60, 100)],
            ],
        )
        self.assertEqual(record.total_amount - difference["last"].total_amount, 40)
        html = self._print_html("report_subsidy_difference", record, self.reviewer)
        self.assertIn("旅程新增老人", html)

    def _check_notice(self, record):
        """Masked names, the sum, no number: on the board and on the public page."""
        notice = record.notice_ids
        self.assertEqual(notice.last_day, date(2026, 11, 10))
        with freeze_time(at(11, 4)):
            self.logout()
            page = self.url_open("/" + notice.address.split("/", 3)[-1])
        paper = self._print_html("report_subsidy_notice", notice, self.clerk)
        for text in (page.text, paper):
            self.assertIn("旅", text)
            self.assertIn("520.00", text)
            for name, person in self.people.items():
                self.assertNotIn(name, text)
                self.assertNotIn(person.identity_number, text)

    def _check_not_approved(self, record, moment, sentence):
        """While it hangs out, and while an objection is open, nobody approves."""
        with freeze_time(moment), self.assertRaisesRegex(UserError, sentence):
            record.with_user(self.department_reviewer).action_approve()
        self.env.invalidate_all()
        self.assertEqual(record.state, "audited")

    # ------------------------------------------------------------
    # BANK
    # ------------------------------------------------------------

    def _parse_bank_file(self, text):
        """What a bank reads: a header, and rows that add up to it."""
        head, *rows = [line.split("|") for line in text.split("\r\n") if line]
        self.assertEqual(int(head[1]), len(rows))
        self.assertEqual(Decimal(head[2]), sum(Decimal(row[3]) for row in rows))
        self.assertEqual(len({row[0] for row in rows}), len(rows))
        return rows

    def _check_bank_file(self, record):
        """Loaded down over HTTP, in the bank's encoding: who, which account, what."""
        self.assertEqual(record.state, "exported")
        posts = ("prepared_by", "audited_by", "approved_by", "exported_by")
        self.assertEqual(len({record[post] for post in posts}), len(posts))
        file = record.payment_file_ids
        with freeze_time(at(11, 12), tick=True):
            self.authenticate(self.finance.login, self.finance.login)
            action = file.with_user(self.finance).action_download()
            content = self.url_open(action["url"]).content
        rows = self._parse_bank_file(content.decode("gb18030"))
        self.assertEqual({row[2]: Decimal(row[3]) for row in rows}, NOVEMBER)
        for row in rows:
            account = self.people[row[2]].bank_account_ids
            self.assertEqual(row[1], account.number)
        return rows

    def _make_answer(self, record, rows, failed=("旅程百岁老人",)):
        """The bank's return file; base64."""
        total = sum(Decimal(row[3]) for row in rows)
        lines = [f"{record.number}|{len(rows)}|{total}"]
        for row in rows:
            result = ("02", "账户已销户") if row[2] in failed else ("00", "")
            lines.append("|".join([*row[:4], *result]))
        content = "".join(f"{line}\r\n" for line in lines).encode("gb18030")
        return base64.b64encode(content).decode()

    def _check_results(self, record):
        self.assertEqual((record.paid_count, record.failed_count), (3, 1))
        failed = record.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual(failed.beneficiary_name, "旅程百岁老人")
        self.assertIn("账户已销户", failed.return_reason)

    # ------------------------------------------------------------
    # PAPERS, CORRECTION, STATISTICS
    # ------------------------------------------------------------

    def _print_html(self, name, record, user):
        report = self.env["ir.actions.report"].with_user(user)
        report = report.with_context(lang="zh_CN")
        html, _kind = report._render_qweb_html(f"bianmin_subsidy.{name}", record.ids)
        return html.decode()

    def _check_papers(self, record):
        """Voucher and roster say the sum that went to the bank."""
        voucher = self._print_html("report_subsidy_voucher", record, self.finance)
        self.assertIn("伍佰贰拾元整", voucher)
        self.assertIn("公示期满，同意发放。", voucher)
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.finance)
            .with_context(lang="zh_CN")
            ._render("bianmin_subsidy.subsidy_roster_report", record.ids)
        )
        sheet = load_workbook(io.BytesIO(content)).active
        cells = [cell for row in sheet.values for cell in row]
        self.assertTrue({60, 100, 300, 520} <= {c for c in cells if c != ""})

    def _correct(self, record):
        """A new account, a round of its own, the same sum."""
        person = self.people["旅程百岁老人"]
        person.bank_account_ids.number = f"62170000000007{person.id % 100000:05d}"
        self._walk_at(at(11, 16), "bianmin_j6_officer_corrects", ROUNDS, self.clerk)
        correction = self.env["bianmin.subsidy.round"].search(
            [("scheme_id", "=", self.allowance.id), ("is_correction", "=", True)]
        )
        self.assertEqual(correction.total_amount, 300)
        with freeze_time(at(11, 17)):
            correction.with_user(self.reviewer).action_audit("已核对新账号。")
            self._approve_and_pay(correction)
        self.assertEqual(correction.line_ids.beneficiary_id, person)

    def _check_statistics(self):
        """What finance groups adds up: everybody once a month, nobody twice."""
        lines = self.env["bianmin.subsidy.line"].with_user(self.finance)
        groups = lines._read_group(
            [("scheme_id", "=", self.allowance.id), ("state", "=", "paid")],
            ["period"],
            ["__count", "beneficiary_id:count_distinct", "amount:sum"],
        )
        self.assertEqual(
            sorted(groups), [("2026-10", 4, 4, 480.0), ("2026-11", 4, 4, 520.0)]
        )
