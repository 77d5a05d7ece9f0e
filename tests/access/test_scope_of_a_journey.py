"""Whose village it is not sees nothing of it, by whatever door he comes.

One villager's request has gone all the way to the paid subsidy. People with every
role of the journey, but elsewhere, then knock at each door over HTTP: list, count,
group, picker, export, PDF, attachment.
"""

import json

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import JourneyHttpCase

ROLES = (
    "bianmin_agent.role_agent",
    "bianmin_case.role_window_clerk",
    "bianmin_case.role_reviewer",
    "bianmin_case.role_issuing_clerk",
    "bianmin_case.role_hall_manager",
    "bianmin_subsidy.role_subsidy_officer",
    "bianmin_subsidy.role_subsidy_auditor",
    "bianmin_subsidy.role_department_reviewer",
    "bianmin_subsidy.role_finance_clerk",
    "bianmin_base.role_administrator",
    "bianmin_base.role_auditor",
)


class ScopeCase(JourneyHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._file_case()
        cls._grant_case(cls.case)
        cls.round = cls._approve_round()
        cls.file = cls._export_round(cls.round)
        cls._import_return(cls.round, cls._make_return_file())
        cls.reveal = cls._reveal()
        cls._set_up_strangers()

    @classmethod
    def _make_return_file(cls):
        """The bank's answer: every payment of its file succeeded."""
        lines = cls._read_bank_file(cls.file).split("\r\n")
        batch, count, total, _day = lines[0].split("|")
        answer = [f"{batch}|{count}|{total}"]
        for line in filter(None, lines[1:]):
            reference, account, name, amount = line.split("|")[:4]
            answer.append(f"{reference}|{account}|{name}|{amount}|00|")
        return "".join(f"{line}\r\n" for line in answer).encode("gb18030")

    @classmethod
    def _reveal(cls):
        """Somebody looked at the villager's number, and the log says so."""
        cls.env["bianmin.reveal"].with_user(cls.clerk).create(
            {
                "res_model": "bianmin.resident",
                "res_id": cls.villager.id,
                "reason": "窗口核对",
            }
        ).action_reveal()
        return cls.env["bianmin.reveal.log"].search([], limit=1)

    @classmethod
    def _set_up_strangers(cls):
        nowhere = cls.env["bianmin.division"]
        cls.neighbour = cls._create_stranger("j1_neighbour", cls.neighbour_village)
        cls.other_clerk = cls._create_stranger("j1_other_town", cls.other_township)
        cls.nobody = cls._create_stranger("j1_nowhere", nowhere)
        cls._create_agent(cls.neighbour, cls.neighbour_village, cls.neighbour_station)
        cls.strangers = (cls.neighbour, cls.other_clerk, cls.nobody)

    @classmethod
    def _create_stranger(cls, login, divisions):
        user = cls._create_user(login, *((role, divisions) for role in ROLES))
        lines = user.sudo().role_line_ids
        exporting = cls.env.ref("base.group_allow_export")
        # Exporting is a right of its own: with it, the scope alone must hold.
        lines[:1].role_id.implied_ids = [Command.link(exporting.id)]
        return user

    def _get_journey(self):
        """Every record that the journey has left, by model."""
        sms = self.env["sms.sms"].search([("origin_model", "=", "bianmin.case")])
        records = [
            self.villager,
            self.account,
            self.authorization,
            self.case,
            self.case.material_ids,
            self.case.event_ids,
            self.case.document_ids,
            self.case.enrolment_ids,
            self.round,
            self.round.line_ids,
            self.round.event_ids,
            self.file,
            self.env["bianmin.subsidy.handover"].search(
                [("line_id", "in", self.round.line_ids.ids)]
            ),
            self.reveal,
            sms.filtered(lambda message: message.origin_id == self.case.id),
        ]
        for found in records:
            self.assertTrue(found, found._name)
        return records

    def _rpc(self, model, method, *args, **kwargs):
        """Call a method as the web client does.

        :return: (result, None), or (None, name of the exception)
        """
        answer = self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        if error := answer.get("error"):
            return None, error["data"]["name"].rpartition(".")[2]
        return answer["result"], None


@tagged("post_install", "-at_install")
class TestScopeOfAJourney(ScopeCase):
    @mute_logger("odoo.http")
    def test_lists_counts_groups_and_pickers_are_empty(self):
        for user in self.strangers:
            self.authenticate(user.login, user.login)
            for records in self._get_journey():
                with self.subTest(user=user.login, model=records._name):
                    self._check_doors(records)

    def _check_doors(self, records):
        model, domain = records._name, [("id", "in", records.ids)]
        found, error = self._rpc(model, "web_search_read", domain, {"display_name": {}})
        self.assertEqual((error, found and found["records"]), (None, []), model)
        self.assertEqual(self._rpc(model, "search_count", domain), (0, None))
        groups, error = self._rpc(
            model, "formatted_read_group", domain, ["create_uid"], ["__count"]
        )
        self.assertFalse(error or groups)
        name = records[0].sudo().display_name or ""
        picked, error = self._rpc(model, "name_search", name, domain)
        self.assertFalse(error or picked)
        self.assertEqual(
            self._rpc(model, "read", records.ids, ["display_name"])[1], "AccessError"
        )
        exported, error = self._rpc(model, "export_data", records.ids, ["display_name"])
        self.assertEqual((exported, error), (None, "AccessError"))

    def test_those_who_have_to_do_with_it_see_it(self):
        """The doors are not simply shut: who has the role there comes in."""
        for user, record in (
            (self.agent_user, self.case),
            (self.agent_user, self.villager),
            (self.clerk, self.case),
            (self.reviewer, self.round),
            (self.department_reviewer, self.round),
            (self.finance, self.file),
        ):
            self.authenticate(user.login, user.login)
            with self.subTest(user=user.login, model=record._name):
                domain = [("id", "in", record.ids)]
                count = self._rpc(record._name, "search_count", domain)
                self.assertEqual(count, (len(record), None))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_papers_cannot_be_printed(self):
        reports = self.env["ir.actions.report"].search(
            [("report_name", "=like", "bianmin_%")]
        )
        by_model = {records._name: records for records in self._get_journey()}
        printed = 0
        for user in self.strangers:
            self.authenticate(user.login, user.login)
            for report in reports.filtered(lambda report: report.model in by_model):
                ids = ",".join(map(str, by_model[report.model].ids))
                converter = "xlsx" if report.report_type == "xlsx" else "pdf"
                for kind in {converter, "html"} - {"xlsx"}:
                    url = f"/report/{kind}/{report.report_name}/{ids}"
                    with self.subTest(user=user.login, url=url):
                        answer = self.url_open(url)
                        self.assertGreaterEqual(answer.status_code, 400)
                        self.assertNotIn(self.villager.name, answer.text)
                        printed += 1
        self.assertGreater(printed, 3)

    @mute_logger("odoo.http")
    def test_attachments_cannot_be_fetched(self):
        attachments = self._get_attachments()
        names = set(attachments.mapped("res_model"))
        self.assertGreaterEqual(
            names,
            {
                "bianmin.case.material",
                "bianmin.case.document",
                "bianmin.agent.authorization",
                "bianmin.subsidy.payment.file",
            },
        )
        for user in self.strangers:
            self.authenticate(user.login, user.login)
            for attachment in attachments:
                url = f"/web/content/{attachment.id}"
                with self.subTest(user=user.login, model=attachment.res_model):
                    self.assertGreaterEqual(self.url_open(url).status_code, 400)
                    self.assertEqual(
                        self._rpc("ir.attachment", "read", attachment.ids, ["raw"])[1],
                        "AccessError",
                    )

    def _get_attachments(self):
        for document in self.case.document_ids:
            document._get_pdf()
        attachments = self.env["ir.attachment"]
        for records in self._get_journey():
            attachments |= attachments.search(
                [
                    ("res_model", "=", records._name),
                    ("res_id", "in", records.ids),
                    "|",
                    ("res_field", "=", False),
                    ("res_field", "!=", False),
                ]
            )
        return attachments

    @mute_logger("odoo.http")
    def test_no_button_works_elsewhere(self):
        for user in self.strangers:
            self.authenticate(user.login, user.login)
            for record, method in (
                (self.case, "action_deliver"),
                (self.case, "action_withdraw"),
                (self.round, "action_approve"),
                (self.round, "action_generate"),
                (self.authorization, "action_open_sign"),
            ):
                with self.subTest(user=user.login, method=method):
                    error = self._rpc(record._name, method, record.ids)[1]
                    self.assertEqual(error, "AccessError")
                    _result, error = self._rpc(
                        record._name, "write", record.ids, {"state": "draft"}
                    )
                    self.assertIn(error, ("AccessError", "UserError"))
