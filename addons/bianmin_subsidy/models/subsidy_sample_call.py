from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.transition import Transition

from .subsidy_sample import AUDITOR


class BianminSubsidySampleCall(models.Model):
    """One person who is called, and what he says."""

    _name = "bianmin.subsidy.sample.call"
    _description = "Call to a Payee"
    _inherit = ["bianmin.subsidy.settled.mixin"]
    _order = "sample_id desc, sequence, id"
    _rec_name = "payee_name"

    _gate_fields = ("state", "sample_id", "line_id", "division_id", "sequence")

    state = fields.Selection(
        [
            ("open", "To Be Called"),
            ("right", "Got What Stands Here"),
            ("wrong", "Not Right"),
            ("unreached", "Not Reached"),
        ],
        required=True,
        default="open",
        readonly=True,
        copy=False,
    )
    sample_id = fields.Many2one(
        "bianmin.subsidy.sample",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    line_id = fields.Many2one(
        "bianmin.subsidy.line", required=True, readonly=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(string="No.", readonly=True, aggregator=None)
    payee_name = fields.Char(related="line_id.payee_name", string="Payee")
    beneficiary_name = fields.Char(related="line_id.beneficiary_name")
    phone_masked = fields.Char(related="line_id.phone_masked", string="Phone")
    period = fields.Char(related="line_id.period")
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount = fields.Monetary(related="line_id.amount")

    _line_uniq = models.Constraint(
        "UNIQUE (sample_id, line_id)", "Each payment is drawn once."
    )

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("open", "right", AUDITOR),
            Transition("open", "wrong", AUDITOR),
            Transition("open", "unreached", AUDITOR),
            Transition("unreached", "right", AUDITOR),
            Transition("unreached", "wrong", AUDITOR),
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_right(self):
        """He got what stands here; write down what he said."""
        return self._ask_settlement("right")

    def action_ask_wrong(self):
        """He did not, or not all of it."""
        return self._ask_settlement("wrong")

    def action_ask_unreached(self):
        """Nobody answered; he can be called again."""
        return self._ask_settlement("unreached")
