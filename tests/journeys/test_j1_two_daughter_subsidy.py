"""J1: from the villager's kitchen table to the money in his hand.

Five real users walk it in a real browser, in Chinese; what they leave is checked here.
"""

import base64
import io
from decimal import Decimal

from openpyxl import load_workbook

from odoo.tests import tagged

from odoo.addons.bianmin_base.tools.local_time import local_date

from ..common import AMOUNT, PERIOD, JourneyHttpCase


@tagged("post_install", "-at_install")
class TestTwoDaughterSubsidy(JourneyHttpCase):
    def test_from_the_village_agent_to_the_signed_hand_over(self):
        self._walk(
            "bianmin_j1_agent_files", "bianmin_agent.agent_case_action", self.agent_user
        )
        case = self._check_filed()
        self._walk(
            "bianmin_j1_clerk_accepts", "bianmin_case.case_action_to_accept", self.clerk
        )
        self._check_accepted(case)
        self._walk(
            "bianmin_j1_reviewer_grants",
            "bianmin_case.case_action_to_decide",
            self.reviewer,
        )
        self._check_granted(case)
        rounds = "bianmin_subsidy.subsidy_round_action"
        self._walk("bianmin_j1_officer_prepares", rounds, self.clerk)
        self._walk("bianmin_j1_auditor_audits", rounds, self.reviewer)
        self._walk("bianmin_j1_department_approves", rounds, self.department_reviewer)
        self._walk("bianmin_j1_finance_exports", rounds, self.finance)
        subsidy_round = self._check_exported()
        self._walk(
            "bianmin_j1_finance_imports",
            rounds,
            self.finance,
            f"window.bianminBankAnswer = '{self._make_bank_answer(subsidy_round)}';",
        )
        self._check_paid(subsidy_round)
        handovers = "bianmin_subsidy.subsidy_handover_action"
        self._walk("bianmin_j1_officer_gives_out", handovers, self.clerk)
        self._walk("bianmin_j1_agent_hands_over", handovers, self.agent_user)
        self._check_handed_over(subsidy_round, case)

    # ------------------------------------------------------------
    # WHAT EACH STEP LEAVES
    # ------------------------------------------------------------

    def _check_filed(self):
        case = self.env["bianmin.case"].search([("resident_id", "=", self.villager.id)])
        self.assertEqual(len(case), 1)
        self.assertEqual(case.filed_by_id, self.agent_user)
        self.assertTrue(case.authorization_id.signature_is_intact)
        self.assertEqual(case.authorization_id.resident_id, self.villager)
        paper = case.material_ids.filtered(lambda m: m.necessity == "required")
        self.assertEqual(paper.state, "received")
        self.assertEqual(paper.attachment_ids.res_id, paper.id)
        return case

    def _check_accepted(self, case):
        receipt, notice = case.document_ids
        self.assertEqual((receipt.kind, notice.kind), ("receipt", "acceptance"))
        self.assertIn("姚王庄便民", notice.number)
        self.assertTrue(notice.is_intact)
        calendar = self.env["bianmin.calendar.day"]
        self.assertEqual(
            case.promised_due,
            calendar._add_working_days(local_date(case.accepted_at), 5),
        )
        self.authenticate(self.clerk.login, self.clerk.login)
        answer = self.url_open(notice.with_user(self.clerk).action_print()["url"])
        self.assertEqual(answer.content[:5], b"%PDF-")

    def _check_granted(self, case):
        self.assertEqual((case.state, case.result), ("closed", "granted"))
        self.assertEqual(
            case.event_ids.mapped("kind"),
            ["receive", "accept", "review", "decide", "close"],
        )
        self.assertEqual(
            case.event_ids.user_id, self.agent_user + self.clerk + self.reviewer
        )
        enrolment = case.enrolment_ids
        self.assertEqual(enrolment.beneficiary_id, self.villager)
        self.assertEqual(enrolment.payment_mode, "handover")

    def _check_exported(self):
        subsidy_round = self.env["bianmin.subsidy.round"].search(
            [("scheme_id", "=", self.scheme.id)]
        )
        self.assertEqual(subsidy_round.state, "exported")
        posts = ("prepared_by", "audited_by", "approved_by", "exported_by")
        self.assertEqual(len({subsidy_round[post] for post in posts}), len(posts))
        self._check_totals(subsidy_round)
        return subsidy_round

    def _check_totals(self, subsidy_round):
        """Round, line, bank file, roster and voucher say the same sum."""
        rows = self._read_bank_rows(subsidy_round)
        self.assertEqual(len(rows), 1)
        _reference, account, name, amount = rows[0][:4]
        self.assertEqual(account, self.account.number)
        self.assertEqual(name, self.villager.name)
        self.assertEqual(Decimal(amount), Decimal(AMOUNT))
        self.assertEqual(subsidy_round.total_amount, AMOUNT)
        self.assertEqual(sum(subsidy_round.line_ids.mapped("amount")), AMOUNT)
        self.assertIn(float(AMOUNT), self._read_roster(subsidy_round))
        self.assertIn("玖佰陆拾元整", self._read_voucher(subsidy_round))

    def _read_bank_rows(self, subsidy_round):
        file = self.env["bianmin.subsidy.payment.file"].search(
            [("round_id", "=", subsidy_round.id), ("kind", "=", "payment")]
        )
        self.authenticate(self.finance.login, self.finance.login)
        answer = self.url_open(file.with_user(self.finance).action_download()["url"])
        lines = answer.content.decode("gb18030").splitlines()
        return [line.split("|") for line in lines[1:] if line]

    def _read_roster(self, subsidy_round):
        """All numbers of the roster, read by a library that is not ours."""
        path = self._report("bianmin_subsidy.subsidy_roster_report", subsidy_round)
        sheet = load_workbook(path).active
        return [
            float(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, int | float)
        ]

    def _report(self, report, record):
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.finance)
            .with_context(lang="zh_CN")
            ._render(report, record.ids)
        )
        return io.BytesIO(content)

    def _read_voucher(self, subsidy_round):
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.finance)
            .with_context(lang="zh_CN")
            ._render_qweb_html(
                "bianmin_subsidy.subsidy_voucher_report", subsidy_round.ids
            )
        )
        return html.decode()

    def _make_bank_answer(self, subsidy_round):
        """The bank paid everybody; base64 of its file."""
        rows = self._read_bank_rows(subsidy_round)
        file = self.env["bianmin.subsidy.payment.file"].search(
            [("round_id", "=", subsidy_round.id)]
        )
        batch = self._read_bank_file(file).splitlines()[0].split("|")[0]
        total = sum(Decimal(row[3]) for row in rows)
        answer = [f"{batch}|{len(rows)}|{total}"]
        answer += ["|".join([*row[:4], "00", ""]) for row in rows]
        content = "".join(f"{line}\r\n" for line in answer).encode("gb18030")
        return base64.b64encode(content).decode()

    def _check_paid(self, subsidy_round):
        self.assertEqual(subsidy_round.state, "paid")
        line = self.env["bianmin.subsidy.line"].search(
            [
                ("scheme_id", "=", self.scheme.id),
                ("beneficiary_id", "=", self.villager.id),
                ("period", "=", PERIOD),
            ]
        )
        self.assertEqual(len(line), 1, "paid once")
        self.assertEqual(line.state, "paid")
        self.assertTrue(line.paid_on)

    def _check_handed_over(self, subsidy_round, case):
        handover = self.env["bianmin.subsidy.handover"].search(
            [("line_id", "in", subsidy_round.line_ids.ids)]
        )
        self.assertEqual(handover.state, "handed")
        self.assertEqual(handover.amount, AMOUNT)
        self.assertTrue(handover.signature_is_intact)
        self.assertEqual(handover.agent_id, self.agent)
        self._check_hands(handover)
        printed = ("roster", "voucher")
        self.assertEqual(
            [
                event.kind
                for event in subsidy_round.event_ids.sorted("id")
                if event.kind not in printed
            ],
            [
                "generated",
                "submitted",
                "audited",
                "approved",
                "exported",
                "result",
                "paid",
            ],
        )
        self._check_messages(handover.amount)

    def _check_hands(self, handover):
        """From hand to hand, each act by who had to do it, and signed by both."""
        events = handover.event_ids.sorted("step")
        self.assertEqual(
            [(event.kind, event.user_id) for event in events],
            [
                ("arrived", self.finance),
                ("received", self.agent_user),
                ("handed", self.agent_user),
            ],
        )
        sheet = events.sheet_id
        self.assertEqual((sheet.state, sheet.given_by_id), ("taken", self.clerk))
        self.assertTrue(sheet.signature_is_intact)
        self.assertTrue(sheet.giver_signature_is_intact)
        # The database holds the chain together, at the latest at the commit.
        self.env.flush_all()
        self.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def _check_messages(self, amount):
        """The villager was told each step, without his numbers."""
        messages = self.env["sms.sms"].search(
            [("number", "=", self.villager.phone)], order="id"
        )
        models = messages.mapped("origin_model")
        self.assertEqual(models.count("bianmin.case"), 3, "filed, accepted, granted")
        self.assertGreaterEqual(len(messages), 5, "and paid, and handed over")
        for message in messages:
            self.assertNotIn(self.villager.identity_number, message.body)
            self.assertNotIn(self.account.number, message.body)
