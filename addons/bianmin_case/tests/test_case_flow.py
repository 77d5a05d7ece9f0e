from odoo import fields
from odoo.exceptions import AccessError, UserError

from .common import CaseCase


class TestCaseFlow(CaseCase):
    """From the village to the file, step by step, by the people who do it."""

    def test_a_case_goes_from_the_village_to_the_file(self):
        case = self._create_case()
        self.assertEqual(case.state, "draft")
        self.assertEqual(case.division_id, self.village)
        self.assertEqual(case.acceptance_point_id, self.hall)
        self.assertEqual(case.decision_point_id, self.hall)
        self.assertFalse(case.name)
        case.action_submit()
        self.assertEqual(case.state, "received")
        self.assertEqual(case.filed_by_id, self.agent)
        self.assertTrue(case.received_at)
        case = case.with_user(self.clerk)
        case.action_accept()
        self.assertEqual(case.state, "accepted")
        self.assertEqual(case.accepted_by_id, self.clerk)
        case = case.with_user(self.reviewer)
        case.action_start_review()
        self._confirm(case, "action_grant", opinion="符合条件，同意")
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.result, "granted")
        self.assertEqual(case.opinion, "符合条件，同意")
        self.assertEqual(case.decided_by_id, self.reviewer)
        self.assertEqual(case.close_kind, "0")
        case = case.with_user(self.issuer)
        case.action_deliver()
        self.assertTrue(case.delivered_at)
        case.action_archive_case()
        self.assertEqual(case.state, "archived")
        self.assertEqual(
            case.event_ids.mapped("kind"),
            ["receive", "accept", "review", "decide", "close", "deliver", "archive"],
        )

    def test_every_event_says_who_when_and_between_which_states(self):
        case = self._create_closed()
        self.assertEqual(
            [(e.state_from, e.state_to, e.user_id) for e in case.event_ids],
            [
                ("draft", "received", self.agent),
                ("received", "accepted", self.clerk),
                ("accepted", "review", self.reviewer),
                ("review", "decided", self.reviewer),
                ("decided", "closed", self.reviewer),
            ],
        )
        self.assertTrue(
            all(event.at <= fields.Datetime.now() for event in case.event_ids)
        )
        self.assertEqual(case.event_ids.division_id, self.village)
        decided = case.event_ids.filtered(lambda event: event.kind == "decide")
        self.assertEqual(decided.note, "符合条件")

    def test_a_refused_case_is_closed_otherwise(self):
        case = self._create_in_review()
        self._confirm(case, "action_refuse", opinion="不符合条件")
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.result, "refused")
        self.assertEqual(case.close_kind, "6")

    def test_what_is_not_accepted_is_sent_back_with_its_reason(self):
        case = self._create_received().with_user(self.clerk)
        self._confirm(case, "action_reject", reason="不属于本镇受理范围")
        self.assertEqual(case.state, "rejected")
        self.assertEqual(case.close_kind, "1")
        self.assertEqual(case.event_ids[-1].note, "不属于本镇受理范围")
        self.assertFalse(case.clock_start)

    def test_the_applicant_may_withdraw_until_the_decision(self):
        for create in (
            self._create_received,
            self._create_accepted,
            self._create_in_review,
        ):
            case = create().with_user(self.agent)
            case.action_withdraw()
            self.assertEqual(case.state, "withdrawn")
            self.assertEqual(case.close_kind, "2")
        with self.assertRaises(UserError):
            self._create_closed().with_user(self.agent).action_withdraw()

    def test_a_reason_is_needed(self):
        case = self._create_in_review()
        for opinion in (False, "", "  "):
            with self.assertRaisesRegex(UserError, "(reason|理由)"):
                self._confirm(case, "action_refuse", opinion=opinion)
        received = self._create_received().with_user(self.clerk)
        with self.assertRaises(UserError):
            received._reject("")
        self.assertEqual(received.state, "received")

    def test_many_are_decided_with_one_opinion(self):
        cases = self._create_in_review() | self._create_in_review()
        self._confirm(cases, "action_grant", opinion="同意")
        self.assertEqual(cases.mapped("state"), ["closed", "closed"])
        self.assertEqual(cases.mapped("opinion"), ["同意", "同意"])

    def test_one_that_cannot_go_on_keeps_all_back(self):
        cases = self._create_in_review() | self._create_accepted()
        with self.assertRaises(UserError):
            self._confirm(cases.with_user(self.reviewer), "action_grant", opinion="是")
        self.assertEqual(cases.mapped("state"), ["review", "accepted"])

    def test_hooks_are_called_once_with_all_cases(self):
        calls = []

        def note(name):
            return lambda cases, *args: calls.append((name, len(cases), *args))

        hooks = ("_after_receipt", "_after_acceptance", "_after_decision")
        for name in hooks:
            self.patch(self.env.registry["bianmin.case"], name, note(name))
        cases = self._create_case() | self._create_case()
        cases.action_submit()
        cases.with_user(self.clerk).action_accept()
        cases.with_user(self.reviewer).action_start_review()
        cases.with_user(self.reviewer)._decide("granted", "同意")
        self.assertEqual(
            calls,
            [
                ("_after_receipt", 2),
                ("_after_acceptance", 2),
                ("_after_decision", 2, "granted"),
            ],
        )


class TestOnTheSpot(CaseCase):
    """即办件: one clerk, one act, all events."""

    def _create_instant(self):
        return self._create_received(user=self.clerk, point=self.instant_point)

    def test_one_clerk_decides_at_once_and_every_step_is_logged(self):
        case = self._create_instant()
        self._confirm(case, "action_grant", opinion="当场办结")
        self.assertEqual(case.state, "closed")
        self.assertEqual(
            case.event_ids.mapped("kind"),
            ["receive", "accept", "review", "decide", "close"],
        )
        self.assertEqual(case.event_ids.user_id, self.clerk)
        self.assertEqual(case.decided_by_id, self.clerk)
        self.assertEqual(case.promised_due, case.clock_start)
        self.assertEqual(case.document_ids.mapped("kind"), ["acceptance", "grant"])

    def test_a_reviewer_may_decide_it_too(self):
        case = self._create_instant()
        case.action_accept()
        case.with_user(self.reviewer).action_start_review()
        case.with_user(self.reviewer)._decide("refused", "材料不符")
        self.assertEqual(case.result, "refused")
        self.assertEqual(case.decided_by_id, self.reviewer)

    def test_who_accepts_does_not_decide_other_cases(self):
        case = self._create_accepted()
        with self.assertRaises(AccessError):
            case.with_user(self.clerk).action_start_review()
        review = self._create_in_review()
        with self.assertRaises(AccessError):
            review.with_user(self.clerk)._decide("granted", "同意")

    def test_a_bundle_of_both_kinds_does_not_help(self):
        cases = self._create_in_review().with_user(self.clerk) | self._create_instant()
        with self.assertRaises(AccessError):
            cases._decide("granted", "同意")
        self.assertEqual(cases.mapped("state"), ["review", "received"])

    def test_a_filer_alone_decides_nothing(self):
        station = self._create_implementation(
            self.instant_item, self.station, decided_at=self.instant_point
        )
        case = self._create_received(point=station)
        with self.assertRaises(AccessError):
            case._decide("granted", "同意")


class TestSupplement(CaseCase):
    def _request(self, case, **vals):
        case = case.with_user(self.clerk if case.state == "received" else self.reviewer)
        line = case.material_ids.filtered(lambda line: line.necessity == "required")[:1]
        self._confirm(case, "action_request_supplement", material_ids=line.ids, **vals)
        return line

    def test_what_is_missing_comes_in_and_the_case_goes_on(self):
        case = self._create_received()
        line = self._request(case, note="身份证复印件不清楚")
        self.assertEqual(case.state, "supplement")
        self.assertEqual(case.supplement_note, "身份证复印件不清楚")
        self.assertEqual(line.state, "missing")
        with self.assertRaises(UserError):
            case.with_user(self.agent).action_supplement_received()
        line.with_user(self.agent).state = "received"
        case.with_user(self.agent).action_supplement_received()
        self.assertEqual(case.state, "received")
        self.assertFalse(case.resume_state)
        self.assertEqual(
            case.event_ids.mapped("kind"),
            ["receive", "supplement_request", "supplement_receive"],
        )
        self.assertEqual(case.event_ids[1].note, "身份证复印件不清楚")

    def test_the_note_names_the_papers_unless_the_clerk_writes_more(self):
        case = self._create_received()
        self._request(case)
        self.assertEqual(case.supplement_note, "身份证复印件")

    def test_it_returns_to_where_it_came_from(self):
        for create, state in (
            (self._create_accepted, "accepted"),
            (self._create_in_review, "review"),
        ):
            case = create()
            line = self._request(case, note="请补充")
            line.sudo().state = "received"
            case.with_user(self.agent).action_supplement_received()
            self.assertEqual(case.state, state)
            self.assertEqual(case.filed_by_id, self.agent)
            self.assertEqual(case.accepted_by_id, self.clerk)

    def test_no_other_button_moves_a_waiting_case_on(self):
        case = self._create_in_review()
        self._request(case, note="请补充")
        for user, button in (
            (self.agent, "action_submit"),
            (self.clerk, "action_accept"),
            (self.reviewer, "action_start_review"),
        ):
            with self.assertRaises(UserError):
                getattr(case.with_user(user), button)()
        for state in ("received", "accepted"):
            with self.assertRaises(UserError):
                case.with_user(self.agent)._pass_gate(state)
        self.assertEqual(case.state, "supplement")

    def test_what_is_missing_is_told_once(self):
        """行政许可法 art. 32 (4)."""
        case = self._create_received()
        line = self._request(case, note="请补充")
        line.with_user(self.agent).state = "received"
        case.with_user(self.agent).action_supplement_received()
        with self.assertRaises(UserError):
            self._request(case, note="还缺一份")
        case.with_user(self.clerk).action_accept()
        self.assertEqual(case.state, "accepted")

    def test_the_date_lies_ahead(self):
        case = self._create_received()
        with self.assertRaises(UserError):
            self._request(case, note="请补充", due=fields.Date.today())

    def test_five_working_days_are_given(self):
        case = self._create_received()
        with self._at("2019-09-27 10:00"):
            self._request(case, note="请补充")
        self.assertEqual(case.supplement_due, fields.Date.to_date("2019-10-10"))

    def test_lines_of_other_cases_are_left_alone(self):
        other = self._create_case()
        case = self._create_received().with_user(self.clerk)
        case._request_supplement(
            "请补充", fields.Date.to_date("2099-01-01"), other.material_ids
        )
        self.assertNotIn("missing", other.material_ids[:2].mapped("state"))

    def test_a_waiting_case_may_be_withdrawn(self):
        case = self._create_in_review()
        self._request(case, note="请补充")
        case.with_user(self.agent).action_withdraw()
        self.assertEqual(case.state, "withdrawn")
        self.assertFalse(case.paused_on)
        self.assertFalse(case.deadline_label)
