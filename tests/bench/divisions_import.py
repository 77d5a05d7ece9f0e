"""All divisions of Hebei into an empty table, beside a bare COPY of the same rows."""

import csv
import io

from odoo.tools import SQL

from odoo.addons.bianmin_hebei.hooks import DIVISIONS_VALID_FROM, read_divisions

from tests.bench.bench import Row, bench, timed

GOAL_SECONDS = 20


@bench("divisions-import")
def divisions_import(env):
    rows = read_divisions()
    with timed() as floor:
        copy_rows(env.cr, rows)
    # What refers to divisions goes with them; the transaction is rolled back.
    env.cr.execute(SQL("TRUNCATE bianmin_division CASCADE"))
    env.invalidate_all()
    with timed() as work:
        created = env["bianmin.division"]._import_rows(rows, DIVISIONS_VALID_FROM)
    if created != len(rows):
        raise AssertionError(f"{created} of {len(rows)} divisions were imported.")
    yield Row(
        "divisions-import", work.seconds, "s", goal=GOAL_SECONDS, floor=floor.seconds
    )


def copy_rows(cr, rows):
    """The least that any import has to do: the rows into a table with a unique code."""
    cr.execute(
        SQL(
            """CREATE TEMPORARY TABLE bench_division (
                code varchar PRIMARY KEY, name varchar NOT NULL
            ) ON COMMIT DROP"""
        )
    )
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    buffer.seek(0)
    cr.copy_expert("COPY bench_division FROM STDIN WITH (FORMAT csv)", buffer)
