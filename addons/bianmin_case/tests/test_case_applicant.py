from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_base.tools.uscc import check_character

from .common import CaseCase


def make_uscc(first17):
    return first17 + check_character(first17)


class TestOrganization(CaseCase):
    """A body applies; a person stands at the counter for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls.env["bianmin.organization"].create(
            {
                "name": "东河镇柳湾种植专业合作社",
                "uscc": make_uscc("93130224MA07LK8X5"),
                "division_id": cls.village.id,
            }
        )

    def test_it_is_the_applicant_and_the_person_the_contact(self):
        case = self._create_accepted(organization_id=self.organization.id)
        self.assertEqual(case.applicant_name, "东河镇柳湾种植专业合作社")
        content = self._get_papers(case).content
        self.assertIn("东河镇柳湾种植专业合作社", content)
        self.assertIn("李志顺", content)

    def test_it_is_fixed_once_handed_in(self):
        case = self._create_received()
        with self.assertRaises(UserError):
            case.with_user(self.clerk).organization_id = self.organization

    def test_one_files_only_for_bodies_that_one_may_read(self):
        stranger = self.organization.copy(
            {
                "name": "高坡村合作社",
                "uscc": make_uscc("93130224MA0CJ6B25"),
                "division_id": self.other_village.id,
            }
        )
        with self.assertRaises(AccessError):
            self._create_case(organization_id=stranger.id)


class TestDuplicate(CaseCase):
    """A second open case for the same person and item warns; it does not forbid."""

    def test_it_warns_and_names_the_first(self):
        first = self._create_received()
        self.assertFalse(first.duplicate_note)
        second = self._create_case()
        self.assertIn(first.name, second.duplicate_note)
        second.action_submit()
        self.assertEqual(second.state, "received")

    def test_the_form_warns_before_it_is_saved(self):
        first = self._create_received()
        draft = (
            self.env["bianmin.case"]
            .with_user(self.agent)
            .new({"resident_id": self.resident.id, "item_id": self.item.id})
        )
        self.assertIn(first.name, draft.duplicate_note)

    def test_finished_ones_and_others_do_not_warn(self):
        self._create_closed()
        other = self._create_resident(name="李长林")
        self._create_received(resident_id=other.id)
        self._create_received(user=self.clerk, point=self.instant_point)
        self.assertFalse(self._create_case().duplicate_note)

    def test_what_one_may_not_see_stays_unknown(self):
        self._create_case(
            user=self.neighbour,
            point=self.neighbour_point,
            resident_id=self._create_resident(
                name="石桥人", division_id=self.neighbour_village.id
            ).id,
        )
        self.assertFalse(self._create_case().duplicate_note)
