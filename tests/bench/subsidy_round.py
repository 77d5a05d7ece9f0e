"""A county's round of 100,000 payments: generating it, and paying it out.

The floor is one raw INSERT … SELECT of the same rows into the same table: what
PostgreSQL needs for columns, indexes and foreign keys even when nobody asks who lives.

All steps run in one transaction here, in which PostgreSQL checks every foreign key
again at each update of a row that it has inserted itself; steps in transactions of
their own, as they are in an office, are faster.
"""

from odoo.tools import SQL

from odoo.addons.bianmin_base.tests.common import BianminDataMixin
from odoo.addons.bianmin_base.tools.local_time import local_date
from odoo.addons.bianmin_subsidy.tests.common import TODAY, SubsidyDataMixin

from tests.bench.bench import Row, bench, timed

PEOPLE = 100_000
VILLAGES = 400
GENERATE_SECONDS = 20
GENERATE_RATIO = 5
PAY_SECONDS = 30


class County(SubsidyDataMixin, BianminDataMixin):
    """A county with its villages, its people and everybody enrolled."""

    @classmethod
    def build(cls, env, people=PEOPLE, enrolled=PEOPLE):
        cls.people, cls.enrolled = people, enrolled
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = env(context={**env.context, **quiet})
        cls._set_up_bianmin()
        cls._set_up_subsidies()
        cls.big_scheme = cls._create_scheme(code="BENCH", amount=60)
        cls._create_villages()
        cls.env.flush_all()
        cls._insert_people()
        for table in ("resident", "bank_account", "subsidy_enrolment", "division"):
            cls.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(f"bianmin_{table}")))
        cls.env.invalidate_all()

    @classmethod
    def _create_villages(cls):
        cls.env["bianmin.division"].create(
            [
                {
                    "code": f"{cls.township.code}{number:03d}",
                    "name": f"村{number}",
                    "official_name": f"村{number}村民委员会",
                    "level": "village",
                    "parent_id": cls.township.id,
                    "valid_from": "2018-01-01",
                }
                for number in range(300, 300 + VILLAGES)
            ]
        )

    @classmethod
    def _insert_people(cls):
        """One statement per table: through the ORM the input alone takes minutes."""
        cr = cls.env.cr
        cr.execute(
            SQL(
                """INSERT INTO bianmin_resident (
                    name, division_id, identity_type, identity_number, birth_date,
                    sex, active)
                SELECT '村民' || n, village.id, 'other', lpad(n::text, 18, '0'),
                    DATE '1940-01-01' + mod(n, 10000), 'female', TRUE
                FROM generate_series(1, %(people)s) n
                JOIN (
                    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
                    FROM bianmin_division WHERE parent_id = %(township)s
                    AND name LIKE %(name)s
                ) village ON village.place = mod(n, %(villages)s)""",
                people=cls.people,
                township=cls.township.id,
                name="村%",
                villages=VILLAGES,
            )
        )
        cr.execute(
            """INSERT INTO bianmin_bank_account (
                resident_id, division_id, holder_name, bank_name, number, kind, active)
            SELECT id, division_id, name, '农村信用社',
                '6217' || lpad(id::text, 15, '0'), 'card', TRUE
            FROM bianmin_resident WHERE name LIKE '村民%'"""
        )
        cr.execute(
            SQL(
                """INSERT INTO bianmin_subsidy_enrolment (
                    scheme_id, beneficiary_id, payee_id, head_id, division_id,
                    bank_account_id, valid_from, payment_mode, state)
                SELECT %(scheme)s, resident.id, resident.id, resident.id,
                    resident.division_id, account.id, DATE '2020-01-01', 'card',
                    'active'
                FROM bianmin_bank_account account
                JOIN bianmin_resident resident ON resident.id = account.resident_id
                WHERE resident.name LIKE %(name)s ORDER BY resident.id
                LIMIT %(enrolled)s""",
                scheme=cls.big_scheme.id,
                name="村民%",
                enrolled=cls.enrolled,
            )
        )


@bench("round-generate-100k", "round-pay-100k")
def subsidy_round(env):
    County.build(env)
    record = (
        env["bianmin.subsidy.round"]
        .with_user(County.officer)
        .create(
            {
                "scheme_id": County.big_scheme.id,
                "division_id": County.township.id,
                "period": "2026",
            }
        )
    )
    with timed() as generated:
        record.action_generate()
    expect(record.line_count, PEOPLE, "lines were generated")
    floor = copy_lines(record)
    yield Row(
        "round-generate-100k",
        generated.seconds,
        "s",
        goal=GENERATE_SECONDS,
        floor=floor,
        max_ratio=GENERATE_RATIO,
    )
    with timed() as sent:
        County._advance(record, "exported")
    answer = County._build_return(record, County._get_rows(record))
    env.flush_all()
    env.invalidate_all()
    with timed() as settled:
        County._read_back(record, content=answer, paid_on=max(TODAY, today(record)))
    expect(record.paid_count, PEOPLE, "lines were paid")
    yield Row(
        "round-pay-100k",
        sent.seconds + settled.seconds,
        "s",
        goal=PAY_SECONDS,
        floor=floor,
    )


def today(record):
    return local_date(record.exported_at)


def expect(found, expected, what):
    if found != expected:
        raise AssertionError(f"{found} of {expected} {what}.")


def copy_lines(record):
    """The same rows once more into the same table, without asking anything."""
    record.env.flush_all()
    copy = record.create(
        {
            "scheme_id": record.scheme_id.id,
            "division_id": record.division_id.id,
            "period": "2025",
        }
    )
    lines = record.env["bianmin.subsidy.line"]
    names = [
        name
        for name, field in lines._fields.items()
        if field.store
        and field.column_type
        and name not in ("id", "round_id", "period")
    ]
    columns = SQL(", ").join(map(SQL.identifier, names))
    record.env.flush_all()
    with timed() as timing:
        record.env.cr.execute(
            SQL(
                """INSERT INTO bianmin_subsidy_line (round_id, period, %(columns)s)
                SELECT %(copy)s, '2025', %(columns)s
                FROM bianmin_subsidy_line WHERE round_id = %(round)s""",
                columns=columns,
                copy=copy.id,
                round=record.id,
            )
        )
    return timing.seconds
