from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import tamper
from .test_resident_import import EDITOR, ResidentImportCase
from .test_seal import PICTURE, SealCase

OTHER_PICTURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    b"AABJRU5ErkJggg=="
)


class ChangeLogMixin:
    """Finds what a test changed, as if its transaction were about to end."""

    def _get_changes(self, records=None):
        self.env.cr.flush()
        domain = [("id", ">", self.last)]
        if records is not None:
            domain += [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
            ]
        return self.env["bianmin.change.log"].search(domain, order="id")

    def _get_words(self, records=None):
        return [
            (change.field_name, change.old_value or "", change.new_value or "")
            for change in self._get_changes(records)
        ]

    def setUp(self):
        super().setUp()
        self.env.cr.flush()
        self.last = self.env["bianmin.change.log"].search([], limit=1).id or 0


@tagged("post_install", "-at_install")
class TestChangeLog(ChangeLogMixin, ResidentImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls._create_resident(name="李志顺", phone="13800130001")
        cls.auditor = cls._create_user(
            "change.auditor", ("bianmin_base.role_auditor", cls.township)
        )
        cls.far_auditor = cls._create_user(
            "change.far", ("bianmin_base.role_auditor", cls.other_township)
        )
        cls.edited = cls.resident.with_user(cls.editor)

    # ------------------------------------------------------------
    # LINES
    # ------------------------------------------------------------

    def test_a_change_says_who_changed_what(self):
        self.edited.name = "李志舜"
        change = self._get_changes()
        self.assertEqual(
            (change.user_id, change.res_model, change.res_id, change.field_name),
            (self.editor, "bianmin.resident", self.resident.id, "name"),
        )
        self.assertEqual((change.old_value, change.new_value), ("李志顺", "李志舜"))
        self.assertEqual(change.division_id, self.village)
        self.assertFalse(change.former_division_id)
        self.assertTrue(change.changed_at)

    def test_numbers_are_masked(self):
        self.edited.phone_masked = "13800139999"
        [(field, old, new)] = self._get_words()
        self.assertEqual((field, old, new), ("phone", "138****0001", "138****9999"))
        self.assertEqual(
            self._get_changes().field_label,
            self.resident._fields["phone_masked"]._description_string(self.env),
        )

    def test_a_number_that_differs_under_its_mask_only(self):
        self.edited.phone_masked = "13811110001"
        [(_field, old, new)] = self._get_words()
        self.assertEqual(old, "138****0001")
        self.assertNotEqual(old, new)
        self.assertNotIn("1111", new)

    def test_account_and_organization(self):
        account = self.env["bianmin.bank.account"].create(
            {
                "resident_id": self.resident.id,
                "bank_name": "农商行",
                "number": "6217991260012345678",
            }
        )
        organization = self.env["bianmin.organization"].create(
            {
                "name": "柳湾合作社",
                "uscc": "91350100M000100Y43",
                "division_id": self.village.id,
                "phone": "03151234567",
            }
        )
        self.env.cr.flush()
        account.with_user(self.editor).number_masked = "6217991260019999"
        organization.with_user(self.editor).phone = "03157654321"
        [account_line] = self._get_changes(account)
        self.assertEqual(account_line.new_value, "************9999")
        self.assertIn(self.resident.name, account_line.subject)
        [organization_line] = self._get_changes(organization)
        self.assertEqual(organization_line.old_value, "031****4567")

    def test_categories_and_household_in_words(self):
        category = self.env["bianmin.resident.category"].create(
            {"name": "测试类别", "code": "t_change"}
        )
        household = self.env["bianmin.household"].create(
            {"number": "0012", "division_id": self.village.id}
        )
        self.env.cr.flush()
        self.edited.category_ids = [Command.link(category.id)]
        household.with_user(self.editor).member_ids = [Command.link(self.resident.id)]
        self.assertCountEqual(
            self._get_words(self.resident),
            [("category_ids", "", "测试类别"), ("household_id", "", "0012")],
        )

    def test_the_log_is_written_in_the_language_of_papers(self):
        category = self.env["bianmin.resident.category"].create(
            {"name": "Test", "code": "t_change"}
        )
        self.env["res.lang"]._activate_lang("zh_CN")
        category.update_field_translations("name", {"zh_CN": "测试类别"})
        self.env.cr.flush()
        self.edited.with_context(lang="en_US").category_ids = [
            Command.link(category.id)
        ]
        self.assertEqual(self._get_words(self.resident)[0][2], "测试类别")

    def test_the_days_of_a_category_and_its_end_are_logged(self):
        category = self.env["bianmin.resident.category"].create(
            {"name": "测试类别", "code": "t_change"}
        )
        line = self.env["bianmin.resident.category.line"].create(
            {
                "resident_id": self.resident.id,
                "category_id": category.id,
                "date_from": "2020-01-01",
            }
        )
        self.env.cr.flush()
        line.with_user(self.editor).date_to = "2030-12-31"
        line_id = line.id
        self.env.cr.flush()
        line.with_user(self.editor).unlink()
        changed, deleted = self._get_changes().filtered(
            lambda change: change.res_model == line._name
        )
        self.assertEqual(changed.new_value, "2030-12-31")
        self.assertEqual((deleted.kind, deleted.res_id), ("deleted", line_id))
        self.assertIn("2030-12-31", deleted.old_value)
        self.assertIn(self.resident.name, deleted.subject)

    def test_a_transaction_says_what_it_changed_as_a_whole(self):
        self.edited.name = "李志舜"
        self.edited.name = "李至顺"
        self.edited.address = "柳湾村 3 号"
        self.assertEqual(self._get_words(), [("name", "李志顺", "李至顺")])
        self.edited.name = "李志舜"
        self.edited.name = "李至顺"
        self.assertEqual(len(self._get_words()), 1)

    def test_what_somebody_enters_is_no_change(self):
        household = self.env["bianmin.household"].create(
            {"number": "0013", "division_id": self.village.id}
        )
        resident = self._create_resident(name="姚春燕", household_id=household.id)
        household.head_id = resident
        resident.name = "姚春艳"
        self.assertFalse(self._get_changes())

    def test_what_was_rolled_back_leaves_no_line(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.edited.name = "李志舜"
            raise ZeroDivisionError
        self.assertFalse(self._get_changes())

    def test_a_refused_change_leaves_no_line(self):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.resident.with_user(self.stranger).name = "别人"
        self.assertFalse(self._get_changes())

    # ------------------------------------------------------------
    # REASON
    # ------------------------------------------------------------

    def test_acts_with_a_reason_leave_it_beside_what_they_change(self):
        self.edited._register_death(
            self.resident.create_date.date(), "死亡医学证明：123", ()
        )
        [change] = self._get_changes(self.resident)
        self.assertEqual(change.field_name, "death_date")
        self.assertEqual(change.reason, "死亡医学证明：123")

    def test_a_move_is_read_in_the_village_that_was_left_too(self):
        both = self._create_user("change.county", (EDITOR, self.county))
        self.env["bianmin.resident.move"].with_user(both).create(
            {
                "resident_id": self.resident.id,
                "division_id": self.other_village.id,
                "reason": "婚迁",
            }
        ).action_submit()
        [change] = self._get_changes(self.resident)
        self.assertEqual(
            (change.division_id, change.former_division_id, change.reason),
            (self.other_village, self.village, "婚迁"),
        )
        for auditor in (self.auditor, self.far_auditor):
            self.assertTrue(change.with_user(auditor).has_access("read"))

    # ------------------------------------------------------------
    # MANY
    # ------------------------------------------------------------

    def test_many_entries_take_few_statements(self):
        def count_queries(size):
            residents = self.env["bianmin.resident"].create(
                [
                    {
                        "name": "测试人",
                        "division_id": self.village.id,
                        "identity_type": "other",
                    }
                    for _n in range(size)
                ]
            )
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            residents.with_user(self.editor).write({"division_id": village.id})
            self.assertEqual(len(self._get_changes(residents)), size)
            return self.cr.sql_log_count - before

        village = self.neighbour_village
        count_queries(10)
        few = count_queries(100)
        # One INSERT and one UPDATE take 100 rows each.
        self.assertLessEqual(count_queries(300), few + 12)

    def test_each_row_of_a_workbook_that_changes_somebody_leaves_its_lines(self):
        def count_queries(size):
            rows = self.rows[:size]
            self._import([[*row[:6], "13911112222", *row[7:]] for row in rows])
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._import([[*row[:6], "13933334444", *row[7:]] for row in rows])
            changes = self._get_changes().filtered(
                lambda change: change.new_value == "139****4444"
            )
            self.assertEqual(len(changes) - self.found, size)
            self.found = len(changes)
            self.assertIn("花名册.xlsx", changes[-1:].reason)
            return self.cr.sql_log_count - before

        self.found = 0
        self.rows = [
            self._row(identity_number=self._make_identity_number("19720303", order=n))
            for n in range(100, 400)
        ]
        self._import(self.rows)
        self.env.cr.flush()
        few = count_queries(100)
        self.assertLessEqual(count_queries(300), few + 20)

    # ------------------------------------------------------------
    # READING
    # ------------------------------------------------------------

    def test_read_by_the_auditor_of_the_division_and_by_nobody_else(self):
        self.edited.name = "李志舜"
        change = self._get_changes()
        self.assertEqual(change.with_user(self.auditor).old_value, "李志顺")
        for user in (self.editor, self.stranger, self.far_auditor):
            self.assertFalse(change.with_user(user).has_access("read"), user.login)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(change.with_user(self.auditor).has_access(operation))
        with self.assertRaises(UserError):
            change.sudo().write({"old_value": "x"})

    def test_the_form_counts_the_changes_for_an_auditor(self):
        both = self._create_user(
            "change.both",
            (EDITOR, self.township),
            ("bianmin_base.role_auditor", self.township),
        )
        self.edited.name = "李志舜"
        self._get_changes()
        resident = self.resident.with_user(both)
        resident.invalidate_recordset(["change_count"])
        self.assertEqual(resident.change_count, 1)
        action = resident.action_open_changes()
        log = self.env[action["res_model"]].with_user(both)
        self.assertEqual(log.search(action["domain"]).new_value, "李志舜")
        with self.assertRaises(AccessError):
            self.edited.read(["change_count"])

    def test_registers_are_named_and_grouped_in_words(self):
        self.edited.name = "李志舜"
        change = self._get_changes()
        labels = dict(change._fields["res_model"]._description_selection(self.env))
        self.assertEqual(
            labels["bianmin.resident"],
            self.env["ir.model"]._get("bianmin.resident").name,
        )

    # ------------------------------------------------------------
    # CHAIN
    # ------------------------------------------------------------

    def test_a_tampered_line_is_named_by_the_check(self):
        self.edited.name = "李志舜"
        self.edited.phone_masked = "13800139999"
        first, second = self._get_changes()
        self.env.flush_all()
        list(self.env["bianmin.log.block"]._link_blocks())
        tamper(
            self.env,
            "bianmin_change_log",
            "UPDATE bianmin_change_log SET old_value = '王五' WHERE id = %s",
            (first.id,),
        )
        tamper(
            self.env,
            "bianmin_change_log",
            "DELETE FROM bianmin_change_log WHERE id = %s",
            (second.id,),
        )
        check = self.env["bianmin.log.check"].with_user(self.auditor).create({})
        while check.action_check_next():
            pass
        self.assertEqual(
            {(p.kind, p.res_model, p.res_id) for p in check.problem_ids},
            {
                ("changed", "bianmin.change.log", first.id),
                ("deleted", "bianmin.change.log", second.id),
            },
        )


@tagged("post_install", "-at_install")
class TestChangesOfSeals(ChangeLogMixin, SealCase):
    def test_another_picture_and_another_end_are_logged(self):
        self.seal.picture = OTHER_PICTURE
        self.permission.date_to = "2027-12-31"
        [picture] = self._get_changes(self.seal)
        self.assertEqual(picture.field_name, "image")
        self.assertIn("SHA-256", picture.new_value)
        self.assertNotEqual(picture.old_value, picture.new_value)
        [end] = self._get_changes(self.permission)
        self.assertEqual((end.old_value, end.new_value), ("2026-12-31", "2027-12-31"))
        self.assertEqual(end.division_id, self.county)

    def test_the_same_picture_again_is_no_change(self):
        self.seal.picture = PICTURE
        self.assertFalse(self._get_changes(self.seal))

    def test_a_permission_that_is_taken_leaves_what_it_said(self):
        self.permission.unlink()
        [change] = self._get_changes()
        self.assertEqual(change.kind, "deleted")
        self.assertIn("2026-12-31", change.old_value)
        self.assertIn(self.hall.name, change.old_value)
