from odoo import api, fields, models
from odoo.fields import Command


class BianminAgentTripHandIn(models.TransientModel):
    """The window counts, together with the agent, what he brought."""

    _name = "bianmin.agent.trip.hand.in"
    _description = "Take Over a Trip"

    trip_id = fields.Many2one(
        "bianmin.agent.trip", required=True, readonly=True, ondelete="cascade"
    )
    line_ids = fields.One2many(
        "bianmin.agent.trip.hand.in.line",
        "wizard_id",
        string="Requests",
        compute="_compute_line_ids",
        # As the user, who may have named any trip.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    due = fields.Date(
        string="Missing Papers by",
        required=True,
        default=lambda self: self.env["bianmin.case.supplement"]._default_due(),
    )
    refused_count = fields.Integer(string="Not Taken", compute="_compute_refused_count")
    signature = fields.Binary(string="Agent's Signature", attachment=False)

    @api.depends("trip_id")
    def _compute_line_ids(self):
        """As the agent's sheet has it: the clerk changes what is otherwise."""
        for wizard in self:
            wizard.line_ids = [
                Command.create(
                    {
                        "trip_line_id": line.id,
                        "papers_counted": line.paper_count,
                        "money_counted": line.money,
                    }
                )
                for line in wizard.trip_id.line_ids
            ]

    @api.depends("line_ids.answer")
    def _compute_refused_count(self):
        for wizard in self:
            wizard.refused_count = len(
                wizard.line_ids.filtered(lambda line: line.answer != "accepted")
            )

    def action_confirm(self):
        """Take over what is in order, and print one receipt for all."""
        self.ensure_one()
        answers = {
            line.trip_line_id.id: line._prepare_answer() for line in self.line_ids
        }
        self.trip_id._hand_in(answers, self.due, self.signature)
        return self.trip_id.action_print() | {"close_on_report_download": True}
