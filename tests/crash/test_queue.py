"""A hall whose processes are killed: no number is lost, given or called twice."""

from odoo import Command

from tests.committed import CommittedCase
from tests.crash.process import ProcessMixin

ISSUE = """
business = env["bianmin.queue.business"].browse({business_id})
while True:
    number = business.issue_ticket()["number"]
    env.cr.commit()
    print(number, flush=True)
"""
CALL = """
window = env(user={user_id}, su=True)["bianmin.queue.window"].browse({window_id})
while True:
    called = window.call_next()
    env.cr.commit()
    if called:
        print(called["number"], flush=True)
        window.action_start()
        window.action_finish()
        env.cr.commit()
"""
TAKEN, CALLED = 30, 5


class TestQueueCrash(ProcessMixin, CommittedCase):
    def setUp(self):
        super().setUp()
        with self._env() as env:
            county = env["bianmin.division"].search([("level", "=", "county")], limit=1)
            point = env["bianmin.service.point"].create(
                {"name": "断电大厅", "level": "centre", "division_id": county.id}
            )
            hall = env["bianmin.queue.hall"].create(
                {
                    "name": "断电大厅",
                    "service_point_id": point.id,
                    "business_ids": [Command.create({"name": "综合", "letter": "A"})],
                }
            )
            user = env["res.users"].create({"name": "断电", "login": "queue_crash"})
            window = env["bianmin.queue.window"].create(
                {
                    "number": 1,
                    "hall_id": hall.id,
                    "business_ids": [Command.set(hall.business_ids.ids)],
                    "state": "open",
                    "clerk_id": user.id,
                }
            )
            self.facts = {
                "business_id": hall.business_ids.id,
                "window_id": window.id,
                "user_id": user.id,
            }

    def test_killed_while_numbers_are_taken_and_called(self):
        issue, call = ISSUE.format(**self.facts), CALL.format(**self.facts)
        with self._process(issue) as issuing, self._process(call) as calling:
            taken = [self._wait_for_line(issuing) for _number in range(TAKEN)]
            called = [self._wait_for_line(calling) for _number in range(CALLED)]
            self._kill(issuing)
            self._kill(calling)
            taken += issuing.stdout.read().split()
            called += calling.stdout.read().split()
        with self._env() as env:
            self._check(env, taken, called)

    def _check(self, env, taken, called):
        business = env["bianmin.queue.business"].browse(self.facts["business_id"])
        tickets = env["bianmin.queue.ticket"].search(
            [("business_id", "in", business.ids)]
        )
        names = sorted(tickets.mapped("name"))
        self.assertEqual(names, [f"A{n:03d}" for n in range(1, len(names) + 1)])
        self.assertEqual(len(set(taken)), len(taken))
        self.assertLessEqual(set(taken), set(names))
        kinds = [(event.ticket_id, event.kind) for event in tickets.event_ids]
        self.assertEqual(len(set(kinds)), len(kinds), "no step was taken twice")
        told = {ticket.name for ticket, kind in kinds if kind == "call"}
        self.assertLessEqual(set(called), told)
        self.assertLessEqual(len(told), len(called) + 1)
        # The next one goes on where the power was cut.
        self.assertEqual(business.issue_ticket()["number"], f"A{len(names) + 1:03d}")
