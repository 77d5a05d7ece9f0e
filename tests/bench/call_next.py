"""20 windows press at once while 2,000 wait: calls over HTTP, from real workers.

Each clerk calls, begins and finishes as fast as the server lets him. The floor is as
many threads that each lock and mark the next row in plain SQL.
"""

from functools import partial

import psycopg2

from odoo.sql_db import connection_info_for

from odoo.addons.bianmin_queue.tools.queue_policy import Waiting, choose

from tests.bench.bench import Row, bench, percentile, timed
from tests.bench.queue_hall import Hall
from tests.bench.server import Client, in_parallel, running_server
from tests.bench.ticket_issue import flatten

WINDOWS, WAITING = 20, 2000
GOAL_MILLISECONDS = 200
CALL = """
    UPDATE bench_waiting SET called = true WHERE id = (
        SELECT id FROM bench_waiting WHERE NOT called ORDER BY queued_at, id
        LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id
"""


def call_everybody(server, database, desk):
    """Seconds that each call took, until nobody waits for this window."""
    window_id, login = desk
    client, spent = Client(server), []
    client.log_in(database, login)
    path = "/web/dataset/call_kw/bianmin.queue.window"

    def press(method):
        values = {
            "model": "bianmin.queue.window",
            "method": method,
            "args": [window_id],
            "kwargs": {},
        }
        return client.post(f"{path}/{method}", values)

    while True:
        with timed() as request:
            called = press("call_next")
        if not called:
            return spent
        spent.append(request.seconds)
        press("action_start")
        press("action_finish")


def call_plainly(database, _number):
    """The least that calls: one row locked and marked, one transaction each."""
    _name, arguments = connection_info_for(database)
    connection, spent = psycopg2.connect(**arguments), []
    with connection.cursor() as cursor:
        while True:
            with timed() as request:
                cursor.execute(CALL)
                found = cursor.fetchone()
                connection.commit()
            if not found:
                break
            spent.append(request.seconds)
    connection.close()
    return spent


def check(env):
    """Everybody was called once, in the order that the policy declares.

    Windows that press at once take neighbours: what one takes may be as many places
    further on as there are other windows.
    """
    env.cr.rollback()
    env.invalidate_all()
    calls = env["bianmin.queue.ticket.event"].search(
        [("ticket_id.hall_id", "=", Hall.queue_hall.id), ("kind", "=", "call")],
        order="id",
    )
    tickets = calls.ticket_id
    if len(calls) != WAITING or len(tickets) != WAITING:
        raise AssertionError(f"{len(calls)} calls of {len(tickets)} people")
    policy = Hall.queue_hall._get_policy()
    waiting = {
        one.id: Waiting(one.id, one.queued_at, one.priority_kind != "none")
        for one in tickets
    }
    order = []
    while waiting:
        order.append(choose(policy, waiting.values()).id)
        del waiting[order[-1]]
    place = {ticket_id: index for index, ticket_id in enumerate(order)}
    worst = max(
        abs(place[call.ticket_id.id] - index) for index, call in enumerate(calls)
    )
    if worst >= WINDOWS:
        raise AssertionError(f"somebody was called {worst} places out of order")


@bench("call-next", "call-next-retries")
def call_next(env):
    Hall.build(env, windows=WINDOWS)
    Hall.issue(WAITING)
    env.cr.execute(
        "CREATE TABLE bench_waiting AS SELECT id, queued_at, false AS called "
        "FROM bianmin_queue_ticket"
    )
    env.cr.execute("CREATE INDEX ON bench_waiting (queued_at, id) WHERE NOT called")
    env.cr.commit()
    database = env.cr.dbname
    desks = list(zip(Hall.windows.ids, Hall.clerks.mapped("login"), strict=True))
    floor = flatten(in_parallel(partial(call_plainly, database), range(WINDOWS)))
    with running_server(database) as server:
        call = partial(call_everybody, server, database)
        spent = flatten(in_parallel(call, desks))
        retries = server.count_retries()
    check(env)
    yield Row(
        "call-next",
        percentile(spent, 0.95) * 1000,
        "ms",
        goal=GOAL_MILLISECONDS,
        floor=percentile(floor, 0.95) * 1000,
    )
    yield Row("call-next-retries", retries, "", goal=0)
