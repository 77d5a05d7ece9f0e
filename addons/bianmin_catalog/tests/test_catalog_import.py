import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .catalog_import_common import CatalogImportCase


@tagged("post_install", "-at_install")
class TestCatalogImport(CatalogImportCase):
    # ------------------------------------------------------------
    # WHAT ARRIVES
    # ------------------------------------------------------------

    def test_a_new_item_arrives_with_all_that_belongs_to_it(self):
        wizard = self._import(
            items=[
                {
                    **{"name": "测试餐饮", "category_id": "T1", "item_type": "01"},
                    **{"handling_kind": "promised", "statutory_days": 10},
                    **{"promised_days": "7", "topic_ids": "business、permits"},
                }
            ],
            materials=[
                {"item": "测试餐饮", "name": "申请书", "original_count": 1},
                {"item": "测试餐饮", "name": "健康证明"},
            ],
            steps=[{"item": "测试餐饮", "name": "现场核查", "days": 3}],
            questions=[
                {"item": "测试餐饮", "question": "多大？", "answer": "五十平方米。"}
            ],
            fees=[{"item": "测试餐饮", "name": "工本费", "standard": "0元"}],
            results=[{"item": "测试餐饮", "name": "登记证"}],
            implementations=[
                {
                    **{"item": "测试餐饮", "service_point_id": self.station.name},
                    **{"division_code": self.village.code, "acts_as": "accept"},
                    "decision_implementation_id": self.hall.name,
                },
                {
                    **{"item": "测试餐饮", "service_point_id": self.hall.name},
                    **{"acts_as": "decide", "fee": "12.50"},
                },
            ],
        )
        self.assertEqual(self._counts(wizard), (9, 0, 0, 0))
        item = self.env["bianmin.catalog.item"].search([("name", "=", "测试餐饮")])
        self.assertEqual(item.version_id.state, "in_force")
        self.assertEqual(item.category_id, self.category)
        self.assertEqual(set(item.topic_ids.mapped("code")), {"business", "permits"})
        self.assertEqual(item.material_ids.mapped("name"), ["申请书", "健康证明"])
        self.assertEqual(item.step_ids.days, 3)
        self.assertEqual(item.faq_ids.answer, "五十平方米。")
        self.assertEqual(item.fee_ids.standard, "0元")
        self.assertEqual(item.result_ids.kind, "licence")
        decision = item.implementation_ids.filtered(lambda one: one.acts_as == "decide")
        # Where the cells are empty, the usual limits of the item.
        self.assertEqual((decision.statutory_days, decision.promised_days), (10, 7))
        self.assertEqual(decision.fee, 12.5)
        acceptance = item.implementation_ids - decision
        self.assertEqual(acceptance.decision_implementation_id, decision)
        self.assertEqual(acceptance.promised_days, 7)

    def test_an_empty_cell_leaves_and_a_dash_empties(self):
        self.card.write({"copy_note": "正反面", "note": "在有效期内"})
        self._import(
            materials=[{"item": self.item.name, "name": "身份证", "note": "—"}]
        )
        self.assertFalse(self.card.note)
        self.assertEqual(self.card.copy_note, "正反面")

    def test_what_is_missing_in_the_workbook_is_not_deleted(self):
        self._import(materials=[{"item": self.item.name, "name": "身份证"}])
        self.assertEqual(self.item.material_ids, self.card | self.book)

    def test_the_preview_shows_old_beside_new_and_writes_nothing(self):
        wizard = self._preview(
            self._write(
                materials=[{"item": self.item.name, "name": "身份证", "copy_count": 3}]
            )
        )
        self.assertEqual(self._counts(wizard), (0, 1, 0, 0))
        for words in ("身份证", "<td>1</td>", "<td>3</td>"):
            self.assertIn(words, wizard.preview)
        self.assertEqual(self.card.copy_count, 1)

    def test_an_item_is_renamed_by_its_code_and_its_rows_by_the_new_name(self):
        wizard = self._import(
            items=[{"name": "两女户补贴", "basic_code": "００２０９９００００ 01"}],
            materials=[{"item": "两女户补贴", "name": "身份证", "copy_count": 2}],
        )
        self.assertEqual(self._counts(wizard), (0, 2, 0, 0))
        self.assertEqual(self.item.name, "两女户补贴")
        self.assertEqual(self.card.copy_count, 2)

    def test_words_that_stand_twice_in_an_item_are_told_apart_by_their_order(self):
        again = self._create_material(name="身份证", item_id=self.item.id)
        rows = [
            {"item": self.item.name, "name": "身份证", "copy_count": count}
            for count in (1, 5, 6)
        ]
        wizard = self._import(materials=rows)
        self.assertEqual(self._counts(wizard), (0, 1, 1, 1))
        self.assertEqual((self.card.copy_count, again.copy_count), (1, 5))

    # ------------------------------------------------------------
    # VERSIONS
    # ------------------------------------------------------------

    def test_content_goes_into_the_version_in_force_while_nobody_applied(self):
        wizard = self._import(items=[{"name": self.item.name, "rights": "知情权"}])
        self.assertEqual(self.item.rights, "知情权")
        self.assertEqual(len(self.item.version_ids), 1)
        self.assertFalse(wizard.draft_count)

    def test_content_goes_into_a_draft_once_somebody_applied(self):
        version = self.item.version_id
        content = self._write(
            items=[{"name": self.item.name, "rights": "知情权", "sequence": 7}],
            materials=[
                {"item": self.item.name, "name": "户口簿", "copy_count": 4},
                {"item": self.item.name, "name": "申请表"},
            ],
        )
        with self._refer_to(version):
            wizard = self._import(content)
            self.assertEqual(wizard.draft_count, 1)
            draft = self.item.version_ids - version
            self.assertEqual(draft.state, "draft")
            self.assertEqual(draft.rights, "知情权")
            self.assertEqual(
                draft.material_ids.mapped(lambda one: (one.name, one.copy_count)),
                [("身份证", 1), ("户口簿", 4), ("申请表", 1)],
            )
            self.assertEqual(len(draft.step_ids), 1)
            # What is in force stays; what is no content is the item's at once.
            self.assertFalse(version.rights)
            self.assertEqual(len(version.material_ids), 2)
            self.assertEqual(self.item.sequence, 7)
            again = self._import(content)
            self.assertEqual(self._counts(again), (0, 0, 3, 0))
            self._import(items=[{"name": self.item.name, "rights": "申诉权"}])
            self.assertEqual(draft.rights, "申诉权")
            self.assertEqual(len(self.item.version_ids), 2)
            exported = self._preview(self._export())
            self.assertEqual(exported.unchanged_count, 10)

    def test_what_is_no_content_needs_no_draft(self):
        with self._refer_to(self.item.version_id):
            self._import(
                items=[{"name": self.item.name, "sequence": 9}],
                implementations=[
                    {
                        **{"item": self.item.name, "promised_days": 4},
                        "service_point_id": self.hall.name,
                    }
                ],
            )
        self.assertEqual(self.item.sequence, 9)
        self.assertEqual(self.decision.promised_days, 4)
        self.assertEqual(self.acceptance.promised_days, 4)
        self.assertEqual(len(self.item.version_ids), 1)

    def test_a_planned_version_is_taken_back_first(self):
        draft = self.item._make_new_version()
        draft.effective_on = "2099-01-01"
        draft.action_plan()
        wizard = self._preview(
            self._write(
                items=[{"name": self.item.name, "rights": "知情权"}],
                materials=[
                    {"item": self.item.name, "name": "身份证", "copy_count": 8},
                    {"item": self.item.name, "name": "户口簿"},
                ],
            )
        )
        self.assertEqual(self._counts(wizard), (0, 0, 1, 2))
        self.assertEqual(
            set(self._read_errors(wizard)),
            {("items", 2, "name"), ("materials", 2, "item")},
        )

    # ------------------------------------------------------------
    # WHO MAY
    # ------------------------------------------------------------

    def test_who_may_not_change_the_catalogue_gets_no_window(self):
        for call in (self._export, lambda user: self._preview(b"", user)):
            with self.assertRaises(AccessError):
                call(self.reader)

    def test_a_role_that_ended_opens_nothing(self):
        former = self._create_user(
            "catalog_former",
            ("bianmin_base.role_administrator", self.county, False, "2020-01-01"),
        )
        content = self._export()
        for call in (
            lambda: self._export(former),
            lambda: self._import(content, former),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_an_editor_of_a_township_reaches_the_points_of_his_township(self):
        name = self.item.name
        wizard = self._import(
            self._write(
                implementations=[
                    {"item": name, "service_point_id": point.name, "promised_days": 2}
                    for point in (self.hall, self.centre)
                ]
            ),
            self.township_editor,
        )
        self.assertEqual(self._counts(wizard), (0, 1, 0, 1))
        self.assertEqual(
            set(self._read_errors(wizard)), {("implementations", 3, "service_point_id")}
        )
        self.assertEqual(self.decision.promised_days, 2)

    def test_a_window_is_ones_own(self):
        wizard = self._get_wizard()
        with self.assertRaises(AccessError):
            wizard.with_user(self.township_editor).read(["state"])

    # ------------------------------------------------------------
    # MANY
    # ------------------------------------------------------------

    def test_many_items_are_read_at_the_same_queries_as_few(self):
        counts = []
        for number in (4, 40):
            items = self.env["bianmin.catalog.item"].create(
                [
                    {
                        "name": f"事项{number}之{index}",
                        "category_id": self.category.id,
                        "material_ids": [
                            (0, 0, {"name": f"材料{n}"}) for n in range(5)
                        ],
                    }
                    for index in range(number)
                ]
            )
            content = self._export(items=items)
            wizard = self._get_wizard(file=base64.b64encode(content))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard.action_preview()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(wizard.unchanged_count, number * 6)
        self.assertLessEqual(counts[1], counts[0] + 2)
