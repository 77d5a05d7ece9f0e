from odoo.exceptions import UserError

from .common import CaseCase


class TestCaseVersion(CaseCase):
    """A case keeps the version of the catalogue under which it was filed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.item.version_id
        cls.editor = cls._create_user(
            "case_catalog_editor", ("bianmin_base.role_administrator", cls.county)
        )

    def _plan(self, day):
        """A second version from ``day`` on, with another paper instead of the photo."""
        draft = self.item._make_new_version()
        draft.material_ids.filtered(lambda line: line.name == "照片").unlink()
        draft.write({"effective_on": day, "material_ids": [(0, 0, {"name": "承诺书"})]})
        draft.action_plan()
        return draft

    def _get_papers(self, case):
        return case.material_ids.mapped("name")

    def test_a_case_keeps_the_version_of_its_filing_day(self):
        with self._at("2026-11-24 10:00"):
            second = self._plan("2026-11-25")
            case = self._create_received()
        with self._at("2026-11-25 00:02"):
            second._cron_take_effect()
        self.assertEqual(self.item.version_id, second)
        self.assertEqual(case.version_id, self.first)
        self.assertIn("照片", self._get_papers(case))
        self.assertNotIn("承诺书", self._get_papers(case))

    def test_a_case_of_the_first_minute_has_the_new_version(self):
        """Before the nightly job, and while it is still yesterday in UTC."""
        with self._at("2026-11-24 10:00"):
            second = self._plan("2026-11-25")
        with self._at("2026-11-25 00:00"):
            case = self._create_case()
            self.assertEqual(case.version_id, second)
            self.assertIn("承诺书", self._get_papers(case))

    def test_a_draft_of_yesterday_is_filed_under_the_version_of_today(self):
        with self._at("2026-11-24 10:00"):
            second = self._plan("2026-11-25")
            case = self._create_case()
        with self._at("2026-11-25 00:00"), self.assertRaises(UserError) as refused:
            case.action_submit()
        self.assertIn("承诺书", str(refused.exception))
        with self._at("2026-11-25 00:02"):
            second._cron_take_effect()
            self.assertEqual(case.version_id, second)
            self._take_papers(case)
            case.action_submit()
        self.assertEqual(case.state, "received")

    def test_papers_handed_in_under_the_old_list_stay(self):
        with self._at("2026-11-24 10:00"):
            second = self._plan("2026-11-25")
            case = self._create_case()
        with self._at("2026-11-25 00:02"):
            second._cron_take_effect()
        lines = case.material_ids
        missing = lines.filtered(lambda line: line.state == "missing")
        self.assertEqual(missing.mapped("name"), ["承诺书"])
        self.assertNotIn("照片", lines.mapped("name"))
        self.assertEqual(len(lines), 4, "none twice")
        self.assertEqual(lines.material_id, second.material_ids)

    def test_a_version_with_cases_does_not_change(self):
        self._create_received()
        self.assertFalse(self.first.is_editable)
        item = self.item.with_user(self.editor)
        for write in (
            lambda: item.write({"name": "新名称"}),
            lambda: item.material_ids[0].write({"copy_count": 9}),
            lambda: item.material_ids[0].unlink(),
            lambda: item.write({"faq_ids": [(0, 0, {"question": "?", "answer": "!"})]}),
        ):
            with self.assertRaises(UserError):
                write()
        # Where it belongs is not what it says.
        item.sequence = 7

    def test_nobody_chooses_the_version(self):
        with self._at("2026-11-24 10:00"):
            second = self._plan("2026-11-25")
        case = self._create_case()
        with self.assertRaises(UserError):
            case.version_id = second
