import json
from datetime import timedelta

from odoo import Command
from odoo.tools import mute_logger

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import SIGNATURE, AgentHttpCase
from .visit_common import VisitDataMixin


class TestLimitsOfAnAgent(VisitDataMixin, AgentHttpCase):
    """By remote calls, past every screen: an agent does nothing for a village that is
    not his today, nothing once the villager's word has lapsed, and decides nothing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.agent_user, cls.neighbour_user):
            user.password = user.login
        cls.authorization = cls._create_signed()
        cls.draft = cls._create_request()
        cls.received = cls._create_request()
        cls.received.action_submit()
        cls.granted = cls._create_closed(user=cls.agent_user)
        cls.supplemented = cls._create_request()
        cls.supplemented.action_submit()
        cls.supplemented.with_user(cls.clerk)._request_supplement(
            "缺身份证", local_today() + timedelta(days=9)
        )
        cls.trip = (
            cls.env["bianmin.agent.trip"]
            .with_user(cls.agent_user)
            .create({"line_ids": [Command.create({"case_id": cls.draft.id})]})
        )
        cls.visit = cls._create_visit()
        cls.delivery = cls._create_visit(purpose="delivery", case_id=cls.granted.id)
        cls.correction = cls._create_correction()
        cls.records = {
            *(cls.draft, cls.received, cls.granted, cls.supplemented),
            *(cls.authorization, cls.trip, cls.visit, cls.delivery, cls.correction),
        }

    @classmethod
    def _create_correction(cls):
        roster = cls.env["bianmin.name.correction.roster"].create(
            {"name": "名单", "division_id": cls.village.id}
        )
        return cls.env["bianmin.name.correction"].create(
            {
                "roster_id": roster.id,
                "resident_id": cls.resident.id,
                "division_id": cls.village.id,
                "office_name": "李志舜",
                "register_name": "李志顺",
                "cells": ["李志舜"],
                "kind": "homophone",
                "matched_by": "number",
            }
        )

    # ------------------------------------------------------------
    # CALLING
    # ------------------------------------------------------------

    def _call(self, model, method, *args):
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        with mute_logger("odoo.http", "odoo.sql_db"):
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                data=json.dumps({"params": params}),
                headers={"Content-Type": "application/json"},
            )
        return answer.json()

    def _get_states(self):
        self.env.invalidate_all()
        return {record: record.sudo().state for record in self.records}

    def _assert_refused(self, *calls):
        """Each call is answered with an error, and nothing has moved."""
        before = self._get_states()
        for records, method, *args in calls:
            answer = self._call(records._name, method, records.ids, *args)
            self.assertIn("error", answer, (records._name, method))
        self.assertEqual(self._get_states(), before)

    def _assert_windows_refused(self, *windows):
        """No window opens, or what is pressed in it is refused; nothing has moved."""
        before = self._get_states()
        for model, vals, button in windows:
            answer = self._call(model, "create", [vals])
            if "error" not in answer:
                answer = self._call(model, button, answer["result"])
            self.assertIn("error", answer, (model, button))
        self.assertEqual(self._get_states(), before)

    def _get_acts(self):
        """Everything that an agent does in his own village, one call each."""
        tomorrow = str(local_today() + timedelta(days=1))
        return (
            (self.draft, "write", {"note": "x"}),
            (self.draft, "action_submit"),
            (self.draft, "unlink"),
            (self.received, "action_withdraw"),
            (self.supplemented, "action_supplement_received"),
            (self.draft, "action_sign_authorization"),
            (self.authorization, "action_open_sign"),
            (self.authorization, "action_open_revoke"),
            (self.trip, "write", {"note": "x"}),
            (self.trip, "action_collect"),
            (self.trip, "action_set_off"),
            (self.trip, "action_turn_back"),
            (self.trip, "unlink"),
            (self.visit, "write", {"planned_on": tomorrow}),
            (self.visit, "action_take_over"),
            (self.visit, "action_open_finish"),
            (self.visit, "_finish", self._get_outcome()),
            (self.delivery, "_deliver", "李志顺", SIGNATURE),
            (self.correction, "action_confirm"),
            (self.correction, "action_reject"),
            (self.correction, "write", {"evidence_note": "x"}),
        )

    def _get_windows(self):
        """The windows through which he does it."""
        visit = {"visit_id": self.visit.id, "signature": SIGNATURE, "place": "x"}
        off = {"visit_ids": [[6, 0, self.visit.ids]], "reason": "x"}
        tomorrow = str(local_today() + timedelta(days=1))
        own = {"resident_id": self.resident.id, "agent_id": self.yao.id}
        return (
            ("bianmin.agent.visit.finish", visit, "action_confirm"),
            (
                "bianmin.agent.visit.call.off",
                {**off, "target": "missed", "again_on": tomorrow},
                "action_confirm",
            ),
            (
                "bianmin.agent.visit.call.off",
                {**off, "target": "cancelled"},
                "action_confirm",
            ),
            (
                "bianmin.agent.visit.plan",
                {
                    "division_id": self.village.id,
                    "agent_id": self.yao.id,
                    "purpose": "follow_up",
                    "case_ids": [[6, 0, self.granted.ids]],
                },
                "action_plan",
            ),
            ("bianmin.agent.visit", {**own, "purpose": "follow_up"}, "read"),
            ("bianmin.agent.trip", {"agent_id": self.yao.id}, "action_set_off"),
            ("bianmin.agent.authorization", own, "action_open_sign"),
            (
                "bianmin.case",
                {
                    "item_id": self.item.id,
                    "implementation_id": self.station_point.id,
                    "resident_id": self.resident.id,
                },
                "action_submit",
            ),
        )

    # ------------------------------------------------------------
    # LIMITS
    # ------------------------------------------------------------

    def test_the_agent_of_another_village_can_do_nothing(self):
        self.authenticate("agent_neighbour", "agent_neighbour")
        self._assert_refused(*self._get_acts())
        self._assert_windows_refused(*self._get_windows())

    def test_an_agent_whose_role_has_ended_can_do_nothing(self):
        self._end_role(self.agent_user, local_today() - timedelta(days=1))
        self.authenticate("agent_village", "agent_village")
        self._assert_refused(*self._get_acts())
        self._assert_windows_refused(*self._get_windows())

    def test_an_agent_whose_role_has_not_begun_can_do_nothing(self):
        line = self.agent_user.role_line_ids
        line.date_from = local_today() + timedelta(days=1)
        self.authenticate("agent_village", "agent_village")
        self._assert_refused(*self._get_acts())
        self._assert_windows_refused(*self._get_windows())

    def test_the_acts_are_those_of_an_agent(self):
        """What is refused to others he does himself: the calls are no nonsense."""
        self.authenticate("agent_village", "agent_village")
        for records, method in (
            (self.supplemented, "action_supplement_received"),
            (self.received, "action_withdraw"),
            (self.trip, "action_set_off"),
            (self.correction, "action_confirm"),
            (self.visit, "action_open_finish"),
        ):
            answer = self._call(records._name, method, records.ids)
            self.assertNotIn("error", answer, (records._name, method))
        model, vals, button = self._get_windows()[0]
        window = self._call(model, "create", [vals])["result"]
        self.assertNotIn("error", self._call(model, button, window))
        states = self._get_states()
        self.assertEqual(states[self.received], "withdrawn")
        self.assertEqual(states[self.draft], "received")
        self.assertEqual(states[self.correction], "confirmed")
        self.assertEqual(states[self.visit], "done")

    def _assert_nothing_without_the_villagers_word(self):
        self.authenticate("agent_village", "agent_village")
        self._assert_refused(
            (self.draft, "action_submit"),
            (self.received, "action_withdraw"),
            (self.supplemented, "action_supplement_received"),
            (self.trip, "action_set_off"),
        )
        self._assert_windows_refused(
            (
                "bianmin.agent.visit.finish",
                {
                    "visit_id": self.delivery.id,
                    "signature": SIGNATURE,
                    "signed_by_name": "李志顺",
                    "place": "x",
                },
                "action_confirm",
            )
        )

    def test_nothing_is_done_after_the_villager_has_revoked_his_word(self):
        self.authorization.sudo()._revoke("本人自己办理")
        self._assert_nothing_without_the_villagers_word()

    def test_nothing_is_done_after_the_villagers_word_has_lapsed(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE bianmin_agent_authorization SET valid_from = %s, valid_to = %s"
            " WHERE id = %s",
            [
                local_today() - timedelta(days=9),
                local_today() - timedelta(days=1),
                self.authorization.id,
            ],
        )
        self._assert_nothing_without_the_villagers_word()

    def test_an_agent_decides_nothing(self):
        self.authenticate("agent_village", "agent_village")
        self._assert_refused(
            *(
                (self.received, button)
                for button in (
                    *("action_accept", "action_start_review", "action_archive_case"),
                    *("action_finish_on_the_spot", "action_deliver"),
                    *("_decide", "_reject", "_pass_gate"),
                )
            ),
            (self.received, "write", {"state": "accepted"}),
            (self.received, "write", {"result": "granted"}),
            (self.granted, "action_deliver"),
            (self.granted, "action_archive_case"),
            (self.trip, "write", {"state": "handed_in"}),
            (self.trip.line_ids, "write", {"state": "accepted"}),
            (self.visit, "write", {"state": "done"}),
        )
        chosen = {"case_ids": [[6, 0, self.received.ids]]}
        self._assert_windows_refused(
            (
                "bianmin.case.decide",
                {**chosen, "result": "granted", "opinion": "x"},
                "action_confirm",
            ),
            ("bianmin.case.reject", {**chosen, "reason": "x"}, "action_confirm"),
            ("bianmin.case.supplement", {**chosen, "note": "x"}, "action_confirm"),
            (
                "bianmin.case.step",
                {**chosen, "step": "end", "ending": "2", "reason": "x"},
                "action_confirm",
            ),
            (
                "bianmin.case.step",
                {
                    "case_ids": [[6, 0, self.granted.ids]],
                    **{"step": "reopen", "reason": "x"},
                },
                "action_confirm",
            ),
            (
                "bianmin.agent.trip.hand.in",
                {"trip_id": self.trip.id, "signature": SIGNATURE},
                "action_confirm",
            ),
        )
