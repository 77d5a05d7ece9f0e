from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools import pinyin
from ..tools.division_register import PARENT_LENGTH


class BianminDivision(models.Model):
    """A unit of the five-level administrative division, from province to village.

    Codes are those of GB/T 2260 (6 digits), GB/T 10114 (9 digits) and the
    statistical division codes of the National Bureau of Statistics (12 digits).
    A division that is dissolved keeps its row: it gets an end date and a
    successor, so that what was filed under it stays readable.
    """

    _name = "bianmin.division"
    _description = "Administrative Division"
    _inherit = ["bianmin.pinyin.mixin"]
    _parent_store = True
    _order = "code, id"

    name = fields.Char(
        required=True,
        index="trigram",
        help="The name people say, such as 李营村 (简称).",
    )
    official_name = fields.Char(
        required=True,
        index="trigram",
        help="The name in the statistical register, such as 李营村村民委员会 (全称).",
    )
    former_names = fields.Char(
        readonly=True,
        copy=False,
        index="trigram",
        help="Names that the division carried before, the newest first (曾用名).",
    )
    code = fields.Char(
        required=True,
        index="btree",
        help="2, 4, 6, 9 or 12 digits (区划代码).",
    )
    level = fields.Selection(
        selection=[
            ("province", "Province"),
            ("prefecture", "Prefecture"),
            ("county", "County"),
            ("township", "Township"),
            ("village", "Village"),
        ],
        required=True,
        index=True,
    )
    parent_id = fields.Many2one(
        "bianmin.division",
        string="Belongs to",
        index=True,
        ondelete="restrict",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("bianmin.division", "parent_id", string="Divisions")
    child_count = fields.Integer(compute="_compute_child_count", string="Below")
    complete_name = fields.Char(
        compute="_compute_complete_name",
        recursive=True,
        help="County, township and village in one line.",
    )
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(help="Last day on which the division exists.")
    successor_id = fields.Many2one(
        "bianmin.division",
        index="btree_not_null",
        ondelete="restrict",
        help="The division that took over when this one was dissolved.",
    )
    latitude = fields.Float(
        digits=(9, 6),
        aggregator=None,
        help="Degrees north (纬度), for a village whose station has no position yet.",
    )
    longitude = fields.Float(
        digits=(9, 6),
        aggregator=None,
        help="Degrees east (经度).",
    )
    active = fields.Boolean(default=True)
    service_point_ids = fields.One2many("bianmin.service.point", "division_id")

    _code_valid_from_uniq = models.Constraint(
        "UNIQUE (code, valid_from)",
        "This division code exists already from the same date on.",
    )
    _code_current_uniq = models.UniqueIndex(
        "(code) WHERE valid_to IS NULL",
        "Only one division with this code may be in force.",
    )
    _code_level_check = models.Constraint(
        """CHECK (code ~ '^[0-9]+$' AND length(code) = CASE level
            WHEN 'province' THEN 2 WHEN 'prefecture' THEN 4 WHEN 'county' THEN 6
            WHEN 'township' THEN 9 ELSE 12 END)""",
        "The length of the code must fit the level: 2, 4, 6, 9 or 12 digits.",
    )
    _validity_check = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "A division cannot end before it begins.",
    )
    _position_check = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "Latitude lies between -90 and 90, longitude between -180 and 180 degrees.",
    )
    _parent_path_index = models.Index("(parent_path, id)")

    @api.depends("name", "former_names")
    def _compute_pinyin(self):
        for division in self:
            division.pinyin = self._get_search_key(division.name, division.former_names)

    def _compute_child_count(self):
        counts = dict(
            self._read_group(
                [("parent_id", "in", self.ids)], ["parent_id"], ["__count"]
            )
        )
        for division in self:
            division.child_count = counts.get(division, 0)

    @api.depends("name", "level", "parent_id.complete_name")
    def _compute_complete_name(self):
        for division in self:
            upper = division.parent_id
            if division.level in ("township", "village") and upper:
                division.complete_name = f"{upper.complete_name} / {division.name}"
            else:
                division.complete_name = division.name

    @api.depends("complete_name")
    def _compute_display_name(self):
        for division in self:
            division.display_name = division.complete_name

    @api.constrains("parent_id", "level", "code")
    def _check_parent(self):
        for division in self:
            parent = division.parent_id
            if division.level == "province":
                valid = not parent
            else:
                valid = bool(parent) and division.code.startswith(parent.code)
                valid = valid and len(parent.code) == PARENT_LENGTH[len(division.code)]
            if not valid:
                raise ValidationError(
                    self.env._(
                        "%(division)s (%(code)s) must belong to the division whose "
                        "code is the beginning of its own.",
                        division=division.name,
                        code=division.code,
                    )
                )

    @api.model
    def _search_display_name(self, operator, value):
        """By code from its beginning, by any name now or before, or by pinyin.

        Codes are no part of what is searched for letters, so that the indexes of
        the names answer alone.
        """
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return super()._search_display_name(operator, value)
        text = value.strip()
        if text.isascii() and text.isdigit():
            return Domain("code", "=like", f"{text}%")
        # Two characters use no index; they stand in the short name all the same.
        names = ("name", "official_name", "former_names")[:: 1 if len(text) > 2 else 2]
        by_name = Domain.OR(Domain(name, operator, text) for name in names)
        return by_name | self._get_pinyin_domain(text)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        divisions = super().create(vals_list)
        if any(not division.parent_id for division in divisions):
            self._forget_top_ids()
        return divisions

    def write(self, vals):
        if vals.get("name"):
            renamed = self.filtered(lambda division: division.name != vals["name"])
            former = renamed.grouped(lambda d: d._get_former_names(vals["name"]))
            for names, divisions in former.items():
                super(BianminDivision, divisions).write({"former_names": names})
        return super().write(vals)

    @api.ondelete(at_uninstall=True)
    def _unlink_forget_top_ids(self):
        self._forget_top_ids()

    def _get_former_names(self, name):
        """Old names, with the present one in front and without the coming one."""
        self.ensure_one()
        former = (self.former_names or "").split("、")
        names = dict.fromkeys(filter(None, (self.name, *former)))
        names.pop(name, None)
        return "、".join(names) or False

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_search_key(self, name, former_names):
        names = [name, *(former_names or "").split("、")]
        return " ".join(pinyin.search_key(each) for each in names if each) or False

    @api.model
    def _get_by_code(self, code):
        """The division in force that carries ``code``.

        :param str code: 2, 4, 6, 9 or 12 digits
        :raise UserError: when no division in force carries it
        """
        division = self.search([("code", "=", code), ("valid_to", "=", False)], limit=1)
        if not division:
            raise UserError(
                self.env._("There is no division with the code %(code)s.", code=code)
            )
        return division

    def _get_ancestor(self, level):
        """The division of ``level`` that this one lies in, itself included."""
        self.ensure_one()
        division = self
        while division and division.level != level:
            division = division.parent_id
        return division

    @api.model
    @tools.ormcache(cache="stable")
    def _get_top_ids(self):
        """Ids of the divisions that lie below no other one, former ones too.

        :rtype: tuple
        """
        # sudo: bianmin.division – public reference data
        divisions_sudo = self.sudo().with_context(active_test=False)
        return tuple(divisions_sudo.search([("parent_id", "=", False)]).ids)

    @api.model
    def _forget_top_ids(self):
        """Look the top divisions up again, and all rules that were read with them."""
        self.env.registry.clear_cache("stable")

    def _lies_within(self, division_ids):
        """Whether each of these divisions is one of ``division_ids``, or below one.

        :param division_ids: iterable of ids; none of them means nowhere
        """
        held = set(division_ids)
        # sudo: bianmin.division – public reference data
        return bool(held) and all(
            held.intersection(map(int, division.parent_path.split("/")[:-1]))
            for division in self.sudo()
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_view_coverage(self):
        """Which villages here lack a station, or whatever else they need."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_base.division_coverage_action"
        )
        return {**action, "domain": [("division_id", "child_of", self.ids)]}

    def action_view_coverage_map(self):
        """The same on the map."""
        self.ensure_one()
        return {
            **self.env["ir.actions.client"]._for_xml_id(
                "bianmin_base.division_coverage_map_action"
            ),
            "context": {"coverage_division_id": self.id},
        }
