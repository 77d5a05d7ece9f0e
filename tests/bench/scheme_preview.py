"""Who would get what: a county of 1,000,000 residents, 100,000 of them enrolled.

The floor is one count of the same enrolments joined to their people: what PostgreSQL
needs to look at everybody once, without any rule of the scheme.
"""

from odoo import Command
from odoo.tools import SQL

from tests.bench.bench import Row, bench, timed
from tests.bench.subsidy_round import PEOPLE, County, expect

RESIDENTS = 1_000_000
SECONDS = 2
TIMES = 3
BANDS = ((0, 79, 30), (80, 89, 60), (90, 99, 100), (100, 0, 300))


def set_bands(scheme):
    """Everybody of an age gets what his band says."""
    scheme.rate_ids.unlink()
    scheme.rate_ids = [
        Command.create(
            {
                "valid_from": "2018-01-01",
                "age_from": first,
                "age_to": last,
                "amount": amount,
            }
        )
        for first, last, amount in BANDS
    ]


def count_people(env):
    with timed() as timing:
        env.execute_query(
            SQL(
                """SELECT count(*), min(resident.birth_date)
                FROM bianmin_subsidy_enrolment enrolment
                JOIN bianmin_resident resident ON resident.id = enrolment.beneficiary_id
                WHERE enrolment.scheme_id = %s""",
                County.big_scheme.id,
            )
        )
    return timing.seconds


@bench("scheme-preview")
def scheme_preview(env):
    County.build(env, people=RESIDENTS, enrolled=PEOPLE)
    set_bands(County.big_scheme)
    env.flush_all()
    wizard = (
        env["bianmin.subsidy.preview"]
        .with_user(County.editor)
        .create({"scheme_id": County.big_scheme.id, "period": "2026"})
    )
    seconds = []
    for _time in range(TIMES):
        env.flush_all()
        env.invalidate_all()
        with timed() as timing:
            values = wizard._get_values()
            wizard.env["ir.qweb"]._render("bianmin_subsidy.preview_result", values)
        expect(values["total"]["count"], PEOPLE, "people would be paid")
        seconds.append(timing.seconds)
    floor = count_people(env)
    yield Row("scheme-preview", max(seconds), "s", goal=SECONDS, floor=floor)
