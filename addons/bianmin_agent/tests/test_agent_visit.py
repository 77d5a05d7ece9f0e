import base64
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.bianmin_base.tests.common import make_paper
from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import SIGNATURE, AgentCase
from .visit_common import VisitDataMixin

PHOTO = base64.b64encode(make_paper()).decode()


class TestVisit(VisitDataMixin, AgentCase):
    """An agent goes to a villager's home, and what came of it stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._create_visit()
        cls.villager_elsewhere = cls._create_resident(
            name="邻村人", division_id=cls.neighbour_village.id
        )

    # ------------------------------------------------------------
    # PLANNING
    # ------------------------------------------------------------

    def test_a_visit_is_planned_for_today_by_the_agent_himself(self):
        self.assertEqual(self.visit.state, "planned")
        self.assertEqual(self.visit.agent_id, self.yao)
        self.assertEqual(self.visit.division_id, self.village)
        self.assertEqual(self.visit.planned_on, local_today())
        self.assertFalse(self.visit.is_overdue)

    def test_one_visit_is_planned_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_visit()

    def test_an_agent_plans_for_villagers_of_his_villages_only(self):
        with self.assertRaises(UserError):
            self._create_visit(resident_id=self.villager_elsewhere.id)
        with self.assertRaises(AccessError):
            self._create_visit(
                user=self.neighbour_user, agent_id=self.yao.id, purpose="follow_up"
            )
        with self.assertRaises(UserError):
            self.visit.resident_id = self.villager_elsewhere

    def test_no_agent_is_sent_to_a_village_that_is_not_his(self):
        with self.assertRaises(ValidationError):
            self._create_visit(
                user=self.manager,
                resident_id=self.villager_elsewhere.id,
                agent_id=self.yao.id,
            )

    def test_who_watches_over_the_hall_plans_for_its_agents(self):
        visit = self._create_visit(
            user=self.manager,
            resident_id=self.villager_elsewhere.id,
            agent_id=self.neighbour_agent.id,
        )
        self.assertEqual(visit.division_id, self.neighbour_village)
        visit.planned_on = self._get_day(1)

    def test_windows_and_reviewers_plan_nothing(self):
        for user in (self.clerk, self.reviewer, self.issuer, self.other_clerk):
            with self.assertRaises(AccessError):
                self._create_visit(user=user, agent_id=self.yao.id, purpose="follow_up")

    def test_a_request_of_somebody_else_is_no_reason_for_a_visit(self):
        other = self._create_resident(name="李长林")
        self._create_signed(resident=other)
        case = self._create_request(resident_id=other.id)
        with self.assertRaises(ValidationError) as caught:
            self._create_visit(purpose="follow_up", case_id=case.id)
        self.assertNotIn("李长林", str(caught.exception))

    def test_nobody_names_a_request_that_he_may_not_read(self):
        case = self._create_received(
            user=self.other_clerk,
            point=self.other_point,
            resident_id=self._create_resident(
                name="高坡人", division_id=self.other_village.id
            ).id,
        )
        with self.assertRaises(UserError):
            self._create_visit(purpose="follow_up", case_id=case.id)

    def test_a_day_that_is_over_is_overdue(self):
        yesterday = local_today() - timedelta(days=1)
        late = self._create_visit(purpose="follow_up", planned_on=yesterday)
        self.assertTrue(late.is_overdue)
        self._finish(late)
        self.assertFalse(late.is_overdue)

    # ------------------------------------------------------------
    # DONE
    # ------------------------------------------------------------

    def test_what_came_of_it_is_one_entry_with_time_place_and_signature(self):
        self._finish(self.visit, note="一切都好", latitude=39.5, longitude=118.6)
        outcome = self.visit.outcome_id
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(outcome.user_id, self.agent_user)
        self.assertEqual(outcome.visited_name, "李志顺")
        self.assertEqual(
            (self.visit.place, self.visit.outcome_note), ("柳湾村三组", "一切都好")
        )
        self.assertEqual((self.visit.latitude, self.visit.longitude), (39.5, 118.6))
        self.assertTrue(self.visit.ended_at)
        self.assertTrue(self.visit.signature_is_intact)

    def test_the_entry_is_never_changed_or_deleted(self):
        self._finish(self.visit)
        outcome = self.visit.outcome_id
        for record in (outcome, outcome.sudo()):
            with self.assertRaises(UserError):
                record.note = "x"
            with self.assertRaises(UserError):
                record.unlink()

    def test_a_visit_that_has_ended_stays_as_it_was_for_everybody(self):
        self._finish(self.visit)
        for record in (self.visit, self.visit.sudo()):
            for vals in (
                {"planned_on": self._get_day(2)},
                {"note": "x"},
                {"state": "planned"},
                {"agent_id": self.neighbour_agent.id},
            ):
                with self.assertRaises(UserError):
                    record.write(vals)
        with self.assertRaises(AccessError):
            self.visit.unlink()

    def test_a_photo_stands_in_for_who_cannot_sign(self):
        self._finish(self.visit, photo=PHOTO, signature=False)
        outcome = self.visit.outcome_id.with_context(bin_size=False)
        self.assertTrue(base64.b64decode(outcome.photo).startswith(b"\xff\xd8"))
        self.assertTrue(outcome.photo_sha256)
        self.assertFalse(outcome.signed_by_name)

    def test_the_signature_covers_the_photo(self):
        self._finish(self.visit, photo=PHOTO)
        outcome = self.visit.outcome_id
        self.assertIn(outcome.photo_sha256, outcome._get_signed_content())
        self.assertTrue(outcome.signature_is_intact)

    def test_without_place_or_evidence_nobody_was_there(self):
        for missing in ({"place": "  "}, {"signature": False}):
            with self.assertRaises(UserError):
                self._finish(self.visit, **missing)
        with self.assertRaises(UserError):
            self._finish(self.visit, photo="bm8gcGljdHVyZQ==")
        with self.assertRaises(UserError):
            self._finish(self.visit, photo="%%%")
        self.assertEqual(self.visit.state, "planned")

    def test_what_is_received_is_signed_for(self):
        visit = self._create_visit(purpose="delivery")
        with self.assertRaises(UserError):
            self._finish(visit, photo=PHOTO, signature=False)
        self._finish(visit)
        self.assertTrue(visit.signature_is_intact)

    # ------------------------------------------------------------
    # MISSED AND CALLED OFF
    # ------------------------------------------------------------

    def test_a_missed_visit_stays_with_its_reason_and_comes_again(self):
        again = self.visit._miss("家中无人", self._get_day(1))
        self.assertEqual((self.visit.state, again.state), ("missed", "planned"))
        self.assertEqual(self.visit.reason, "家中无人")
        self.assertEqual(again.missed_visit_id, self.visit)
        self.assertEqual(again.planned_on, self._get_day(1))
        self.assertEqual(again.agent_id, self.yao)
        self._finish(again)
        with self.assertRaises(UserError):
            self.visit._miss("还是没人", self._get_day(1))

    def test_missing_needs_a_reason_and_a_later_day(self):
        for reason, day in (
            ("  ", self._get_day(1)),
            ("家中无人", local_today()),
            ("家中无人", False),
        ):
            with self.assertRaises(UserError):
                self.visit._miss(reason, day)

    def test_what_is_not_due_yet_is_not_missed(self):
        self.visit.planned_on = self._get_day(3)
        with self.assertRaises(UserError):
            self.visit._miss("家中无人", self._get_day(5))

    def test_a_visit_is_called_off_with_a_reason(self):
        with self.assertRaises(UserError):
            self.visit._cancel("")
        self.visit._cancel("已去世")
        self.assertEqual((self.visit.state, self.visit.reason), ("cancelled", "已去世"))
        again = self._create_visit()
        self.assertEqual(again.state, "planned")

    def test_who_watches_over_the_hall_calls_off_but_goes_nowhere(self):
        visit = self.visit.with_user(self.manager)
        with self.assertRaises(UserError):
            self._finish(visit, user=self.manager)
        with self.assertRaises(UserError):
            visit._miss("家中无人", self._get_day(1))
        visit._cancel("换人办理")
        self.assertEqual(self.visit.state, "cancelled")

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    def test_the_gate_lets_only_the_agent_of_the_visit_through(self):
        for user in (
            *(self.neighbour_user, self.clerk, self.reviewer, self.issuer),
            *(self.other_clerk, self.administrator, self.placeless),
        ):
            with self.assertRaises(UserError, msg=user.login):
                self._finish(self.visit, user=user)
            with self.assertRaises(UserError, msg=user.login):
                self.visit.with_user(user)._miss("家中无人", self._get_day(1))
            with self.assertRaises(UserError, msg=user.login):
                self.visit.with_user(user)._cancel("不去了")
        self.assertEqual(self.visit.state, "planned")

    def test_what_the_gate_sets_is_closed_to_rpc(self):
        for vals in ({"state": "done"}, {"missed_visit_id": self.visit.id}):
            with self.assertRaises(UserError):
                self.visit.write(vals)
        with self.assertRaises(UserError):
            self._create_visit(purpose="follow_up", state="done")
        sly = self.env["bianmin.agent.visit"].with_user(self.agent_user)
        visit = sly.with_context(default_state="done").create(
            {"resident_id": self.resident.id, "purpose": "follow_up"}
        )
        self.assertEqual(visit.state, "planned")
        with self.assertRaises(AccessError):
            self.env["bianmin.agent.visit.outcome"].with_user(self.agent_user).create(
                {"visit_id": self.visit.id, "result": "done"}
            )

    def test_a_role_that_has_ended_ends_the_visits(self):
        self._end_role(self.agent_user, local_today() - timedelta(days=1))
        with self.assertRaises(AccessError):
            self._finish(self.visit)
        with self.assertRaises(AccessError):
            self.visit._cancel("不去了")
        with self.assertRaises(AccessError):
            self._create_visit(purpose="follow_up")

    def test_a_village_taken_from_the_agent_is_not_visited_any_more(self):
        self.agent_user.role_line_ids.division_ids |= self.neighbour_village
        self.yao.sudo().division_ids = self.neighbour_village
        with self.assertRaises(AccessError):
            self._finish(self.visit)

    def test_a_colleague_of_the_village_takes_the_visit_over(self):
        colleague = self._create_user(
            "agent_colleague", ("bianmin_agent.role_agent", self.village)
        )
        self._create_agent("姚建国", colleague, self.village)
        with self.assertRaises(UserError):
            self._finish(self.visit, user=colleague)
        self.visit.with_user(colleague).action_take_over()
        self._finish(self.visit, user=colleague)
        self.assertEqual(self.visit.outcome_id.user_id, colleague)

    def test_nobody_else_takes_a_visit_over(self):
        for user in (self.neighbour_user, self.clerk, self.manager):
            with self.assertRaises(AccessError):
                self.visit.with_user(user).action_take_over()
        self._finish(self.visit)
        with self.assertRaises(UserError):
            self.visit.action_take_over()

    # ------------------------------------------------------------
    # WINDOWS
    # ------------------------------------------------------------

    def test_the_window_at_the_door_does_the_same(self):
        self.resident.address = "三组12号"
        action = self.visit.action_open_finish()
        wizard = self.env[action["res_model"]].with_user(self.agent_user)
        wizard = wizard.browse(action["res_id"])
        self.assertEqual(wizard.place, "柳湾村 三组12号")
        self.assertEqual(wizard.signed_by_name, "李志顺")
        wizard.write({"signature": SIGNATURE, "photo": PHOTO})
        with self.assertRaises(AccessError):
            wizard.with_user(self.neighbour_user).read(["photo"])
        wizard.action_confirm()
        self.assertEqual(self.visit.state, "done")
        self.assertTrue(self.visit.photo)

    def test_the_windows_that_call_off_do_the_same(self):
        action = self.visit.action_open_miss()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard = wizard.with_user(self.agent_user)
        self.assertEqual(wizard.again_on, self._get_day(1))
        wizard.reason = "家中无人"
        wizard.action_confirm()
        again = self.visit.search([("missed_visit_id", "=", self.visit.id)])
        action = again.action_open_cancel()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.with_user(self.agent_user).write({"reason": "住院"})
        wizard.with_user(self.agent_user).action_confirm()
        self.assertEqual(again.state, "cancelled")

    def test_a_window_tells_nothing_of_a_visit_that_one_may_not_see(self):
        windows = self.env["bianmin.agent.visit.finish"].with_user(self.neighbour_user)
        with self.assertRaises(AccessError):
            windows.create({"visit_id": self.visit.id})
        with self.assertRaises(AccessError):
            windows.onchange(
                {"visit_id": self.visit.id},
                ["visit_id"],
                {"visit_id": {}, "signed_by_name": {}, "place": {}},
            )
        with self.assertRaises(AccessError):
            self.visit.with_user(self.neighbour_user).action_open_finish()

    # ------------------------------------------------------------
    # REGISTER
    # ------------------------------------------------------------

    def test_visits_go_along_when_two_entries_of_one_villager_are_joined(self):
        delivery = self._create_delivery()
        self._finish(self.visit)
        kept = self._create_resident(
            name="李志顺", division_id=self.neighbour_village.id
        )
        self.yao.sudo().division_ids |= self.neighbour_village
        self.resident._merge_into(kept, (), "同一人", self.env["ir.attachment"])
        self.env.flush_all()
        self.assertEqual((self.visit | delivery).resident_id, kept)
        self.assertEqual(self.visit.sudo().division_id, self.village)
        self.assertEqual(delivery.sudo().division_id, self.neighbour_village)
        self.assertEqual(self.visit.sudo().outcome_id.visited_name, "李志顺")

    def test_what_is_planned_goes_to_the_successor_of_a_village(self):
        moves = self.env["bianmin.division"]._get_succession_moves()
        self.assertIn("bianmin.agent.visit", [move.model for move in moves])
        self._finish(self.visit)
        planned = self._create_visit(purpose="follow_up")
        self.village.write(
            {"valid_to": "2023-06-29", "successor_id": self.neighbour_village.id}
        )
        self.village._move_to_successors()
        self.assertEqual(self.visit.sudo().division_id, self.village)
        self.assertEqual(planned.sudo().division_id, self.neighbour_village)

    # ------------------------------------------------------------
    # SCOPE
    # ------------------------------------------------------------

    def test_visits_are_read_in_ones_divisions_only(self):
        self._finish(self.visit)
        records = (self.visit.sudo(), self.visit.outcome_id.sudo())
        for record in records:
            for user in (self.agent_user, self.clerk, self.manager):
                found = record.with_user(user).search([("id", "=", record.id)])
                self.assertEqual(found, record, user.login)
            for user in (self.neighbour_user, self.other_clerk, self.placeless):
                found = record.with_user(user).search([("id", "=", record.id)])
                self.assertFalse(found, user.login)
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["display_name"])
        photo = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "bianmin.agent.visit.outcome"),
                ("res_field", "=", "signature"),
                ("res_id", "=", self.visit.outcome_id.id),
            ]
        )
        self.assertTrue(photo.with_user(self.agent_user).read(["datas"]))
        with self.assertRaises(AccessError):
            photo.with_user(self.neighbour_user).read(["datas"])
