from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.code_lists import ENTRUSTED, POWER_SOURCES


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
        help="In whose name the decision is made.",
    )
    seal_name = fields.Char(
        string="Seal", help="Words of the seal on the decision or certificate."
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

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

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
