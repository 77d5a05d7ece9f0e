from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.boolean_search import search_boolean
from odoo.addons.bianmin_base.tools.local_time import local_today

from .catalog_inheritance_mixin import MIRRORED_FIELDS


class BianminCatalogImplementation(models.Model):
    """One item at one service point (实施清单): who accepts, who decides, how long."""

    _name = "bianmin.catalog.implementation"
    _description = "Service Implementation"
    _inherit = [
        "bianmin.catalog.state.mixin",
        "bianmin.catalog.power.mixin",
        "bianmin.catalog.inheritance.mixin",
        "bianmin.catalog.material.list.mixin",
        "bianmin.catalog.public.mixin",
        "bianmin.catalog.flow.chart.mixin",
        "bianmin.catalog.guide.mixin",
    ]
    _order = "item_id.id, service_point_id.id"
    _rec_names_search = ["item_id", "service_point_id", "implementation_code"]

    # what and where
    item_id = fields.Many2one(
        "bianmin.catalog.item",
        string="Service Item",
        required=True,
        index=True,
        ondelete="restrict",
    )
    category_id = fields.Many2one(
        related="item_id.category_id", store=True, precompute=True, index=True
    )
    service_point_id = fields.Many2one(
        "bianmin.service.point", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="service_point_id.division_id",
        store=True,
        precompute=True,
        index=True,
    )
    level = fields.Selection(
        related="service_point_id.level",
        string="Point Level",
        store=True,
        precompute=True,
        index=True,
    )
    implementation_code = fields.Char(
        index="btree_not_null",
        copy=False,
        help="Code in the implementation list (实施编码): 31 characters by the "
        "national standard; provinces differ.",
    )
    local_implementation_code = fields.Char(
        copy=False,
        help="Code in the implementation list of the province (地方实施编码).",
    )
    handling_item_code = fields.Char(
        string="Handling Code",
        copy=False,
        help="Code of what is applied for under it, such as a first issue or a change "
        "(业务办理项编码): by the national standard 33 characters, those of the "
        "implementation code and two more.",
    )
    is_available = fields.Boolean(
        string="Takes Applications",
        compute="_compute_is_available",
        recursive=True,
        search="_search_is_available",
        help="The item, this point and the point that decides are in use, and an "
        "entrustment or delegation is valid today.",
    )

    # who decides
    acts_as = fields.Selection(
        [("accept", "Accepts Only"), ("decide", "Decides")],
        required=True,
        default="decide",
        index=True,
        help="A point that only accepts passes the case to the one that decides.",
    )
    decision_implementation_id = fields.Many2one(
        "bianmin.catalog.implementation",
        string="Decided At",
        compute="_compute_decision_implementation_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        domain="[('item_id', '=', item_id), ('acts_as', '=', 'decide')]",
    )
    decision_point_id = fields.Many2one(
        related="decision_implementation_id.service_point_id",
        string="Deciding Point",
    )
    accepting_implementation_ids = fields.One2many(
        "bianmin.catalog.implementation",
        "decision_implementation_id",
        string="Accepted Also At",
    )

    limit_text = fields.Char(
        string="Time Limit",
        compute="_compute_limit_text",
        help="What is promised to the applicant, in words.",
    )

    delegation_id = fields.Many2one(
        "bianmin.catalog.delegation",
        string="Under the Letter",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The letter that handed the item down to this point; it takes "
        "applications while the letter is in force (下放文件).",
    )

    _item_point_uniq = models.Constraint(
        "UNIQUE (item_id, service_point_id)",
        "This item has an implementation at this service point already.",
    )
    # The report of deviations begins with these few.
    _own_values_index = models.Index(
        "(id) WHERE has_own_limits OR has_own_fee OR has_own_online_depth"
    )
    _decision_set = models.Constraint(
        "CHECK ((acts_as = 'accept') = (decision_implementation_id IS NOT NULL))",
        "Where an item is only accepted, choose the implementation that decides.",
    )
    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("item_id", "service_point_id")
    def _compute_display_name(self):
        for implementation in self:
            names = (
                implementation.item_id.display_name,
                implementation.service_point_id.display_name,
            )
            implementation.display_name = " · ".join(filter(None, names))

    @api.depends(
        "item_id.state",
        *("state", "acts_as", "power_source", "entrusted_from", "entrusted_to"),
        *("delegation_id.state", "delegation_id.date_from", "delegation_id.date_to"),
        "delegation_id.withdrawn_on",
        "decision_implementation_id.is_available",
    )
    def _compute_is_available(self):
        available = self.filtered_domain(self._get_available_domain(local_today()))
        available.is_available = True
        (self - available).is_available = False

    def _search_is_available(self, operator, value):
        domain = self._get_available_domain(local_today())
        return search_boolean(operator, value, domain)

    @api.depends("acts_as", "item_id")
    def _compute_decision_implementation_id(self):
        """Drop the deciding point where it no longer fits; it is chosen by hand."""
        for implementation in self:
            decision = implementation.decision_implementation_id
            fits = (
                implementation.acts_as == "accept"
                and decision.item_id == implementation.item_id
            )
            implementation.decision_implementation_id = fits and decision

    @api.depends("handling_kind", "promised_days", "day_unit")
    @api.depends_context("lang")
    def _compute_limit_text(self):
        for implementation in self:
            implementation.limit_text = self._say_limit(*implementation._get_limit())

    @api.model
    def _say_limit(self, kind, days, unit):
        """A limit in words: on the spot, or so many days."""
        if kind == "instant":
            return self.env._("On the spot")
        if unit == "working":
            return self.env._("%(days)s working days", days=days)
        return self.env._("%(days)s calendar days", days=days)

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("decision_implementation_id", "item_id", "acts_as")
    def _check_decision_implementation(self):
        pointing = self | self.accepting_implementation_ids
        for implementation in pointing.filtered("decision_implementation_id"):
            decision = implementation.decision_implementation_id
            if decision.item_id != implementation.item_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s is decided at a point of another item. Choose an "
                        "implementation of the same item.",
                        name=implementation.display_name,
                    )
                )
            if decision.acts_as != "decide":
                raise ValidationError(
                    self.env._(
                        "%(decision)s cannot decide, it only accepts, but "
                        "%(name)s is decided there. Choose a point that decides.",
                        decision=decision.display_name,
                        name=implementation.display_name,
                    )
                )

    @api.constrains(*MIRRORED_FIELDS, "decision_implementation_id")
    def _check_limits_mirrored(self):
        for implementation in self.filtered("decision_implementation_id"):
            decision = implementation.decision_implementation_id
            if any(implementation[name] != decision[name] for name in MIRRORED_FIELDS):
                raise ValidationError(
                    self.env._(
                        "%(name)s only accepts; its limits and fee are those of "
                        "%(decision)s. Change them there.",
                        name=implementation.display_name,
                        decision=decision.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if "service_point_id" in vals:
            # The rule was asked where the record lay; now it lies elsewhere.
            self.check_access("write")
            self._relink_below()
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_available_domain(self, day):
        """Domain of the points that take applications on ``day``. Extend to narrow."""
        letters = self.env["bianmin.catalog.delegation"]._get_in_force_domain(day)
        in_force = (
            Domain("state", "=", "in_use")
            & self._get_power_domain(day)
            & (
                Domain("delegation_id", "=", False)
                | Domain("delegation_id", "any", letters)
            )
        )
        return (
            Domain("item_id.state", "=", "in_use")
            & in_force
            & (
                Domain("acts_as", "=", "decide")
                | Domain("decision_implementation_id", "any", in_force)
            )
        )

    def _get_public_url(self):
        """Return the address of the public page of this item at this point."""
        self.ensure_one()
        return f"{self.service_point_id._get_public_url()}/item/{self.id}"

    def _get_flow_chart_item(self):
        return self.item_id

    def _get_decision_implementation(self):
        """Return the implementations that decide: itself, or where it passes cases."""
        deciding = self.filtered(lambda record: record.acts_as == "decide")
        return deciding | (self - deciding).decision_implementation_id

    def _get_promised_days(self):
        """Promised limit of the deciding point, in its ``day_unit``."""
        self.ensure_one()
        return self._get_decision_implementation().promised_days

    def _get_statutory_days(self):
        """Statutory limit of the deciding point, in its ``day_unit``."""
        self.ensure_one()
        return self._get_decision_implementation().statutory_days
