import base64
import io

from PIL import Image

from odoo import Command

from odoo.addons.bianmin_base.tests.common import BianminCase, BianminHttpCase
from odoo.addons.bianmin_case.tests.common import CaseDataMixin

ROLE = "bianmin_agent.role_agent"


def make_picture(colour="black"):
    """A small PNG in base64, as the signature pad gives it."""
    stream = io.BytesIO()
    Image.new("RGB", (60, 20), colour).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


SIGNATURE = make_picture()


class AgentDataMixin(CaseDataMixin):
    """Two villages with an agent each; 李志顺 has authorized the first for the item."""

    @classmethod
    def _set_up_agents(cls):
        cls.agent_user = cls._create_user("agent_village", (ROLE, cls.village))
        cls.neighbour_user = cls._create_user(
            "agent_neighbour", (ROLE, cls.neighbour_village)
        )
        cls.administrator = cls._create_user(
            "agent_administrator", ("bianmin_base.role_administrator", cls.township)
        )
        cls.yao = cls._create_agent("姚春燕", cls.agent_user, cls.village)
        cls.neighbour_agent = cls._create_agent(
            "姚立民", cls.neighbour_user, cls.neighbour_village
        )
        cls.other_item = cls._create_item("高龄津贴")
        cls.other_item_hall = cls._create_implementation(
            cls.other_item, cls.hall, promised_days=5, statutory_days=20
        )
        cls.other_item_point = cls._create_implementation(
            cls.other_item, cls.station, decided_at=cls.other_item_hall
        )

    @classmethod
    def _create_agent(cls, name, user, villages, **vals):
        return cls.env["bianmin.agent"].create(
            {
                "name": name,
                "user_id": user.id,
                "division_ids": [Command.set(villages.ids)],
                "post": "妇联主任",
                "phone": "13900000900",
                **vals,
            }
        )

    @classmethod
    def _create_second_station(cls):
        """Another station in the first village, which is not the agent's."""
        return cls.env["bianmin.service.point"].create(
            {
                "name": "柳湾村第二服务点",
                "short_name": "柳湾二",
                "level": "station",
                "division_id": cls.village.id,
            }
        )

    @classmethod
    def _create_copy(cls, user=None, **vals):
        """A photo as the browser uploads it: it belongs to nothing yet."""
        return (
            cls.env["ir.attachment"]
            .with_user(user or cls.agent_user)
            .create({"name": "身份证.png", "datas": SIGNATURE, "res_id": 0, **vals})
        )

    @classmethod
    def _create_authorization(cls, user=None, resident=None, agent=None, **vals):
        """A draft with a copy of the ID card, by the first agent unless told."""
        user = user or cls.agent_user
        return (
            cls.env["bianmin.agent.authorization"]
            .with_user(user)
            .create(
                {
                    "resident_id": (resident or cls.resident).id,
                    "agent_id": (agent or cls.yao).id,
                    "identity_copy_ids": [Command.set(cls._create_copy(user).ids)],
                    **vals,
                }
            )
        )

    @classmethod
    def _create_signed(cls, **vals):
        authorization = cls._create_authorization(**vals)
        authorization._sign(SIGNATURE, authorization.resident_id.name)
        return authorization

    @classmethod
    def _create_request(cls, user=None, point=None, **vals):
        """A draft request of the agent with all its papers."""
        return cls._create_case(user or cls.agent_user, point, **vals)

    @classmethod
    def _end_role(cls, user, day):
        """The role of ``user`` ends with ``day``."""
        user.role_line_ids.date_to = day

    @classmethod
    def _get_texts(cls, record):
        return cls.env["sms.sms"].search(
            [("origin_model", "=", record._name), ("origin_id", "in", record.ids)],
            order="id",
        )


class AgentCase(AgentDataMixin, BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cases()
        cls._set_up_agents()


class AgentHttpCase(AgentDataMixin, BianminHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cases()
        cls._set_up_agents()
