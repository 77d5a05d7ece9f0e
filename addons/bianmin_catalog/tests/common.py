from odoo.addons.bianmin_base.tests.common import BianminCase


class CatalogCase(BianminCase):
    """An item that the township hall decides and the village station accepts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls._create_user(
            "catalog_editor", ("bianmin_base.role_administrator", cls.county)
        )
        cls.township_editor = cls._create_user(
            "catalog_township_editor", ("bianmin_base.role_administrator", cls.township)
        )
        cls.reader = cls._create_user(
            "catalog_reader", ("bianmin_base.role_auditor", cls.township)
        )
        cls.category = cls.env["bianmin.catalog.category"].create(
            {"name": "Family planning", "code": "T1"}
        )
        cls.item = cls._create_item(name="两女补贴", basic_code="002099000001")
        cls.decision = cls._create_implementation(
            service_point_id=cls.hall.id, promised_days=5, statutory_days=20
        )
        cls.acceptance = cls._create_implementation(
            service_point_id=cls.station.id,
            acts_as="accept",
            decision_implementation_id=cls.decision.id,
        )
        cls.department = cls.env["bianmin.department"].create(
            {"name": "Approval bureau", "division_id": cls.county.id}
        )

    @classmethod
    def _create_item(cls, **vals):
        return cls.env["bianmin.catalog.item"].create(
            {
                "name": "Item",
                "category_id": cls.category.id,
                "item_type": "05",
                "exercise_level": "5",
                **vals,
            }
        )

    @classmethod
    def _create_implementation(cls, **vals):
        return cls.env["bianmin.catalog.implementation"].create(
            {"item_id": cls.item.id, "promised_days": 1, "statutory_days": 1, **vals}
            if vals.get("acts_as") != "accept"
            else {"item_id": cls.item.id, **vals}
        )

    @classmethod
    def _create_material(cls, **vals):
        return cls.env["bianmin.catalog.material"].create(
            {"name": "Identity card", **vals}
        )
