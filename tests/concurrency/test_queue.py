"""A hall at its peak: numbers without gap or double, nobody is called twice."""

import threading

from odoo import Command, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name
from odoo.tools import SQL

from odoo.addons.bianmin_queue.tools.queue_policy import Waiting, choose

ISSUERS, NUMBERS_EACH = 32, 6
WINDOWS, WAITING = 20, 100
# In the order in which they can be deleted again.
TABLES = (
    "bianmin_queue_ticket_event",
    "bianmin_queue_ticket",
    "bianmin_queue_window",
    "bianmin_queue_business",
    "bianmin_queue_hall",
    "bianmin_service_point",
)


class TestQueueConcurrency(BaseCase):
    """Real cursors on committed records, which are removed at the end.

    Nothing is tried again here: a serialization failure would be raised.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            cr.execute("SELECT now() AT TIME ZONE 'UTC'")
            [self.begin] = cr.fetchone()
            self._set_up_hall(self._get_env(cr))
        self.addCleanup(self._remove)
        self.errors = []

    def _get_env(self, cr, uid=api.SUPERUSER_ID):
        return api.Environment(cr, uid, {"tracking_disable": True}, su=True)

    def _set_up_hall(self, env):
        division = env["bianmin.division"].search([("level", "=", "county")], limit=1)
        point = env["bianmin.service.point"].create(
            {"name": "并发大厅", "level": "centre", "division_id": division.id}
        )
        hall = env["bianmin.queue.hall"].create(
            {
                "name": "并发大厅",
                "service_point_id": point.id,
                "business_ids": [Command.create({"name": "并发", "letter": "A"})],
            }
        )
        self.business_id = hall.business_ids.id
        users = env["res.users"].create(
            [
                {"name": f"并发{number}", "login": f"queue_concurrency_{number}"}
                for number in range(WINDOWS)
            ]
        )
        self.user_ids = users.ids
        windows = env["bianmin.queue.window"].create(
            [
                {
                    "number": number,
                    "hall_id": hall.id,
                    "business_ids": [Command.set(hall.business_ids.ids)],
                    "state": "open",
                    "clerk_id": user.id,
                }
                for number, user in enumerate(users, 1)
            ]
        )
        self.window_ids = windows.ids

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("ALTER TABLE bianmin_queue_ticket_event DISABLE TRIGGER USER")
            for table in TABLES:
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE create_date >= %s",
                        SQL.identifier(table),
                        self.begin,
                    )
                )
            cr.execute("ALTER TABLE bianmin_queue_ticket_event ENABLE TRIGGER USER")
            cr.execute(
                "DELETE FROM bianmin_counter WHERE scope = %s",
                [f"ticket/{self.business_id}"],
            )
            self._get_env(cr)["res.users"].browse(self.user_ids).unlink()

    # ------------------------------------------------------------
    # THREADS
    # ------------------------------------------------------------

    def _run(self, work, arguments):
        """Run ``work`` in a thread for each argument, all at once."""
        barrier = threading.Barrier(len(arguments))

        def run(argument):
            barrier.wait(60)
            try:
                work(argument)
            except Exception as error:
                self.errors.append(error)

        threads = [threading.Thread(target=run, args=(one,)) for one in arguments]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(300)
        self.assertEqual(self.errors, [])

    def _issue(self, count):
        """Take numbers, each in a request of its own that has read before."""
        for _number in range(count):
            with self.registry.cursor() as cr:
                businesses = self._get_env(cr)["bianmin.queue.business"]
                business = businesses.browse(self.business_id)
                self.assertEqual(business.letter, "A")
                yield business.issue_ticket()["number"]

    # ------------------------------------------------------------
    # TESTS
    # ------------------------------------------------------------

    def test_32_desks_give_each_number_once_and_leave_no_gap(self):
        numbers = []
        self._run(
            lambda count: numbers.extend(self._issue(count)), [NUMBERS_EACH] * ISSUERS
        )
        expected = [f"A{n:03d}" for n in range(1, ISSUERS * NUMBERS_EACH + 1)]
        self.assertEqual(sorted(numbers), expected)
        with self.registry.cursor() as cr:
            tickets = self._get_env(cr)["bianmin.queue.ticket"].search(
                [("business_id", "=", self.business_id)]
            )
            self.assertEqual(sorted(tickets.mapped("name")), expected)
            self.assertEqual(len(tickets.event_ids), len(expected))

    def test_20_windows_call_everybody_once_in_the_order_of_the_policy(self):
        self.assertEqual(len(list(self._issue(WAITING))), WAITING)
        called = []
        self._run(lambda pair: called.extend(self._serve(*pair)), self._get_desks())
        self.assertEqual(len(called), WAITING)
        self.assertEqual(len(set(called)), WAITING)
        self._check_order()

    def _get_desks(self):
        return list(zip(self.window_ids, self.user_ids, strict=True))

    def _serve(self, window_id, uid):
        """Call and serve until nobody waits."""
        while called := self._press(window_id, uid, "call_next"):
            yield called["number"]
            self._press(window_id, uid, "action_start")
            self._press(window_id, uid, "action_finish")

    def _press(self, window_id, uid, name):
        with self.registry.cursor() as cr:
            windows = self._get_env(cr, uid)["bianmin.queue.window"]
            window = windows.browse(window_id)
            self.assertEqual(window.state, "open")
            return getattr(window, name)()

    def _check_order(self):
        """No window called somebody while it could have called one before him.

        Windows that press at once take neighbours: a place further on than the number
        of the other windows would be out of order.
        """
        with self.registry.cursor() as cr:
            events = self._get_env(cr)["bianmin.queue.ticket.event"].search(
                [("business_id", "=", self.business_id), ("kind", "=", "call")],
                order="id",
            )
            tickets = events.ticket_id
            policy = tickets.hall_id._get_policy()
            waiting = {
                ticket.id: Waiting(ticket.id, ticket.queued_at) for ticket in tickets
            }
            for event in events:
                ahead = 0
                rest = dict(waiting)
                while choose(policy, rest.values()).id != event.ticket_id.id:
                    del rest[choose(policy, rest.values()).id]
                    ahead += 1
                self.assertLess(ahead, WINDOWS)
                del waiting[event.ticket_id.id]
