from odoo import Command
from odoo.tests import freeze_time

from .common import AgentCase


@freeze_time("2026-11-24 02:00:00")
class TestHome(AgentCase):
    """The agent's first page: whom he may serve, what is to do, what the hall says."""

    def _get_home(self, user=None):
        return self.env["bianmin.agent"].with_user(user or self.agent_user).get_home()

    def _get_section(self, key, user=None):
        sections = {one["key"]: one for one in self._get_home(user)["sections"]}
        return sections[key]

    def _create_for(self, name, **vals):
        resident = self._create_resident(name=name, **vals)
        self._create_signed(resident=resident)
        return self._create_request(resident_id=resident.id)

    def _search(self, term, user=None):
        agents = self.env["bianmin.agent"].with_user(user or self.agent_user)
        return [one["name"] for one in agents.search_my_villagers(term)]

    # ------------------------------------------------------------
    # VILLAGERS
    # ------------------------------------------------------------

    def test_villagers_are_found_by_name_and_by_pinyin(self):
        self._create_resident(name="王晓艳")
        for term in ("晓艳", "wxy", "wangxiao"):
            self.assertEqual(self._search(term), ["王晓艳"], term)

    def test_nobody_finds_villagers_of_another_village(self):
        self.assertEqual(self._search("李志顺"), ["李志顺"])
        self.assertEqual(self._search("李志顺", self.neighbour_user), [])
        self.assertEqual(self._search("李志顺", self.clerk), [])

    def test_who_has_died_is_not_offered(self):
        case = self._create_for("李长林")
        case.with_env(self.env).resident_id.death_date = "2026-11-01"
        self.assertEqual(self._search("李长林"), [])
        self.assertEqual(self._get_home()["villagers"], [])

    def test_whom_he_served_last_stands_first(self):
        for name in ("李长林", "李志平"):
            self._create_for(name)
        names = [one["name"] for one in self._get_home()["villagers"]]
        self.assertEqual(names, ["李志平", "李长林"])
        self.assertEqual(self._search(""), names)

    def test_numbers_are_masked(self):
        self._create_for("李长林", phone="13812345678")
        [villager] = self._get_home()["villagers"]
        self.assertIn("柳湾村", villager["text"])
        self.assertNotIn("13812345678", villager["text"])

    # ------------------------------------------------------------
    # SECTIONS
    # ------------------------------------------------------------

    def test_what_the_township_asks_for_stands_before_results(self):
        missing, closed, rejected = (
            self._create_for(name) for name in ("李长林", "李志平", "李志安")
        )
        (missing | closed | rejected).action_submit()
        missing.with_user(self.clerk)._request_supplement("户口簿看不清", "2026-12-08")
        rejected.with_user(self.clerk)._reject("不是本镇的事项")
        closed.with_user(self.clerk).action_accept()
        closed.with_user(self.reviewer).action_start_review()
        closed.with_user(self.reviewer)._decide("granted", "符合条件")
        section = self._get_section("messages")
        self.assertEqual(
            [(row["title"], row["tone"]) for row in section["rows"]],
            [("李长林", "warning"), ("李志安", "danger"), ("李志平", "success")],
        )
        self.assertIn("户口簿看不清", section["rows"][0]["text"])
        self.assertEqual(section["count"], 3)

    def test_what_was_not_granted_has_to_be_explained(self):
        case = self._create_for("李长林")
        case.action_submit()
        case.with_user(self.clerk).action_accept()
        case.with_user(self.reviewer).action_start_review()
        case.with_user(self.reviewer)._decide("refused", "不符合条件")
        [row] = self._get_section("messages")["rows"]
        self.assertEqual(row["tone"], "danger")
        self.assertIn("不符合条件", row["text"])

    def test_a_rejection_is_told_for_two_weeks(self):
        case = self._create_for("李长林")
        case.action_submit()
        case.with_user(self.clerk)._reject("不是本镇的事项")
        self.env.flush_all()
        for day, count in (("2026-12-07", 1), ("2026-12-09", 0)):
            with freeze_time(f"{day} 02:00:00"):
                self.assertEqual(self._get_section("messages")["count"], count, day)

    def test_visits_stand_there_when_they_are_due(self):
        visits = self.env["bianmin.agent.visit"].with_user(self.agent_user)
        late, today, _later = (
            visits.create({"resident_id": resident.id, "planned_on": f"2026-11-{day}"})
            for day, resident in (
                (23, self._create_resident(name="李长林", address="三组")),
                (24, self._create_resident(name="李志平")),
                (25, self._create_resident(name="李志安")),
            )
        )
        section = self._get_section("visits")
        self.assertEqual(
            [(row["id"], row["tone"]) for row in section["rows"]],
            [(late.id, "danger"), (today.id, "info")],
        )
        self.assertIn("三组", section["rows"][0]["text"])
        self.assertEqual(section["count"], 2)

    def test_trips_stand_there_until_the_window_has_taken_them(self):
        case = self._create_for("李长林")
        self.assertIn("1", self._get_section("trips")["empty"])
        trip = self.env["bianmin.agent.trip"].with_user(self.agent_user)
        trip = trip.create({"line_ids": [Command.create({"case_id": case.id})]})
        trip.action_set_off()
        section = self._get_section("trips")
        self.assertEqual([row["id"] for row in section["rows"]], trip.ids)
        self.assertEqual(section["rows"][0]["title"], trip.number)
        self.assertEqual(section["rows"][0]["tone"], "warning")

    def test_drafts_say_what_they_lack(self):
        ready = self._create_for("李长林")
        unsigned = self._create_request(
            resident_id=self._create_resident(name="李志平").id
        )
        unready = self._create_for("李志安")
        unready.material_ids.write({"collection_mode": False, "state": "missing"})
        rows = self._get_section("drafts")["rows"]
        self.assertEqual(
            [(row["id"], row["tone"]) for row in rows],
            [(unready.id, "danger"), (unsigned.id, "danger"), (ready.id, "success")],
        )

    def test_only_the_first_are_shown_and_all_are_counted(self):
        for number in range(7):
            self._create_for(f"李志{'平安顺和福寿康'[number]}")
        section = self._get_section("drafts")
        self.assertEqual((section["count"], len(section["rows"])), (7, 5))

    # ------------------------------------------------------------
    # WHO ASKS
    # ------------------------------------------------------------

    def test_nobody_sees_what_another_agent_has_to_do(self):
        self._create_for("李长林")
        for section in self._get_home(self.neighbour_user)["sections"]:
            self.assertEqual((section["count"], section["rows"]), (0, []))

    def test_who_is_no_agent_reads_why_the_page_is_empty(self):
        home = self._get_home(self.clerk)
        self.assertTrue(home["notice"])
        self.assertEqual((home["sections"], home["villagers"]), ([], []))

    def test_an_agent_without_his_role_today_reads_it(self):
        self.assertFalse(self._get_home()["notice"])
        self._end_role(self.agent_user, "2026-11-23")
        self.assertIn("柳湾村", self._get_home()["notice"])
        self.assertEqual(self._search("李志顺"), [])

    def test_the_page_costs_the_same_queries_for_few_and_for_many(self):
        counts = []
        for number in (2, 2, 9):
            for index in range(number):
                self._create_for(f"李{'长志春晓'[number % 4]}{index}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._get_home()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        self.assertLessEqual(counts[1], 60)
