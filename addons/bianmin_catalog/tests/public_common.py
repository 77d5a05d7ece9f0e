import base64

from odoo import Command

from odoo.addons.bianmin_base.tests.common import BianminHttpCase

PDF = b"%PDF-1.4 blank form %%EOF"
SAMPLE = b"%PDF-1.4 filled sample %%EOF"
SECRET_PHONE = "13900001234"


class PublicDataMixin:
    """What the touch screen of a township hall shows, and what it must not show.

    The hall decides on sole traders, takes medical aid for the county centre, has
    paused one item and given up another; the station in the village takes traders too.
    """

    @classmethod
    def _set_up_public_data(cls):
        cls.hall.write({"address": "东河镇中心街1号", "phone": "0999-1234567"})
        cls.centre.write({"address": "测试县府前路2号", "phone": "0999-7654321"})
        cls.business = cls._create_category("生产经营", "P1", "business")
        cls.medical = cls._create_category("医疗保障", "P2", "medical")
        cls._create_items()
        cls.trader_here = cls._create_place(cls.trader, cls.hall)
        cls.aid_centre = cls._create_place(cls.aid, cls.centre)
        cls.aid_here = cls._create_place(
            cls.aid,
            cls.hall,
            acts_as="accept",
            decision_implementation_id=cls.aid_centre.id,
        )
        cls.paused_here = cls._create_place(cls.paused, cls.hall)
        cls.paused_here.action_pause()
        cls.paused_centre = cls._create_place(cls.paused, cls.centre)
        cls.cancelled_here = cls._create_place(cls.cancelled, cls.hall)
        cls.cancelled_here.action_cancel()
        cls.trader_station = cls._create_place(cls.trader, cls.station)
        cls.path = cls.hall._get_public_path()

    @classmethod
    def _create_category(cls, name, code, icon):
        return cls.env["bianmin.catalog.category"].create(
            {"name": name, "code": code, "icon": icon, "sequence": 1}
        )

    @classmethod
    def _create_items(cls):
        person = cls.env.ref("bianmin_catalog.service_object_1")
        enterprise = cls.env.ref("bianmin_catalog.service_object_2")
        cls.trader = cls._create_public_item(
            "个体工商户设立登记",
            cls.business,
            person,
            legal_basis="《市场主体登记管理条例》第十九条",
            step_ids=[
                Command.create({"name": "受理", "actor": "综合窗口", "days": 1}),
                Command.create({"name": "发照", "actor": "出件窗口"}),
            ],
            faq_ids=[
                Command.create({"question": "当场能拿到吗？", "answer": "能。"}),
            ],
        )
        cls.aid = cls._create_public_item("医疗救助对象审核", cls.medical, person)
        cls.paused = cls._create_public_item("小餐饮登记", cls.business, enterprise)
        cls.cancelled = cls._create_public_item("旧事项", cls.business, person)
        cls.form, cls.card = cls.env["bianmin.catalog.material"].create(
            [
                {
                    "name": "登记申请书",
                    "item_id": cls.trader.id,
                    "material_type": "2",
                    "original_count": 1,
                    "copy_count": 0,
                    "blank_form": base64.b64encode(PDF),
                    "blank_form_name": "登记申请书.pdf",
                    "sample": base64.b64encode(SAMPLE),
                    "sample_name": "样表.pdf",
                },
                {
                    "name": "居民身份证",
                    "item_id": cls.trader.id,
                    "necessity": "deferrable",
                    "copy_count": 2,
                },
            ]
        )
        cls.foreign_form = cls.env["bianmin.catalog.material"].create(
            {
                "name": "别的申请书",
                "item_id": cls.aid.id,
                "blank_form": base64.b64encode(b"%PDF-1.4 of another item %%EOF"),
            }
        )

    @classmethod
    def _create_public_item(cls, name, category, audience, **vals):
        return cls.env["bianmin.catalog.item"].create(
            {
                "name": name,
                "category_id": category.id,
                "service_objects": [Command.set(audience.ids)],
                **vals,
            }
        )

    @classmethod
    def _create_place(cls, item, point, **vals):
        if vals.get("acts_as") != "accept":
            vals.update(promised_days=3, statutory_days=20)
        return cls.env["bianmin.catalog.implementation"].create(
            {"item_id": item.id, "service_point_id": point.id, **vals}
        )


class PublicHttpCase(PublicDataMixin, BianminHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_public_data()

    def _open(self, path="", **options):
        return self.url_open(f"{self.path}{path}", allow_redirects=False, **options)

    def _read(self, path=""):
        """The text of a page that is there."""
        answer = self._open(path)
        self.assertEqual(answer.status_code, 200, path)
        return answer.text
