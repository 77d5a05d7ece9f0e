"""A province of a million cases, for the benchmarks that look at them.

All divisions of Hebei, a station in each village, a hall in each township, and as many
cases as their offices meet in a few years, most of them long delivered.
"""

from odoo.tools import SQL

from odoo.addons.bianmin_base.tests.common import BianminDataMixin
from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_case.tests.common import CaseDataMixin

CASES = 1_000_000
RESIDENTS = 250_000
ITEMS = 100
# Surnames and given names, each with how it is read.
SURNAMES = dict(
    pair.split(":")
    for pair in (
        "李:li 王:wang 张:zhang 刘:liu 陈:chen 杨:yang 赵:zhao 黄:huang 周:zhou 吴:wu "
        "徐:xu 孙:sun 胡:hu 朱:zhu 高:gao 林:lin 何:he 郭:guo 马:ma 罗:luo"
    ).split()
)
GIVEN = dict(
    pair.split(":")
    for pair in (
        "志:zhi 顺:shun 长:chang 春:chun 燕:yan 立:li 民:min 国:guo 建:jian 军:jun "
        "海:hai 峰:feng 丽:li 芳:fang 敏:min 静:jing 秀:xiu 英:ying 桂:gui 兰:lan "
        "明:ming 文:wen 华:hua 玉:yu 梅:mei 红:hong 伟:wei 强:qiang 勇:yong 杰:jie "
        "涛:tao 超:chao 平:ping 刚:gang 辉:hui 鹏:peng 飞:fei 艳:yan 娟:juan 霞:xia"
    ).split()
)


class Province(CaseDataMixin, BianminDataMixin):
    """Hebei at work. Three townships, a county and the province have somebody each."""

    @classmethod
    def build(cls, env):
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = env(context={**env.context, **quiet})
        cls._set_up_bianmin()
        cls._set_up_cases()
        cls.real_county = cls.env["bianmin.division"]._get_by_code("130224")
        cls.real_township = cls.env["bianmin.division"]._get_by_code("130224105")
        cls.real_village = cls.env["bianmin.division"]._get_by_code("130224105221")
        cls.real_province = cls.env["bianmin.division"]._get_by_code("13")
        cls._create_items()
        cls._create_people()
        cls.pattern = cls._create_accepted()
        cls.env.flush_all()
        # Keys are not checked one by one a million times: they are right.
        cls.env.cr.execute("SET LOCAL session_replication_role = replica")
        cls._insert_points()
        cls._insert_residents()
        cls._insert_cases()
        # The database is thrown away; a table in use has been vacuumed long since.
        cls.env.cr.commit()
        cls._vacuum()
        cls.env.invalidate_all()

    @classmethod
    def _vacuum(cls):
        with cls.env.registry.cursor() as cr:
            cr._cnx.autocommit = True
            for table in ("case", "resident", "division", "service_point"):
                cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(f"bianmin_{table}")))
            cr._cnx.autocommit = False

    @classmethod
    def _create_items(cls):
        cls.items = cls.env["bianmin.catalog.item"].create(
            [
                {
                    "name": f"办理事项{number}",
                    "category_id": cls.category.id,
                    "item_type": "05",
                }
                for number in range(ITEMS)
            ]
        )

    @classmethod
    def _create_people(cls):
        """One of each role, where the role is held."""
        case = "bianmin_case.role_"
        cls.people = {
            "agent": cls._create_user(
                "bench.agent", ("bianmin_case_test.role_filer", cls.real_village)
            ),
            "clerk": cls._create_user(
                "bench.clerk", (f"{case}window_clerk", cls.real_township)
            ),
            "issuer": cls._create_user(
                "bench.issuer", (f"{case}issuing_clerk", cls.real_township)
            ),
            "reviewer": cls._create_user(
                "bench.reviewer", (f"{case}reviewer", cls.real_county)
            ),
            "manager": cls._create_user(
                "bench.manager", (f"{case}hall_manager", cls.real_county)
            ),
            # The tests' own places lie in a province of their own.
            "province": cls._create_user(
                "bench.province",
                (f"{case}hall_manager", cls.real_province | cls.province),
            ),
        }

    # ------------------------------------------------------------
    # ROWS BY THE MILLION
    # ------------------------------------------------------------

    @classmethod
    def _copy(cls, record, table, values, join, order):
        """As many copies of a record as ``join`` has rows, with values of their own."""
        copied = [
            name
            for name, field in record._fields.items()
            if field.store and field.column_type and name not in ("id", *values)
        ]
        cls.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(own)s, %(copied)s) "
                "SELECT %(values)s, %(originals)s FROM %(table)s one %(join)s "
                "WHERE one.id = %(id)s ORDER BY %(order)s",
                order=order,
                table=SQL.identifier(table),
                own=SQL(", ").join(map(SQL.identifier, values)),
                copied=SQL(", ").join(map(SQL.identifier, copied)),
                values=SQL(", ").join(values.values()),
                originals=SQL(", ").join(SQL.identifier("one", n) for n in copied),
                join=join,
                id=record.id,
            )
        )

    @classmethod
    def _insert_points(cls):
        """A station in each village and a hall in each township, with one item."""
        for level, point, implementation in (
            ("village", cls.station, cls.station_point),
            ("township", cls.hall, cls.hall_point),
        ):
            cls._copy(
                point,
                "bianmin_service_point",
                {
                    "division_id": SQL("division.id"),
                    "name": SQL("division.name || '便民'"),
                    "short_name": SQL("division.code"),
                    "division_code": SQL("division.code"),
                    "public_token": SQL("md5(division.code)"),
                },
                SQL(
                    "JOIN bianmin_division division ON division.level = %s "
                    "AND division.code LIKE '13%%' AND division.valid_to IS NULL",
                    level,
                ),
                SQL("division.id"),
            )
            cls._copy(
                implementation,
                "bianmin_catalog_implementation",
                {
                    "service_point_id": SQL("point.id"),
                    "division_id": SQL("point.division_id"),
                    "implementation_code": SQL("NULL"),
                    "local_implementation_code": SQL("NULL"),
                    "handling_item_code": SQL("NULL"),
                },
                SQL(
                    "JOIN bianmin_service_point point ON point.level = %s "
                    "AND point.division_code LIKE '13%%'",
                    point.level,
                ),
                SQL("point.id"),
            )

    @classmethod
    def _insert_residents(cls):
        cls.env.cr.execute(
            SQL(
                """INSERT INTO bianmin_resident (
                    name, pinyin, division_id, identity_type, identity_number, phone,
                    birth_date, sex, active)
                SELECT s || g || h,
                    concat(rs, rg, rh, ' ', left(rs, 1), left(rg, 1), left(rh, 1)),
                    division_id, 'resident_card', 'B' || lpad(n::text, 17, '0'),
                    '139' || lpad(n::text, 8, '0'),
                    date '1930-01-01' + n %% 30000, 'male', TRUE
                FROM (
                    SELECT n, (%(s)s::text[])[k] AS s, (%(rs)s::text[])[k] AS rs,
                        (%(g)s::text[])[l] AS g, (%(rg)s::text[])[l] AS rg,
                        (%(g)s::text[])[m] AS h, (%(rg)s::text[])[m] AS rh,
                        division_id
                    FROM (
                        SELECT n, 1 + n %% %(surnames)s AS k,
                            1 + n / 20 %% %(given)s AS l,
                            1 + n / 800 %% %(given)s AS m
                        FROM generate_series(1, %(count)s) n
                    ) letters
                    JOIN (
                        SELECT division_id,
                            row_number() OVER (ORDER BY division_id) - 1 AS place
                        FROM bianmin_service_point WHERE division_code LIKE '13%%'
                        AND level = 'station'
                    ) village ON village.place = n %% %(villages)s
                ) people""",
                s=list(SURNAMES),
                rs=list(SURNAMES.values()),
                g=list(GIVEN),
                rg=list(GIVEN.values()),
                surnames=len(SURNAMES),
                given=len(GIVEN),
                villages=cls._count_stations(),
                count=RESIDENTS,
            )
        )

    @classmethod
    def _insert_cases(cls):
        """Cases of the residents, filed where they live: most of them delivered."""
        cls._copy(
            cls.pattern,
            "bianmin_case",
            {
                "name": SQL(
                    "'13' || lpad(n::text, 10, '0') || to_char(day, 'YYYYMMDD')"
                ),
                "token": SQL("md5(n::text)"),
                "resident_id": SQL("resident.id"),
                "applicant_name": SQL("resident.name"),
                "pinyin": SQL("resident.pinyin"),
                "applicant_phone": SQL("resident.phone"),
                "division_id": SQL("resident.division_id"),
                "service_point_id": SQL("point.id"),
                "implementation_id": SQL("implementation.id"),
                "acceptance_point_id": SQL("hall.id"),
                "decision_point_id": SQL("hall.id"),
                "item_id": SQL("(%s::int[])[1 + n %% %s]", cls.items.ids, ITEMS),
                "state": SQL(
                    """CASE WHEN n %% 100 < 50 THEN 'delivered'
                    WHEN n %% 100 < 88 THEN 'archived' ELSE (ARRAY['draft', 'received',
                    'supplement', 'accepted', 'review', 'closed', 'received',
                    'accepted', 'review', 'closed', 'withdrawn', 'rejected'])
                    [n %% 100 - 87] END"""
                ),
                "received_at": SQL("day"),
                "promised_due": SQL("(day + interval '7 days')::date"),
                "warn_on": SQL("(day + interval '6 days')::date"),
                "answer_due": SQL("(day + interval '5 days')::date"),
            },
            SQL(
                """CROSS JOIN (
                    SELECT n, timestamp %(today)s - (%(cases)s - n) * interval '1 s'
                        * 90 AS day,
                        %(first)s + (n * 7919::bigint) %% %(people)s AS resident_id
                    FROM generate_series(1, %(cases)s) n
                ) numbers
                JOIN bianmin_resident resident ON resident.id = numbers.resident_id
                JOIN bianmin_service_point point
                    ON point.division_id = resident.division_id
                JOIN bianmin_catalog_implementation implementation
                    ON implementation.service_point_id = point.id
                JOIN bianmin_division village ON village.id = resident.division_id
                JOIN bianmin_service_point hall
                    ON hall.division_id = village.parent_id""",
                today=str(local_today()),
                cases=CASES,
                first=cls._get_first_resident(),
                people=RESIDENTS,
            ),
            # The later filed, the higher the id, as in life.
            SQL("n"),
        )
        count = cls.env["bianmin.case"].search_count([])
        if count < CASES:
            raise AssertionError(f"{count} of {CASES} cases are there.")

    @classmethod
    def _count_stations(cls):
        return cls.env["bianmin.service.point"].search_count(
            [("level", "=", "station"), ("division_code", "=like", "13%")]
        )

    @classmethod
    def _get_first_resident(cls):
        resident = cls.env["bianmin.resident"].search(
            [("identity_number", "=", f"B{1:017d}")]
        )
        return resident.id
