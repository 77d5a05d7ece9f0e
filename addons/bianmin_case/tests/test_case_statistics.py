import random
from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.local_time import local_date, local_today

from ..tools import deadline
from .common import CaseCase

COUNTS = (
    "received",
    "supplemented",
    "accepted",
    "rejected",
    "decided",
    "granted",
    "refused",
    "finished",
    "delivered",
    "withdrawn",
    "on_time",
    "early",
    "late",
    "in_hand",
    "overdue",
)
RATES = (
    "instant_rate",
    "same_day_rate",
    "on_time_rate",
    "early_rate",
    "lawful_rate",
    "supplement_rate",
    "handling_days",
    "promised_days",
    "delivery_hours",
)
MEASURES = (
    *(f"{name}_count:sum" for name in COUNTS),
    *(f"{name}:avg" for name in RATES),
)
OPEN = ("received", "supplement", "accepted", "review", "special", "decided")


def count_naively(case):
    """What one case adds, read event by event in plain Python.

    :return: list of (day, user, measure, value)
    """
    if case.close_kind == "3":
        return []
    events = list(case.event_ids.sorted("id"))
    reopened = max((e.id for e in events if e.kind == "reopen"), default=0)
    counted = {
        "receive": count_receipt,
        "accept": lambda *_args: {"accepted": 1},
        "reject": lambda *_args: {"rejected": 1},
        "close": lambda *_args: {"finished": 1},
        "withdraw": lambda *_args: {"withdrawn": 1},
        "deliver": count_delivery,
        "decide": count_decision,
    }
    return [
        (local_date(event.at), event.user_id, name, value)
        for event in events
        if event.kind in counted
        and (event.id > reopened or event.kind in ("receive", "accept"))
        for name, value in counted[event.kind](case, events, event).items()
    ]


def count_receipt(case, events, _event):
    asked = any(event.kind == "supplement_request" for event in events)
    return {
        "received": 1,
        "supplemented": int(asked),
        "supplement_rate": 100 * int(asked),
        "in_hand": int(case.state in OPEN),
        "overdue": int(case.deadline_status == "red"),
    }


def count_delivery(_case, events, event):
    hours = (event.at - events[0].at).total_seconds() / 3600
    return {"delivered": 1, "delivery_hours": hours}


def count_decision(case, events, event):
    calendar = case.env["bianmin.calendar.day"]._get_working_calendar()
    day = local_date(event.at)
    taken = deadline.count_days(calendar, case.clock_start, day, case.day_unit)
    return {
        "decided": 1,
        "granted": int(case.result == "granted"),
        "refused": int(case.result == "refused"),
        "on_time": int(day <= case.promised_due),
        "early": int(day < case.promised_due),
        "late": int(day > case.promised_due),
        "on_time_rate": 100 * int(day <= case.promised_due),
        "early_rate": 100 * int(day < case.promised_due),
        "lawful_rate": 100 * int(day <= case.statutory_due),
        "instant_rate": 100 * int(case.handling_kind == "instant"),
        "same_day_rate": 100 * int(day == local_date(events[0].at)),
        "handling_days": max(0, taken - case.paused_days),
        "promised_days": case.promised_days,
    }


def add_up(told):
    """Sums of the counts and averages of the rates, as floats by measure."""
    sums = {name: [] for name in (*COUNTS, *RATES)}
    for _day, _user, name, value in told:
        sums[name].append(value)
    return {
        **{f"{name}_count:sum": sum(sums[name]) for name in COUNTS},
        **{
            f"{name}:avg": sum(sums[name]) / len(sums[name]) if sums[name] else None
            for name in RATES
        },
    }


class StatisticsCase(CaseCase):
    def _read(self, cases, groupby=(), user=None):
        """Measures of the statistics by group; without groups a list of one."""
        self.env.flush_all()
        model = self.env["bianmin.case.statistics"].with_user(user or self.env.user)
        rows = model._read_group([("case_id", "in", cases.ids)], groupby, MEASURES)
        size = len(groupby)
        return {
            row[:size]: dict(zip(MEASURES, row[size:], strict=True)) for row in rows
        }

    def _assert_same(self, expected, found):
        for name, value in expected.items():
            counted = found[name]
            if value is None:
                self.assertFalse(counted, name)
            else:
                self.assertAlmostEqual(counted or 0, value, 6, name)


class TestStatistics(StatisticsCase):
    """The report counts what an independent count in Python finds in the events."""

    def _live(self, chance, start):
        """One random life of a case: each step some hours or days after the last."""
        clock = start

        def later(steps):
            nonlocal clock
            for step in steps:
                with self._at(clock.strftime("%Y-%m-%d %H:%M")):
                    step()
                clock += timedelta(minutes=chance.choice((1, 480, 1440, 7 * 1440)))

        with self._at(clock.strftime("%Y-%m-%d %H:%M")):
            case = self._create_received()
        later(self._get_steps(chance, case))
        return case

    def _get_steps(self, chance, case):
        clerk, reviewer = case.with_user(self.clerk), case.with_user(self.reviewer)
        issuer, manager = case.with_user(self.issuer), case.with_user(self.manager)
        accept = [clerk.action_accept, reviewer.action_start_review]
        result = chance.choice(("granted", "refused"))
        decide = [lambda: reviewer._decide(result, "经审查")]
        special = [
            lambda: self._confirm(
                reviewer, "action_begin_special", special_kind="testing", reason="送检"
            ),
            lambda: self._confirm(reviewer, "action_end_special", reason="合格"),
        ]
        filer = case.with_user(self.agent)

        def ask():
            self._confirm(clerk, "action_request_supplement", note="补交证明")

        lives = (
            [],
            [filer.action_withdraw],
            [ask, filer.action_supplement_received],
            [ask, filer.action_supplement_received, *accept, *decide],
            accept,
            [*accept, *decide],
            [*accept, *special, *decide],
            [*accept, *decide, issuer.action_deliver],
            [*accept, *decide, lambda: manager._reopen("查明有误")],
            [*accept, *decide, lambda: manager._reopen("查明有误"), *decide],
            [*accept, lambda: reviewer._end("4", "转县里")],
            [lambda: clerk._end("3", "重复录入")],
        )
        return chance.choice(lives)

    def test_random_lives_of_cases(self):
        chance = random.Random(20261124)
        start = datetime(2026, 9, 21, 8, 0)
        cases = self.env["bianmin.case"]
        for _number in range(25):
            begin = start + timedelta(hours=chance.randrange(24 * 40))
            cases |= self._live(chance, begin).with_env(self.env)
        with self._at("2026-12-01 00:30"):
            self.env.invalidate_all()
            told = [line for case in cases for line in count_naively(case)]
            self._assert_same(add_up(told), self._read(cases)[()])
            for dimension, index in (("day:day", 0), ("user_id", 1)):
                groups = self._read(cases, [dimension])
                keys = {line[index] for line in told}
                self.assertEqual({key for (key,) in groups}, keys)
                for key in keys:
                    mine = [line for line in told if line[index] == key]
                    self._assert_same(add_up(mine), groups[(key,)])

    def test_the_day_begins_at_midnight_in_china(self):
        with self._at("2026-11-24 23:59"):
            last = self._create_received()
        with self._at("2026-11-25 00:00"):
            first = self._create_received()
        groups = self._read(last | first, ["day:day", "case_id"])
        days = {case: str(day) for day, case in groups}
        self.assertEqual(days, {last: "2026-11-24", first: "2026-11-25"})

    def test_a_case_entered_by_mistake_is_none(self):
        case = self._create_received()
        case.with_user(self.clerk)._end("3", "重复录入")
        self.assertEqual(self._read(case)[()]["received_count:sum"] or 0, 0)

    def test_overdue_follows_the_day(self):
        with self._at("2026-11-24 10:00"):
            case = self._create_accepted().with_env(self.env)
        for moment, overdue in (("2026-12-01 23:59", 0), ("2026-12-02 00:01", 1)):
            with self._at(moment):
                self.assertEqual(self._read(case)[()]["overdue_count:sum"], overdue)

    def test_days_of_spring_festival_are_not_counted(self):
        """Accepted on the day before the festival, decided on a worked Saturday."""
        calendar = self.env["bianmin.calendar.day"]
        free = [f"2031-01-{day}" for day in range(22, 30)]
        calendar.create([{"date": day, "name": "春节"} for day in free])
        calendar.create({"date": "2031-02-01", "kind": "workday", "name": "调休"})
        with self._at("2031-01-21 09:00"):
            case = self._create_in_review()
        with self._at("2031-02-01 09:00"):
            case._decide("granted", "符合条件")
        taken = self._read(case)[()]["handling_days:avg"]
        self.assertEqual(taken, 3, "Thursday, Friday and the Saturday that is worked")

    def test_a_rate_is_no_average_of_averages(self):
        """Nine in time here and one late there are 90 percent, not 50."""
        late_item = self._create_item("慢事项")
        late_point = self._create_implementation(
            late_item, self.hall, promised_days=1, statutory_days=20
        )
        with self._at("2026-11-24 09:00"):
            cases = [self._create_in_review() for _number in range(9)]
            filed = self._create_received(self.clerk, late_point)
            other = self._create_user(
                "case_other_acceptor", ("bianmin_case.role_window_clerk", self.township)
            )
            filed.with_user(other).action_accept()
            filed = filed.with_user(self.reviewer)
            filed.action_start_review()
        with self._at("2026-11-26 09:00"):
            for case in [*cases, filed]:
                case._decide("granted", "符合条件")
        cases = self.env["bianmin.case"].union(*cases, filed)
        groups = self._read(cases, ["item_id"])
        self.assertEqual(groups[(self.item,)]["on_time_rate:avg"], 100)
        self.assertEqual(groups[(late_item,)]["on_time_rate:avg"], 0)
        self.assertAlmostEqual(self._read(cases)[()]["on_time_rate:avg"], 90)


class TestStatisticsAccess(StatisticsCase):
    """Everyone counts what he may read, and nobody writes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        places = (
            (cls.agent, cls.station_point, cls.village),
            (cls.neighbour, cls.neighbour_point, cls.neighbour_village),
            (cls.other_clerk, cls.other_point, cls.other_village),
        )
        cls.ours, cls.theirs, cls.other = (
            cls._create_received(
                user,
                point,
                resident_id=cls._create_resident(
                    name="姚春燕", division_id=division.id
                ).id,
            ).with_env(cls.env)
            for user, point, division in places
        )
        cls.all = cls.ours | cls.theirs | cls.other

    def _count(self, user):
        return self._read(self.all, user=user)[()]["received_count:sum"] or 0

    def test_each_role_counts_its_own_divisions(self):
        for user, count in (
            (self.agent, 1),
            (self.neighbour, 1),
            (self.clerk, 2),
            (self.reviewer, 2),
            (self.issuer, 2),
            (self.manager, 2),
            (self.other_clerk, 1),
            (self.placeless, 0),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._count(user), count)

    def test_who_reads_no_cases_counts_none(self):
        stranger = self._create_user(
            "case_no_reader", ("bianmin_base.role_administrator", self.county)
        )
        with self.assertRaises(AccessError):
            self._count(stranger)

    def test_villages_are_grouped_under_their_township(self):
        groups = self._read(self.all, ["township_id"])
        counts = {place: row["received_count:sum"] for (place,), row in groups.items()}
        self.assertEqual(counts, {self.township: 2, self.other_township: 1})

    def test_nobody_writes_statistics(self):
        line = self.env["bianmin.case.statistics"].search(
            [("case_id", "=", self.ours.id)], limit=1
        )
        for operation in ("write", "create", "unlink"):
            self.assertFalse(line.with_user(self.manager).has_access(operation))

    def test_the_month_is_read_by_the_index_of_days(self):
        """A condition on the day reaches the events, through all joins."""
        self.env.flush_all()
        model = self.env["bianmin.case.statistics"]
        query = model._search([("day", "=", local_today())])
        # With the few rows of a test all ways are short: leave only those of a million.
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_nestloop = off")
        plan = self.env.execute_query_dict(SQL("EXPLAIN %s", query.select()))
        text = "\n".join(line["QUERY PLAN"] for line in plan)
        self.assertIn("bianmin_case_event_day_index", text)
