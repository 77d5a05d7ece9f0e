from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import ROLE, AgentCase


class TestFiling(AgentCase):
    def test_agent_files_on_the_authorization_that_is_found_by_itself(self):
        authorization = self._create_signed()
        case = self._create_request()
        self.assertEqual(case.agent_id, self.yao)
        self.assertEqual(case.authorization_id, authorization)
        self.assertEqual(case.authorization_status, "present")
        case.action_submit()
        self.assertEqual(case.state, "received")
        self.assertEqual(case.filed_by_id, self.agent_user)
        self.assertEqual(case.service_point_id, self.station)
        self.assertTrue(case.name)

    def test_draft_made_before_the_signature_finds_it_afterwards(self):
        case = self._create_request()
        self.assertEqual(case.authorization_status, "missing")
        action = case.action_sign_authorization()
        draft = self.env["bianmin.agent.authorization"].browse(
            action["context"]["default_authorization_id"]
        )
        self.assertEqual(draft.resident_id, self.resident)
        self.assertEqual(draft.agent_id, self.yao)
        self.assertEqual(draft.item_ids, self.item)
        again = case.action_sign_authorization()
        self.assertEqual(again["context"], action["context"], "one draft is enough")
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.agent_user)
            .create(
                {
                    "authorization_id": draft.id,
                    "identity_copy_ids": [Command.set(self._create_copy().ids)],
                    "signature": self._signature(),
                }
            )
        )
        wizard.action_sign()
        self.assertEqual(case.authorization_id, draft)
        self.assertEqual(case.action_open_authorization()["res_id"], draft.id)
        case.action_submit()
        self.assertEqual(case.state, "received")

    def _signature(self):
        return self._create_copy().datas.decode()

    def test_villager_is_told_and_the_log_names_agent_and_paper(self):
        authorization = self._create_signed()
        case = self._create_request()
        case.action_submit()
        [message] = self._get_texts(case)
        self.assertIn("姚春燕", message.body)
        self.assertIn("两女补贴", message.body)
        self.assertIn(case.name, message.body)
        self.assertEqual(message.sudo().number, "13812345678")
        [event] = case.event_ids
        self.assertEqual(event.kind, "receive")
        self.assertEqual(event.user_id, self.agent_user)
        self.assertIn("姚春燕", event.note)
        self.assertIn(authorization.number, event.note)

    def test_whole_way_from_the_village_to_the_decision(self):
        self._create_signed()
        case = self._create_request()
        case.action_submit()
        case.with_user(self.clerk).action_accept()
        case.with_user(self.reviewer).action_start_review()
        case.with_user(self.reviewer)._decide("granted", "符合条件")
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.result, "granted")
        self.assertEqual(len(self._get_texts(case)), 3)

    def test_own_matter_needs_no_authorization(self):
        self.yao.resident_id = self.resident
        case = self._create_request()
        self.assertEqual(case.authorization_status, "own")
        case.action_submit()
        self.assertEqual(case.state, "received")
        self.assertFalse(self._get_texts(case))
        self.assertTrue(case.event_ids.note)

    def test_clerk_files_at_the_window_without_any_of_this(self):
        case = self._create_case(self.clerk, self.hall_point)
        self.assertFalse(case.agent_id)
        self.assertEqual(case.authorization_status, "none")
        case.action_submit()
        self.assertEqual(case.state, "received")
        self.assertFalse(case.event_ids.note)

    def test_clerk_who_is_an_agent_too_files_as_what_he_is_there(self):
        clerk_role = "bianmin_case.role_window_clerk"
        both = self._create_user(
            "agent_both", (ROLE, self.village), (clerk_role, self.township)
        )
        self.yao.user_id = both
        at_hall = self._create_case(both, self.hall_point)
        self.assertFalse(at_hall.agent_id)
        at_station = self._create_case(both, self.station_point)
        self.assertEqual(at_station.agent_id, self.yao)
        at_hall.action_submit()
        with self.assertRaises(UserError):
            at_station.action_submit()

    def test_supplement_comes_from_the_agent_while_he_is_authorized(self):
        self._create_signed()
        case = self._create_request()
        case.action_submit()
        case.with_user(self.clerk)._request_supplement("户口簿", local_today())
        case.action_supplement_received()
        self.assertEqual(case.state, "received")

    def test_withdrawn_by_the_agent_while_he_is_authorized(self):
        self._create_signed()
        case = self._create_request()
        case.action_submit()
        case.action_withdraw()
        self.assertEqual(case.state, "withdrawn")

    def test_agent_of_two_villages_files_where_the_villager_lives(self):
        self.agent_user.role_line_ids.division_ids = [
            Command.link(self.neighbour_village.id)
        ]
        self.yao.division_ids = [Command.link(self.neighbour_village.id)]
        neighbour = self._create_resident(
            name="邻村人", division_id=self.neighbour_village.id
        )
        cases = self.env["bianmin.case"].with_user(self.agent_user)
        for resident, point in (
            (self.resident, self.station_point),
            (neighbour, self.neighbour_point),
        ):
            case = cases.create({"item_id": self.item.id, "resident_id": resident.id})
            self.assertEqual(case.implementation_id, point)

    def test_matters_offered_are_those_of_his_stations(self):
        case = self._create_request()
        self.assertEqual(case.agent_item_ids, self.item | self.other_item)
        self.other_item_point.state = "paused"
        case.invalidate_recordset()
        self.assertEqual(case.agent_item_ids, self.item)

    def test_many_are_filed_with_few_queries(self):
        cases = self.env["bianmin.case"]
        for index in range(12):
            resident = self._create_resident(name=f"村民{index}")
            self._create_signed(resident=resident)
            cases |= self._create_request(resident_id=resident.id)
        self.env.flush_all()
        few = self._count_queries(cases[:2])
        many = self._count_queries(cases[2:])
        self.assertEqual(set(cases.mapped("state")), {"received"})
        self.assertLess(many, few + 30, "queries must not grow with the cases")

    def _count_queries(self, cases):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        cases.with_user(self.agent_user).action_submit()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_authorization_of_another_day_is_looked_up_again(self):
        today = local_today()
        first = self._create_signed(valid_to=today)
        case = self._create_request()
        self.assertEqual(case.authorization_id, first)
        second = self._create_signed(valid_to=today + timedelta(days=9))
        case.action_submit()
        self.assertEqual(case.authorization_id, second)
