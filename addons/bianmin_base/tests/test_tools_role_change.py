from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.division_domain import allows
from ..tools.role_change import RoleState, find_changes

STATES = st.none() | st.builds(
    RoleState,
    st.integers(1, 3),
    st.integers(1, 3),
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.frozensets(st.integers(1, 5)),
)


def state(divisions, date_to=None, user=7):
    return RoleState(user, 3, "2026-01-01", date_to, frozenset(divisions))


@tagged("post_install", "-at_install")
class TestRoleChange(BaseCase):
    def _kinds(self, before, after):
        return [
            (change.kind, change.division) for change in find_changes(before, after)
        ]

    def test_new_line_is_given_in_each_division(self):
        self.assertEqual(self._kinds(None, state({2, 1})), [("given", 1), ("given", 2)])

    def test_deleted_line_is_taken(self):
        self.assertEqual(self._kinds(state({1}), None), [("taken", 1)])

    def test_moved_line_is_taken_here_and_given_there(self):
        self.assertEqual(
            self._kinds(state({1, 2}), state({2, 3})), [("taken", 1), ("given", 3)]
        )

    def test_other_last_day_is_a_change_that_keeps_the_former(self):
        (change,) = find_changes(state({1}), state({1}, "2026-06-30"))
        self.assertEqual((change.kind, change.date_to), ("changed", "2026-06-30"))
        self.assertEqual(change.before, ("2026-01-01", None))

    def test_another_person_loses_and_gains(self):
        changes = find_changes(state({1}), state({1}, user=8))
        self.assertEqual(
            [(change.kind, change.user) for change in changes],
            [("taken", 7), ("given", 8)],
        )

    def test_line_without_a_division_is_logged_too(self):
        self.assertEqual(self._kinds(None, state(())), [("given", None)])

    @given(STATES)
    def test_nothing_changed_nothing_logged(self, same):
        self.assertEqual(find_changes(same, same), [])

    @given(STATES, STATES)
    def test_replaying_the_log_gives_the_line(self, before, after):
        """Who reads the log knows the roles of each day without the table."""
        held = _places(before)
        for change in find_changes(before, after):
            key = change.user, change.role, change.division
            if change.kind != "given":
                held.pop(key)
            if change.kind != "taken":
                held[key] = change.date_from, change.date_to
        self.assertEqual(held, _places(after))


def _places(line):
    if line is None:
        return {}
    return {
        (line.user, line.role, place): (line.date_from, line.date_to)
        for place in line.divisions or {None}
    }


@tagged("post_install", "-at_install")
class TestDivisionDomain(BaseCase):
    def _allows(self, domain, place=5):
        return allows(domain, lambda ids: place in ids)

    def test_place_decides(self):
        self.assertTrue(self._allows([("division_id", "child_of", (5, 6))]))
        self.assertFalse(self._allows([("case_id.division_id", "child_of", (6,))]))
        self.assertFalse(self._allows([("division_id", "child_of", ())]))

    def test_state_is_taken_as_fulfilled(self):
        domain = [("state", "=", "draft"), ("division_id", "child_of", (5,))]
        self.assertTrue(self._allows(domain))
        self.assertFalse(self._allows(domain, place=6))

    def test_alternatives(self):
        domain = ["|", ("division_id", "child_of", (1,)), ("user_id", "=", 2)]
        self.assertTrue(self._allows(domain))
        domain = ["|", ("division_id", "child_of", (1,)), ("division_id", "=", False)]
        self.assertFalse(self._allows(domain))

    def test_closed_and_open_rules(self):
        self.assertFalse(self._allows([(0, "=", 1)]))
        self.assertTrue(self._allows([(1, "=", 1)]))

    def test_place_of_another_record(self):
        inner = [("division_id", "child_of", (5,))]
        self.assertTrue(self._allows([("case_id", "any", inner)]))
        self.assertFalse(self._allows([("case_id", "any", inner)], place=4))
