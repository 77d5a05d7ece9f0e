from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.code_lists import DEPARTMENT_KINDS, ENTRUSTED, POWER_SOURCES

# Which of the seals of an office stands on decisions, if it has several.
SEAL_KINDS = ("approval", "service", "official")
KIND_BY_POWER = {"1": "1", "2": "1", "3": "2", "4": "2", "5": "3", "6": "3"}


class BianminCatalogPowerMixin(models.AbstractModel):
    """By what right a point decides, and so in whose name and under which seal."""

    _name = "bianmin.catalog.power.mixin"
    _description = "Power to Decide"

    power_source = fields.Selection(
        POWER_SOURCES,
        default="1",
        help="An entrusted decision is made in the name of the entrusting department "
        "(行政许可法 art. 24); after authorization or handing down, in the own name.",
    )
    entrusting_department_id = fields.Many2one(
        "bianmin.department", index="btree_not_null", ondelete="restrict"
    )
    entrusted_from = fields.Date()
    entrusted_to = fields.Date(help="Last day of the entrustment; empty: no end.")
    entrustment_letter = fields.Binary(attachment=True, copy=False)
    entrustment_letter_name = fields.Char(copy=False)
    decision_department_id = fields.Many2one(
        "bianmin.department",
        compute="_compute_decision_department_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="In whose name the decision is made (实施主体).",
    )
    department_kind = fields.Selection(
        DEPARTMENT_KINDS,
        string="Kind of Office",
        compute="_compute_department_kind",
        store=True,
        readonly=False,
        precompute=True,
        help="By what right the office acts (实施主体性质).",
    )
    seal_id = fields.Many2one(
        "bianmin.seal",
        compute="_compute_seal_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('department_id', '=', decision_department_id)]",
        help="The seal on the decision or certificate: one of the office in whose name "
        "the decision is made (用印).",
    )

    _entrusting_set = models.Constraint(
        "CHECK (power_source NOT IN ('5', '6')"
        " OR entrusting_department_id IS NOT NULL)",
        "For an entrusted power, name the department that entrusts it.",
    )
    _entrusted_order = models.Constraint(
        "CHECK (entrusted_to >= entrusted_from)",
        "An entrustment cannot end before it begins.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("power_source", "entrusting_department_id")
    def _compute_decision_department_id(self):
        for implementation in self:
            if implementation.power_source in ENTRUSTED:
                department = implementation.entrusting_department_id
            else:
                department = implementation.decision_department_id
            implementation.decision_department_id = department

    @api.depends("power_source")
    def _compute_department_kind(self):
        for implementation in self:
            implementation.department_kind = KIND_BY_POWER.get(
                implementation.power_source
            )

    @api.depends("decision_department_id")
    def _compute_seal_id(self):
        """The seal follows the name: its office is the one that decides."""
        seals = self._get_seal_by_department()
        for implementation in self:
            department = implementation.decision_department_id
            if implementation.seal_id.department_id != department:
                implementation.seal_id = seals.get(department)
            else:
                implementation.seal_id = implementation.seal_id

    def _get_seal_by_department(self):
        """{department: the seal that its decisions carry}, in one query."""
        seals = self.env["bianmin.seal"].search(
            [
                ("department_id", "in", self.decision_department_id.ids),
                ("kind", "in", SEAL_KINDS),
            ]
        )
        best_last = seals.sorted(
            lambda seal: (SEAL_KINDS.index(seal.kind), seal.id), reverse=True
        )
        return {seal.department_id: seal for seal in best_last}

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("seal_id", "decision_department_id")
    def _check_seal(self):
        for implementation in self.filtered("seal_id"):
            seal = implementation.seal_id
            if seal.department_id != implementation.decision_department_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s is decided in the name of %(department)s, so it "
                        "cannot carry the seal of %(owner)s.",
                        name=implementation.display_name,
                        department=implementation.decision_department_id.name
                        or self.env._("nobody yet"),
                        owner=seal.department_id.name,
                    )
                )

    @api.constrains(
        "power_source", "entrusting_department_id", "decision_department_id"
    )
    def _check_decision_department(self):
        for implementation in self:
            if implementation.power_source not in ENTRUSTED:
                continue
            if implementation.decision_department_id != (
                implementation.entrusting_department_id
            ):
                raise ValidationError(
                    self.env._(
                        "The power of %(name)s is entrusted, so the decision is made "
                        "in the name of %(department)s (Administrative Licence Law, "
                        "article 24).",
                        name=implementation.display_name,
                        department=implementation.entrusting_department_id.name,
                    )
                )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_power_domain(self, day):
        """Domain of what may be decided on ``day`` (date): entrustments end."""
        entrusted = (
            Domain("entrusted_from", "=", False) | Domain("entrusted_from", "<=", day)
        ) & (Domain("entrusted_to", "=", False) | Domain("entrusted_to", ">=", day))
        return Domain("power_source", "not in", ENTRUSTED) | entrusted
