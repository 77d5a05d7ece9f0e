from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.transition import Transition

from .subsidy_notice import PREPARER


class BianminSubsidyObjection(models.Model):
    """What somebody said against a notice, and what the township found (异议)."""

    _name = "bianmin.subsidy.objection"
    _description = "Objection to a Public Notice"
    _inherit = ["bianmin.state.gate"]
    _order = "id desc"
    _rec_name = "line_id"

    _gate_fields = ("state", "finding", "settled_by_id", "settled_at")

    state = fields.Selection(
        [
            ("open", "To Be Settled"),
            ("rejected", "Unfounded"),
            ("upheld", "Well Founded"),
        ],
        required=True,
        readonly=True,
        default="open",
        copy=False,
    )
    notice_id = fields.Many2one(
        "bianmin.subsidy.notice", required=True, index=True, ondelete="restrict"
    )
    round_id = fields.Many2one(related="notice_id.round_id", store=True, index=True)
    division_id = fields.Many2one(
        related="notice_id.division_id", store=True, index=True, precompute=True
    )
    line_id = fields.Many2one(
        "bianmin.subsidy.line",
        string="Against the Payment",
        index="btree_not_null",
        domain="[('round_id', '=', round_id)]",
        ondelete="restrict",
        help="Leave empty when somebody is said to be missing on the roster.",
    )
    received_on = fields.Date(required=True, default=lambda self: local_today())
    objector = fields.Char(
        string="Objected by", help="Leave empty for somebody who gave no name."
    )
    text = fields.Text(string="Objection", required=True)
    finding = fields.Text(readonly=True, copy=False, help="What the township found.")
    settled_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    settled_at = fields.Datetime(readonly=True, copy=False)

    @api.constrains("line_id", "notice_id")
    def _check_line(self):
        for objection in self:
            line = objection.line_id
            if line and line.round_id != objection.notice_id.round_id:
                raise UserError(
                    self.env._("This payment is not on the roster of the notice.")
                )

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("open", "rejected", PREPARER),
            Transition("open", "upheld", PREPARER),
        )

    def _settle(self, target, finding):
        """Say what was found.

        :param str target: ``rejected``, or ``upheld``: the round has to be returned
        :raise UserError: without a finding
        """
        if not (finding or "").strip():
            raise UserError(self.env._("Please say what was found."))
        self._pass_gate(
            target,
            finding=finding.strip(),
            settled_by_id=self.env.uid,
            settled_at=fields.Datetime.now(),
        )

    def action_ask_reject(self):
        """Open the sheet that says why an objection is unfounded."""
        return self._ask_finding("rejected")

    def action_ask_uphold(self):
        """Open the sheet that says why an objection is well founded."""
        return self._ask_finding("upheld")

    def _ask_finding(self, target):
        self.ensure_one()
        wizard = self.env["bianmin.subsidy.objection.finding"].create(
            {"objection_id": self.id, "target": target}
        )
        return wizard._get_window_action(self._get_state_label(target))
