from collections import Counter

from odoo import api, fields, models

# More than that nobody reads in a window; the numbers above count them all.
LINES_SHOWN = 30


class BianminCatalogDelegationPreview(models.TransientModel):
    """What a letter will make and change, before it is put in force."""

    _name = "bianmin.catalog.delegation.preview"
    _description = "Preview of a Delegation"

    delegation_id = fields.Many2one(
        "bianmin.catalog.delegation", required=True, readonly=True, ondelete="cascade"
    )
    item_count = fields.Integer(string="Items", compute="_compute_plan")
    point_count = fields.Integer(string="Service Points", compute="_compute_plan")
    new_count = fields.Integer(string="New", compute="_compute_plan")
    changed_count = fields.Integer(string="Changed", compute="_compute_plan")
    present_count = fields.Integer(string="There Already", compute="_compute_plan")
    conflict_count = fields.Integer(string="Left as They Are", compute="_compute_plan")
    changes = fields.Text(string="What Changes", compute="_compute_plan")
    conflicts = fields.Text(string="What Is Left", compute="_compute_plan")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("delegation_id")
    def _compute_plan(self):
        for preview in self:
            delegation = preview.delegation_id
            plan = delegation._plan()
            counts = Counter(kind for kind, *_rest in plan)
            preview.item_count = len(delegation.item_ids)
            preview.point_count = len(delegation.service_point_ids)
            for kind in ("new", "changed", "present", "conflict"):
                preview[f"{kind}_count"] = counts[kind]
            preview.changes = preview._list(plan, "changed")
            preview.conflicts = preview._list(plan, "conflict")

    def _list(self, plan, wanted):
        """The first lines of one kind, as text."""
        reasons = self._get_reasons()
        lines = [
            " · ".join(filter(None, (item.name, point.name, reasons.get(reason))))
            for kind, reason, item, point, _present in plan
            if kind == wanted
        ]
        if len(lines) > LINES_SHOWN:
            more = self.env._("… and %(count)s more", count=len(lines) - LINES_SHOWN)
            lines = [*lines[:LINES_SHOWN], more]
        return "\n".join(lines)

    def _get_reasons(self):
        return {
            "cancelled": self.env._("cancelled there: put it in use first"),
            "letter": self.env._("under another letter that is in force"),
            "power": self.env._("decides it already by a power that a letter leaves"),
        }

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_put_in_force(self):
        """Issue the letter, see ``bianmin.catalog.delegation``."""
        self.ensure_one()
        return self.delegation_id.action_put_in_force()
