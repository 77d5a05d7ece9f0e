from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.queue_policy import KINDS, Policy, Waiting, choose, get_order, next_streak

START = datetime(2026, 11, 24, 0, 30)


def minute(count):
    return START + timedelta(minutes=count)


# The machine may be busy with other tests: slow is no failure.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

policies = st.builds(
    Policy,
    kind=st.sampled_from(KINDS),
    ratio=st.integers(1, 5),
    head_start=st.integers(0, 60).map(lambda count: timedelta(minutes=count)),
)
crowds = st.lists(
    st.tuples(st.integers(0, 240), st.booleans()), min_size=1, max_size=25
).map(
    lambda people: [
        Waiting(number, minute(at), is_priority)
        for number, (at, is_priority) in enumerate(people, 1)
    ]
)


def call_all(policy, crowd):
    """Call a crowd to one window, to the last."""
    waiting, streak, called = set(crowd), 0, []
    while waiting:
        ticket = choose(policy, waiting, streak)
        streak = next_streak(streak, ticket.is_priority)
        waiting.remove(ticket)
        called.append(ticket)
    return called


class TestQueuePolicy(BaseCase):
    def test_nobody_is_called_when_nobody_waits(self):
        self.assertIsNone(choose(Policy(), []))

    @patient
    @given(policies, crowds, st.randoms(), st.integers(0, 6))
    def test_the_order_in_which_they_are_listed_does_not_matter(
        self, policy, crowd, random, streak
    ):
        shuffled = list(crowd)
        random.shuffle(shuffled)
        self.assertEqual(
            choose(policy, crowd, streak), choose(policy, shuffled, streak)
        )

    @patient
    @given(policies, crowds)
    def test_everybody_is_called_once(self, policy, crowd):
        self.assertCountEqual(call_all(policy, crowd), crowd)

    @patient
    @given(policies, crowds)
    def test_among_equals_who_came_first_is_called_first(self, policy, crowd):
        called = call_all(policy, crowd)
        for is_priority in (True, False):
            equals = [one for one in called if one.is_priority == is_priority]
            by_time = sorted(equals, key=lambda one: (one.queued_at, one.id))
            self.assertEqual(equals, by_time)

    @patient
    @given(crowds)
    def test_strict_calls_no_ordinary_ticket_while_priority_waits(self, crowd):
        called = call_all(Policy("strict"), crowd)
        flags = [ticket.is_priority for ticket in called]
        self.assertEqual(flags, sorted(flags, reverse=True))

    @patient
    @given(crowds, st.integers(1, 5))
    def test_ratio_calls_an_ordinary_ticket_after_so_many(self, crowd, ratio):
        called = call_all(Policy("ratio", ratio=ratio), crowd)
        for start in range(len(called) - ratio):
            part = called[start : start + ratio + 1]
            if all(ticket.is_priority for ticket in part):
                # No ordinary ticket was waiting any more.
                rest = called[start + ratio :]
                self.assertTrue(all(ticket.is_priority for ticket in rest))

    @patient
    @given(crowds, st.integers(1, 5))
    def test_ratio_calls_no_two_ordinary_tickets_while_priority_waits(
        self, crowd, ratio
    ):
        called = call_all(Policy("ratio", ratio=ratio), crowd)
        for index in range(1, len(called)):
            pair = called[index - 1 : index + 1]
            if not any(ticket.is_priority for ticket in pair):
                rest = called[index:]
                self.assertFalse(any(ticket.is_priority for ticket in rest))

    @patient
    @given(crowds, st.integers(0, 60))
    def test_nobody_starves_under_ageing(self, crowd, minutes):
        """However many with priority come: who came a head start before goes on."""
        lead = timedelta(minutes=minutes)
        called = call_all(Policy("ageing", head_start=lead), crowd)
        for index, ticket in enumerate(called):
            for later in called[index + 1 :]:
                if ticket.is_priority and not later.is_priority:
                    self.assertLessEqual(ticket.queued_at - lead, later.queued_at)
                if later.is_priority and not ticket.is_priority:
                    self.assertLessEqual(ticket.queued_at, later.queued_at - lead)

    def test_an_endless_stream_of_priority_delays_by_the_head_start_only(self):
        ordinary = Waiting(0, START)
        policy = Policy("ageing", head_start=timedelta(minutes=20))
        for now in range(0, 60):
            newcomer = Waiting(now + 1, minute(now), True)
            first = choose(policy, [ordinary, newcomer])
            self.assertEqual(first == ordinary, now >= 20)

    def test_the_turn_of_ordinary_tickets_comes_by_the_count_of_the_window(self):
        policy = Policy("ratio", ratio=2)
        self.assertEqual(
            [get_order(policy, streak).first for streak in range(4)],
            [True, True, False, False],
        )
        self.assertEqual(next_streak(2, True), 3)
        self.assertEqual(next_streak(2, False), 0)
