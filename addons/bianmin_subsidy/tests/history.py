"""Made-up lives of people who receive an allowance, and what each month owes them.

What is owed is worked out here a second time, person by person and month by month, from
the facts that were known when each round was made: without the ORM and without the SQL
of the rounds.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

# (from, first age, last age, amount): what the scheme of the histories pays.
RATES = (
    (date(2018, 1, 1), date(2026, 5, 31), 80, 89, "60.00"),
    (date(2018, 1, 1), None, 90, 999, "100.05"),
    (date(2026, 6, 1), None, 80, 89, "75.50"),
)
CERTIFICATION_MONTHS = 12


def add_months(day, months):
    """The same day so many months later, or the last one of that month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Month:
    start: date

    @property
    def end(self):
        return self.start.replace(day=monthrange(self.start.year, self.start.month)[1])

    @property
    def text(self):
        return f"{self.start:%Y-%m}"

    @property
    def pay_day(self):
        return self.start.replace(day=25)


@dataclass
class Facts:
    """What is known of a person when a round is made."""

    born: date
    valid_from: date
    valid_to: date | None = None
    ended: bool = False
    ended_suspended: bool = False
    suspended: bool = False
    arrears_from: date | None = None
    died: date | None = None
    lives_here: bool = True
    account_right: bool = True
    certified: list = field(default_factory=list)

    def get_certified_until(self):
        return add_months(max([self.valid_from, *self.certified]), CERTIFICATION_MONTHS)

    def get_amount(self, month):
        """What the rates give for the month; None when no rate fits."""
        age = month.end.year - self.born.year
        if (month.end.month, month.end.day) < (self.born.month, self.born.day):
            age -= 1
        for first_day, last_day, youngest, oldest, amount in RATES:
            in_force = first_day <= month.start <= (last_day or date.max)
            if in_force and youngest <= age <= oldest:
                return amount
        return None

    def is_enrolled(self, month):
        if self.ended and (self.valid_to is None or self.ended_suspended):
            return False
        until = self.valid_to or date.max
        return self.valid_from <= month.end and until >= month.start

    def is_lost(self, month):
        """What cannot be mended: nothing is owed for the month."""
        dead = self.died is not None and self.died < month.start
        return dead or not self.lives_here or not self.is_enrolled(month)

    def is_held_back(self, month):
        """What can be mended: paid once it is."""
        overdue = self.get_certified_until() < month.start
        return overdue or self.suspended or not self.account_right

    def is_payable(self, month):
        return (
            not self.is_lost(month)
            and not self.is_held_back(month)
            and self.get_amount(month) is not None
        )


class Account:
    """What one person was paid, worked out month by month."""

    def __init__(self):
        self.states = {}  # by month: owed, failed, paid
        self.paid = {}  # amount by month

    def correct(self, facts, bank_refuses):
        """What the bank sent back goes out again, whatever the rates say now."""
        for month, state in list(self.states.items()):
            dead = facts.died is not None and facts.died < month.start
            gone = dead or not facts.is_enrolled(month)
            if state == "failed" and not gone and not facts.is_held_back(month):
                self._send(month, self.paid[month], bank_refuses)

    def pay(self, month, facts, bank_refuses):
        """The round of a month: the month itself, then what is owed from before."""
        owed = [m for m, state in self.states.items() if state == "owed"]
        if facts.is_payable(month):
            self._send(month, facts.get_amount(month), bank_refuses)
        elif not facts.is_lost(month) and self._is_owed(month, facts):
            self.states[month] = "owed"
        for earlier in owed:
            forgone = facts.arrears_from and earlier.start < facts.arrears_from
            if facts.is_payable(earlier) and not forgone:
                self._send(earlier, facts.get_amount(earlier), bank_refuses)

    def _is_owed(self, month, facts):
        """A missing rate is seen before a wrong account, and after all the others."""
        overdue = facts.get_certified_until() < month.start
        if overdue or facts.suspended:
            return True
        return facts.get_amount(month) is not None

    def _send(self, month, amount, bank_refuses):
        self.paid[month] = amount
        self.states[month] = "failed" if bank_refuses else "paid"

    def get_paid(self):
        """Amounts by month that have arrived."""
        return {
            month.text: amount
            for month, amount in self.paid.items()
            if self.states[month] == "paid"
        }
