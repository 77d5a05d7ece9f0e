"""The touch screens of a province: 2,365 halls that handle 132 items each.

A request goes through Odoo's WSGI application, as it comes from the network: routing,
token, queries, template. The floor is the smallest answer that the same way can give:
whether the token is good.
"""

import base64
import random
import warnings

from werkzeug.test import Client
from werkzeug.wrappers import Response

import odoo.http
from odoo import Command
from odoo.tools import SQL

from odoo.addons.bianmin_base.tests.common import BianminDataMixin

from tests.bench.bench import Row, bench, percentile, timed

COUNTIES = 5
TOWNSHIPS = 2365
CATEGORIES = 7
ITEMS = 132
PAPERS = 5
REQUESTS = 300
GOAL_MILLISECONDS = 200
# A paused item is the dearest: the page looks for others that take applications.
PAGES = ("home", "category", "item", "paused", "search")


class Province(BianminDataMixin):
    """Halls and items through the ORM, their product by one statement."""

    @classmethod
    def build(cls, env):
        quiet = {"tracking_disable": True, "bin_size": True}
        cls.env = env(context={**env.context, **quiet})
        cls._set_up_bianmin()
        cls._create_halls()
        cls._create_items()
        cls._create_implementations()
        for table in ("catalog_implementation", "service_point", "division"):
            cls.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(f"bianmin_{table}")))
        # Requests come by connections of their own; the database is thrown away.
        cls.env.cr.commit()

    @classmethod
    def _create_halls(cls):
        counties = [
            cls._create_division(f"99010{number}", f"县{number}", cls.prefecture)
            for number in range(2, 2 + COUNTIES)
        ]
        townships = cls.env["bianmin.division"].create(
            [
                {
                    "code": f"{county.code}{number:03d}",
                    "name": f"镇{number}",
                    "official_name": f"镇{number}",
                    "level": "township",
                    "parent_id": county.id,
                    "valid_from": "2018-01-01",
                }
                for county in counties
                for number in range(TOWNSHIPS // COUNTIES)
            ]
        )
        cls.halls = cls.env["bianmin.service.point"].create(
            [
                {
                    "name": f"{township.name}便民服务中心",
                    "level": "hall",
                    "division_id": township.id,
                    "address": "中心街1号",
                    "phone": "0999-1234567",
                }
                for township in townships
            ]
        )

    @classmethod
    def _create_items(cls):
        categories = cls.env["bianmin.catalog.category"].create(
            [
                {"name": f"类别{number}", "code": f"B{number}"}
                for number in range(CATEGORIES)
            ]
        )
        person = cls.env.ref("bianmin_catalog.service_object_1")
        cls.items = cls.env["bianmin.catalog.item"].create(
            [
                {
                    "name": f"个体工商户登记第{number}种",
                    "category_id": categories[number % CATEGORIES].id,
                    "service_objects": [Command.set(person.ids)],
                    "legal_basis": "《中华人民共和国行政许可法》第四十二条" * 5,
                    "material_ids": list(map(cls._make_paper, range(PAPERS))),
                    "step_ids": [
                        Command.create({"name": name, "actor": "窗口", "days": 1})
                        for name in ("受理", "审查", "决定", "送达")
                    ],
                    "faq_ids": [
                        Command.create({"question": "要多久？", "answer": "三天。"})
                    ],
                }
                for number in range(ITEMS)
            ]
        )

    @classmethod
    def _make_paper(cls, number):
        file = base64.b64encode(b"%PDF-1.4 %%EOF") if number == 0 else False
        return Command.create(
            {"name": f"材料{number}", "blank_form": file, "sample": file}
        )

    @classmethod
    def _create_implementations(cls):
        """Those of the first hall through the ORM; the others are copies of them."""
        implementations = cls.env["bianmin.catalog.implementation"]
        first = implementations.create(
            [
                {
                    "item_id": item.id,
                    "service_point_id": cls.halls[0].id,
                    "promised_days": 3,
                    "statutory_days": 20,
                }
                for item in cls.items
            ]
        )
        cls.env.flush_all()
        own = ("id", "service_point_id", "division_id", "implementation_code")
        copied = [
            name
            for name, field in implementations._fields.items()
            if field.store and field.column_type and name not in own
        ]
        cls.env.cr.execute(
            SQL(
                """INSERT INTO bianmin_catalog_implementation (
                    service_point_id, division_id, %(columns)s)
                SELECT hall.id, hall.division_id, %(copied)s
                FROM bianmin_catalog_implementation one
                CROSS JOIN bianmin_service_point hall
                WHERE one.id IN %(first)s AND hall.id IN %(others)s""",
                columns=SQL(", ").join(map(SQL.identifier, copied)),
                copied=SQL(", ").join(SQL.identifier("one", name) for name in copied),
                first=tuple(first.ids),
                others=tuple(cls.halls[1:].ids),
            )
        )


def list_addresses(env):
    """{page: addresses}, each of another hall drawn by lot, where one item pauses."""
    drawn = random.Random(1).sample(Province.halls, REQUESTS)
    implementations = env["bianmin.catalog.implementation"]
    addresses = {page: [] for page in ("alive", *PAGES)}
    for hall in drawn:
        path = hall._get_public_path()
        item, paused = implementations.search(
            [("service_point_id", "=", hall.id)], limit=2
        )
        paused.action_pause()
        addresses["alive"].append(f"{path}/alive")
        addresses["home"].append(path)
        addresses["category"].append(f"{path}/category/{item.category_id.id}")
        addresses["item"].append(f"{path}/item/{item.id}")
        addresses["paused"].append(f"{path}/item/{paused.id}")
        addresses["search"].append(f"{path}/items.json")
    env.cr.commit()
    return addresses


def measure(client, addresses):
    """p95 in milliseconds of all but the first, which compiles the template."""
    spent = []
    for address in addresses:
        with timed() as request:
            answer = client.get(address)
        if answer.status_code >= 300:
            raise AssertionError(f"{answer.status}: {address}")
        spent.append(request.seconds * 1000)
    return percentile(spent[1:], 0.95)


@bench(*(f"touch-screen-{page}" for page in PAGES))
def touch_screen(env):
    Province.build(env)
    count = env["bianmin.catalog.implementation"].search_count(
        [("service_point_id", "in", Province.halls.ids)]
    )
    if count != TOWNSHIPS * ITEMS:
        raise AssertionError(f"{count} implementations")
    addresses = list_addresses(env)
    # What Odoo's own code and libraries deprecate is no part of the measurement.
    warnings.simplefilter("ignore", DeprecationWarning)
    client = Client(odoo.http.root, Response)
    floor = measure(client, addresses["alive"])
    for page in PAGES:
        value = measure(client, addresses[page])
        yield Row(
            f"touch-screen-{page}", value, "ms", goal=GOAL_MILLISECONDS, floor=floor
        )
