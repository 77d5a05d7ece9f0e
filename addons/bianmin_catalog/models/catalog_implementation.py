from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools.code_lists import ONLINE_DEPTHS

LIMIT_FIELDS = ("handling_kind", "statutory_days", "promised_days", "day_unit")


class BianminCatalogImplementation(models.Model):
    """One item at one service point (实施清单): who accepts, who decides, how long."""

    _name = "bianmin.catalog.implementation"
    _description = "Service Implementation"
    _inherit = [
        "bianmin.catalog.state.mixin",
        "bianmin.catalog.power.mixin",
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
    is_available = fields.Boolean(
        string="Takes Applications",
        compute="_compute_is_available",
        recursive=True,
        search="_search_is_available",
        help="The item, this point and the point that decides are in use, and an "
        "entrustment is valid today.",
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

    # limits; those of an accept-only point are always those of the one that decides
    handling_kind = fields.Selection(
        [("instant", "On the Spot"), ("promised", "Within a Promised Time")],
        compute="_compute_limits",
        store=True,
        readonly=False,
        precompute=True,
        recursive=True,
        required=True,
        index=True,
    )
    statutory_days = fields.Integer(
        string="Statutory Limit",
        compute="_compute_limits",
        store=True,
        readonly=False,
        precompute=True,
        recursive=True,
        aggregator=None,
        help="Days from acceptance to decision (行政许可法 art. 42: 20 working days). "
        "Where no law sets a limit, that of the authority's own rules.",
    )
    promised_days = fields.Integer(
        string="Promised Limit",
        compute="_compute_limits",
        store=True,
        readonly=False,
        precompute=True,
        recursive=True,
        aggregator=None,
        help="Days promised to the applicant, never more than the statutory limit.",
    )
    day_unit = fields.Selection(
        [("working", "Working Days"), ("calendar", "Calendar Days")],
        compute="_compute_limits",
        store=True,
        readonly=False,
        precompute=True,
        recursive=True,
        required=True,
    )

    limit_text = fields.Char(
        string="Time Limit",
        compute="_compute_limit_text",
        help="What is promised to the applicant, in words.",
    )

    # handling
    fee = fields.Monetary(help="What the applicant pays; 0 when it is free.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    online_depth = fields.Selection(
        ONLINE_DEPTHS, help="How far an applicant gets online; empty: not at all."
    )
    material_ids = fields.One2many(
        "bianmin.catalog.material",
        "implementation_id",
        string="Own Materials",
        copy=True,
        help="When given, this list replaces the list of the item at this point.",
    )
    effective_material_ids = fields.Many2many(
        "bianmin.catalog.material",
        string="Materials to Bring",
        compute="_compute_effective_material_ids",
    )

    _item_point_uniq = models.Constraint(
        "UNIQUE (item_id, service_point_id)",
        "This item has an implementation at this service point already.",
    )
    _decision_set = models.Constraint(
        "CHECK ((acts_as = 'accept') = (decision_implementation_id IS NOT NULL))",
        "Where an item is only accepted, choose the implementation that decides.",
    )
    _limits_order = models.Constraint(
        "CHECK (0 <= promised_days AND promised_days <= statutory_days)",
        "The promised limit is a number of days from 0 up to the statutory limit.",
    )
    _promise_set = models.Constraint(
        "CHECK (handling_kind = 'instant' OR promised_days >= 1)",
        "A matter that is not done on the spot needs a promised limit of a day or "
        "more.",
    )
    _fee_positive = models.Constraint(
        "CHECK (fee >= 0)", "A fee cannot be less than zero."
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
        "decision_implementation_id.is_available",
    )
    def _compute_is_available(self):
        available = self.filtered_domain(self._get_available_domain(local_today()))
        available.is_available = True
        (self - available).is_available = False

    def _search_is_available(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_available_domain(local_today())
        if set(value) == {True, False}:
            return Domain.TRUE
        return domain if True in value else ~domain

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

    @api.depends(
        "acts_as",
        *(f"decision_implementation_id.{name}" for name in LIMIT_FIELDS),
    )
    def _compute_limits(self):
        """Mirror the limits of the deciding point, so that lists tell the truth."""
        for implementation in self:
            source = implementation.decision_implementation_id or implementation
            implementation.handling_kind = source.handling_kind or "promised"
            implementation.statutory_days = source.statutory_days
            implementation.promised_days = source.promised_days
            implementation.day_unit = source.day_unit or "working"

    @api.depends("handling_kind", "promised_days", "day_unit")
    @api.depends_context("lang")
    def _compute_limit_text(self):
        for implementation in self:
            days = implementation.promised_days
            if implementation.handling_kind == "instant":
                text = self.env._("On the spot")
            elif implementation.day_unit == "working":
                text = self.env._("%(days)s working days", days=days)
            else:
                text = self.env._("%(days)s calendar days", days=days)
            implementation.limit_text = text

    @api.depends(
        "item_id.material_ids",
        "material_ids",
        "decision_implementation_id.material_ids",
    )
    def _compute_effective_material_ids(self):
        materials = self._get_materials_by_implementation()
        for implementation in self:
            implementation.effective_material_ids = materials[implementation.id]

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

    @api.constrains(*LIMIT_FIELDS, "decision_implementation_id")
    def _check_limits_mirrored(self):
        for implementation in self.filtered("decision_implementation_id"):
            decision = implementation.decision_implementation_id
            if any(implementation[name] != decision[name] for name in LIMIT_FIELDS):
                raise ValidationError(
                    self.env._(
                        "%(name)s only accepts; its limits are those of "
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
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_available_domain(self, day):
        """Domain of the points that take applications on ``day``. Extend to narrow."""
        in_force = Domain("state", "=", "in_use") & self._get_power_domain(day)
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

    def _get_materials(self):
        """Return the materials an applicant brings to this point."""
        self.ensure_one()
        return self._get_materials_by_implementation()[self.id]

    def _get_materials_by_implementation(self):
        """Return {implementation id: materials}, at the same queries for many as one.

        The first list that is not empty counts: the one of this point, the one of the
        point that decides, the one of the item as it holds today.
        """
        versions = self.item_id._get_version_by_item()
        return {
            implementation.id: implementation._get_materials_under(
                versions.get(implementation.item_id.id, implementation.item_id)
            )
            for implementation in self
        }

    def _get_materials_under(self, version):
        """Return the materials to bring to this point under a version of its item."""
        self.ensure_one()
        return (
            self.material_ids
            or self.decision_implementation_id.material_ids
            or version.material_ids
        )
