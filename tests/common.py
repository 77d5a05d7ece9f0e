"""The first journey as data: the real places of the report, invented people."""

import base64

from odoo import Command
from odoo.tests import HttpCase, TransactionCase

from odoo.addons.bianmin_base.tests.common import BianminDataMixin

COUNTY = "130224"
TOWNSHIP = "130224105"
OTHER_TOWNSHIP = "130224101"
VILLAGE = "130224105221"
NEIGHBOUR_VILLAGE = "130224105207"

PERIOD = "2026"
AMOUNT = 960
# What a scan of an ID card looks like to the server.
SCAN = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    "AABJRU5ErkJggg=="
)


class JourneyMixin(BianminDataMixin):
    """滦南县, 姚王庄镇 and its villages, with everybody whom the journey needs.

    The divisions are the installed ones; service points, catalogue, scheme, people and
    users are made here, so that the journey needs no demo data.
    """

    @classmethod
    def _set_up_divisions(cls):
        get = cls.env["bianmin.division"]._get_by_code
        cls.county, cls.township = get(COUNTY), get(TOWNSHIP)
        cls.other_township = get(OTHER_TOWNSHIP)
        cls.village, cls.neighbour_village = get(VILLAGE), get(NEIGHBOUR_VILLAGE)

    @classmethod
    def _set_up_service_points(cls):
        cls.hall = cls._create_service_point("hall", cls.township, "姚王庄便民")
        cls.other_hall = cls._create_service_point(
            "hall", cls.other_township, "邻镇便民"
        )
        cls.station = cls._create_service_point("station", cls.village, "李营便民")
        cls.neighbour_station = cls._create_service_point(
            "station", cls.neighbour_village, "姚王庄村便民"
        )

    @classmethod
    def _set_up_journey(cls):
        cls._set_up_bianmin()
        cls._set_up_scheme()
        cls._set_up_catalogue()
        cls._set_up_people()
        cls._set_up_users()

    @classmethod
    def _set_up_scheme(cls):
        cls.department = cls.env["bianmin.department"].create(
            {
                "name": "旅程卫生健康局",
                "short_name": "滦南卫健",
                "division_id": cls.county.id,
            }
        )
        cls.scheme = cls.env["bianmin.subsidy.scheme"].create(
            {
                "name": "旅程两女户补贴",
                "code": "J1LNH",
                "department_id": cls.department.id,
                "per": "person",
                "cycle": "year",
                "notice_days": 0,
                "bank_format_id": cls.env.ref("bianmin_subsidy.bank_format_generic").id,
                "indicator_number": "滦财社〔2026〕9号",
                "budget_item": "计划生育家庭奖励扶助资金",
                "rate_ids": [
                    Command.create({"valid_from": "2018-01-01", "amount": AMOUNT})
                ],
            }
        )

    @classmethod
    def _set_up_catalogue(cls):
        cls.item = cls.env["bianmin.catalog.item"].create(
            {
                "name": "旅程两女户补贴申领",
                "category_id": cls.env["bianmin.catalog.category"]
                .search([], limit=1)
                .id,
                "item_type": "05",
                "legal_basis": "国家农村部分计划生育家庭奖励扶助制度",
                "scheme_id": cls.scheme.id,
                "material_ids": [
                    Command.create(
                        {"name": "居民身份证复印件", "necessity": "required"}
                    ),
                    Command.create({"name": "户口簿复印件", "necessity": "optional"}),
                ],
            }
        )
        implementations = cls.env["bianmin.catalog.implementation"]
        cls.implementation_hall = implementations.create(
            {
                "item_id": cls.item.id,
                "service_point_id": cls.hall.id,
                "acts_as": "decide",
                "handling_kind": "promised",
                "statutory_days": 20,
                "promised_days": 5,
            }
        )
        cls.implementation_station = implementations.create(
            {
                "item_id": cls.item.id,
                "service_point_id": cls.station.id,
                "acts_as": "accept",
                "decision_implementation_id": cls.implementation_hall.id,
            }
        )

    @classmethod
    def _set_up_people(cls):
        cls.villager = cls._create_resident(
            name="旅程村民",
            phone="13800000121",
            identity_number=cls._make_identity_number("19550614"),
        )
        cls.account = cls.env["bianmin.bank.account"].create(
            {
                "resident_id": cls.villager.id,
                "bank_name": "农村信用社",
                "number": "6217000000000000121",
                "kind": "passbook",
            }
        )

    @classmethod
    def _set_up_users(cls):
        cls.agent_user = cls._create_user(
            "j1_agent_liying", ("bianmin_agent.role_agent", cls.village)
        )
        cls.clerk = cls._create_user(
            "j1_clerk",
            ("bianmin_case.role_window_clerk", cls.township),
            ("bianmin_subsidy.role_subsidy_officer", cls.township),
        )
        cls.reviewer = cls._create_user(
            "j1_reviewer",
            ("bianmin_case.role_reviewer", cls.township),
            ("bianmin_subsidy.role_subsidy_auditor", cls.township),
        )
        cls.department_reviewer = cls._create_user(
            "j1_department", ("bianmin_subsidy.role_department_reviewer", cls.county)
        )
        cls.finance = cls._create_user(
            "j1_finance", ("bianmin_subsidy.role_finance_clerk", cls.county)
        )
        cls.agent = cls._create_agent(cls.agent_user, cls.village, cls.station)

    @classmethod
    def _create_agent(cls, user, village, station):
        return cls.env["bianmin.agent"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "division_ids": [Command.set(village.ids)],
                "service_point_ids": [Command.set(station.ids)],
            }
        )

    # ------------------------------------------------------------
    # THE JOURNEY WITHOUT A BROWSER
    # ------------------------------------------------------------

    @classmethod
    def _sign_authorization(cls):
        authorization = (
            cls.env["bianmin.agent.authorization"]
            .with_user(cls.agent_user)
            .create({"resident_id": cls.villager.id, "agent_id": cls.agent.id})
        )
        copy = cls._upload(cls.agent_user, "bianmin.agent.authorization.sign")
        cls.env["bianmin.agent.authorization.sign"].with_user(cls.agent_user).create(
            {
                "authorization_id": authorization.id,
                "identity_copy_ids": [Command.set(copy.ids)],
                "signature": base64.b64encode(SCAN),
            }
        ).action_sign()
        return authorization.with_env(cls.env)

    @classmethod
    def _upload(cls, user, model):
        """A file as the upload button leaves it before the form is saved."""
        return (
            cls.env["ir.attachment"]
            .with_user(user)
            .create(
                {"name": "身份证.png", "raw": SCAN, "res_model": model, "res_id": 0}
            )
        )

    @classmethod
    def _file_case(cls):
        """The agent files for the villager; the mode is that the agent hands over."""
        cls.authorization = cls._sign_authorization()
        case = (
            cls.env["bianmin.case"]
            .with_user(cls.agent_user)
            .create(
                {
                    "resident_id": cls.villager.id,
                    "item_id": cls.item.id,
                    "implementation_id": cls.implementation_station.id,
                    "payment_mode": "handover",
                }
            )
        )
        required = case.material_ids.filtered(lambda m: m.necessity == "required")
        scan = cls._upload(cls.agent_user, "bianmin.case.material")
        required.attachment_ids = [Command.link(scan.id)]
        case.action_submit()
        return case.with_env(cls.env)

    @classmethod
    def _grant_case(cls, case):
        case.with_user(cls.clerk).action_accept()
        case.with_user(cls.reviewer).action_start_review()
        cls.env["bianmin.case.decide"].with_user(cls.reviewer).create(
            {
                "case_ids": [Command.set(case.ids)],
                "result": "granted",
                "opinion": "符合条件，同意。",
            }
        ).action_confirm()

    @classmethod
    def _approve_round(cls):
        rounds = cls.env["bianmin.subsidy.round"]
        subsidy_round = rounds.with_user(cls.clerk).create(
            {
                "scheme_id": cls.scheme.id,
                "division_id": cls.township.id,
                "period": PERIOD,
            }
        )
        subsidy_round.action_generate()
        subsidy_round.action_submit("花名册已核对。")
        subsidy_round.with_user(cls.reviewer).action_audit("已审核。")
        subsidy_round.with_user(cls.department_reviewer).action_approve("同意发放。")
        return subsidy_round.with_env(cls.env)

    @classmethod
    def _export_round(cls, subsidy_round):
        """The bank file, as the finance clerk gets it."""
        wizard = (
            cls.env["bianmin.subsidy.export"]
            .with_user(cls.finance)
            .create({"round_id": subsidy_round.id})
        )
        action = wizard.action_confirm()
        return cls.env[action["res_model"]].browse(action["res_id"])

    @classmethod
    def _read_bank_file(cls, file):
        """The text of a bank file, as the bank reads it."""
        return base64.b64decode(file.with_context(bin_size=False).attachment).decode(
            "gb18030"
        )

    @classmethod
    def _import_return(cls, subsidy_round, content):
        cls.env["bianmin.subsidy.return.import"].with_user(cls.finance).create(
            {
                "round_id": subsidy_round.id,
                "file": base64.b64encode(content),
                "file_name": "return.txt",
            }
        ).action_confirm()


class JourneyCase(JourneyMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_journey()


class JourneyHttpCase(JourneyMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_journey()

    def _walk(self, tour, action, user, before=""):
        """Let one user walk his part, from the screen that his menu opens.

        :param str before: JavaScript that runs first
        """
        self.start_tour(
            f"/odoo/action-{action}",
            tour,
            code=f"{before} odoo.startTour({tour!r}, {{}})",
            login=user.login,
        )
        self.env.invalidate_all()
