from ..models.case_seven_steps import STEPS
from .common import AgentCase
from .visit_common import VisitDataMixin


class TestSevenSteps(VisitDataMixin, AgentCase):
    """委托、受理、办理、送达、归档、上报、回访: each shows when it was taken."""

    def _get_taken(self, case):
        self.env.flush_all()
        case.invalidate_recordset()
        days = case._get_step_days()[case.id]
        return [step for step in STEPS if step in days]

    def test_the_steps_fill_up_one_after_the_other(self):
        self._create_signed()
        case = self._create_request()
        self.assertEqual(self._get_taken(case), ["entrust"])
        case.action_submit()
        case.with_user(self.clerk).action_accept()
        self.assertEqual(self._get_taken(case), ["entrust", "accept"])
        case.with_user(self.reviewer).action_start_review()
        case.with_user(self.reviewer)._decide("granted", "符合条件")
        self.assertEqual(self._get_taken(case), ["entrust", "accept", "handle"])
        visit = self._create_visit(purpose="delivery", case_id=case.id)
        self._finish(visit)
        self.assertEqual(self._get_taken(case)[-1], "deliver")
        case.with_user(self.issuer).action_archive_case()
        self.assertEqual(self._get_taken(case)[-2:], ["archive", "report"])
        asked = self._create_visit(purpose="follow_up", case_id=case.id)
        self.assertNotIn("follow_up", self._get_taken(case))
        self._finish(asked)
        self.assertEqual(self._get_taken(case), list(STEPS))

    def test_a_case_that_goes_on_again_has_not_been_handled(self):
        self._create_signed()
        case = self._create_closed(user=self.agent_user)
        case.with_user(self.manager)._reopen("漏了材料")
        self.assertEqual(self._get_taken(case), ["entrust", "accept"])

    def test_each_step_has_its_chinese_day(self):
        with self._at("2026-03-02 00:30"):
            self._create_signed()
            case = self._create_request()
            case.action_submit()
            case.with_user(self.clerk).action_accept()
        self.assertEqual(
            {str(day) for day in case._get_step_days()[case.id].values()},
            {"2026-03-02"},
        )

    def test_the_form_shows_them_and_only_for_agents(self):
        self._create_signed()
        case = self._create_request()
        self.assertEqual(str(case.seven_steps).count("<li"), 7)
        self.assertEqual(str(case.seven_steps).count("o_bianmin_step_done"), 1)
        other = self._create_received(user=self.clerk, point=self.hall_point)
        self.assertFalse(other.seven_steps)

    def test_many_cases_need_no_more_queries_than_few(self):
        self._create_signed()
        cases = self.env["bianmin.case"]
        for _number in range(12):
            cases |= self._create_request()
        cases.action_submit()
        counts = []
        for some in (cases[:2], cases[:2], cases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.agent_user)._get_step_days()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[1])

    # ------------------------------------------------------------
    # MESSAGES
    # ------------------------------------------------------------

    def test_the_villager_is_told_once_at_each_step_that_concerns_him(self):
        self._create_signed()
        case = self._create_closed(user=self.agent_user)
        self._finish(self._create_visit(purpose="delivery", case_id=case.id))
        self._finish(self._create_visit(purpose="follow_up", case_id=case.id))
        bodies = self._get_messages(case).mapped("body")
        self.assertEqual(len(bodies), len(set(bodies)))
        # filed, accepted, granted, handed over; the authorization tells of itself
        self.assertEqual(len(bodies), 4)
        self.assertIn(case.name, bodies[-1])

    def test_who_came_to_the_window_himself_is_told_nothing_about_agents(self):
        case = self._create_closed(user=self.clerk, point=self.hall_point)
        before = len(self._get_messages(case))
        case.with_user(self.issuer).action_deliver()
        self.assertEqual(len(self._get_messages(case)), before)

    def test_many_deliveries_tell_everybody_once(self):
        cases = self.env["bianmin.case"]
        for name in ("李志平", "李志安", "李志福"):
            resident = self._create_resident(name=name)
            self._create_signed(resident=resident)
            cases |= self._create_closed(
                user=self.agent_user, resident_id=resident.id
            ).sudo(False)
        before = len(self._get_messages(cases))
        cases.with_user(self.issuer).action_deliver()
        self.assertEqual(len(self._get_messages(cases)), before + 3)
