import io
from datetime import timedelta

from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import SIGNATURE, AgentCase
from .visit_common import VisitDataMixin

MONTH = "2031-03-31"


class TestAgentStatistics(VisitDataMixin, AgentCase):
    """Each agent's month: what he did, how fast, and what came back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A year in which nobody else has requests.
        with cls._at(cls, "2031-03-14 09:00"):  # a Friday
            cls._create_signed()
            cls.request = cls._create_request()
            cls.other = cls._create_resident(name="李长林")
            cls._create_signed(resident=cls.other)
            other_request = cls._create_request(resident_id=cls.other.id)
            visits = cls._create_visit() | cls._create_visit(purpose="follow_up")
        cls.env.cr.execute(
            "UPDATE bianmin_case SET create_date = '2031-03-14 01:00' WHERE id IN %s",
            [(cls.request.id, other_request.id)],
        )
        with cls._at(cls, "2031-03-17 10:00"):  # the Monday after
            cls.request.action_submit()
            other_request.action_submit()
            other_request.with_user(cls.clerk)._request_supplement(
                "缺身份证", local_today() + timedelta(days=9)
            )
            visits[0]._finish(cls._get_outcome())
            visits[1]._miss("家中无人", local_today() + timedelta(days=1))
            cls._create_trip_taken_over()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _create_trip_taken_over(cls):
        third = cls._create_resident(name="李志平")
        cls._create_signed(resident=third)
        case = cls._create_request(resident_id=third.id)
        trip = cls.env["bianmin.agent.trip"].with_user(cls.agent_user)
        trip = trip.create({"line_ids": [Command.create({"case_id": case.id})]})
        trip.action_set_off()
        answer = {"state": "accepted", "papers_counted": 3, "money_counted": 0}
        answers = {line.id: {**answer, "reason": False} for line in trip.line_ids}
        trip.with_user(cls.clerk)._hand_in(answers, local_today(), SIGNATURE)

    def _count(self, user=None, **domain):
        statistics = self.env["bianmin.agent.statistics"].with_user(
            user or self.manager
        )
        names = ("filed", "returned", "trip", "visit", "missed", "correction")
        [values] = statistics._read_group(
            [("day", ">=", "2031-03-01"), ("day", "<=", MONTH)],
            [],
            [f"{name}_count:sum" for name in names],
        )
        return dict(zip(names, (value or 0 for value in values), strict=True))

    def _create_report(self, user=None, **vals):
        reports = self.env["bianmin.agent.statistics.report"]
        return reports.with_user(user or self.manager).create({"day": MONTH, **vals})

    def _get_row(self, report, name="姚春燕"):
        return next(row for _place, row in report._get_rows() if row["name"] == name)

    # ------------------------------------------------------------
    # COUNTING
    # ------------------------------------------------------------

    def test_each_thing_done_counts_once_on_its_chinese_day(self):
        self.assertEqual(
            self._count(),
            {
                **{"filed": 3, "returned": 1, "trip": 1},
                **{"visit": 1, "missed": 1, "correction": 0},
            },
        )

    def test_the_way_from_asking_to_filing_is_counted_in_working_days(self):
        line = self.env["bianmin.agent.statistics"].search(
            [("kind", "=", "filed"), ("day", "=", "2031-03-17")], order="id", limit=1
        )
        self.assertEqual(line.agent_id, self.yao)
        self.assertEqual(line.filing_days, 1, "from Friday to Monday is one day")
        self.assertEqual(line.filing_hours, 73)

    def test_what_came_back_is_a_share_of_what_was_filed(self):
        row = self._get_row(self._create_report())
        self.assertAlmostEqual(row["returned_rate"], 100 / 3)

    def test_a_name_counts_for_the_agent_who_stood_up_for_it(self):
        roster = self.env["bianmin.name.correction.roster"].create(
            {"name": "名单", "division_id": self.village.id}
        )
        correction = self.env["bianmin.name.correction"].create(
            {
                "roster_id": roster.id,
                "resident_id": self.resident.id,
                "division_id": self.village.id,
                "office_name": "李志舜",
                "register_name": "李志顺",
                "cells": ["李志舜"],
                "kind": "homophone",
                "matched_by": "number",
            }
        )
        with self._at("2031-03-20 09:00"):
            correction.with_user(self.agent_user).action_confirm()
        self.env.flush_all()
        self.assertEqual(self._count()["correction"], 1)
        correction.with_user(self.agent_user).action_reopen()
        self.env.flush_all()
        self.assertEqual(self._count()["correction"], 0)

    def test_a_request_that_nobody_filed_as_agent_is_not_counted(self):
        with self._at("2031-03-18 09:00"):
            self._create_received(user=self.clerk, point=self.hall_point)
        self.env.flush_all()
        self.assertEqual(self._count()["filed"], 3)

    def test_statistics_are_those_of_ones_divisions(self):
        self.assertEqual(self._count(self.agent_user)["filed"], 3)
        for user in (self.neighbour_user, self.other_clerk, self.placeless):
            self.assertEqual(set(self._count(user).values()), {0}, user.login)
        with self.assertRaises(AccessError):
            self._count(self.administrator)

    def test_lines_are_told_apart_by_their_numbers(self):
        lines = self.env["bianmin.agent.statistics"].search(
            [("day", ">=", "2031-03-01"), ("day", "<=", MONTH)]
        )
        self.assertEqual(len(lines), len(set(lines.ids)))
        self.assertEqual(len(lines), 7)

    # ------------------------------------------------------------
    # NOTICE BOARD AND ALLOWANCE
    # ------------------------------------------------------------

    def test_agents_who_did_nothing_stand_on_the_board_too(self):
        rows = self._create_report()._get_rows()
        self.assertEqual(
            [(place, row["name"]) for place, row in rows],
            [(1, "姚春燕"), (2, "姚立民")],
        )
        idle = rows[1][1]
        self.assertEqual((idle["filed"], idle["returned_rate"]), (0, None))

    def test_a_month_is_that_month_alone(self):
        row = self._get_row(self._create_report(day="2031-04-01"))
        self.assertEqual(row["filed"], 0)

    def test_an_agent_who_left_keeps_what_he_did(self):
        self.yao.sudo().division_ids = self.other_village
        row = self._get_row(self._create_report())
        self.assertEqual(row["filed"], 3)

    def test_the_nearest_rates_that_have_begun_are_paid(self):
        allowances = self.env["bianmin.agent.allowance"]
        allowances.create(
            [
                {"division_id": self.county.id, "valid_from": "2031-01-01", "base": 9},
                {
                    "division_id": self.township.id,
                    "valid_from": "2031-01-01",
                    **{"base": 100, "filed": 2, "trip": 10, "visit": 5},
                },
                {"division_id": self.township.id, "valid_from": "2031-04-01"},
            ]
        )
        self.assertEqual(self._get_row(self._create_report())["amount"], 121)
        other = allowances._get_rates(self.other_village, local_today())
        self.assertFalse(other, "the county's rates have not begun")

    def test_two_rates_never_begin_on_one_day(self):
        values = {"division_id": self.township.id, "valid_from": "2031-01-01"}
        allowances = self.env["bianmin.agent.allowance"]
        allowances.with_user(self.administrator).create(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            allowances.create(values)

    def test_rates_are_laid_down_where_one_administers(self):
        allowances = self.env["bianmin.agent.allowance"]
        values = {"division_id": self.other_township.id, "valid_from": "2031-01-01"}
        for user in (self.administrator, self.manager, self.agent_user):
            with self.assertRaises(AccessError):
                allowances.with_user(user).create(values)

    def test_the_notice_board_shows_the_ranking_without_money(self):
        report = self._create_report()
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.manager)
            ._render_qweb_html("bianmin_agent.report_agent_statistics", report.ids)
        )
        html = html.decode()
        self.assertLess(html.index("姚春燕"), html.index("姚立民"))
        self.assertIn("2031-03", html)
        self.assertNotIn("¥", html)

    def test_the_workbook_adds_the_allowances_up(self):
        self.env["bianmin.agent.allowance"].create(
            {"division_id": self.township.id, "valid_from": "2031-01-01", "base": 60}
        )
        report = self._create_report()
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.manager)
            ._render_xlsx("bianmin_agent.statistics_xlsx", report.ids, {})
        )
        sheet = load_workbook(io.BytesIO(content)).active
        self.assertEqual(sheet["B4"].value, "姚春燕")
        self.assertEqual(sheet["D4"].value, 3)
        self.assertEqual(sheet["J6"].value, 120)
        self.assertIn("壹佰贰拾元", sheet["A8"].value)

    def test_the_screen_counts_the_same_as_the_paper(self):
        report = self._create_report()
        action = report.action_open_statistics()
        [[count]] = (
            self.env["bianmin.agent.statistics"]
            .with_user(self.manager)
            ._read_group(action["domain"], [], ["filed_count:sum"])
        )
        self.assertEqual(count, self._get_row(report)["filed"])

    def test_a_window_is_ones_own(self):
        report = self._create_report()
        with self.assertRaises(AccessError):
            report.with_user(self.clerk).read(["day"])

    def test_the_board_needs_no_query_per_agent(self):
        report = self._create_report()
        report._get_rows()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        report._get_rows()
        few = self.env.cr.sql_log_count - before
        for index in range(30):
            user = self._create_user(
                f"agent_{index}", ("bianmin_agent.role_agent", self.village)
            )
            self._create_agent(f"代办员{index}", user, self.village)
        self.env.flush_all()
        report._get_rows()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(len(report._get_rows()), 32)
        self.assertLessEqual(self.env.cr.sql_log_count - before, few + 2)
