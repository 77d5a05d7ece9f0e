"""What a benchmark is made of.

A file in this folder registers one function for the rows that it measures:

    from tests.bench.bench import Row, bench, timed

    @bench("divisions-import")
    def divisions_import(env):
        with timed() as floor:
            …  # the least that any program would have to do
        with timed() as work:
            …
        yield Row("divisions-import", work.seconds, "s", goal=20, floor=floor.seconds)

`scripts/bench` runs it in a database of its own, with all addons; what it leaves
there is thrown away.
"""

import time
from contextlib import contextmanager
from dataclasses import dataclass

registered = {}


@dataclass(frozen=True)
class Row:
    """One measurement beside its floor (measured in the same run) and its goal.

    `goal` is the largest value that is good enough, or the smallest with `at_least`;
    `max_ratio` is the largest good value divided by the floor.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    at_least: bool = False
    floor: float | None = None
    max_ratio: float | None = None

    @property
    def ratio(self):
        return self.value / self.floor if self.floor else None

    @property
    def holds(self):
        good = True
        if self.goal is not None:
            good = self.value >= self.goal if self.at_least else self.value <= self.goal
        if self.max_ratio is not None:
            good = good and self.ratio is not None and self.ratio <= self.max_ratio
        return good

    @property
    def goal_text(self):
        parts = []
        if self.goal is not None:
            parts.append(f"{'>=' if self.at_least else '<='} {self.goal:g} {self.unit}")
        if self.max_ratio is not None:
            parts.append(f"<= {self.max_ratio:g} x floor")
        return " and ".join(parts)

    def as_dict(self):
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "floor": self.floor,
            "ratio": self.ratio,
            "goal": self.goal_text,
            "holds": self.holds,
        }


def bench(*names):
    """Register the function that yields the rows of these names."""

    def register(function):
        for name in names:
            registered[name] = function
        return function

    return register


class Timing:
    """Seconds that a block took; there once the block has ended."""

    seconds = None


@contextmanager
def timed():
    timing = Timing()
    started = time.perf_counter()
    yield timing
    timing.seconds = time.perf_counter() - started


def percentile(values, share):
    """The smallest of the values that `share` (0.95) of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 1000) // 1000) - 1)]
