import io

from PIL import Image

from odoo import Command
from odoo.tests import HttpCase, TransactionCase, new_test_user

from ..tools import identity_number

PROVINCE = "99"
PREFECTURE = "9901"
COUNTY = "990101"
TOWNSHIP = "990101101"
OTHER_TOWNSHIP = "990101102"
VILLAGE = "990101101201"
NEIGHBOUR_VILLAGE = "990101101202"
OTHER_VILLAGE = "990101102201"


def make_paper(kind="JPEG", colour="white"):
    """A small picture, as a phone sends it.

    :return: bytes
    """
    stream = io.BytesIO()
    Image.new("RGB", (60, 20), colour).save(stream, kind)
    return stream.getvalue()


def tamper(env, table, statement, params=()):
    """Change a log as only the owner of its table can: with its triggers off."""
    env.flush_all()
    env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    env.cr.execute(statement, params)
    env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    env.invalidate_all()


class BianminDataMixin:
    """A county of our own: two townships, three villages, their service points.

    Codes begin with 99, which GB/T 2260 gives to no province, so that nothing
    collides with divisions that are installed.
    """

    @classmethod
    def _set_up_bianmin(cls):
        cls._person_order = 900
        # Tests jump from day to day; their sessions are not to be locked meanwhile.
        cls.env.ref("base.group_user").lock_timeout_inactivity = 0
        cls._set_up_divisions()
        cls._set_up_service_points()

    @classmethod
    def _set_up_divisions(cls):
        cls.province = cls._create_division(PROVINCE, "测试省")
        cls.prefecture = cls._create_division(PREFECTURE, "测试市", cls.province)
        cls.county = cls._create_division(COUNTY, "测试县", cls.prefecture)
        cls.township = cls._create_division(TOWNSHIP, "东河镇", cls.county)
        cls.other_township = cls._create_division(OTHER_TOWNSHIP, "西山镇", cls.county)
        cls.village = cls._create_division(VILLAGE, "柳湾村", cls.township)
        cls.neighbour_village = cls._create_division(
            NEIGHBOUR_VILLAGE, "石桥村", cls.township
        )
        cls.other_village = cls._create_division(
            OTHER_VILLAGE, "高坡村", cls.other_township
        )

    @classmethod
    def _set_up_service_points(cls):
        cls.centre = cls._create_service_point("centre", cls.county, "测试政务")
        cls.hall = cls._create_service_point("hall", cls.township, "东河便民")
        cls.other_hall = cls._create_service_point(
            "hall", cls.other_township, "西山便民"
        )
        cls.station = cls._create_service_point("station", cls.village, "柳湾便民")
        cls.neighbour_station = cls._create_service_point(
            "station", cls.neighbour_village, "石桥便民"
        )

    @classmethod
    def _create_division(cls, code, name, parent=None):
        levels = {2: "province", 4: "prefecture", 6: "county", 9: "township"}
        return cls.env["bianmin.division"].create(
            {
                "code": code,
                "name": name,
                "official_name": name,
                "level": levels.get(len(code), "village"),
                "parent_id": parent and parent.id,
                "valid_from": "2018-01-01",
            }
        )

    @classmethod
    def _create_service_point(cls, level, division, short_name):
        return cls.env["bianmin.service.point"].create(
            {
                "name": f"{division.name}服务点",
                "short_name": short_name,
                "level": level,
                "division_id": division.id,
            }
        )

    @classmethod
    def _make_identity_number(cls, birth="19500101", region="130224", order=None):
        """An ID number with a right check digit that nobody has (order 900 and up)."""
        if order is None:
            order = cls._person_order
            cls._person_order += 1
        first = f"{region}{birth}{order:03d}"
        return first + identity_number.check_digit(first)

    @classmethod
    def _create_resident(cls, **values):
        """A resident of the village with an ID number and a phone, unless told."""
        defaults = {
            "name": "测试人",
            "division_id": cls.village.id,
            "phone": "13800000000",
        }
        if "identity_number" not in values and "identity_number_masked" not in values:
            defaults["identity_number"] = cls._make_identity_number()
        return cls.env["bianmin.resident"].create({**defaults, **values})

    @classmethod
    def _create_user(cls, login, *roles):
        """A real user with roles.

        :param roles: tuples of (external id of the role, divisions[, from[, to]])
        """
        user = new_test_user(
            cls.env,
            login,
            groups="base.group_user",
            name=login,
            lang="zh_CN" if cls._has_chinese() else "en_US",
            tz="Asia/Shanghai",
        )
        cls.env["res.users.role.line"].create(
            [cls._prepare_role_line(user, *role) for role in roles]
        )
        return user

    @classmethod
    def _prepare_role_line(cls, user, role, divisions, date_from=False, date_to=False):
        return {
            "user_id": user.id,
            "role_id": cls.env.ref(role).id,
            "division_ids": [Command.set(divisions.ids)],
            "date_from": date_from,
            "date_to": date_to,
        }

    @classmethod
    def _has_chinese(cls):
        return bool(cls.env["res.lang"]._get_data(code="zh_CN"))


class BianminCase(BianminDataMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls._set_up_bianmin()


class BianminHttpCase(BianminDataMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_bianmin()
