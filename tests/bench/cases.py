"""Lists, searches and groupings of a million cases, and 2,100 acceptances at once.

The floor of a list is the plainest SQL for a page and a count that no rule holds back,
that of a search one look-up of a name. Groupings stand beside those of somebody whom no
rule holds, acceptances beside one statement that changes the states and writes events.
"""

from odoo.tools import SQL

from tests.bench.bench import Row, bench, percentile, timed
from tests.bench.province import Province

ACCEPTED = 2_100
REPEATS = 20
LIST_MILLISECONDS = 50
SEARCH_MILLISECONDS = 100
GROUP_RATIO = 3
ACCEPT_SECONDS = 60
# Of one chunk of a hundred cases, whatever their number.
CHUNK_QUERIES = 60
FIELDS = (
    "deadline_status deadline_label state applicant_name name received_at promised_due"
).split()
# What the list view asks for.
LIST = {name: {} for name in FIELDS} | {
    name: {"fields": {"display_name": {}}}
    for name in ("item_id", "service_point_id", "reviewer_id")
}


# ------------------------------------------------------------
# LISTS, SEARCHES, GROUPINGS
# ------------------------------------------------------------


def _measure(act, repeats=REPEATS):
    """p95 in milliseconds, the caches of records empty each time."""
    times = []
    for _number in range(repeats):
        Province.env.invalidate_all()
        with timed() as one:
            act()
        times.append(one.seconds * 1000)
    return percentile(times, 0.95)


def _cases_of(user):
    cases = Province.env["bianmin.case"].with_user(user)
    # A first look fills what every worker of a server holds already.
    cases.web_search_read([], LIST, limit=80)
    return cases


def _show(cases, domain, order=None):
    """The first page and the number of all, as the list asks for them."""
    cases.web_search_read(domain, LIST, limit=80, order=order, count_limit=10_001)


def _page_plainly():
    Province.env.execute_query(
        SQL("SELECT id, name FROM bianmin_case ORDER BY id DESC LIMIT 80")
    )
    Province.env.execute_query(
        SQL("SELECT count(*) FROM (SELECT FROM bianmin_case LIMIT 10001) AS found")
    )


@bench("case-list", "case-search")
def case_list(env):
    Province.build(env)
    floor = _measure(_page_plainly)
    for name, user in Province.people.items():
        cases = _cases_of(user)
        for what, domain, order in (
            ("all", [], None),
            ("to accept", [("state", "=", "received")], None),
            (
                "by due date",
                [("state", "in", ("accepted", "review"))],
                "promised_due, id",
            ),
        ):
            yield Row(
                f"case-list {name} {what} p95",
                _measure(lambda c=cases, d=domain, o=order: _show(c, d, o)),
                "ms",
                goal=LIST_MILLISECONDS,
                floor=floor,
            )
        yield from _search(name, cases)
        yield from _group(name, cases)


def _search(name, cases):
    floor = _measure(_find_plainly)
    for what, pick in {
        "name": lambda case: ("display_name", case.applicant_name),
        "given name": lambda case: ("display_name", case.applicant_name[1:]),
        "pinyin": lambda case: ("display_name", case.pinyin.split()[0]),
        "initials": lambda case: ("display_name", case.pinyin.split()[1]),
        "number": lambda case: ("display_name", case.name),
        "ID number": lambda case: (
            "applicant_identity_masked",
            case.sudo().resident_id.identity_number,
        ),
        "phone": lambda case: ("applicant_phone_masked", case.sudo().applicant_phone),
    }.items():
        texts = iter(
            [
                pick(case)
                for case in cases.search([], limit=REPEATS, offset=3)
                if case.name
            ]
            * REPEATS
        )
        yield Row(
            f"case-search {name} by {what} p95",
            _measure(lambda t=texts: _show(cases, [_as_typed(*next(t))])),
            "ms",
            goal=SEARCH_MILLISECONDS,
            floor=floor,
        )


def _as_typed(field, text):
    return (field, "ilike", text)


def _find_plainly():
    Province.env.execute_query(
        SQL(
            "SELECT id, name FROM bianmin_case WHERE applicant_name = %s LIMIT 80",
            Province.pattern.applicant_name,
        )
    )


def _group(name, cases):
    """Beside the same for somebody whom no rule holds."""
    for field in ("state", "item_id", "division_id"):
        floor = _measure(lambda f=field: _count_by(Province.env["bianmin.case"], f), 5)
        yield Row(
            f"case-list {name} grouped by {field} p95",
            _measure(lambda f=field: _count_by(cases, f), 5),
            "ms",
            floor=floor,
            max_ratio=GROUP_RATIO,
        )


def _count_by(cases, field):
    cases.web_read_group([], [field], ["__count"], limit=80)


# ------------------------------------------------------------
# ACCEPTING
# ------------------------------------------------------------


@bench("case-accept-2100")
def case_accept(env):
    if not hasattr(Province, "people"):
        Province.build(env)
    Province.env = env(context=Province.env.context)
    cases = _file_cases(env)
    with timed() as floor:
        _accept_plainly(cases)
    action = cases.with_user(Province.clerk).action_accept_many()
    bulk = cases.with_user(Province.clerk).env[action["res_model"]]
    bulk = bulk.browse(action["res_id"])
    queries, left = [], True
    with timed() as work:
        while left:
            before = env.cr.sql_log_count
            left = bulk.run_chunk()["waiting"]
            env.flush_all()
            queries.append(env.cr.sql_log_count - before)
    if (bulk.done, set(cases.mapped("state"))) != (ACCEPTED, {"accepted"}):
        raise AssertionError(f"{bulk.done} of {ACCEPTED} cases were accepted.")
    yield Row(
        "case-accept-2100",
        work.seconds,
        "s",
        goal=ACCEPT_SECONDS,
        floor=floor.seconds,
    )
    yield Row(
        "case-accept-2100 queries of a chunk",
        max(queries[1:]),
        "",
        goal=CHUNK_QUERIES,
    )


def _file_cases(env):
    cases = (
        env["bianmin.case"]
        .with_user(Province.agent)
        .create(
            [
                {
                    "item_id": Province.item.id,
                    "implementation_id": Province.station_point.id,
                    "resident_id": Province.resident.id,
                }
                for _number in range(ACCEPTED)
            ]
        )
    )
    Province._take_papers(cases)
    cases.action_submit()
    env.flush_all()
    return cases


def _accept_plainly(cases):
    """The state of as many other cases, and an event of each."""
    cases.env.execute_query(
        SQL(
            """WITH changed AS (
                UPDATE bianmin_case SET state = 'archived'
                WHERE id IN (SELECT id FROM bianmin_case WHERE state = 'delivered'
                    LIMIT %(count)s)
                RETURNING id, division_id
            )
            INSERT INTO bianmin_case_event (
                case_id, division_id, kind, at, user_id, state_from, state_to)
            SELECT id, division_id, 'archive', now() AT TIME ZONE 'UTC', %(user)s,
                'delivered', 'archived'
            FROM changed RETURNING id""",
            count=ACCEPTED,
            user=cases.env.uid,
        )
    )
