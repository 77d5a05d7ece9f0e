from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import ROLE, AgentCase, make_picture


class TestFilingWithoutAuthorization(AgentCase):
    def _assert_refused(self, case, error=UserError):
        with self.assertRaises(error):
            case.action_submit()
        self.assertEqual(case.state, "draft")

    def test_none_at_all(self):
        case = self._create_request()
        with self.assertRaisesRegex(UserError, "李志顺.*两女补贴"):
            case.action_submit()

    def test_unsigned(self):
        self._create_authorization()
        self._assert_refused(self._create_request())

    def test_revoked(self):
        case = self._create_request()
        self._create_signed()._revoke("x")
        self._assert_refused(case)

    def test_lapsed_yesterday(self):
        today = local_today()
        self._create_signed(valid_to=today)
        case = self._create_request()
        with freeze_time(f"{today} 16:01:00"):
            self._assert_refused(case)

    def test_not_begun(self):
        self._create_signed(valid_from=local_today() + timedelta(days=1))
        self._assert_refused(self._create_request())

    def test_of_another_villager(self):
        self._create_signed(resident=self._create_resident(name="别人"))
        self._assert_refused(self._create_request())

    def test_for_another_matter(self):
        self._create_signed(item_ids=[Command.set(self.other_item.ids)])
        self._assert_refused(self._create_request())

    def test_altered_after_signing(self):
        authorization = self._create_signed()
        case = self._create_request()
        authorization.sudo().signature = make_picture("red")
        authorization.invalidate_recordset()
        self._assert_refused(case)

    def test_villager_has_died(self):
        self._create_signed()
        case = self._create_request()
        self.resident.death_date = local_today()
        self._assert_refused(case)

    def test_one_bad_request_stops_the_batch(self):
        self._create_signed()
        good = self._create_request()
        bad = self._create_request(resident_id=self._create_resident(name="别人").id)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (good | bad).action_submit()
        (good | bad).invalidate_recordset()
        self.assertEqual(set((good | bad).mapped("state")), {"draft"})

    def test_later_steps_need_it_too(self):
        authorization = self._create_signed()
        waiting = self._create_request()
        waiting.action_submit()
        waiting.with_user(self.clerk)._request_supplement("户口簿", local_today())
        filed = self._create_request()
        filed.action_submit()
        authorization._revoke("x")
        with self.assertRaises(UserError):
            waiting.action_supplement_received()
        with self.assertRaises(UserError):
            filed.action_withdraw()
        # The villager comes to the window himself.
        waiting.with_user(self.clerk).action_supplement_received()
        filed.with_user(self.clerk).action_withdraw()
        self.assertEqual(filed.state, "withdrawn")


class TestFilingOutOfReach(AgentCase):
    def test_villager_of_a_neighbouring_village(self):
        stranger = self._create_resident(
            name="邻村人", division_id=self.neighbour_village.id
        )
        with self.assertRaises(ValidationError):
            self._create_request(resident_id=stranger.id)
        case = self._create_request()
        with self.assertRaises(ValidationError):
            case.resident_id = stranger

    def test_station_of_a_neighbouring_village(self):
        with self.assertRaises(UserError):
            self._create_request(point=self.neighbour_point)

    def test_station_in_the_village_that_is_not_his(self):
        second = self._create_second_station()
        point = self._create_implementation(
            self.item, second, decided_at=self.hall_point
        )
        with self.assertRaises(ValidationError):
            self._create_request(point=point)

    def test_village_that_is_not_his_today(self):
        self._create_signed()
        case = self._create_request()
        self._end_role(self.agent_user, local_today() - timedelta(days=1))
        with self.assertRaises(AccessError):
            case.action_submit()
        with self.assertRaises(AccessError):
            case.note = "x"
        with self.assertRaises(AccessError):
            self._create_request()
        with self.assertRaises(AccessError):
            self.env["bianmin.case"].with_user(self.agent_user).search([])

    def test_village_taken_off_his_record(self):
        self._create_signed()
        case = self._create_request()
        self.yao.division_ids = [Command.set(self.neighbour_village.ids)]
        with self.assertRaises(AccessError):
            case.action_submit()

    def test_station_taken_off_his_record(self):
        self._create_signed()
        case = self._create_request()
        second = self._create_second_station()
        self.yao.service_point_ids = second
        with self.assertRaises(AccessError):
            case.action_submit()

    def test_villager_has_moved_away(self):
        self._create_signed()
        case = self._create_request()
        self.resident.division_id = self.neighbour_village
        with self.assertRaises(AccessError):
            case.action_submit()

    def test_request_of_a_colleague(self):
        self._create_signed()
        case = self._create_request()
        colleague = self._create_user("agent_colleague", (ROLE, self.village))
        self._create_agent("姚二", colleague, self.village)
        with self.assertRaisesRegex(AccessError, "姚春燕"):
            case.with_user(colleague).action_submit()

    def test_clerk_hands_in_no_agents_draft_without_authorization(self):
        case = self._create_request()
        with self.assertRaises(UserError):
            case.with_user(self.clerk).action_submit()

    def test_login_with_the_role_but_no_agent(self):
        user = self._create_user("agent_nobody", (ROLE, self.village))
        case = self._create_case(user)
        self.assertFalse(case.agent_id)
        with self.assertRaises(AccessError):
            case.action_submit()

    def test_archived_agent(self):
        self._create_signed()
        case = self._create_request()
        self.yao.active = False
        with self.assertRaises(AccessError):
            case.action_submit()


class TestAgentIsNoJudge(AgentCase):
    def _create_filed(self, user=None):
        self._create_signed(user=user)
        case = self._create_request(user)
        case.action_submit()
        return case

    def test_agent_accepts_and_decides_nothing(self):
        case = self._create_filed()
        for button in ("action_accept", "action_start_review"):
            with self.assertRaises(UserError, msg=button):
                getattr(case, button)()
        for button in (
            "action_reject",
            "action_grant",
            "action_refuse",
            "action_request_supplement",
        ):
            with self.assertRaises(AccessError, msg=button):
                getattr(case, button)()
        with self.assertRaises(UserError):
            case._decide("granted", "x")
        with self.assertRaises(UserError):
            case._pass_gate("accepted")
        for values in ({"state": "accepted"}, {"result": "granted"}):
            with self.assertRaises(UserError):
                case.write(values)
        self.assertEqual(case.state, "received")

    def test_agent_with_every_other_role_is_no_judge_of_his_own_request(self):
        judge = self._create_user(
            "agent_judge",
            (ROLE, self.village),
            ("bianmin_case.role_window_clerk", self.township),
            ("bianmin_case.role_reviewer", self.township),
        )
        self.yao.user_id = judge
        case = self._create_filed(judge)
        with self.assertRaises(UserError):
            case.action_accept()
        with self.assertRaises(UserError):
            case._reject("x")
        with self.assertRaises(UserError):
            case._request_supplement("x", local_today())
        case.with_user(self.clerk).action_accept()
        with self.assertRaises(UserError):
            case.action_start_review()
        self.assertEqual(case.state, "accepted")

    def test_what_he_filed_on_the_spot_is_not_his_to_decide_either(self):
        judge = self._create_user(
            "agent_judge",
            (ROLE, self.village),
            ("bianmin_case.role_window_clerk", self.township),
        )
        self.yao.user_id = judge
        point = self._create_implementation(
            self.instant_item, self.station, decided_at=self.instant_point
        )
        self._create_signed(user=judge)
        case = self._create_request(judge, point)
        case.action_submit()
        with self.assertRaises(UserError):
            case._decide("granted", "x")
        case.with_user(self.clerk)._decide("granted", "属实")
        self.assertEqual(case.state, "closed")


class TestAgentOnTheCaseIsClosed(AgentCase):
    def test_agent_cannot_be_left_out_or_exchanged(self):
        for values in (
            {"agent_id": False},
            {"agent_id": self.neighbour_agent.id},
            {"authorization_id": False},
        ):
            with self.assertRaises(UserError, msg=values):
                self._create_request(**values)
            with self.assertRaises(UserError, msg=values):
                self._create_request().write(values)

    def test_default_in_the_context_changes_nothing(self):
        case = self._create_request(
            user=self.agent_user,
        )
        forged = (
            self.env["bianmin.case"]
            .with_user(self.agent_user)
            .with_context(
                default_agent_id=False,
                default_state="accepted",
                default_authorization_id=1,
            )
            .create(
                {
                    "item_id": self.item.id,
                    "implementation_id": self.station_point.id,
                    "resident_id": self.resident.id,
                }
            )
        )
        self.assertEqual(forged.agent_id, case.agent_id)
        self.assertEqual(forged.state, "draft")
        self.assertFalse(forged.authorization_id)
