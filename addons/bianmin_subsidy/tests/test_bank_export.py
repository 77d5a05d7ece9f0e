import base64

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common import NOW, SubsidyCase


class TestBankExport(SubsidyCase):
    """The bank file: once, by finance, exact to the fen, and read by nobody else."""

    def content(self, file):
        return base64.b64decode(file.sudo().attachment)

    def test_file_holds_the_payments_of_the_round(self):
        self.scheme.rate_ids.amount = 960.05
        self._enrol()
        self._enrol(self._create_resident(name="无卡"))
        record = self._create_exported()
        file = self._get_file(record)
        self.assertEqual(
            self.content(file).decode("gb18030"),
            f"{record.number}|1|960.05|20261124\r\n"
            f"{record.number}000001|{self.account.number}|李志顺|960.05|农村信用社|"
            "两女户补贴2026\r\n",
        )
        self.assertEqual(file.name, f"{record.number}_20261124.txt")
        self.assertEqual(file.kind, "payment")
        self.assertEqual((file.line_count, file.total_amount), (1, 960.05))
        self.assertEqual(file.exported_by, self.finance)
        self.assertEqual(str(file.exported_at), NOW)
        self.assertEqual(len(file.sha256), 64)
        self.assertEqual(record.state, "exported")
        self.assertEqual(self._get_line(record).state, "exported")
        self.assertRegex(record.voucher_number, r"^测卫健付字〔2026〕\d+号$")

    def test_ccb_format(self):
        self.scheme.bank_format_id = self.env.ref("bianmin_subsidy.bank_format_ccb")
        self._enrol()
        record = self._create_exported()
        self.assertEqual(
            self.content(self._get_file(record)).decode("gb18030"),
            f"|1|{self.account.number}|李志顺|960.00|两女户补贴2026\r\n",
        )

    def test_long_ccb_file_is_packed_in_blocks(self):
        self.scheme.bank_format_id = self.env.ref("bianmin_subsidy.bank_format_ccb")
        self._enrol_many(250)
        file = self._get_file(self._create_exported())
        self.assertGreater(file.part_count, 1)
        self.assertTrue(file.name.endswith(".zip"))
        self.assertTrue(self.content(file).startswith(b"PK"))

    def test_file_is_made_once(self):
        self._enrol()
        record = self._create_exported()
        with self.assertRaises(UserError):
            record.with_user(self.finance).action_export()
        file = self._get_file(record)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            file.copy()
        self.assertEqual(len(self._get_file(record)), 1)

    def test_file_is_never_changed(self):
        self._enrol()
        file = self._get_file(self._create_exported())
        for change in (
            lambda: file.write({"sha256": "0"}),
            lambda: file.write({"attachment": base64.b64encode(b"x")}),
            lambda: file.unlink(),
        ):
            with self.assertRaises(UserError):
                change()

    def test_round_without_a_format_says_so(self):
        self.scheme.bank_format_id = False
        self._enrol()
        record = self._advance(self._create_round(), "approved")
        with self.assertRaisesRegex(UserError, "两女户补贴"):
            record.with_user(self.finance).action_export()
        self.assertEqual(record.state, "approved")

    def test_name_that_the_encoding_lacks_is_named_and_nothing_is_done(self):
        self.bank_format.encoding = "gbk"
        self._enrol()
        rare = self._create_payee(name="王䶮")
        self._enrol(rare)
        record = self._advance(self._create_round(), "approved")
        with self.assertRaisesRegex(UserError, "王䶮.*䶮"), self.cr.savepoint():
            record.with_user(self.finance).action_export()
        record.invalidate_recordset()
        self.assertEqual(record.state, "approved")
        self.bank_format.encoding = "gb18030"
        record.with_user(self.finance).action_export()
        self.assertIn("王䶮", self.content(self._get_file(record)).decode("gb18030"))

    def test_every_kind_of_misfit_has_its_sentence(self):
        wide = [
            Command.create({"sequence": n, "key": key, "width": width})
            for n, (key, width) in enumerate(
                (("account", 4), ("holder_name", 30), ("amount", 12))
            )
        ]
        long_name = self._create_payee(name="李|志顺")
        self._enrol(long_name)
        for vals, pattern in (
            ({}, r"李\|志顺.*“\|”"),
            (
                {
                    "kind": "fixed",
                    "header_column_ids": [Command.clear()],
                    "column_ids": [Command.clear(), *wide],
                },
                r"李\|志顺.* 4 ",
            ),
        ):
            self.bank_format.write(vals)
            record = self._advance(self._create_round(), "approved")
            with (
                self.subTest(vals=list(vals)),
                self.assertRaisesRegex(UserError, pattern),
                self.cr.savepoint(),
            ):
                record.with_user(self.finance).action_export()
            record.invalidate_recordset()
            record.with_user(self.finance).action_return("换格式")
            record.with_user(self.officer).action_cancel("换格式")

    def test_many_misfits_are_counted_not_listed(self):
        self.bank_format.column_ids = [
            Command.create({"sequence": 99, "key": "bank_code"})
        ]
        self._enrol_many(20)
        record = self._advance(self._create_round(), "approved")
        with self.assertRaises(UserError) as caught:
            record.with_user(self.finance).action_export()
        self.assertEqual(len(str(caught.exception).splitlines()), 17)
        self.assertIn("5", str(caught.exception).splitlines()[-1])

    # ------------------------------------------------------------
    # WHO MAY HAVE IT
    # ------------------------------------------------------------

    def test_only_finance_of_the_division_reads_the_file(self):
        self._enrol()
        file = self._get_file(self._create_exported())
        self.assertTrue(file.with_user(self.finance).attachment)
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", file._name),
                    ("res_id", "=", file.id),
                    ("res_field", "=", "attachment"),
                ]
            )
        )
        self.assertEqual(len(attachment), 1)
        self.assertTrue(attachment.with_user(self.finance).raw)
        # an officer here who is finance elsewhere: roles do not mix
        mixed = self._create_user(
            "subsidy_mixed",
            ("bianmin_subsidy.role_subsidy_officer", self.township),
            ("bianmin_subsidy.role_finance_clerk", self.other_township),
        )
        for user in (
            self.officer,
            self.auditor,
            self.approver,
            self.editor,
            self.other_finance,
            self.agent_user,
            mixed,
        ):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    file.with_user(user).read(["name", "attachment"])
                with self.assertRaises(AccessError):
                    attachment.with_user(user).read(["raw"])
                with self.assertRaises(AccessError):
                    file.with_user(user).action_download()

    def test_account_numbers_are_closed_to_everybody(self):
        self._enrol()
        record = self._create_exported()
        line = self._get_line(record)
        for user in (self.officer, self.auditor, self.approver, self.finance):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    line.with_user(user).read(["account_number"])
                shown = line.with_user(user).read(["account_masked"])[0]
                self.assertNotIn(self.account.number[:10], shown["account_masked"])
                self.assertTrue(
                    shown["account_masked"].endswith(self.account.number[-4:])
                )

    def test_export_window_shows_what_goes_out(self):
        self._enrol()
        record = self._advance(self._create_round(), "approved")
        action = record.with_user(self.finance).action_ask_export()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.finance)
            .browse(action["res_id"])
        )
        self.assertEqual(wizard.format_id, self.bank_format)
        self.assertEqual((wizard.line_count, wizard.total_amount), (1, 960))
        self.assertEqual(wizard.total_in_capitals, "玖佰陆拾元整")
        wizard.format_id = False
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.format_id = self.bank_format
        opened = wizard.action_confirm()
        self.assertEqual(opened["res_model"], "bianmin.subsidy.payment.file")
        self.assertEqual(opened["res_id"], self._get_file(record).id)
        url = self._get_file(record).with_user(self.finance).action_download()["url"]
        log = self.env["bianmin.export.log"].search([], limit=1)
        self.assertEqual((log.user_id, log.kind), (self.finance, "file"))
        self.assertEqual(log.row_count, self._get_file(record).line_count)
        self.assertIn("/attachment", url)


class TestBankFormat(SubsidyCase):
    """A layout that cannot work is refused when it is entered."""

    def refuse(self, pattern, **vals):
        with (
            self.subTest(**vals),
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex((ValidationError, IntegrityError), pattern),
            self.cr.savepoint(),
        ):
            self.bank_format.write(vals)
            self.bank_format.flush_recordset()
        self.bank_format.invalidate_recordset()

    def test_lines_need_account_holder_and_amount(self):
        column = self.bank_format.column_ids.filtered(lambda c: c.key == "account")
        self.refuse(self.bank_format.name, column_ids=[Command.delete(column.id)])

    def test_fixed_width_needs_widths(self):
        self.refuse(self.bank_format.name, kind="fixed")

    def test_file_name_has_known_placeholders_only(self):
        self.refuse("unknown", file_name="{unknown}.txt")
        self.bank_format.file_name = "{batch}-{date}-{part}.txt"

    def test_return_file_needs_a_key_and_codes(self):
        self.refuse(self.bank_format.name, return_key_column=0)
        self.refuse(
            self.bank_format.name,
            return_key="account_amount",
            return_amount_column=0,
        )
        self.refuse(self.bank_format.name, return_success_codes=" , ")
        self.refuse("columns_check", return_status_column=0)

    def test_cut_status_must_be_visible(self):
        self.refuse(
            self.bank_format.name,
            return_ends_with_line_end=False,
            return_reason_column=0,
        )
        self.bank_format.return_ends_with_line_end = False

    def test_codes_may_be_parted_by_either_comma(self):
        self.bank_format.return_success_codes = "00, 0000，成功"
        self.assertEqual(
            self.bank_format._get_return_layout().success_codes, {"00", "0000", "成功"}
        )

    def test_who_sends_files_does_not_change_their_layout(self):
        for user in (self.finance, self.editor):
            with self.subTest(user=user.login):
                self.assertTrue(self.bank_format.with_user(user).name)
                with self.assertRaises(AccessError):
                    self.bank_format.with_user(user).write({"encoding": "gbk"})
                with self.assertRaises(AccessError):
                    self.bank_format.column_ids.with_user(user).write({"key": "batch"})
        administrator = self._create_user(
            "subsidy_administrator",
            ("bianmin_base.role_administrator", self.county),
        )
        self.bank_format.with_user(administrator).encoding = "gbk"
        placeless = self._create_user(
            "subsidy_placeless",
            ("bianmin_base.role_administrator", self.env["bianmin.division"]),
        )
        with self.assertRaises(AccessError):
            self.bank_format.with_user(placeless).write({"encoding": "gb18030"})
