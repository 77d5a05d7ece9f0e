from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import Form

from odoo.addons.bianmin_case.models.case_deadline import CLOCK_FIELDS
from odoo.addons.bianmin_case.models.case_workflow import WORKFLOW_FIELDS

from .common import CaseCase


class TestClosedFields(CaseCase):
    """What the gate writes, nobody else writes: neither by RPC nor by import."""

    VALUES = {
        "selection": "x",
        "integer": 1,
        "date": "2026-01-01",
        "datetime": "2026-01-01 00:00:00",
        "many2one": 1,
        "char": "x",
        "text": "x",
        "binary": "eA==",
    }

    def test_no_gate_field_can_be_written(self):
        case = self._create_received()
        model = self.env["bianmin.case"]
        self.assertLessEqual({*WORKFLOW_FIELDS, *CLOCK_FIELDS}, {*model._gate_fields})
        for name in model._gate_fields:
            for user in (self.agent, self.clerk, self.reviewer):
                with self.assertRaises(UserError, msg=name):
                    case.with_user(user).write(
                        {name: self.VALUES[model._fields[name].type]}
                    )

    def test_no_gate_field_can_be_set_on_creation(self):
        for name, value in (
            ("state", "accepted"),
            ("name", "1"),
            ("handling_kind", "instant"),
            ("division_id", self.neighbour_village.id),
            ("promised_due", "2099-01-01"),
            ("applicant_name", "别人"),
            ("token", "guessable"),
        ):
            with self.assertRaises(UserError, msg=name):
                self._create_case(**{name: value})

    def test_every_stored_field_that_users_see_is_either_closed_or_meant_for_them(self):
        """A new field must be put on one of the two lists."""
        open_fields = {
            "item_id",
            "implementation_id",
            "resident_id",
            "organization_id",
            "note",
            "applicant_phone",
            "material_ids",
        }
        model = self.env["bianmin.case"]
        own = {
            name
            for name, field in model._fields.items()
            if field.store
            and field._modules == ("bianmin_case",)
            and name not in model._gate_fields
        }
        written_by_acts = {
            "event_ids",
            "document_ids",
            "supervision_ids",
            "certificate_ids",
        }
        self.assertEqual(own - set(MAGIC_COLUMNS) - written_by_acts, open_fields)

    def test_what_was_handed_in_does_not_change(self):
        case = self._create_received()
        for name, value in (
            ("resident_id", self._create_resident(name="别人").id),
            ("item_id", self.instant_item.id),
            ("implementation_id", self.hall_point.id),
        ):
            with self.assertRaises(UserError, msg=name):
                case.with_user(self.clerk).write({name: value})
        case.with_user(self.clerk).note = "电话核实过"
        self.assertEqual(case.note, "电话核实过")

    def test_only_drafts_are_deleted(self):
        draft = self._create_case()
        draft.unlink()
        self.assertFalse(draft.exists())
        with self.assertRaises(UserError):
            self._create_received().with_user(self.agent).unlink()
        with self.assertRaises(UserError):
            self._create_received().sudo().unlink()

    def test_events_and_documents_are_never_changed_or_deleted(self):
        case = self._create_accepted()
        for records in (case.event_ids, case.document_ids):
            with self.assertRaises(UserError):
                records.sudo().write({"case_id": case.id})
            with self.assertRaises(UserError):
                records.sudo().unlink()
            for user in (self.clerk, self.manager, self.reviewer):
                with self.assertRaises(AccessError):
                    records.with_user(user).create({"case_id": case.id})

    def test_events_cannot_come_in_with_the_case(self):
        event = {"kind": "accept", "at": "2020-01-01", "user_id": self.agent.id}
        with self.assertRaises(AccessError):
            self._create_case(event_ids=[(0, 0, event)])


class TestFourEyes(CaseCase):
    def _give(self, user, role):
        self.env["res.users.role.line"].create(
            self._prepare_role_line(user, role, self.township)
        )

    def test_who_filed_does_not_decide(self):
        case = self._create_in_review()
        self._give(self.agent, "bianmin_case.role_reviewer")
        with self.assertRaisesRegex(UserError, case.name):
            case.with_user(self.agent)._decide("granted", "同意")
        self.assertEqual(case.state, "review")

    def test_who_accepted_does_not_decide(self):
        case = self._create_in_review()
        self._give(self.clerk, "bianmin_case.role_reviewer")
        with self.assertRaisesRegex(UserError, case.name):
            case.with_user(self.clerk)._decide("refused", "不同意")
        case.with_user(self.reviewer)._decide("granted", "同意")
        self.assertEqual(case.state, "closed")


class TestPower(CaseCase):
    """Who decides must hold the role where the power to decide lies."""

    def setUp(self):
        super().setUp()
        county_item = self._create_item("乡村兽医登记")
        self.centre_point = self._create_implementation(
            county_item, self.centre, promised_days=10, statutory_days=20
        )
        self.village_point = self._create_implementation(
            county_item, self.station, decided_at=self.centre_point
        )

    def _create_county_case(self):
        case = self._create_received(point=self.village_point)
        case.with_user(self.clerk).action_accept()
        return case

    def test_the_township_does_not_decide_for_the_county(self):
        case = self._create_county_case().with_user(self.reviewer)
        case.action_start_review()
        with self.assertRaisesRegex(AccessError, self.centre.name):
            case._decide("granted", "同意")

    def test_the_county_decides_what_a_village_filed(self):
        county = self._create_user(
            "case_county", ("bianmin_case.role_reviewer", self.county)
        )
        case = self._create_county_case().with_user(county)
        case.action_start_review()
        case._decide("granted", "同意")
        self.assertEqual(case.decision_point_id, self.centre)
        self.assertEqual(case.acceptance_point_id, self.hall)
        self.assertEqual(case.promised_days, 10)


class TestFiling(CaseCase):
    def test_a_case_is_numbered_on_receipt(self):
        with self._at("2026-11-24 09:00"):
            cases = self._create_received() | self._create_received()
        self.assertEqual(
            cases.mapped("name"), ["990101101202611240001", "990101101202611240002"]
        )

    def test_numbers_follow_the_local_day(self):
        with self._at("2026-11-24 00:30"):
            case = self._create_received()
        self.assertEqual(case.name, "990101101202611240001")
        self.assertEqual(case.complete_on, fields.Date.to_date("2026-11-24"))

    def test_what_is_paused_is_not_taken(self):
        case = self._create_case()
        self.hall_point.sudo().write({"state": "paused"})
        with self.assertRaisesRegex(UserError, "两女补贴"):
            case.action_submit()

    def test_the_point_must_handle_the_item(self):
        with self.assertRaises(UserError):
            self._create_case(item_id=self.instant_item.id)

    def test_one_files_only_where_one_has_the_role(self):
        with self.assertRaises(AccessError):
            self._create_case(point=self.neighbour_point)
        case = self._create_case()
        with self.assertRaises(AccessError):
            case.implementation_id = self.neighbour_point

    def test_one_files_only_for_people_whom_one_may_read(self):
        stranger = self._create_resident(
            name="外村人", division_id=self.neighbour_village.id
        )
        with self.assertRaises(AccessError):
            self._create_case(resident_id=stranger.id)
        case = self._create_case()
        with self.assertRaises(AccessError):
            case.resident_id = stranger
        clerks = self._create_case(user=self.clerk, resident_id=stranger.id)
        self.assertEqual(clerks.applicant_name, "外村人")

    def test_limits_stay_as_they_were_when_the_case_was_filed(self):
        case = self._create_received()
        self.env.flush_all()
        self.hall_point.sudo().promised_days = 1
        self.hall_point.sudo().handling_kind = "instant"
        self.assertEqual(case.promised_days, 5)
        self.assertEqual(case.handling_kind, "promised")

    def test_the_register_may_change_later(self):
        case = self._create_received()
        self.env.flush_all()
        self.resident.write({"name": "李志珊", "phone": "13900000000"})
        self.assertEqual(case.applicant_name, "李志顺")
        self.assertEqual(case.sudo().applicant_phone, "13812345678")

    def test_the_form_fills_in_where_the_agent_works_and_the_list_of_papers(self):
        with Form(self.env["bianmin.case"].with_user(self.agent)) as form:
            form.resident_id = self.resident
            form.item_id = self.item
            self.assertEqual(form.implementation_id, self.station_point)
            self.assertEqual(len(form.material_ids), 4)
            with form.material_ids.edit(0) as line:
                line.collection_mode = "1"
        case = form.save()
        self.assertEqual(case.service_point_id, self.station)
        self.assertEqual(
            case.material_ids.mapped("state"),
            ["received", "missing", "missing", "missing"],
        )
        self.assertEqual(case.material_ids.material_id, self.item.material_ids)

    def test_a_clerk_of_the_township_files_at_the_hall(self):
        with Form(self.env["bianmin.case"].with_user(self.clerk)) as form:
            form.resident_id = self.resident
            form.item_id = self.item
            self.assertEqual(form.implementation_id, self.hall_point)

    def test_the_phone_is_typed_whole_and_shown_masked(self):
        case = self._create_case(applicant_phone_masked="139 1234 5678")
        self.assertEqual(case.applicant_phone_masked, "139****5678")
        self.assertEqual(case.sudo().applicant_phone, "13912345678")
        with self.assertRaises(AccessError):
            case.read(["applicant_phone"])
