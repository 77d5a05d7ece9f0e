from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.bianmin_base.tests.common import make_paper

from .common import CaseCase


class TestReuse(CaseCase):
    """The ID card was handed in on 12 January 2026 and may be used for six months."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.catalog_paper = cls.item.material_ids[0]
        cls.catalog_paper.reuse_months = 6

    def _create_earlier(self, at="2026-01-12 10:00", **vals):
        with self._at(at):
            case = self._create_case(**vals)
            line = case.material_ids[0]
            file = self.env["ir.attachment"].create(
                {
                    "name": "身份证.jpg",
                    "raw": make_paper(),
                    "res_model": line._name,
                    "res_id": line.id,
                }
            )
            line.write({"attachment_ids": file, "presented_as": "original_seen"})
            case.action_submit()
            case.with_user(self.clerk).action_accept()
        return case

    def _create_company(self):
        return self.env["bianmin.organization"].create(
            {
                "name": "李营超市",
                "uscc": "91350100M000100Y43",
                "division_id": self.village.id,
            }
        )

    def _create_wanting(self, **vals):
        case = self._create_case(**vals)
        case.material_ids.write({"collection_mode": False})
        case.material_ids.write({"state": "missing"})
        return case

    def test_a_paper_that_was_accepted_is_taken_with_one_press(self):
        earlier = self._create_earlier()
        with self._at("2026-03-02 09:00"):
            case = self._create_wanting()
            line = case.material_ids[0]
            self.assertEqual(line.offered_id, earlier.material_ids[0])
            self.assertEqual(case.earlier_count, 1)
            self.assertEqual(line.earlier_note, f"2026-01-12 {earlier.name}")
            line.action_reuse()
        self.assertEqual(line.state, "received")
        self.assertEqual(line.attachment_ids.raw, make_paper())
        self.assertEqual(line.attachment_ids.res_id, line.id)
        self.assertEqual(line.presented_as, "original_seen")
        self.assertEqual(line.reused_case_number, earlier.name)
        self.assertEqual(str(line.reused_on), "2026-01-12")
        self.assertFalse(line.offered_id)
        self.assertEqual(line.earlier_note, f"2026-01-12 {earlier.name}")

    def test_it_is_offered_to_its_last_day(self):
        self._create_earlier()
        for day, is_offered in (("2026-07-12", True), ("2026-07-13", False)):
            with self._at(f"{day} 09:00"):
                line = self._create_wanting().material_ids[0]
                self.assertEqual(bool(line.offered_id), is_offered, day)
        with self.assertRaisesRegex(UserError, "not given before, or too long ago"):
            line.action_reuse()

    def test_the_catalogue_offers_nothing_unless_it_says_so(self):
        self._create_earlier()
        with self._at("2026-02-02 09:00"):
            self.catalog_paper.reuse_months = 0
            self.assertFalse(self._create_wanting().material_ids.offered_id)

    def test_only_papers_of_the_same_applicant_are_offered(self):
        self._create_earlier()
        other = self._create_resident(name="姚春燕")
        company = self._create_company()
        with self._at("2026-02-02 09:00"):
            for vals in ({"resident_id": other.id}, {"organization_id": company.id}):
                case = self._create_wanting(**vals)
                self.assertFalse(case.material_ids.offered_id)

    def test_a_company_gets_its_papers_back_whoever_acts_for_it(self):
        company = self._create_company()
        earlier = self._create_earlier(organization_id=company.id)
        other = self._create_resident(name="姚春燕")
        with self._at("2026-02-02 09:00"):
            case = self._create_wanting(
                organization_id=company.id, resident_id=other.id
            )
            self.assertEqual(case.material_ids[0].offered_id, earlier.material_ids[0])
            own = self._create_wanting()
            self.assertFalse(own.material_ids.offered_id)

    def test_a_paper_that_nobody_accepted_is_not_offered(self):
        with self._at("2026-02-02 09:00"):
            earlier = self._create_wanting()
            file = earlier.env["ir.attachment"].create(
                {"name": "身份证.jpg", "raw": make_paper()}
            )
            earlier.material_ids[0].attachment_ids = file
            self.assertFalse(self._create_wanting().material_ids.offered_id)

    def test_a_paper_without_a_file_is_not_offered(self):
        self._create_earlier().material_ids[0].sudo().attachment_ids.unlink()
        with self._at("2026-02-02 09:00"):
            self.assertFalse(self._create_wanting().material_ids.offered_id)

    def test_the_latest_one_is_offered(self):
        self._create_earlier()
        later = self._create_earlier("2026-02-09 10:00")
        self._create_earlier("2026-01-20 10:00")
        with self._at("2026-03-02 09:00"):
            line = self._create_wanting().material_ids[0]
            self.assertEqual(line.offered_id, later.material_ids[0])

    def test_using_it_again_does_not_lengthen_its_time(self):
        self._create_earlier()
        with self._at("2026-05-06 09:00"):
            case = self._create_wanting()
            case.material_ids[0].action_reuse()
            self._take_papers(case)
            case.action_submit()
            case.with_user(self.clerk).action_accept()
        with self._at("2026-08-03 09:00"):
            self.assertFalse(self._create_wanting().material_ids.offered_id)

    def test_nobody_is_offered_what_he_may_not_see(self):
        """The hall has the paper; the agent of the village sees only his village."""
        self._create_earlier(user=self.clerk, point=self.hall_point)
        with self._at("2026-02-02 09:00"):
            line = self._create_wanting().material_ids[0]
            self.assertFalse(line.with_user(self.agent).offered_id)
            with self.assertRaises(UserError):
                line.with_user(self.agent).action_reuse()
            line.invalidate_recordset()
            self.assertTrue(line.with_user(self.clerk).offered_id)

    def test_where_it_comes_from_is_not_for_clerks_to_write(self):
        line = self._create_wanting().material_ids[0].with_user(self.agent)
        with self.assertRaises(AccessError):
            line.reused_case_number = "1"
        with self.assertRaises(AccessError):
            line.create({"case_id": line.case_id.id, "name": "x", "reused_id": line.id})

    def test_a_paper_taken_off_again_comes_from_nowhere(self):
        self._create_earlier()
        with self._at("2026-02-02 09:00"):
            line = self._create_wanting().material_ids[0]
            line.action_reuse()
            line.attachment_ids = False
            self.assertFalse(line.reused_case_number or line.reused_on)

    def test_papers_on_file_take_nothing_over(self):
        case = self._create_earlier()
        with self.assertRaisesRegex(UserError, "its papers are on file"):
            case.material_ids[0].with_user(self.clerk).action_reuse()

    def test_many_lines_are_looked_up_at_once(self):
        self._create_earlier()
        with self._at("2026-02-02 09:00"):
            few = self._create_wanting().material_ids
            many = few + self._create_wanting().material_ids
            self.item.material_ids.reuse_months = 6
            counts = []
            for lines in (many, few, many):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.assertTrue(lines[0].offered_id)
                lines.mapped("earlier_note")
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    def test_months_are_not_negative(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.catalog_paper.reuse_months = -1
            self.env.flush_all()


class TestShownAs(CaseCase):
    def test_how_a_paper_was_shown_stays_with_the_accepted_case(self):
        case = self._create_case()
        line = case.material_ids[0]
        line.presented_as = "original_seen"
        case.action_submit()
        case.with_user(self.clerk).action_accept()
        self.assertEqual(line.presented_as, "original_seen")
        with self.assertRaises(UserError):
            line.with_user(self.clerk).presented_as = "copy"

    def test_the_notice_of_acceptance_says_how_each_paper_was_shown(self):
        case = self._create_case()
        case.material_ids[0].presented_as = "original_seen"
        case.action_submit()
        case.with_user(self.clerk).action_accept()
        self.assertIn("已核对原件", self._get_papers(case).content)
