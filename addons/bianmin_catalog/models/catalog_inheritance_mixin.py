from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.code_lists import DAY_UNITS, HANDLING_KINDS, ONLINE_DEPTHS
from ..tools.standard import LIMIT_FIELDS, compare_limits

# What a point that only accepts always has from the one that decides.
MIRRORED_FIELDS = (*LIMIT_FIELDS, "fee")
# What a point may say otherwise than the one above it, and what tells that it does.
OWN_FIELDS = {
    "has_own_limits": LIMIT_FIELDS,
    "has_own_fee": ("fee",),
    "has_own_online_depth": ("online_depth",),
}


class BianminCatalogInheritanceMixin(models.AbstractModel):
    """The county says it once, townships and villages inherit it (统一).

    Reading a field always gives what holds at the point. A value that is written and
    differs from that of the point above becomes its own; all others follow.
    """

    _name = "bianmin.catalog.inheritance.mixin"
    _description = "Inherited from the Point Above"

    reference_implementation_id = fields.Many2one(
        "bianmin.catalog.implementation",
        string="Follows",
        compute="_compute_reference_implementation_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('item_id', '=', item_id), ('id', '!=', id)]",
        help="The implementation of the item at the nearest point above, from which "
        "this one takes all that it does not say itself (对标实施清单).",
    )
    has_own_limits = fields.Boolean(
        string="Own Time Limit",
        help="Not the limit of the point above, but a shorter one (自定时限).",
    )
    has_own_fee = fields.Boolean(
        string="Own Fee",
        help="Not the fee of the point above, but a lower one (自定收费).",
    )
    has_own_online_depth = fields.Boolean(
        string="Own Online Service",
        help="Not as far online as at the point above (自定网办深度).",
    )

    # limits and fee of an accept-only point are always those of the one that decides
    handling_kind = fields.Selection(
        HANDLING_KINDS,
        compute="_compute_limits",
        store=True,
        readonly=False,
        precompute=True,
        recursive=True,
        required=True,
        index=True,
        help="Term of the standard: 办件类型.",
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
        DAY_UNITS,
        compute="_compute_limits",
        store=True,
        readonly=False,
        precompute=True,
        recursive=True,
        required=True,
        help="Term of the standard: 时限单位.",
    )
    fee = fields.Monetary(
        compute="_compute_fee",
        store=True,
        readonly=False,
        precompute=True,
        recursive=True,
        help="What the applicant pays; 0 when it is free (收费标准).",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    online_depth = fields.Selection(
        ONLINE_DEPTHS,
        compute="_compute_online_depth",
        store=True,
        readonly=False,
        precompute=True,
        recursive=True,
        help="How far an applicant gets online; empty: not at all (网办深度).",
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

    @api.depends("item_id", "division_id.parent_path")
    def _compute_reference_implementation_id(self):
        nearest = self._find_nearest_above()
        for implementation in self:
            implementation.reference_implementation_id = nearest.get(implementation.id)

    @api.depends(
        *("acts_as", "item_id", "has_own_limits"),
        *(f"decision_implementation_id.{name}" for name in LIMIT_FIELDS),
        *(f"reference_implementation_id.{name}" for name in LIMIT_FIELDS),
    )
    def _compute_limits(self):
        for implementation in self:
            upper = implementation._get_upper("has_own_limits")
            usual = implementation._get_usual("has_own_limits")
            for name in LIMIT_FIELDS:
                implementation[name] = (
                    upper[name] if upper else usual[name] or implementation[name]
                )
            implementation.handling_kind = implementation.handling_kind or "promised"
            implementation.day_unit = implementation.day_unit or "working"

    @api.depends(
        *("acts_as", "has_own_fee", "decision_implementation_id.fee"),
        "reference_implementation_id.fee",
    )
    def _compute_fee(self):
        for implementation in self:
            source = implementation._get_upper("has_own_fee") or implementation
            implementation.fee = source.fee

    @api.depends(
        *("item_id", "has_own_online_depth"),
        "reference_implementation_id.online_depth",
    )
    def _compute_online_depth(self):
        for implementation in self:
            source = implementation._get_upper("has_own_online_depth")
            usual = implementation._get_usual("has_own_online_depth")
            implementation.online_depth = (
                source or usual
            ).online_depth or implementation.online_depth

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("reference_implementation_id", "item_id")
    def _check_reference_implementation(self):
        if self._has_cycle("reference_implementation_id"):
            raise ValidationError(
                self.env._("An implementation cannot follow itself, nor in a circle.")
            )
        for implementation in self.filtered("reference_implementation_id"):
            reference = implementation.reference_implementation_id
            if reference.item_id != implementation.item_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot follow %(reference)s: that is another item.",
                        name=implementation.display_name,
                        reference=reference.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        implementations = super().create(vals_list)
        for flag, names in OWN_FIELDS.items():
            spoken = [
                implementation.id
                for implementation, vals in zip(implementations, vals_list, strict=True)
                if any(name in vals for name in names)
            ]
            self.browse(spoken)._keep_own(flag)
        implementations._relink_below()
        return implementations

    def write(self, vals):
        result = super().write(vals)
        for flag, names in OWN_FIELDS.items():
            if any(name in vals for name in names):
                self._keep_own(flag)
        return result

    def unlink(self):
        below = self.search([("reference_implementation_id", "in", self.ids)]) - self
        result = super().unlink()
        below.exists()._find_anew(["reference_implementation_id"])
        return result

    # ------------------------------------------------------------
    # REFERENCE
    # ------------------------------------------------------------

    def _find_nearest_above(self):
        """{id: implementation of the item at the nearest division above}, in one query.

        Of several in one division the first one counts.
        """
        candidates = self.env["bianmin.catalog.implementation"].search_fetch(
            [
                ("item_id", "in", self.item_id.ids),
                ("division_id", "parent_of", self.division_id.ids),
            ],
            ["item_id", "division_id"],
            order="id desc",
        )
        by_place = {(one.item_id.id, one.division_id.id): one for one in candidates}
        return {
            implementation.id: next(
                filter(None, map(by_place.get, implementation._get_places_above())),
                candidates.browse(),
            )
            for implementation in self
        }

    def _get_places_above(self):
        """Pairs of item and division above, from near to far."""
        item = self.item_id._origin.id
        path = (self.division_id.parent_path or "").split("/")[:-2]
        return [(item, int(division)) for division in reversed(path)]

    def _relink_below(self):
        """Let those below follow these, now that they are there.

        Who follows a nearer one goes on, and so does who was made to follow one
        elsewhere. What those without one said before stays their own.
        """
        below = self.search(
            [
                ("item_id", "in", self.item_id.ids),
                ("division_id", "child_of", self.division_id.ids),
            ]
        )
        nearest = below._find_nearest_above()
        moved = below.filtered(
            lambda one: (
                one._follows_above()
                and one.reference_implementation_id != nearest[one.id]
            )
        )
        orphans = moved.filtered(lambda one: not one.reference_implementation_id)
        for flag in OWN_FIELDS:
            orphans.filtered(lambda one, flag=flag: one._speaks(flag))[flag] = True
        moved._find_anew(["reference_implementation_id"])
        for flag in OWN_FIELDS:
            alike = orphans.filtered(lambda one, flag=flag: not one._differs(flag))
            alike[flag] = False

    def _find_anew(self, names):
        """Have computed fields computed again, and with them what depends on them."""
        for name in names:
            self.env.add_to_compute(self._fields[name], self)
        self.modified(names)

    def _follows_above(self):
        """Whether it follows one in a division above, or none; not one of choice."""
        reference = self.reference_implementation_id
        place = (self.item_id.id, reference.division_id.id)
        return not reference or place in self._get_places_above()

    # ------------------------------------------------------------
    # OWN VALUES
    # ------------------------------------------------------------

    def _get_standard(self, flag):
        """The one whose values count here unless this one has its own.

        A point that only accepts has no limits and no fee of its own.

        :param str flag: key of ``OWN_FIELDS``
        """
        if self.acts_as == "accept" and flag != "has_own_online_depth":
            return self.decision_implementation_id
        return self.reference_implementation_id

    def _get_upper(self, flag):
        """The one whose values are taken over, if any."""
        accepts = self.acts_as == "accept" and flag != "has_own_online_depth"
        if self[flag] and not accepts:
            return self.reference_implementation_id.browse()
        return self._get_standard(flag)

    def _get_usual(self, flag):
        """What new ones without one above begin with: what the item says is usual."""
        return self if self._origin or self[flag] else self.item_id

    def _differs(self, flag):
        """Whether it says otherwise than the one above. Saying nothing is following."""
        standard = self._get_standard(flag)
        return (
            bool(standard)
            and self._speaks(flag)
            and any(self[name] != standard[name] for name in OWN_FIELDS[flag])
        )

    def _speaks(self, flag):
        return flag != "has_own_online_depth" or bool(self.online_depth)

    def _keep_own(self, flag):
        """What was written and differs is the own value of these from now on.

        :raise ValidationError: when it is worse for the applicant than that above
        """
        own = self.filtered(lambda one: one._differs(flag))
        own.filtered(lambda one: not one[flag])[flag] = True
        own._check_not_worse(flag)
        following = (self - own).filtered(
            lambda one: not one[flag] and one._get_standard(flag)
        )
        following._find_anew(OWN_FIELDS[flag])

    def _check_not_worse(self, flag):
        """Refuse a longer time or a higher fee than the county's.

        Asked when a place is given its own value. A county that betters its own is not
        held up by those below; they stand in the report of deviations.
        """
        for implementation in self:
            standard = implementation._get_standard(flag)
            if flag == "has_own_limits":
                worse = compare_limits(
                    implementation._get_limit(), standard._get_limit()
                )
            else:
                worse = flag == "has_own_fee" and implementation.fee - standard.fee
            if worse > 0:
                raise ValidationError(
                    self.env._(
                        "%(name)s may be faster and cheaper than %(standard)s, which "
                        "it follows, but not slower nor dearer.",
                        name=implementation.display_name,
                        standard=standard.display_name,
                    )
                )

    def _get_limit(self):
        return self.handling_kind, self.promised_days, self.day_unit
