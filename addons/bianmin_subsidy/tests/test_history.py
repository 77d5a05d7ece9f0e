import os
import random
from datetime import date, timedelta
from decimal import Decimal

from freezegun import freeze_time

from odoo import Command
from odoo.tools import SQL

from odoo.addons.bianmin_base.tests.common import BianminCase

from .common import SubsidyDataMixin
from .history import CERTIFICATION_MONTHS, RATES, Account, Facts, Month

# 10,000 people take some minutes: BIANMIN_HISTORY_PEOPLE=10000.
PEOPLE = int(os.environ.get("BIANMIN_HISTORY_PEOPLE", "400"))
SEED = int(os.environ.get("BIANMIN_HISTORY_SEED", "20261124"))
MONTHS = [Month(date(2026, number, 1)) for number in range(1, 11)]
# How often something happens to somebody in a month.
CHANCES = {
    "suspend": 0.03,
    "resume": 0.4,
    "die": 0.01,
    "end": 0.01,
    "move": 0.03,
    "come_back": 0.4,
    "certify": 0.15,
    "break_account": 0.03,
    "mend_account": 0.5,
    "bank_refuses": 0.04,
}


class TestHistory(SubsidyDataMixin, BianminCase):
    """Whatever happens to people, each is paid what a count by hand says, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chance = random.Random(SEED)
        with freeze_time("2026-01-01 02:00:00"):
            cls._set_up_subsidies()
            cls.allowance = cls._create_allowance()
            cls._create_people()

    @classmethod
    def _create_allowance(cls):
        return cls._create_scheme(
            name="高龄补贴",
            code="GL",
            cycle="month",
            certification_months=CERTIFICATION_MONTHS,
            rate_ids=[
                Command.create(
                    {
                        "valid_from": first,
                        "valid_to": last,
                        "age_from": youngest,
                        "age_to": 0 if oldest == 999 else oldest,
                        "amount": float(amount),
                    }
                )
                for first, last, youngest, oldest, amount in RATES
            ],
        )

    @classmethod
    def _create_people(cls):
        """Half in each of two townships, between 79 and 91 years old."""
        cls.homes = (cls.village, cls.other_village)
        born = [
            date(1935, 1, 1) + timedelta(days=cls.chance.randrange(12 * 365))
            for _number in range(PEOPLE)
        ]
        cls.people = cls.env["bianmin.resident"].create(
            [
                {
                    "name": f"老人{number}",
                    "division_id": cls.homes[number % 2].id,
                    "identity_type": "other",
                    "identity_number": f"HIST{number:014d}",
                    "birth_date": day,
                }
                for number, day in enumerate(born)
            ]
        )
        cls.accounts = cls.env["bianmin.bank.account"].create(
            [
                {
                    "resident_id": person.id,
                    "bank_name": "农村信用社",
                    "number": f"62280000001{number:08d}",
                }
                for number, person in enumerate(cls.people)
            ]
        )
        cls.facts = [Facts(day, cls._choose_start()) for day in born]
        cls.enrolments = cls.env["bianmin.subsidy.enrolment"].create(
            [
                {
                    "scheme_id": cls.allowance.id,
                    "beneficiary_id": person.id,
                    "valid_from": fact.valid_from,
                }
                for person, fact in zip(cls.people, cls.facts, strict=True)
            ]
        )

    @classmethod
    def _choose_start(cls):
        """Some begin later, and some had their proof of life a while ago."""
        return date(2025, 2, 1) + timedelta(days=cls.chance.randrange(500))

    # ------------------------------------------------------------
    # WHAT HAPPENS
    # ------------------------------------------------------------

    def happens(self, what):
        return self.chance.random() < CHANCES[what]

    def choose(self, what, condition):
        """The people to whom this happens, as places in the list."""
        return [
            place
            for place, fact in enumerate(self.facts)
            if not fact.ended and condition(fact) and self.happens(what)
        ]

    def get_enrolments(self, places):
        return self.enrolments.browse([self.enrolments[place].id for place in places])

    def let_things_happen(self, month):
        day = month.start + timedelta(days=14)
        with freeze_time(f"{day} 02:00:00"):
            self.suspend_and_resume(month)
            self.break_and_mend_accounts()
            self.move()
            self.certify(day)
            self.die(day)
            self.end(day)
            self.env.flush_all()

    def suspend_and_resume(self, month):
        suspended = self.choose("suspend", lambda fact: not fact.suspended)
        resumed = self.choose("resume", lambda fact: fact.suspended)
        with_arrears = [place for place in resumed if self.chance.random() < 0.5]
        without = [place for place in resumed if place not in with_arrears]
        self.get_enrolments(suspended)._suspend("核查")
        self.get_enrolments(with_arrears)._resume(True)
        self.get_enrolments(without)._resume(False)
        for place in suspended:
            self.facts[place].suspended = True
        for place in resumed:
            self.facts[place].suspended = False
        for place in without:
            self.facts[place].arrears_from = month.start

    def break_and_mend_accounts(self):
        broken = self.choose("break_account", lambda fact: fact.account_right)
        mended = self.choose("mend_account", lambda fact: not fact.account_right)
        for places, right in ((broken, False), (mended, True)):
            ids = [self.accounts[place].id for place in places]
            self.accounts.browse(ids).active = right
            for place in places:
                self.facts[place].account_right = right

    def move(self):
        """Into the other township, or out of the county and back."""
        for place in self.choose("move", lambda fact: fact.lives_here):
            here = self.people[place].division_id
            homes = [home for home in self.homes if home != here]
            target = self.chance.choice([*homes, self.away])
            self.people[place].division_id = target
            self.facts[place].lives_here = target != self.away
        for place in self.choose("come_back", lambda fact: not fact.lives_here):
            self.people[place].division_id = self.chance.choice(self.homes)
            self.facts[place].lives_here = True

    def certify(self, day):
        places = self.choose("certify", lambda fact: fact.died is None)
        self.env["bianmin.subsidy.certification"].create(
            [
                {
                    "resident_id": self.people[place].id,
                    "place": "村委会前",
                    "method": "data",
                    "certified_on": day,
                }
                for place in places
            ]
        )
        for place in places:
            self.facts[place].certified.append(day)

    def die(self, day):
        """It is heard of at once, or one or two months later."""
        for place in self.choose("die", lambda fact: fact.died is None):
            heard = day - timedelta(days=self.chance.randrange(60))
            self.people[place].death_date = heard
            self.facts[place].died = heard

    def end(self, day):
        places = self.choose("end", lambda fact: True)
        self.get_enrolments(places)._end("不再符合条件", day)
        for place in places:
            fact = self.facts[place]
            fact.ended = True
            fact.ended_suspended = fact.suspended
            fact.valid_to = day if fact.valid_from <= day else None

    # ------------------------------------------------------------
    # WHAT IS PAID
    # ------------------------------------------------------------

    def pay(self, month, refused):
        """What failed goes out again, then both townships pay the month."""
        names = {self.people[place].name for place in refused}
        officers = {
            self.township: self.officer,
            self.other_township: self.other_officer,
        }
        with freeze_time(f"{month.pay_day} 02:00:00"):
            for division, officer in officers.items():
                self.correct(division, officer, names)
            for division, officer in officers.items():
                record = self._create_round(
                    self.allowance, officer, division_id=division.id, period=month.text
                )
                self.send(record, officer, names)

    def correct(self, division, officer, names):
        failed = self.env["bianmin.subsidy.round"].search(
            [("scheme_id", "=", self.allowance.id), ("division_id", "=", division.id)]
        )
        failed = failed.filtered("correctable_count")
        if not failed:
            return
        action = failed.with_user(officer).action_correct()
        record = self.env[action["res_model"]].browse(action["res_id"])
        if record.line_count:
            self.send(record, officer, names)
        else:
            record.with_user(officer).action_cancel("都不能发放")

    def send(self, record, officer, names):
        record.with_user(officer).action_submit()
        record.with_user(self.county_auditor).action_audit()
        record.with_user(self.approver).action_approve()
        record.with_user(self.finance).action_export()
        self._read_back(record, names, paid_on=date.today())
        self.assertEqual(record.state, "paid")

    def read_paid(self):
        """What has arrived, as amounts by month and person."""
        rows = self.env.execute_query(
            SQL(
                """SELECT beneficiary_id, period, amount::text
                FROM bianmin_subsidy_line WHERE scheme_id = %s AND state = 'paid'""",
                self.allowance.id,
            )
        )
        paid = {person.id: {} for person in self.people}
        for person_id, period, amount in rows:
            self.assertNotIn(period, paid[person_id], "paid twice")
            paid[person_id][period] = amount
        return paid

    def test_everybody_is_paid_what_a_count_by_hand_says(self):
        self.county_auditor = self._create_user(
            "history_auditor", ("bianmin_subsidy.role_subsidy_auditor", self.county)
        )
        self.away = self.prefecture
        for code, name in (
            ("990102", "测试外县"),
            ("990102101", "外镇"),
            ("990102101201", "外村"),
        ):
            self.away = self._create_division(code, name, self.away)
        accounts = [Account() for _person in self.people]
        for month in MONTHS:
            self.let_things_happen(month)
            refused = {place for place in range(PEOPLE) if self.happens("bank_refuses")}
            for place, account in enumerate(accounts):
                account.correct(self.facts[place], place in refused)
                account.pay(month, self.facts[place], place in refused)
            self.pay(month, refused)
        paid = self.read_paid()
        for place, account in enumerate(accounts):
            with self.subTest(person=place, facts=self.facts[place]):
                self.assertEqual(paid[self.people[place].id], account.get_paid())
        expected = sum(
            Decimal(amount) for a in accounts for amount in a.get_paid().values()
        )
        self.assertGreater(expected, 100 * PEOPLE, "the histories pay something")
        found = sum(Decimal(amount) for p in paid.values() for amount in p.values())
        self.assertEqual(found, expected)
