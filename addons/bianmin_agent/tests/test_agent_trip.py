from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import SIGNATURE, AgentCase


class TestTrip(AgentCase):
    """Many villagers' business: one sheet, one hand-in, one receipt."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls._create_requests(3)
        cls.trip = cls._create_trip(cls.cases)
        cls.due = cls.env["bianmin.case.supplement"]._default_due()

    # ------------------------------------------------------------
    # FACTORIES
    # ------------------------------------------------------------

    @classmethod
    def _create_requests(cls, count):
        cases = cls.env["bianmin.case"]
        for index in range(count):
            resident = cls._create_resident(
                name=f"李志{'平安顺和福寿'[index % 6]}", phone=f"1381234{index:04d}"
            )
            cls._create_signed(resident=resident)
            cases |= cls._create_request(resident_id=resident.id)
        return cases

    @classmethod
    def _create_trip(cls, cases, user=None):
        trip = cls.env["bianmin.agent.trip"].with_user(user or cls.agent_user)
        lines = [Command.create({"case_id": case.id, "money": 380}) for case in cases]
        return trip.create({"line_ids": lines})

    def _get_answers(self, trip, *changes):
        """All as the sheet has it, but for ``changes`` of the first lines."""
        answers = {
            line.id: {
                "state": "accepted",
                "papers_counted": line.paper_count,
                "money_counted": line.money,
                "reason": False,
            }
            for line in trip.line_ids
        }
        for line, change in zip(trip.line_ids, changes, strict=False):
            answers[line.id] |= change
        return answers

    def _hand_in(self, *changes, trip=None, user=None):
        trip = (trip or self.trip).with_user(user or self.clerk)
        trip._hand_in(self._get_answers(trip, *changes), self.due, SIGNATURE)
        return trip

    # ------------------------------------------------------------
    # PACKING
    # ------------------------------------------------------------

    def test_the_sheet_counts_papers_and_money(self):
        self.assertEqual(self.trip.agent_id, self.yao)
        self.assertEqual(self.trip.service_point_id, self.station)
        self.assertEqual(self.trip.planned_on, local_today())
        self.assertEqual(self.trip.line_ids.mapped("paper_count"), [3, 3, 3])
        self.assertEqual((self.trip.paper_count, self.trip.money), (9, 1140))

    def test_all_waiting_requests_are_put_on_at_once(self):
        more = self._create_requests(2)
        trip = self._create_trip(self.env["bianmin.case"])
        trip.action_collect()
        self.assertEqual(trip.line_ids.case_id, more)
        with self.assertRaises(UserError):
            trip.action_collect()

    def test_a_request_is_on_one_sheet_only(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_trip(self.cases[0])

    def test_nobody_carries_the_request_of_another_agent(self):
        with self.assertRaises(ValidationError):
            self._create_trip(self._create_received(user=self.clerk))
        with self.assertRaises(AccessError):
            self._create_trip(self.cases[:0], user=self.clerk)

    def test_setting_off_hands_all_in_and_freezes_the_sheet(self):
        self.trip.action_set_off()
        self.assertEqual(set(self.cases.mapped("state")), {"received"})
        self.assertRegex(self.trip.number, "集字〔2")
        with self.assertRaises(AccessError):
            self.trip.line_ids[0].money = 1
        with self.assertRaises(AccessError):
            self.trip.line_ids[0].unlink()

    def test_an_empty_sheet_goes_nowhere(self):
        with self.assertRaises(UserError):
            self._create_trip(self.cases[:0]).action_set_off()

    def test_without_authorization_nobody_sets_off(self):
        resident = self._create_resident(name="李长林")
        self.trip.line_ids = [
            Command.create(
                {"case_id": self._create_request(resident_id=resident.id).id}
            )
        ]
        with self.assertRaisesRegex(UserError, "李长林"):
            self.trip.action_set_off()

    def test_who_turns_back_goes_on_packing_and_keeps_the_number(self):
        self.trip.action_set_off()
        number = self.trip.number
        self.trip.action_turn_back()
        self.trip.line_ids[0].unlink()
        self.trip.action_set_off()
        self.assertEqual(self.trip.number, number)
        self.assertEqual(self.trip.case_count, 2)

    def test_what_the_window_handles_already_is_not_carried(self):
        self.cases.action_submit()
        self.cases[0].with_user(self.clerk).action_accept()
        with self.assertRaisesRegex(UserError, self.cases[0].name):
            self.trip.action_set_off()

    def test_what_the_window_says_is_closed_to_rpc(self):
        for vals in ({"state": "accepted"}, {"papers_counted": 3}, {"reason": "x"}):
            with self.assertRaises(UserError):
                self.trip.line_ids[0].write(vals)
        for vals in ({"state": "handed_in"}, {"number": "1"}, {"signature": SIGNATURE}):
            with self.assertRaises(UserError):
                self.trip.write(vals)

    # ------------------------------------------------------------
    # HANDING IN
    # ------------------------------------------------------------

    def test_the_window_takes_all_over_in_one_act(self):
        self.trip.action_set_off()
        trip = self._hand_in()
        self.assertEqual(trip.state, "handed_in")
        self.assertEqual(set(self.cases.mapped("state")), {"accepted"})
        self.assertEqual(trip.received_by_id, self.clerk)
        self.assertEqual((trip.papers_counted, trip.money_counted), (9, 1140))
        self.assertEqual(trip.signed_by_name, "姚春燕")
        for case in self.cases:
            self.assertEqual(len(self._get_papers(case)), 1)

    def test_single_ones_are_refused_with_the_reason_the_villager_is_told(self):
        self.trip.action_set_off()
        trip = self._hand_in(
            {"state": "supplement", "reason": "身份证复印件看不清"},
            {"state": "rejected", "reason": "不是本镇的事项"},
        )
        states = [line.case_id.state for line in trip.line_ids]
        self.assertEqual(states, ["supplement", "rejected", "accepted"])
        self.assertEqual(trip.refused_count, 2)
        self.assertEqual(trip.finished_count, 1)
        first, second = trip.line_ids[:2].case_id
        self.assertEqual(first.supplement_note, "身份证复印件看不清")
        self.assertEqual(first.supplement_due, self.due)
        self.assertEqual(second.opinion, "不是本镇的事项")

    def test_a_refusal_or_another_count_needs_a_reason(self):
        self.trip.action_set_off()
        for change in (
            {"state": "rejected"},
            {"state": "supplement", "reason": "  "},
            {"papers_counted": 2},
            {"money_counted": 379.99},
            {"state": False},
        ):
            with self.assertRaises(UserError):
                self._hand_in(change)
        trip = self._hand_in({"money_counted": 380.10, "reason": "多交一角"})
        self.assertEqual(trip.money_counted, 1140.10)

    def test_one_obstacle_names_its_case_and_nothing_is_half_done(self):
        self.trip.action_set_off()
        first, second, third = self.trip.line_ids.case_id
        (first | third).material_ids[:1].sudo().state = "missing"
        third.material_ids[:1].sudo().state = "missing"
        with self.assertRaises(UserError) as caught:
            self._hand_in()
        self.assertIn(first.applicant_name, str(caught.exception))
        self.assertIn(third.applicant_name, str(caught.exception))
        self.assertNotIn(second.applicant_name, str(caught.exception))
        self.env.invalidate_all()
        self.assertEqual(self.trip.state, "carried")
        self.assertEqual(set(self.cases.mapped("state")), {"received"})

    def test_what_was_accepted_before_the_papers_came_stays_accepted(self):
        self.trip.action_set_off()
        self.cases[1].with_user(self.clerk).action_accept()
        self._hand_in()
        self.assertEqual(set(self.cases.mapped("state")), {"accepted"})

    def test_only_a_window_of_the_place_takes_over(self):
        self.trip.action_set_off()
        for user in (self.agent_user, self.neighbour_user, self.other_clerk):
            with self.assertRaises(UserError):
                self._hand_in(user=user)
        with self.assertRaises(UserError):
            self.trip.with_user(self.clerk).action_turn_back()

    def test_who_carried_it_does_not_count_it_though_he_is_a_clerk_too(self):
        self.trip.action_set_off()
        role = ("bianmin_case.role_window_clerk", self.township)
        self.agent_user.role_line_ids = [
            Command.create(self._prepare_role_line(self.agent_user, *role))
        ]
        with self.assertRaises(UserError):
            self._hand_in(user=self.agent_user)

    def test_it_is_handed_in_once(self):
        self.trip.action_set_off()
        self._hand_in()
        with self.assertRaises(UserError):
            self._hand_in()

    def test_the_agent_signs_what_was_counted(self):
        self.trip.action_set_off()
        with self.assertRaises(UserError):
            self.trip.with_user(self.clerk)._hand_in(
                self._get_answers(self.trip), self.due, False
            )
        trip = self._hand_in()
        self.assertTrue(trip.signature_is_intact)
        trip.line_ids[0].sudo().money_counted = 38
        trip.invalidate_recordset(["signature_is_intact"])
        self.assertFalse(trip.signature_is_intact)

    def test_the_window_of_the_clerk_does_the_same(self):
        self.trip.action_set_off()
        action = self.trip.with_user(self.clerk).action_open_hand_in()
        wizard = self.env[action["res_model"]].with_user(self.clerk)
        wizard = wizard.browse(action["res_id"])
        self.assertEqual(wizard.line_ids.mapped("papers_counted"), [3, 3, 3])
        wizard.line_ids[0].write({"answer": "rejected", "reason": "不是本镇的事项"})
        self.assertEqual(wizard.refused_count, 1)
        wizard.signature = SIGNATURE
        report = wizard.action_confirm()
        self.assertEqual(report["report_name"], "bianmin_agent.report_agent_trip")
        self.assertEqual(self.cases[0].state, "rejected")
        colleague = wizard.with_user(self.other_clerk)
        with self.assertRaises(AccessError):
            colleague.read(["signature"])

    def _get_told(self, records, vals, name):
        """What a form tells of a field when these values are typed; a refusal, which
        comes where more of the case is read, tells nothing.
        """
        fields_spec = {**dict.fromkeys(vals, {}), name: {}}
        try:
            return records.onchange(vals, list(vals), fields_spec)["value"].get(name)
        except AccessError:
            return None

    def test_a_window_tells_nothing_of_a_trip_that_one_may_not_see(self):
        self.trip.action_set_off()
        windows = self.env["bianmin.agent.trip.hand.in"].with_user(self.other_clerk)
        with self.assertRaises(AccessError):
            windows.create({"trip_id": self.trip.id}).line_ids.mapped("paper_count")
        own = self._create_trip(self._create_requests(1))
        own.action_set_off()
        wizard = self.env["bianmin.agent.trip.hand.in"].with_user(self.other_clerk)
        lines = self.env["bianmin.agent.trip.hand.in.line"].with_user(self.other_clerk)
        for name in ("applicant_name", "money", "paper_count"):
            self.env.invalidate_all()
            told = self._get_told(lines, {"trip_line_id": own.line_ids.id}, name)
            self.assertFalse(told, name)
        self.assertFalse(wizard.search([]))

    def test_a_sheet_tells_nothing_of_a_case_that_one_may_not_see(self):
        lines = self.env["bianmin.agent.trip.line"].with_user(self.neighbour_user)
        for name in ("applicant_name", "case_state", "authorization_status"):
            self.env.invalidate_all()
            told = self._get_told(lines, {"case_id": self.cases[0].id}, name)
            self.assertFalse(told, name)

    def test_handing_in_needs_no_query_per_request(self):
        counts = []
        for count in (3, 3, 12):
            trip = self._create_trip(self._create_requests(count))
            trip.action_set_off()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._hand_in(trip=trip)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 6)

    # ------------------------------------------------------------
    # PAPER
    # ------------------------------------------------------------

    def _render(self):
        report = self.env["ir.actions.report"].with_user(self.clerk)
        html, _kind = report._render_qweb_html(
            "bianmin_agent.report_agent_trip", self.trip.ids
        )
        return html.decode()

    def test_the_sheet_becomes_the_receipt(self):
        self.trip.action_set_off()
        sheet = self._render()
        self.assertIn("集中代办清单", sheet)
        self._hand_in({"state": "rejected", "reason": "不是本镇的事项"})
        receipt = self._render()
        for text in (
            *("集中代办收件回执", self.trip.number),
            *("不是本镇的事项", "壹仟壹佰肆拾元整"),
            *self.cases.mapped("applicant_name"),
            *self.cases.mapped("name"),
            self.trip.signed_hash[:16],
        ):
            self.assertIn(text, receipt)
