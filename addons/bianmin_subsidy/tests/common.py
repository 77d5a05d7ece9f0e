import base64
import io
from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from PIL import Image

from odoo import Command

from odoo.addons.bianmin_base.tests.common import BianminCase, BianminHttpCase

# Tuesday, ten in the morning in China.
NOW = "2026-11-24 02:00:00"
TODAY = date(2026, 11, 24)
# A picture of one dot: what the signature widget gives, in the smallest form.
SIGNATURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    b"AABJRU5ErkJggg=="
)


def make_photo(number):
    """A small picture that no other number gives."""
    content = io.BytesIO()
    colour = (number % 256, number // 256 % 256, 90)
    Image.new("RGB", (4, 4), colour).save(content, "PNG")
    return base64.b64encode(content.getvalue())


class SubsidyDataMixin:
    """A county department that pays 960 yuan a year, and the five people it takes."""

    @classmethod
    def _set_up_subsidies(cls):
        cls.account_order = 0
        cls.photo_order = 0
        cls.department = cls.env["bianmin.department"].create(
            {
                "name": "测试县卫生健康局",
                "short_name": "测卫健",
                "division_id": cls.county.id,
            }
        )
        cls.bank_format = cls.env.ref("bianmin_subsidy.bank_format_generic").copy(
            {"name": "测试银行"}
        )
        cls.scheme = cls._create_scheme()
        cls.resident = cls._create_payee(name="李志顺")
        cls.account = cls.resident.bank_account_ids
        cls._set_up_subsidy_users()

    @classmethod
    def _set_up_subsidy_users(cls):
        module = "bianmin_subsidy"
        cls.officer = cls._create_user(
            "subsidy_officer", (f"{module}.role_subsidy_officer", cls.township)
        )
        cls.auditor = cls._create_user(
            "subsidy_auditor", (f"{module}.role_subsidy_auditor", cls.township)
        )
        cls.editor = cls._create_user(
            "subsidy_editor", (f"{module}.role_department_officer", cls.county)
        )
        cls.approver = cls._create_user(
            "subsidy_approver", (f"{module}.role_department_reviewer", cls.county)
        )
        cls.finance = cls._create_user(
            "subsidy_finance", (f"{module}.role_finance_clerk", cls.county)
        )
        cls.other_officer = cls._create_user(
            "subsidy_other_officer",
            (f"{module}.role_subsidy_officer", cls.other_township),
        )
        cls.other_finance = cls._create_user(
            "subsidy_other_finance",
            (f"{module}.role_finance_clerk", cls.other_township),
        )
        cls.agent_user = cls._create_user(
            "subsidy_agent", ("bianmin_agent.role_agent", cls.village)
        )
        cls.neighbour_user = cls._create_user(
            "subsidy_neighbour", ("bianmin_agent.role_agent", cls.neighbour_village)
        )
        cls.agent, cls.neighbour = cls.env["bianmin.agent"].create(
            [
                {
                    "name": "姚春燕",
                    "user_id": cls.agent_user.id,
                    "division_ids": [Command.set(cls.village.ids)],
                    "post": "妇联主任",
                    "phone": "13900000001",
                },
                {
                    "name": "石大勇",
                    "user_id": cls.neighbour_user.id,
                    "division_ids": [Command.set(cls.neighbour_village.ids)],
                },
            ]
        )

    # ------------------------------------------------------------
    # FACTORIES
    # ------------------------------------------------------------

    @classmethod
    def _create_scheme(cls, amount=960, **vals):
        return cls.env["bianmin.subsidy.scheme"].create(
            {
                "name": "两女户补贴",
                "code": "LNH",
                "department_id": cls.department.id,
                "cycle": "year",
                "notice_days": 0,
                "bank_format_id": cls.bank_format.id,
                "indicator_number": "测财社〔2026〕9号",
                "budget_item": "计划生育家庭奖励扶助资金",
                "rate_ids": [
                    Command.create({"valid_from": "2018-01-01", "amount": amount})
                ],
                **vals,
            }
        )

    @classmethod
    def _create_payee(cls, **vals):
        """A resident with one account."""
        resident = cls._create_resident(**vals)
        cls._create_account(resident)
        return resident

    @classmethod
    def _create_account(cls, resident, **vals):
        cls.account_order += 1
        return cls.env["bianmin.bank.account"].create(
            {
                "resident_id": resident.id,
                "bank_name": "农村信用社",
                "number": f"62170000000{cls.account_order:08d}",
                **vals,
            }
        )

    @classmethod
    def _enrol(cls, resident=None, scheme=None, **vals):
        return cls.env["bianmin.subsidy.enrolment"].create(
            {
                "scheme_id": (scheme or cls.scheme).id,
                "beneficiary_id": (resident or cls.resident).id,
                "valid_from": "2020-01-01",
                **vals,
            }
        )

    @classmethod
    def _enrol_many(cls, count, division=None, scheme=None, **vals):
        """Enrol so many people of one village, without phones."""
        division = division or cls.village
        start = cls.account_order
        cls.account_order += count
        residents = cls.env["bianmin.resident"].create(
            [
                {
                    "name": f"村民{start + number}",
                    "division_id": division.id,
                    "identity_type": "other",
                    "identity_number": f"TEST{start + number:014d}",
                    "birth_date": "1950-01-01",
                }
                for number in range(count)
            ]
        )
        cls.env["bianmin.bank.account"].create(
            [
                {
                    "resident_id": resident.id,
                    "bank_name": "农村信用社",
                    "number": f"62280000000{start + number:08d}",
                }
                for number, resident in enumerate(residents)
            ]
        )
        return cls.env["bianmin.subsidy.enrolment"].create(
            [
                {
                    "scheme_id": (scheme or cls.scheme).id,
                    "beneficiary_id": resident.id,
                    "valid_from": "2020-01-01",
                    **vals,
                }
                for resident in residents
            ]
        )

    @classmethod
    def _certify(cls, resident=None, user=None, **vals):
        """A proof of life, taken by the agent of the village."""
        cls.photo_order += 1
        values = {
            "resident_id": (resident or cls.resident).id,
            "place": "柳湾村村委会前",
            "photo": make_photo(cls.photo_order),
            **vals,
        }
        return (
            cls.env["bianmin.subsidy.certification"]
            .with_user(user or cls.agent_user)
            .create(values)
        )

    @classmethod
    def _create_round(cls, scheme=None, user=None, **vals):
        """A draft round with its lines."""
        record = (
            cls.env["bianmin.subsidy.round"]
            .with_user(user or cls.officer)
            .create(
                {
                    "scheme_id": (scheme or cls.scheme).id,
                    "division_id": cls.township.id,
                    "period": "2026",
                    **vals,
                }
            )
        )
        record.action_generate()
        return record

    @classmethod
    def _advance(cls, record, state):
        """Take a draft round through its posts, each by its own user."""
        for target, user, action in (
            ("submitted", cls.officer, "action_submit"),
            ("audited", cls.auditor, "action_audit"),
            ("approved", cls.approver, "action_approve"),
            ("exported", cls.finance, "action_export"),
        ):
            getattr(record.with_user(user), action)()
            if target == state:
                return record
        return record

    @classmethod
    def _create_exported(cls, **vals):
        return cls._advance(cls._create_round(**vals), "exported")

    @classmethod
    def _create_paid(cls, **vals):
        record = cls._create_exported(**vals)
        cls._read_back(record)
        return record

    # ------------------------------------------------------------
    # HAND-OVERS
    # ------------------------------------------------------------

    @classmethod
    def _give_out(cls, handovers, user=None, **values):
        """The township packs money for the agent."""
        values = {"medium": "cash", "due_on": TODAY, **values}
        return handovers.with_user(user or cls.officer)._put_on_sheet(
            "out", SIGNATURE, **values
        )

    @classmethod
    def _give_back(cls, handovers, user=None, **values):
        """The agent packs what nobody claimed."""
        values = {"medium": "cash", "note": "三次上门无人", **values}
        return handovers.with_user(user or cls.agent_user)._put_on_sheet(
            "back", SIGNATURE, **values
        )

    @classmethod
    def _take(cls, sheet, user=None):
        """The other side counts what stands on the sheet, and signs."""
        taker = cls.agent_user if sheet.direction == "out" else cls.officer
        sheet.with_user(user or taker)._take(
            sheet.handover_count, sheet.amount, SIGNATURE
        )
        return sheet

    @classmethod
    def _bring_to_agent(cls, handovers):
        return cls._take(cls._give_out(handovers))

    # ------------------------------------------------------------
    # RETURN FILES
    # ------------------------------------------------------------

    @classmethod
    def _get_rows(cls, record, failed=()):
        """What the bank would answer: (reference, account, name, amount, code, reason).

        :param failed: names whose account does not exist
        """
        lines = record.sudo().line_ids.filtered(
            lambda line: line.state in ("exported", "paid", "failed")
        )
        return [
            (
                line.reference,
                line.account_number,
                line.payee_name,
                f"{line.amount:.2f}",
                *(("02", "账号不存在") if line.payee_name in failed else ("00", "")),
            )
            for line in lines
        ]

    @classmethod
    def _build_return(cls, record, rows, **header):
        total = sum((Decimal(row[3]) for row in rows), Decimal(0))
        values = {"batch": record.number, "count": len(rows), "total": total, **header}
        lines = [f"{values['batch']}|{values['count']}|{values['total']}"]
        lines += ["|".join(row) for row in rows]
        return "".join(f"{line}\r\n" for line in lines).encode("gb18030")

    @classmethod
    def _read_back(cls, record, failed=(), content=None, user=None, paid_on=TODAY):
        """Read a return file in, as finance does."""
        if content is None:
            content = cls._build_return(record, cls._get_rows(record, failed))
        return record.with_user(user or cls.finance)._import_return(
            content, "回盘.txt", paid_on
        )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @classmethod
    def _get_line(cls, record, resident=None):
        resident = resident or cls.resident
        return record.sudo().line_ids.filtered(
            lambda line: line.beneficiary_id == resident
        )

    @classmethod
    def _get_file(cls, record):
        """The payment file of a round."""
        return record.sudo().payment_file_ids.filtered(lambda f: f.kind == "payment")

    @classmethod
    def _get_events(cls, record):
        """The log of a round, the latest first."""
        return record.sudo().event_ids.sorted("id", reverse=True)

    @classmethod
    def _get_texts(cls, records):
        return cls.env["sms.sms"].search(
            [("origin_model", "=", records._name), ("origin_id", "in", records.ids)],
            order="id",
        )


class SubsidyCase(SubsidyDataMixin, BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls._set_up_subsidies()


class SubsidyHttpCase(SubsidyDataMixin, BianminHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_subsidies()
