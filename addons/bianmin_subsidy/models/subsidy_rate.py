from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BianminSubsidyRate(models.Model):
    """How much a scheme pays per period: from a date on, by age band or category."""

    _name = "bianmin.subsidy.rate"
    _description = "Subsidy Rate"
    _order = "scheme_id, valid_from desc, category_id, age_from, id"

    scheme_id = fields.Many2one(
        "bianmin.subsidy.scheme", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="scheme_id.division_id", store=True, index=True
    )
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(
        help="Last day of validity; leave empty while the rate is in force."
    )
    age_from = fields.Integer(
        string="From Age",
        required=True,
        default=0,
        aggregator=None,
        help="Full years; 0 for any age.",
    )
    age_to = fields.Integer(
        string="To Age",
        required=True,
        default=0,
        aggregator=None,
        help="Full years, inclusive; 0 for no end.",
    )
    category_id = fields.Many2one(
        "bianmin.resident.category",
        index="btree_not_null",
        ondelete="restrict",
        help="Only for residents of this category; it comes before a rate for all.",
    )
    currency_id = fields.Many2one(related="scheme_id.currency_id")
    amount = fields.Monetary(
        required=True, aggregator=None, help="Amount per period (补贴标准)."
    )

    _amount_check = models.Constraint(
        "CHECK (amount > 0)", "A rate must be more than nothing."
    )
    _validity_check = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "A rate cannot end before it begins.",
    )
    _age_check = models.Constraint(
        "CHECK (age_from >= 0 AND age_to >= 0 AND (age_to = 0 OR age_to >= age_from))",
        "An age band cannot end before it begins.",
    )

    @api.depends("scheme_id.name", "category_id.name", "age_from", "age_to")
    def _compute_display_name(self):
        for rate in self:
            parts = [rate.scheme_id.name, rate.category_id.name]
            if rate.age_from or rate.age_to:
                parts.append(f"{rate.age_from}–{rate.age_to or ''}")
            rate.display_name = " ".join(filter(None, parts))

    @api.constrains(
        "scheme_id", "valid_from", "valid_to", "age_from", "age_to", "category_id"
    )
    def _check_overlap(self):
        """For one day, age and category there is one amount, not two."""
        for scheme in self.scheme_id:
            rates = scheme.rate_ids.sorted(lambda rate: rate._origin.id)
            for rate in self & rates:
                other = next(
                    (r for r in rates if r != rate and r._overlaps(rate)), None
                )
                if other:
                    raise ValidationError(
                        self.env._(
                            "Two rates of %(scheme)s overlap: the one from %(first)s "
                            "and the one from %(second)s hold for the same age and "
                            "category on the same day. End one of them first.",
                            scheme=scheme.name,
                            first=min(rate.valid_from, other.valid_from),
                            second=max(rate.valid_from, other.valid_from),
                        )
                    )

    def _overlaps(self, other):
        """Whether both rates hold for the same person on the same day."""
        self.ensure_one()
        return (
            self.category_id == other.category_id
            and self.valid_from <= (other.valid_to or date.max)
            and other.valid_from <= (self.valid_to or date.max)
            and self.age_from <= (other.age_to or 999)
            and other.age_from <= (self.age_to or 999)
        )
