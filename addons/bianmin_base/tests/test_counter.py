import threading
from datetime import date

from odoo import api
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from .common import BianminCase


@tagged("post_install", "-at_install")
class TestNumbering(BianminCase):
    def test_numbers_run_from_one_within_a_period(self):
        counter = self.env["bianmin.counter"]
        self.assertEqual(list(counter._allocate("test/a", "2026")), [1])
        self.assertEqual(list(counter._allocate("test/a", "2026", 3)), [2, 3, 4])
        self.assertEqual(list(counter._allocate("test/a", "2027")), [1])
        self.assertEqual(list(counter._allocate("test/b", "2026")), [1])

    def test_rollback_leaves_no_gap(self):
        counter = self.env["bianmin.counter"]
        counter._allocate("test/a", "2026")
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            counter._allocate("test/a", "2026")
            raise ZeroDivisionError
        self.assertEqual(list(counter._allocate("test/a", "2026")), [2])

    def test_many_numbers_take_one_query(self):
        with self.assertQueryCount(1):
            self.env["bianmin.counter"]._allocate("test/a", "2026", 2100)

    def test_the_screen_tells_office_kind_year_and_last_number(self):
        self.env["bianmin.numbering"]._next_paper_numbers(
            self.hall, "受", date(2026, 11, 24), 15
        )
        self.env["bianmin.counter"]._allocate("case/990101101", "20261124")
        auditor = self._create_user(
            "t_numbers", ("bianmin_base.role_auditor", self.county)
        )
        counters = self.env["bianmin.counter"].with_user(auditor)
        paper = counters.search([("scope", "like", f"/{self.hall.id}/受")])
        self.assertEqual(
            (paper.office, paper.kind, paper.period, paper.value),
            (self.hall.display_name, "受", "2026", 15),
        )
        self.assertEqual(paper.last_number, "东河便民受字〔2026〕15号")
        self.assertIn(paper, counters.search([("is_paper", "=", True)]))
        case = counters.search([("scope", "=", "case/990101101")])
        self.assertEqual((case.office, case.kind), ("990101101", False))
        self.assertNotIn(case, counters.search([("is_paper", "=", True)]))

    def test_nobody_sets_a_number(self):
        self.env["bianmin.counter"]._allocate("test/a", "2026")
        administrator = self._create_user(
            "t_setter", ("bianmin_base.role_administrator", self.county)
        )
        nowhere = self._create_user(
            "t_nowhere",
            ("bianmin_base.role_administrator", self.env["bianmin.division"]),
        )
        counters = self.env["bianmin.counter"]
        counter = counters.with_user(administrator).search([], limit=1)
        self.assertTrue(counter)
        for act in (
            lambda: counter.write({"value": 7}),
            counter.unlink,
            lambda: counter.create({"scope": "x", "period": "y", "value": 1}),
        ):
            with self.assertRaises(AccessError):
                act()
        self.assertFalse(counters.with_user(nowhere).search([]))

    def test_paper_number_names_office_kind_year_and_order(self):
        numbering = self.env["bianmin.numbering"]
        self.assertEqual(
            numbering._next_paper_numbers(self.hall, "受", date(2026, 11, 24), 2),
            ["东河便民受字〔2026〕1号", "东河便民受字〔2026〕2号"],
        )
        self.assertEqual(
            numbering._next_paper_numbers(self.hall, "受", date(2027, 1, 1)),
            ["东河便民受字〔2027〕1号"],
        )
        self.assertEqual(
            numbering._next_paper_numbers(self.other_hall, "受", date(2026, 1, 1)),
            ["西山便民受字〔2026〕1号"],
        )

    def test_office_without_a_short_name_is_told(self):
        self.hall.short_name = False
        with self.assertRaisesRegex(UserError, self.hall.name):
            self.env["bianmin.numbering"]._next_paper_numbers(
                self.hall, "受", date(2026, 1, 1)
            )

    def test_case_number_is_township_day_and_order(self):
        numbering = self.env["bianmin.numbering"]
        day = date(2026, 11, 24)
        self.assertEqual(
            numbering._next_case_numbers(self.village, day),
            ["990101101202611240001"],
        )
        self.assertEqual(
            numbering._next_case_numbers(self.neighbour_village, day),
            ["990101101202611240002"],
        )
        self.assertEqual(
            numbering._next_case_numbers(self.county, day), ["990101000202611240001"]
        )


@tagged("post_install", "-at_install")
class TestCounterConcurrency(BaseCase):
    """Real threads on real cursors: what they commit is removed at the end."""

    THREADS = 4
    EACH = 10

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM bianmin_counter WHERE scope = 'test/threads'")

    def _take(self, numbers):
        for _number in range(self.EACH):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, api.SUPERUSER_ID, {})

                def allocate(env=env):
                    return env["bianmin.counter"]._allocate("test/threads", "2026")

                numbers.extend(retrying(allocate, env))

    # Losing the race is what is tested: it is logged, and tried again.
    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_clerks_at_once_get_each_number_once(self):
        numbers = []
        threads = [
            threading.Thread(target=self._take, args=(numbers,))
            for _thread in range(self.THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(numbers), list(range(1, self.THREADS * self.EACH + 1)))
