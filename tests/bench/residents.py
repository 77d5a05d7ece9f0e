"""The register of residents: finding one among a million, and taking in 10,000 rows.

The floor of a search is one indexed lookup by ID number; that of the import is a raw
INSERT … SELECT of as many rows into the same table.
"""

import base64
import random

from odoo import Command
from odoo.tools import SQL

from odoo.addons.bianmin_base.tests.common import BianminDataMixin
from odoo.addons.bianmin_base.tools.spreadsheet import write_workbook

from tests.bench.bench import Row, bench, percentile, timed

RESIDENTS = 1_000_000
VILLAGES = 400
IMPORTED = 10_000
SEARCHES = 60
SEARCH_MILLISECONDS = 100
IMPORT_SECONDS = 30
INITIALS = "abcdefghjklmnopqrstwxyz"


class Register(BianminDataMixin):
    """A county of 400 villages in 20 townships, and who looks for people in it."""

    @classmethod
    def build(cls, env):
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = env(context={**env.context, **quiet})
        cls._set_up_bianmin()
        cls._create_villages()
        groups = [
            Command.link(cls.env.ref("bianmin_base.group_resident_editor").id),
            Command.link(cls.env.ref("bianmin_base.group_reveal").id),
        ]
        cls.env["res.users.role"]._load_records(
            [
                {
                    "xml_id": "bench.role_register",
                    "values": {"name": "Bench", "implied_ids": groups},
                }
            ]
        )
        name = "bench.role_register"
        cls.clerk = cls._create_user("bench.clerk", (name, cls.towns[0]))
        cls.chief = cls._create_user("bench.chief", (name, cls.county))

    @classmethod
    def _create_villages(cls):
        cls.towns = cls.env["bianmin.division"].browse()
        for number in range(20):
            code = f"{cls.county.code}{200 + number}"
            cls.towns |= cls._create_division(code, f"第{number}镇", cls.county)
        cls.villages = cls.env["bianmin.division"].create(
            [
                {
                    "code": f"{town.code}{number:03d}",
                    "name": f"{town.name}{number}村",
                    "official_name": f"{town.name}{number}村村民委员会",
                    "level": "village",
                    "parent_id": town.id,
                    "valid_from": "2018-01-01",
                }
                for town in cls.towns
                for number in range(200, 200 + VILLAGES // 20)
            ]
        )

    @classmethod
    def insert_people(cls, count):
        """Names of three syllables, each of 23 initials and five endings."""
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                """INSERT INTO bianmin_resident (
                    name, pinyin, division_id, identity_type, identity_number,
                    birth_date, sex, active, create_uid, write_uid,
                    create_date, write_date)
                SELECT '人' || n,
                    concat(a, e, b, e, c, e, ' ', a, b, c),
                    (%(villages)s::int[])[1 + n %% %(village_count)s],
                    'resident_card', 'B' || lpad(n::text, 17, '0'),
                    date '1930-01-01' + n %% 30000, 'male', TRUE,
                    %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                FROM (
                    SELECT n, substr(%(initials)s, 1 + n %% 23, 1) AS a,
                        substr(%(initials)s, 1 + n / 23 %% 23, 1) AS b,
                        substr(%(initials)s, 1 + n / 529 %% 23, 1) AS c,
                        (ARRAY['ang', 'i', 'en', 'uo', 'a'])[1 + n %% 5] AS e
                    FROM generate_series(1, %(count)s) AS n
                ) AS people""",
                villages=cls.villages.ids,
                village_count=len(cls.villages),
                initials=INITIALS,
                uid=cls.env.uid,
                count=count,
            )
        )
        cls.env.invalidate_all()


@bench("resident-search")
def resident_search(env):
    Register.build(env)
    Register.insert_people(RESIDENTS)
    Register.env.cr.execute(SQL("ANALYZE bianmin_resident"))
    Register.env.cr.execute(SQL("ANALYZE bianmin_division"))
    floor = _measure(_find_by_number)
    for name, user in (("township", Register.clerk), ("county", Register.chief)):
        for step in (_pick, _list):
            yield Row(
                f"resident-search {name}{step.__name__.replace('_', ' ')} p95",
                _measure(lambda text, step=step, user=user: step(user, text)),
                "ms",
                goal=SEARCH_MILLISECONDS,
                floor=floor,
            )


def _measure(search):
    chance = random.Random(7)
    times = []
    for _number in range(SEARCHES):
        initials = "".join(chance.choice(INITIALS) for _letter in range(3))
        Register.env.invalidate_all()
        with timed() as one:
            search(initials)
        times.append(one.seconds * 1000)
    return percentile(times, 0.95)


def _find_by_number(initials):
    Register.env.execute_query(
        SQL(
            "SELECT id FROM bianmin_resident WHERE identity_type = 'resident_card' "
            "AND identity_number = %s",
            f"B{sum(map(ord, initials)):017d}",
        )
    )


def _pick(user, initials):
    """What a picker asks while somebody types."""
    Register.env["bianmin.resident"].with_user(user).name_search(initials, limit=8)


def _list(user, initials):
    """The register's first page, and how many there are."""
    Register.env["bianmin.resident"].with_user(user).web_search_read(
        [("display_name", "ilike", initials)],
        {"name": {}, "identity_number_masked": {}, "division_id": {"fields": {}}},
        limit=80,
    )


@bench("resident-import")
def resident_import(env):
    Register.build(env)
    with timed() as floor:
        Register.insert_people(IMPORTED)
    wizard = (
        Register.env["bianmin.resident.import"]
        .with_user(Register.chief)
        .create({"file": base64.b64encode(_prepare_workbook())})
    )
    with timed() as work:
        wizard.action_preview()
        wizard.action_import()
        Register.env.flush_all()
    if wizard.new_count != IMPORTED:
        raise AssertionError(f"{wizard.new_count} of {IMPORTED} rows were taken.")
    yield Row(
        "resident-import", work.seconds, "s", goal=IMPORT_SECONDS, floor=floor.seconds
    )


def _prepare_workbook():
    rows = [
        [
            f"测试{number % 211}",
            Register._make_identity_number(
                f"{1930 + number // 500}{number // 50 % 10 + 1:02d}15",
                order=number % 50 + 900,
            ),
            Register.villages[number % VILLAGES].code,
            f"{number // 4:05d}",
            "户主" if number % 4 == 0 else "其他",
            f"138{number:08d}",
        ]
        for number in range(IMPORTED)
    ]
    headers = ["姓名", "身份证号码", "村", "户编号", "与户主关系", "电话"]
    return write_workbook([("花名册", headers, rows)])
