import json
import unittest
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from odoo import Command, http
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools import domain_words
from .common import BianminCase, BianminHttpCase

NUMBER = "130224195001019016"
PDF = b"%PDF-1.4"


class TestDomainWords(unittest.TestCase):
    def test_conditions_are_told_with_labels(self):
        words = domain_words.describe(
            [("name", "ilike", "李"), ("division_id.code", "in", ["1", "2"])],
            {"name": "姓名", "division_id": "村"},
        )
        self.assertEqual(words, "姓名 ilike 李；村 in 1、2")

    @given(st.text("0123456789", min_size=7, max_size=19))
    def test_no_long_number_is_told(self, number):
        words = domain_words.describe([("identity_number", "=", number)], {})
        self.assertNotIn(number, words)


class ExportDataMixin:
    @classmethod
    def _set_up_export(cls):
        cls.residents = cls._create_resident(name="李志顺") | cls._create_resident(
            name="姚春燕", division_id=cls.neighbour_village.id
        )
        role = cls.env["res.users.role"].create(
            {
                "name": "Test reader",
                "implied_ids": [
                    Command.link(cls.env.ref(group).id)
                    for group in (
                        "bianmin_base.group_resident_reader",
                        "base.group_allow_export",
                    )
                ],
            }
        )
        cls.env["ir.model.data"].create(
            {
                "module": "bianmin_base",
                "name": "test_export_role",
                "model": "res.users.role",
                "res_id": role.id,
            }
        )
        cls.reader = cls._create_user(
            "t_exporting", ("bianmin_base.test_export_role", cls.township)
        )

    def _get_logs(self):
        return self.env["bianmin.export.log"].search(
            [("user_id", "=", self.reader.id)], order="id"
        )


@tagged("post_install", "-at_install")
class TestExport(ExportDataMixin, BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_export()

    def test_an_export_is_logged_with_its_row_count(self):
        residents = self.residents.with_user(self.reader)
        rows = residents.export_data(["name", "identity_number_masked"])["datas"]
        log = self._get_logs()
        self.assertEqual((log.row_count, len(rows)), (2, 2))
        self.assertEqual(log.res_model, "bianmin.resident")
        self.assertEqual(log.kind, "list")
        self.assertEqual(log.division_id, self.township)
        self.assertEqual(len(log.field_names.split("、")), 2)

    def test_an_export_is_masked(self):
        rows = self.residents.with_user(self.reader).export_data(
            ["identity_number_masked", "phone_masked"]
        )["datas"]
        for resident, row in zip(self.residents.sudo(), rows, strict=True):
            self.assertNotIn(resident.identity_number, row)
            self.assertNotIn(resident.phone, row)

    def test_without_the_right_nothing_leaves_and_nothing_is_logged(self):
        self.reader.role_line_ids.role_id.implied_ids = [
            Command.unlink(self.env.ref("base.group_allow_export").id)
        ]
        self.reader.set_groups_from_roles(force=True)
        with self.assertRaises(UserError):
            self.residents.with_user(self.reader).export_data(["name"])
        self.assertFalse(self._get_logs())

    def test_the_log_is_read_by_auditors_of_the_division(self):
        self.residents.with_user(self.reader).export_data(["name"])
        log = self._get_logs()
        for login, divisions, seen in (
            ("t_own", self.township, True),
            ("t_parent", self.county, True),
            ("t_below", self.village, False),
            ("t_sibling", self.other_township, False),
        ):
            auditor = self._create_user(login, ("bianmin_base.role_auditor", divisions))
            found = log.with_user(auditor).search([("id", "=", log.id)])
            self.assertEqual(bool(found), seen, login)

    def test_what_lies_nowhere_is_logged_for_the_topmost_division(self):
        logs = self.env["bianmin.export.log"]
        categories = self.env["bianmin.resident.category"].search([], limit=1)
        self.assertFalse(logs._get_common_division(categories).parent_id)

    def _create_report(self):
        view = self.env["ir.ui.view"].create(
            {
                "name": "t_report",
                "type": "qweb",
                "key": "bianmin_base.t_report",
                "arch": "<t t-name='bianmin_base.t_report'><main>报表</main></t>",
            }
        )
        self.env["ir.actions.report"].create(
            {
                "name": "测试花名册",
                "model": "bianmin.resident",
                "report_type": "qweb-html",
                "report_name": view.key,
            }
        )
        return self.env["ir.actions.report"].with_user(self.reader)

    def test_a_report_is_logged_with_its_records(self):
        reports = self._create_report()
        for render in (
            reports._render_qweb_html,
            reports._render_qweb_pdf,
            reports._render_qweb_text,
        ):
            before = self._get_logs()
            render("bianmin_base.t_report", self.residents.ids)
            log = self._get_logs() - before
            self.assertEqual((log.kind, log.row_count), ("report", 2))
            self.assertEqual(log.selection_words, "测试花名册")

    def test_a_pdf_is_one_export_though_it_is_made_from_pages(self):
        reports = self._create_report().with_context(force_report_rendering=True)
        with patch.object(
            self.registry["ir.actions.report"], "_run_wkhtmltopdf", return_value=PDF
        ):
            reports._render_qweb_pdf("bianmin_base.t_report", self.residents[:1].ids)
        self.assertEqual(len(self._get_logs()), 1)

    def test_nobody_prints_unlogged_by_what_the_browser_sends(self):
        reports = self._create_report().with_context(bianmin_export_logged=True)
        reports._render_qweb_html(
            "bianmin_base.t_report", self.residents.ids, {"report_type": "pdf"}
        )
        self.assertEqual(len(self._get_logs()), 1)


@tagged("post_install", "-at_install")
class TestExportByBrowser(ExportDataMixin, BianminHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_export()

    def _export(self, kind, **params):
        self.authenticate(self.reader.login, self.reader.login)
        data = {
            "model": "bianmin.resident",
            "fields": [{"name": "name", "label": "姓名", "type": "char"}],
            "ids": False,
            "domain": [],
            "import_compat": False,
            "groupby": [],
            **params,
        }
        token = http.Request.csrf_token(self)
        response = self.url_open(
            f"/web/export/{kind}",
            data={"data": json.dumps(data), "csrf_token": token},
        )
        self.assertEqual(response.status_code, 200)
        return self._get_logs()[-1]

    def test_files_of_lists_are_logged_with_their_filter(self):
        for kind in ("csv", "xlsx"):
            log = self._export(kind, domain=[["name", "ilike", "志顺"]])
            self.assertEqual(log.row_count, 1)
            self.assertIn("志顺", log.selection_words)
            self.assertEqual(log.address, "127.0.0.1")

    def test_a_complete_number_in_the_filter_is_not_logged(self):
        log = self._export("csv", domain=[["identity_number_masked", "=", NUMBER]])
        self.assertEqual(log.row_count, 0)
        self.assertNotIn(NUMBER, log.selection_words)
        self.assertIn(NUMBER[-4:], log.selection_words)

    def test_chosen_entries_are_counted(self):
        log = self._export("csv", ids=self.residents[:1].ids)
        self.assertEqual(log.row_count, 1)
        self.assertIn("1", log.selection_words)
