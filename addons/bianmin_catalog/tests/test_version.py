from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import CatalogCase

COUNT = 120


class TestVersion(CatalogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.material = cls._create_material(item_id=cls.item.id, copy_count=1)
        cls.env["bianmin.catalog.fee"].create(
            {"name": "工本费", "standard": "5元", "item_id": cls.item.id}
        )
        cls.first = cls.item.version_id

    def _make_draft(self, **vals):
        draft = self.item.with_user(self.editor)._make_new_version()
        draft.write(vals)
        return draft

    # ------------------------------------------------------------
    # Inheritance
    # ------------------------------------------------------------

    def test_a_new_item_has_a_first_version_in_force(self):
        self.assertEqual(self.first.state, "in_force")
        self.assertEqual(self.first.number, 1)
        self.assertEqual(self.first.item_id, self.item)
        self.assertEqual(self.first.material_ids, self.material)

    def test_content_written_to_the_item_is_that_of_its_version(self):
        self.item.with_user(self.editor).name = "新名称"
        self.assertEqual(self.first.name, "新名称")
        self.assertEqual(self.item.pinyin.split()[-1], "xmc")

    def test_items_are_found_and_grouped_by_content(self):
        items = self.env["bianmin.catalog.item"].with_user(self.reader)
        self.assertIn(self.item, items.search([("name", "=", "两女补贴")]))
        self.assertIn(
            self.item, items.search([("material_ids.name", "=", "Identity card")])
        )
        names = [name for name, _count in items._read_group([], ["name"], ["__count"])]
        self.assertIn("两女补贴", names)

    def test_rows_that_name_the_item_belong_to_the_version_in_force(self):
        step = self.env["bianmin.catalog.step"].create(
            {"name": "受理", "item_id": self.item.id}
        )
        self.assertEqual(step.version_id, self.first)

    # ------------------------------------------------------------
    # Draft
    # ------------------------------------------------------------

    def test_a_draft_copies_what_is_in_force(self):
        draft = self._make_draft()
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.item_id, self.item)
        self.assertEqual(draft.material_ids.name, "Identity card")
        self.assertEqual(draft.material_ids.item_id, self.item)
        self.assertEqual(draft.fee_ids.standard, "5元")
        self.assertEqual(self.item.material_ids, self.material)

    def test_a_draft_changes_nothing_that_is_in_force(self):
        draft = self._make_draft(name="新名称")
        draft.material_ids.copy_count = 3
        self.assertEqual(self.item.name, "两女补贴")
        self.assertEqual(self.item.material_ids.copy_count, 1)

    def test_one_new_version_at_a_time(self):
        self._make_draft()
        with self.assertRaises(UserError):
            self._make_draft()

    def test_editor_edits_the_draft_in_its_form(self):
        draft = self._make_draft()
        with Form(draft) as form:
            form.effective_on = local_today() + timedelta(3)
            form.change_note = "省里减了材料"
            with form.material_ids.new() as material:
                material.name = "照片"
        self.assertEqual(len(draft.material_ids), 2)

    def test_only_a_draft_can_be_deleted(self):
        draft = self._make_draft()
        materials = draft.material_ids
        draft.unlink()
        self.assertFalse(materials.exists())
        with self.assertRaises(UserError):
            self.first.with_user(self.editor).unlink()

    # ------------------------------------------------------------
    # Taking effect
    # ------------------------------------------------------------

    def test_it_takes_effect_now(self):
        draft = self._make_draft(name="新名称")
        draft.action_take_effect()
        today = local_today()
        self.assertEqual(self.item.version_id, draft)
        self.assertEqual(self.item.name, "新名称")
        self.assertEqual(draft.number, 2)
        self.assertEqual(draft.effective_on, today)
        self.assertEqual(self.first.state, "former")
        self.assertEqual(self.first.ended_on, today - timedelta(1))

    def test_it_takes_effect_by_itself_at_chinese_midnight(self):
        with freeze_time("2026-03-01 04:00:00"):
            draft = self._make_draft(effective_on=date(2026, 3, 5))
            draft.action_plan()
        with freeze_time("2026-03-04 15:59:00"):
            self.env["bianmin.catalog.version"]._cron_take_effect()
            self.assertEqual(self.item.version_id, self.first)
            self.assertEqual(self._get_version_today(), self.first)
        with freeze_time("2026-03-04 16:00:30"):
            self.assertEqual(self._get_version_today(), draft, "before the job too")
            self.env["bianmin.catalog.version"]._cron_take_effect()
            self.assertEqual(self.item.version_id, draft)
            self.assertEqual(self.first.ended_on, date(2026, 3, 4))

    def _get_version_today(self):
        return self.item._get_version_by_item()[self.item.id]

    def test_materials_of_a_point_are_those_of_today_before_the_job_too(self):
        with freeze_time("2026-03-01 04:00:00"):
            draft = self._make_draft(effective_on=date(2026, 3, 5))
            draft.action_plan()
        with freeze_time("2026-03-05 04:00:00"):
            self.assertEqual(self.decision._get_materials(), draft.material_ids)

    def test_a_day_that_is_missed_is_made_up_for(self):
        with freeze_time("2026-03-01 04:00:00"):
            draft = self._make_draft(effective_on=date(2026, 3, 5))
            draft.action_plan()
        with freeze_time("2026-03-09 04:00:00"):
            self.env["bianmin.catalog.version"]._cron_take_effect()
        self.assertEqual(self.item.version_id, draft)
        self.assertEqual(draft.effective_on, date(2026, 3, 5))

    def test_a_plan_needs_a_day_that_is_not_past(self):
        draft = self._make_draft()
        for day in (False, local_today() - timedelta(1)):
            draft.effective_on = day
            with self.assertRaises(UserError):
                draft.action_plan()

    def test_a_planned_version_goes_back_to_draft_to_be_changed(self):
        draft = self._make_draft(effective_on=local_today() + timedelta(1))
        draft.action_plan()
        with self.assertRaises(UserError):
            draft.name = "新名称"
        draft.action_redraft()
        draft.name = "新名称"

    def test_many_versions_take_effect_with_few_queries(self):
        items = self.env["bianmin.catalog.item"].create(
            [{"name": f"I{i}", "category_id": self.category.id} for i in range(COUNT)]
        )
        day = local_today()
        drafts = self.env["bianmin.catalog.version"].union(
            *(item.version_id.copy({"effective_on": day}) for item in items)
        )
        drafts.action_plan()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(50):
            self.env["bianmin.catalog.version"]._cron_take_effect()
            self.env.flush_all()
        self.assertEqual(items.version_id, drafts)

    # ------------------------------------------------------------
    # What is fixed
    # ------------------------------------------------------------

    def test_small_corrections_are_free_until_something_refers_to_it(self):
        self.item.with_user(self.editor).legal_basis = "第三条"
        self.material.with_user(self.editor).copy_count = 2
        self.assertTrue(self.first.is_editable)

    def test_a_former_version_never_changes(self):
        self._make_draft().action_take_effect()
        first = self.first.with_user(self.editor)
        with self.assertRaises(UserError):
            first.name = "新名称"
        with self.assertRaises(UserError):
            first.material_ids.copy_count = 9
        with self.assertRaises(UserError):
            first.material_ids.unlink()
        with self.assertRaises(UserError):
            first.write({"step_ids": [(0, 0, {"name": "受理"})]})

    def test_state_and_number_are_set_by_nobody(self):
        for vals in ({"state": "former"}, {"number": 7}, {"ended_on": "2026-01-01"}):
            with self.assertRaises(UserError):
                self.first.with_user(self.editor).write(vals)

    def test_reader_changes_no_version(self):
        draft = self._make_draft().with_user(self.reader)
        self.assertTrue(draft.has_access("read"))
        with self.assertRaises(AccessError):
            draft.name = "新名称"
        with self.assertRaises(AccessError):
            draft.action_take_effect()
        with self.assertRaises(AccessError):
            self._create_item(name="Other").with_user(self.reader).action_new_version()

    # ------------------------------------------------------------
    # Comparison
    # ------------------------------------------------------------

    def test_comparison_tells_what_changed(self):
        draft = self._make_draft(legal_basis="第三条", mails_result=True)
        draft.material_ids.copy_count = 2
        draft.fee_ids.unlink()
        table = str(draft.change_table)
        for text in ("第三条", "Result by Mail", "Identity card: Copies", "5元"):
            self.assertIn(text, table)
        self.assertNotIn("Acceptance Conditions", table)

    def test_comparison_of_an_unchanged_draft_tells_no_difference(self):
        draft = self._make_draft()
        self.assertEqual(draft._get_changes(self.first), [])

    def test_comparison_of_a_first_version_says_so(self):
        self.assertIn("first version", str(self.first.change_table))

    def test_comparison_shows_text_as_text(self):
        draft = self._make_draft(legal_basis="<script>alert(1)</script>")
        self.assertNotIn("<script>", str(draft.change_table))

    # ------------------------------------------------------------
    # Topics
    # ------------------------------------------------------------

    def test_topics_have_codes_of_both_kinds(self):
        topics = self.env["bianmin.catalog.topic"].with_user(self.reader).search([])
        self.assertEqual(set(topics.mapped("kind")), {"personal", "legal"})
        self.item.with_user(self.editor).topic_ids = topics[:2]
        self.assertIn(self.item, topics[0].item_ids)
