"""No complete number of a person comes out of any door but the one that asks why.

Everybody who took part in a finished journey reads all that he may read: forms,
lists, exports, pickers, messages, papers, files and windows. The numbers of the
villager are in none.
"""

import base64
import io
import json
import subprocess
import zipfile

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .records import RecordsCase

# The newest records of each model: those of the journey, some of the reference data.
NEWEST = 80
# What the bank needs: complete accounts, for finance alone.
FILES_FOR_THE_BANK = {"bianmin.subsidy.payment.file"}
# What carries words about records of others.
CARRIERS = ("mail.message", "mail.tracking.value", "mail.activity", "sms.sms")


@tagged("post_install", "-at_install")
class TestMasking(RecordsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = {
            cls.villager.identity_number,
            cls.villager.phone,
            cls.account.number,
        }
        cls.readers = (
            cls.agent_user,
            cls.clerk,
            cls.reviewer,
            cls.department_reviewer,
            cls.finance,
            cls._create_user(
                "masking_manager", ("bianmin_case.role_hall_manager", cls.county)
            ),
            cls._create_user(
                "masking_auditor", ("bianmin_base.role_auditor", cls.county)
            ),
            cls._create_user(
                "masking_administrator", ("bianmin_base.role_administrator", cls.county)
            ),
        )
        exporting = cls.env.ref("base.group_allow_export")
        for role in cls.env["res.users"].union(*cls.readers).role_line_ids.role_id:
            role.implied_ids = [Command.link(exporting.id)]

    def _get_models(self):
        return [
            name
            for name, model in sorted(self.env.registry.items())
            if name in CARRIERS
            or (
                name.startswith("bianmin.")
                and not (model._abstract or model._transient)
            )
        ]

    def _get_readable(self):
        """Of each model that each reader may read: the newest records, and all that
        are about the villager, however old."""
        for user in self.readers:
            for name in self._get_models():
                model = self.env[name].with_user(user)
                if model.has_access("read"):
                    records = model.search([], order="id desc", limit=NEWEST)
                    for domain in self._get_domains_about_the_villager(model):
                        records |= model.search(domain)
                    if records:
                        yield user, records

    def _get_domains_about_the_villager(self, model):
        for field in model._fields.values():
            if not field.store or not model._has_field_access(field, "read"):
                continue
            if field.type == "many2one" and field.comodel_name == "bianmin.resident":
                yield [(field.name, "=", self.villager.id)]

    def _get_text_fields(self, records):
        types = {"char", "text", "html", "json", "selection", "reference"}
        shown = records.fields_get(attributes=["type"])
        return sorted(name for name, field in shown.items() if field["type"] in types)

    def _get_pointers(self, records):
        """What is read with the name of the record that it points to."""
        shown = records.fields_get(attributes=["type", "relation"])
        return sorted(
            name
            for name, field in shown.items()
            if field["type"] == "many2one"
            and records.env[field["relation"]].has_access("read")
        )

    def _assert_masked(self, answer, *place):
        text = (
            answer
            if isinstance(answer, str)
            else json.dumps(answer, default=str, ensure_ascii=False)
        )
        found = [number for number in self.numbers if number in text]
        self.assertFalse(found, place)
        return text

    def test_the_numbers_are_there_to_be_found(self):
        """Without masking this test would find them: it reads what holds them."""
        text = json.dumps(
            [
                self.villager.read(["identity_number", "phone"]),
                self.account.read(["number"]),
            ],
            default=str,
        )
        self.assertTrue(all(number in text for number in self.numbers))
        read = "".join(
            self._assert_masked(records.read(["display_name"]))
            for _user, records in self._get_readable()
        )
        self.assertIn(self.villager.name, read)

    def test_forms_lists_and_exports(self):
        for user, records in self._get_readable():
            names = self._get_text_fields(records)
            with self.subTest(user=user.login, model=records._name):
                self._assert_masked(
                    records.read(names + self._get_pointers(records)), "read"
                )
                domain = [("id", "in", records.ids)]
                self._assert_masked(
                    records.web_search_read(domain, {name: {} for name in names}),
                    "list",
                )
                if records._name != "mail.message":  # nobody but the superuser may
                    self._assert_masked(records.export_data(names), "export")

    def test_pickers(self):
        for user, records in self._get_readable():
            with self.subTest(user=user.login, model=records._name):
                pickers = records.with_context(formatted_display_name=True)
                self._assert_masked(pickers.mapped("display_name"))
                self._assert_masked(pickers.name_search("", limit=NEWEST))

    def test_nobody_reads_what_is_closed(self):
        closed = 0
        for user, records in self._get_readable():
            for field in records._fields.values():
                if field.groups == fields.NO_ACCESS:
                    with (
                        self.subTest(user=user.login, field=str(field)),
                        self.assertRaises(AccessError),
                    ):
                        records[:1].read([field.name])
                    closed += 1
        self.assertGreater(closed, 10)

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_papers(self):
        """What is printed for villagers and walls; the bank gets files of its own."""
        reports = self.env["ir.actions.report"].search(
            [("report_name", "=like", "bianmin\\_%")]
        )
        printed = set()
        for user, records in self._get_readable():
            for report in reports.filtered_domain([("model", "=", records._name)]):
                with self.subTest(user=user.login, report=report.report_name):
                    try:
                        paper = self._print(report.with_user(user), records[:5])
                    except AccessError:
                        continue  # who may read it need not be who prints it
                    self._assert_masked(paper)
                    printed.add(report)
        self.assertGreater(len(printed), 3)

    def _print(self, report, records):
        name = report.report_name
        if report.report_type != "xlsx":
            return report._render_qweb_html(name, records.ids)[0].decode()
        content = report._render_xlsx(name, records.ids, {})[0]
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            return "".join(workbook.read(part).decode() for part in workbook.namelist())

    def test_stored_messages(self):
        """Not even in what the server keeps of changes and messages about records."""
        for name, names in (
            ("mail.message", ["body", "subject", "record_name", "preview"]),
            ("mail.tracking.value", ["old_value_char", "new_value_char"]),
            ("sms.sms", ["body"]),
        ):
            records = self.env[name].search([], order="id desc", limit=500)
            with self.subTest(model=name):
                self._assert_masked(records.read(names))

    # ------------------------------------------------------------
    # FILES
    # ------------------------------------------------------------

    def _get_file_text(self, content):
        """What can be read in a file: pages of a PDF, cells of a workbook, text."""
        if content.startswith(b"%PDF"):
            command = ["pdftotext", "-", "-"]
            done = subprocess.run(
                command, input=content, capture_output=True, check=False
            )
            return done.stdout.decode(errors="replace")
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return "".join(
                    archive.read(part).decode(errors="replace")
                    for part in archive.namelist()
                )
        return content.decode("utf-8", "replace") + content.decode("gb18030", "replace")

    def test_a_number_in_a_file_would_be_found(self):
        number = next(iter(self.numbers))
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("sheet1.xml", f"<c>{number}</c>")
        for content in (stream.getvalue(), number.encode(), number.encode("gb18030")):
            self.assertIn(number, self._get_file_text(content))

    def test_files_and_their_names(self):
        read = 0
        for user, records in self._get_readable():
            if records._name in FILES_FOR_THE_BANK:
                continue
            names = [
                name
                for name, field in records.fields_get(attributes=["type"]).items()
                if field["type"] == "binary"
            ]
            if not names:  # an empty list asks for all fields
                continue
            with self.subTest(user=user.login, model=records._name):
                for row in records.with_context(bin_size=False).read(names):
                    for name in filter(row.get, names):
                        content = base64.b64decode(row[name])
                        self._assert_masked(self._get_file_text(content), name)
                        read += 1
        self.assertGreater(read, 0)

    def test_attachments(self):
        kept = self.env["ir.attachment"].search(
            [("res_model", "=like", "bianmin.%"), ("res_id", "!=", False)],
            order="id desc",
            limit=300,
        )
        self.assertTrue(kept)
        for attachment in kept.filtered(
            lambda a: a.res_model not in FILES_FOR_THE_BANK
        ):
            with self.subTest(model=attachment.res_model, name=attachment.name):
                self._assert_masked(attachment.read(["name", "description"]))
                self._assert_masked(self._get_file_text(attachment.raw or b""))

    # ------------------------------------------------------------
    # WINDOWS
    # ------------------------------------------------------------

    def test_windows(self):
        """Opened about the villager and all that the journey left, before anything is
        typed in: what a window proposes or shows is masked too."""
        opened = set()
        for user in self.readers:
            for name, model in sorted(self.env.registry.items()):
                window = self.env[name].with_user(user)
                if (
                    not model._transient
                    or not name.startswith("bianmin.")
                    or not window.has_access("create")
                ):
                    continue
                with self.subTest(user=user.login, window=name):
                    self._assert_window_masked(window, opened)
        self.assertGreater(len(opened), 10)

    def _assert_window_masked(self, window, opened):
        names = self._get_text_fields(window)
        window = window.with_context(**self._get_window_defaults(window))
        try:
            answer = window.onchange({}, [], {name: {} for name in names})
        except (AccessError, UserError):
            return  # who may not open it sees nothing
        self._assert_masked(answer)
        opened.add(window._name)

    def _get_window_defaults(self, window):
        """The records of the journey, where a field of the window asks for one."""
        defaults = {}
        for name, field in window._fields.items():
            if not field.relational or not field.store:
                continue
            record = self.records.get(field.comodel_name)
            if not record or not record.with_user(window.env.user).has_access("read"):
                continue
            many = field.type != "many2one"
            defaults[f"default_{name}"] = record.ids if many else record.id
        record = self.villager
        return defaults | {
            "active_model": record._name,
            "active_id": record.id,
            "active_ids": record.ids,
            "default_res_model": record._name,
            "default_res_id": record.id,
        }
