import contextlib
from datetime import datetime

from freezegun import freeze_time

from odoo import Command

from odoo.addons.bianmin_base.tests.common import BianminCase, BianminHttpCase
from odoo.addons.bianmin_base.tools.local_time import TIMEZONE

FILER = "bianmin_case.group_case_filer"
# The smallest PNG there is.
SIGNATURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    b"AABJRU5ErkJggg=="
)


class CaseDataMixin:
    """An item that two villages file, their township accepts and decides; and an item
    that the hall decides on the spot. Tuesday, 2026-11-24 is an ordinary day.
    """

    @classmethod
    def _set_up_cases(cls):
        cls._set_up_catalog()
        cls._set_up_users()
        cls.resident = cls._create_resident(name="李志顺", phone="13812345678")

    @classmethod
    def _set_up_catalog(cls):
        cls.category = cls.env["bianmin.catalog.category"].create(
            {"name": "民政服务", "code": "CASE"}
        )
        cls.item = cls._create_item(
            "两女补贴",
            legal_basis="《河北省人口与计划生育条例》第三十五条",
            material_ids=[
                Command.create({"name": "身份证复印件", "sequence": 1}),
                Command.create({"name": "户口簿复印件", "sequence": 2}),
                Command.create(
                    {"name": "银行卡", "necessity": "deferrable", "sequence": 3}
                ),
                Command.create(
                    {"name": "照片", "necessity": "optional", "sequence": 4}
                ),
            ],
        )
        limits = {"promised_days": 5, "statutory_days": 20}
        cls.hall_point = cls._create_implementation(cls.item, cls.hall, **limits)
        cls.station_point = cls._create_implementation(
            cls.item, cls.station, decided_at=cls.hall_point
        )
        cls.neighbour_point = cls._create_implementation(
            cls.item, cls.neighbour_station, decided_at=cls.hall_point
        )
        cls.other_point = cls._create_implementation(cls.item, cls.other_hall, **limits)
        cls.instant_item = cls._create_item("社保证明")
        cls.instant_point = cls._create_implementation(
            cls.instant_item,
            cls.hall,
            handling_kind="instant",
            promised_days=0,
            statutory_days=1,
        )

    @classmethod
    def _set_up_users(cls):
        # Those who file in villages have a role of another addon: here one like it.
        cls.role_filer = cls.env["res.users.role"].create(
            {
                "name": "Village filer",
                "implied_ids": [
                    Command.link(cls.env.ref(FILER).id),
                    Command.link(cls.env.ref("bianmin_base.group_resident_reader").id),
                ],
            }
        )
        cls.env["ir.model.data"].create(
            {
                "module": "bianmin_case_test",
                "name": "role_filer",
                "model": "res.users.role",
                "res_id": cls.role_filer.id,
            }
        )
        filer = "bianmin_case_test.role_filer"
        clerk = "bianmin_case.role_window_clerk"
        cls.agent = cls._create_user("case_agent", (filer, cls.village))
        cls.neighbour = cls._create_user(
            "case_neighbour", (filer, cls.neighbour_village)
        )
        cls.clerk = cls._create_user("case_clerk", (clerk, cls.township))
        cls.other_clerk = cls._create_user(
            "case_other_clerk", (clerk, cls.other_township)
        )
        cls.reviewer = cls._create_user(
            "case_reviewer", ("bianmin_case.role_reviewer", cls.township)
        )
        cls.issuer = cls._create_user(
            "case_issuer", ("bianmin_case.role_issuing_clerk", cls.township)
        )
        cls.manager = cls._create_user(
            "case_manager", ("bianmin_case.role_hall_manager", cls.township)
        )
        cls.placeless = cls._create_user(
            "case_placeless", (clerk, cls.env["bianmin.division"])
        )

    # ------------------------------------------------------------
    # FACTORIES
    # ------------------------------------------------------------

    @classmethod
    def _create_item(cls, name, **vals):
        return cls.env["bianmin.catalog.item"].create(
            {"name": name, "category_id": cls.category.id, "item_type": "05", **vals}
        )

    @classmethod
    def _create_implementation(cls, item, point, decided_at=None, **vals):
        if decided_at:
            vals |= {
                "acts_as": "accept",
                "decision_implementation_id": decided_at.id,
            }
        return cls.env["bianmin.catalog.implementation"].create(
            {"item_id": item.id, "service_point_id": point.id, **vals}
        )

    @classmethod
    def _create_case(cls, user=None, point=None, **vals):
        """A draft with all its papers, entered by the agent unless told."""
        point = point or cls.station_point
        case = (
            cls.env["bianmin.case"]
            .with_user(user or cls.agent)
            .create(
                {
                    "item_id": point.item_id.id,
                    "implementation_id": point.id,
                    "resident_id": cls.resident.id,
                    **vals,
                }
            )
        )
        cls._take_papers(case)
        return case

    @classmethod
    def _take_papers(cls, case):
        case.material_ids.filtered(
            lambda line: line.necessity in ("required", "deferrable")
        ).collection_mode = "1"

    @classmethod
    def _create_received(cls, user=None, point=None, **vals):
        case = cls._create_case(user, point, **vals)
        case.action_submit()
        return case

    @classmethod
    def _create_accepted(cls, **vals):
        case = cls._create_received(**vals).with_user(cls.clerk)
        case.action_accept()
        return case

    @classmethod
    def _create_without_bank_card(cls):
        """A received case that lacks the one paper that may follow later."""
        case = cls._create_case()
        case.material_ids[2].write({"collection_mode": False, "state": "missing"})
        case.action_submit()
        return case

    @classmethod
    def _create_deferred(cls):
        """A case accepted on the applicant's promise to supply the bank card."""
        case = cls._create_without_bank_card().with_user(cls.clerk)
        case._defer(case._get_latest_deferral(), SIGNATURE)
        case.action_accept()
        return case

    @classmethod
    def _create_in_review(cls, **vals):
        case = cls._create_accepted(**vals).with_user(cls.reviewer)
        case.action_start_review()
        return case

    @classmethod
    def _create_closed(cls, result="granted", **vals):
        case = cls._create_in_review(**vals)
        case._decide(result, "符合条件")
        return case

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @contextlib.contextmanager
    def _at(self, local):
        """Freeze the time at ``YYYY-mm-dd HH:MM`` of the Chinese wall clock."""
        moment = datetime.strptime(local, "%Y-%m-%d %H:%M").replace(tzinfo=TIMEZONE)
        with freeze_time(moment):
            yield

    @classmethod
    def _confirm(cls, cases, button, **vals):
        """Press a button, fill in the window that it opens and confirm."""
        action = getattr(cases, button)()
        wizard = cases.env[action["res_model"]].browse(action["res_id"])
        wizard.write(vals)
        return wizard.action_confirm()

    @classmethod
    def _get_papers(cls, cases, kind="acceptance"):
        """The papers of one kind that were issued for cases."""
        return cases.document_ids.filtered(lambda document: document.kind == kind)

    @classmethod
    def _get_messages(cls, case):
        return cls.env["sms.sms"].search(
            [("origin_model", "=", "bianmin.case"), ("origin_id", "in", case.ids)],
            order="id",
        )


class CaseCase(CaseDataMixin, BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cases()


class CaseHttpCase(CaseDataMixin, BianminHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cases()
