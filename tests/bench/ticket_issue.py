"""32 people press at once: numbers over HTTP, from real workers.

The floor is the same number of clients that count and write one row each in plain SQL.
"""

from functools import partial
from uuid import uuid4

import psycopg2

from odoo.sql_db import connection_info_for

from tests.bench.bench import Row, bench, percentile, timed
from tests.bench.queue_hall import Hall
from tests.bench.server import Client, in_parallel, running_server

CLIENTS, NUMBERS = 32, 1000
GOAL_MILLISECONDS = 300
COUNT = "UPDATE bench_counter SET value = value + 1 RETURNING value"
WRITE = "INSERT INTO bench_ticket SELECT %s, now()"


def share_out(count, clients):
    return [count // clients + (number < count % clients) for number in range(clients)]


def flatten(lists):
    return [one for some in lists for one in some]


def take_numbers(server, path, business_id, count):
    """Seconds that each number took, and what was given."""
    client, taken = Client(server), []
    for _number in range(count):
        values = {
            "business_id": business_id,
            "priority_kind": "none",
            "request_key": uuid4().hex,
        }
        with timed() as request:
            ticket = client.post(path, values)
        taken.append((request.seconds, ticket["number"]))
    return taken


def take_plain_numbers(database, count):
    """The least that gives numbers: one counter, one row, one transaction each."""
    _name, arguments = connection_info_for(database)
    connection, spent = psycopg2.connect(**arguments), []
    with connection.cursor() as cursor:
        for _number in range(count):
            with timed() as request:
                cursor.execute(COUNT)
                cursor.execute(WRITE, cursor.fetchone())
                connection.commit()
            spent.append(request.seconds)
    connection.close()
    return spent


def check(env, numbers):
    """Nothing doubled, nothing left out, nothing lost."""
    expected = {f"A{number:03d}" for number in range(1, NUMBERS + 1)}
    env.cr.rollback()
    env.invalidate_all()
    tickets = env["bianmin.queue.ticket"].search([("hall_id", "=", Hall.queue_hall.id)])
    if sorted(numbers) != sorted(expected) or set(tickets.mapped("name")) != expected:
        raise AssertionError(f"{len(numbers)} numbers, {len(set(numbers))} different")
    if len(tickets.event_ids) != NUMBERS:
        raise AssertionError(f"{len(tickets.event_ids)} events")


@bench("ticket-issue", "ticket-issue-retries")
def ticket_issue(env):
    Hall.build(env)
    env.cr.execute("CREATE TABLE bench_counter AS SELECT 0 AS value")
    env.cr.execute("CREATE TABLE bench_ticket (number int PRIMARY KEY, at timestamptz)")
    env.cr.commit()
    database, shares = env.cr.dbname, share_out(NUMBERS, CLIENTS)
    path, business_id = f"{Hall.kiosk._get_path()}/issue", Hall.business.id
    floor = flatten(in_parallel(partial(take_plain_numbers, database), shares))
    with running_server(database) as server:
        take = partial(take_numbers, server, path, business_id)
        taken = flatten(in_parallel(take, shares))
        retries = server.count_retries()
    check(env, [number for _seconds, number in taken])
    yield Row(
        "ticket-issue",
        percentile([seconds for seconds, _number in taken], 0.95) * 1000,
        "ms",
        goal=GOAL_MILLISECONDS,
        floor=percentile(floor, 0.95) * 1000,
    )
    yield Row("ticket-issue-retries", retries, "", goal=0)
