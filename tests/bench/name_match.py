"""Names that are compared: how often the kind is right on a labelled set, and how
long an office's roster takes against the register of a county.

What the set is made of, and from what its labels come, stands in make_name_pairs.
The floor of the roster is reading the file, a join by ID number, and an INSERT …
SELECT of as many rows as differ.
"""

import base64
import csv
from datetime import date, timedelta

from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.name_match import compare_names
from odoo.addons.bianmin_base.tools.table_file import read_table, write_table

from tests.bench.bench import Row, bench, timed
from tests.bench.make_name_pairs import PAIRS
from tests.bench.residents import RESIDENTS, VILLAGES, Register

PRECISION, RECALL = 0.99, 0.97
ROSTER = 100_000
ROSTER_SECONDS = 60
HEADERS = ["姓名", "身份证号", "出生日期", "村"]


def read_pairs():
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def measure(pairs, kind):
    """Precision and recall of one kind."""
    found = {
        (pair["name"], pair["other"])
        for pair in pairs
        if compare_names(pair["name"], pair["other"]).kind == kind
    }
    labelled = {(p["name"], p["other"]) for p in pairs if p["label"] == kind}
    right = len(found & labelled)
    return right / len(found), right / len(labelled)


def measure_rows():
    pairs = read_pairs()
    precision, recall = measure(pairs, "homophone")
    yield Row("name-match precision", precision, "", goal=PRECISION, at_least=True)
    yield Row("name-match recall", recall, "", goal=RECALL, at_least=True)
    # For a person to look at in any case: told, and no goal.
    precision, recall = measure(pairs, "look_alike")
    yield Row("name-match look-alikes precision", precision, "")
    yield Row("name-match look-alikes recall", recall, "")


@bench("name-match")
def name_match(env):
    yield from measure_rows()
    NamedRegister.build(env)
    NamedRegister.insert_named_people()
    content = write_table([], HEADERS, NamedRegister.get_roster())
    with timed() as floor:
        NamedRegister.copy_roster(read_table(content)[1:])
    wizard = (
        NamedRegister.env["bianmin.name.correction.import"]
        .with_user(NamedRegister.clerk_of_county)
        .create(
            {
                "division_id": NamedRegister.county.id,
                "file": base64.b64encode(content),
                "file_name": "roster.xlsx",
            }
        )
    )
    with timed() as work:
        wizard.action_import()
        NamedRegister.env.flush_all()
    if not 0.9 * ROSTER <= wizard.new_count <= ROSTER - wizard.wrong_count:
        raise AssertionError(f"{wizard.new_count} of {ROSTER} rows were proposed.")
    yield Row(
        "name-match roster", work.seconds, "s", goal=ROSTER_SECONDS, floor=floor.seconds
    )


class NamedRegister(Register):
    """A million people, of whom as many as the roster has are called like those of
    the labelled set."""

    @classmethod
    def build(cls, env):
        super().build(env)
        cls.clerk_of_county = cls._create_user(
            "bench.names", ("bianmin_case.role_window_clerk", cls.county)
        )

    @classmethod
    def insert_named_people(cls):
        """People of the roster have ID numbers with a right check digit."""
        cls.pairs = [
            (pair["name"], pair["other"])
            for pair in read_pairs()
            if pair["label"] != "same" and pair["name"] != pair["other"]
        ]
        cls.insert_people(RESIDENTS)
        cls.env.cr.execute(
            SQL(
                """UPDATE bianmin_resident AS resident
                SET name = (%(names)s::text[])[1 + people.n %% %(count)s],
                    identity_number = (%(numbers)s::text[])[people.n]
                FROM (
                    SELECT id, row_number() OVER (ORDER BY id) AS n
                    FROM bianmin_resident WHERE identity_number LIKE 'B%%'
                    ORDER BY id LIMIT %(rows)s
                ) AS people
                WHERE people.id = resident.id""",
                names=[name for name, _other in cls.pairs],
                count=len(cls.pairs),
                numbers=[cls._make_number(n) for n in range(1, ROSTER + 1)],
                rows=ROSTER,
            )
        )
        cls.env.cr.execute(SQL("ANALYZE bianmin_resident"))
        cls.env.invalidate_all()

    @classmethod
    def _make_number(cls, order):
        """A number for each, of a region that GB/T 2260 does not have."""
        day, number = divmod(order, 900)
        birth = f"{1930 + day // 336}{1 + day // 28 % 12:02d}{1 + day % 28:02d}"
        return cls._make_identity_number(birth, "990101", number)

    @classmethod
    def get_roster(cls):
        """The other spelling of each name. Every tenth has a number of nobody: his
        birth date and village, which others share, are all that is left."""
        return [cls._prepare_row(n) for n in range(1, ROSTER + 1)]

    @classmethod
    def _prepare_row(cls, order):
        name = cls.pairs[order % len(cls.pairs)][1]
        if order % 10:
            return [name, cls._make_number(order), "", ""]
        born = date(1930, 1, 1) + timedelta(days=order % 30000)
        village = cls.villages[order % VILLAGES]
        return [name, cls._make_number(order + ROSTER), born.isoformat(), village.code]

    @classmethod
    def copy_roster(cls, table):
        """The least: rows into a table, joined with the register by number."""
        cls.env.cr.execute(
            SQL(
                """CREATE TEMPORARY TABLE bench_names ON COMMIT DROP AS
                SELECT wanted.name, wanted.number, resident.id, resident.name AS other
                FROM unnest(%s::text[], %s::text[]) AS wanted(name, number)
                JOIN bianmin_resident AS resident
                    ON resident.identity_number = wanted.number""",
                [values[0] for _row, values in table],
                [values[1] for _row, values in table],
            )
        )
