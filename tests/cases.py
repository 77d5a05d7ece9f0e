"""Committed cases, and what must hold of each, whoever pressed what at once."""

from odoo.addons.bianmin_base.tests.common import BianminDataMixin
from odoo.addons.bianmin_case.tests.common import CaseDataMixin

from tests.committed import CommittedCase

PAPER_OF_EVENT = {"receive": "receipt", "accept": "acceptance", "decide": "grant"}


class CommittedCases(CommittedCase):
    """A township with its people, and cases of a hall."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            self._set_up(env)

    def _set_up(self, env):
        data = type("Data", (CaseDataMixin, BianminDataMixin), {"env": env})
        data._person_order = 900
        data._set_up_divisions()
        data._set_up_service_points()
        data._set_up_cases()
        self.user_ids = {name: getattr(data, name).id for name in ("clerk", "reviewer")}
        for name, role in (("second", "window_clerk"), ("colleague", "reviewer")):
            user = data._create_user(
                f"case_{name}", (f"bianmin_case.role_{role}", data.township)
            )
            self.user_ids[name] = user.id
        self.data = data

    def _create_cases(self, env, count):
        """Cases that the agent of a village has handed in, all of them committed."""
        cases = (
            env["bianmin.case"]
            .with_user(self.data.agent.id)
            .create(
                [
                    {
                        "item_id": self.data.item.id,
                        "implementation_id": self.data.station_point.id,
                        "resident_id": self.data.resident.id,
                    }
                    for _number in range(count)
                ]
            )
        )
        self.data._take_papers(cases)
        cases.action_submit()
        return cases

    def _as(self, env, name, case_ids):
        return env["bianmin.case"].with_user(self.user_ids[name]).browse(case_ids)

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_history(self, env, case_ids):
        """Every state has its event, each step at most one, with one paper each."""
        for case in env["bianmin.case"].browse(case_ids):
            events = case.event_ids.sorted("id")
            states = ["draft", *events.mapped("state_to")]
            self.assertEqual(events.mapped("state_from"), states[:-1])
            self.assertEqual(case.state, states[-1])
            kinds = events.mapped("kind")
            self.assertEqual(len(set(kinds)), len(kinds), kinds)
            papers = case.document_ids.mapped("kind")
            self.assertEqual(len(set(papers)), len(papers), papers)
            for kind, paper in PAPER_OF_EVENT.items():
                if paper != "grant" or case.result == "granted":
                    self.assertEqual(paper in papers, kind in kinds, (kinds, papers))

    def _count_messages(self, env, case_ids):
        """How many texts there are about each case."""
        messages = env["sms.sms"]._read_group(
            [("origin_model", "=", "bianmin.case"), ("origin_id", "in", case_ids)],
            ["origin_id"],
            ["__count"],
        )
        return dict(messages)

    def _check_chain(self):
        """The logs are linked, and nothing in them was changed or is missing."""
        with self._env() as env:
            list(env["bianmin.log.block"]._link_blocks())
            check = env["bianmin.log.check"].create({})
            while check.action_check_next():
                continue
            self.assertEqual(check.state, "intact")
