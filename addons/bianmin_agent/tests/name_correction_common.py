import base64

from odoo.addons.bianmin_base.tools.table_file import write_table

from .common import AgentDataMixin

HEADERS = ["序号", "人员姓名", "公民身份号码", "出生日期", "行政村", "缴费档次"]
TITLE = [["2026年度城乡居民医保未绑定人员名单"], ["单位：东河镇医保经办窗口"]]


class NameCorrectionMixin(AgentDataMixin):
    """A roster of the insurance office as it comes, and people of two villages."""

    @classmethod
    def _set_up_names(cls):
        cls.correction_item = cls._create_item("参保信息变更")
        cls.correction_hall = cls._create_implementation(
            cls.correction_item, cls.hall, promised_days=3, statutory_days=20
        )
        cls.correction_point = cls._create_implementation(
            cls.correction_item, cls.station, decided_at=cls.correction_hall
        )
        cls.wang = cls._create_person("王晓艳", "19620304")
        cls.shan = cls._create_person("单丽珍", "19550102")
        cls.yao = cls._create_person("姚立晴", "19700811")
        cls.mai = cls._create_person("买买提·艾力", "19481001")
        cls.right = cls._create_person("李长林", "19500505")
        cls.next = cls._create_person(
            "张春静", "19661230", division_id=cls.neighbour_village.id
        )

    @classmethod
    def _create_person(cls, name, birth, **vals):
        return cls._create_resident(
            name=name, identity_number=cls._make_identity_number(birth), **vals
        )

    @classmethod
    def _row(cls, name, resident=None, **cells):
        """A row of the office: the name as its system has it."""
        row = {
            "公民身份号码": resident.sudo().identity_number if resident else "",
            "行政村": resident.division_id.name if resident else "",
            "缴费档次": "400",
            **cells,
            "人员姓名": name,
        }
        return [row.get(header, "") for header in HEADERS]

    @classmethod
    def _make_file(cls, rows):
        return write_table(TITLE, HEADERS, rows)

    @classmethod
    def _import(cls, rows, user=None, division=None, content=None):
        wizard = (
            cls.env["bianmin.name.correction.import"]
            .with_user(user or cls.clerk)
            .create(
                {
                    "division_id": (division or cls.township).id,
                    "item_id": cls.correction_item.id,
                    "file": base64.b64encode(content or cls._make_file(rows)),
                    "file_name": "未绑定人员名单.xlsx",
                }
            )
        )
        wizard.action_preview()
        wizard.action_import()
        return wizard

    @classmethod
    def _import_one(cls, name, resident, user=None, **cells):
        """The one correction that a roster of one row proposes."""
        wizard = cls._import([cls._row(name, resident, **cells)], user)
        return wizard.roster_id.correction_ids.with_user(user or cls.clerk)
