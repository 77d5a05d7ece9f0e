from odoo import fields, models

from ..models.agent_trip_line import ANSWERS


class BianminAgentTripHandInLine(models.TransientModel):
    """One request, as the window finds it."""

    _name = "bianmin.agent.trip.hand.in.line"
    _description = "Take Over a Request"
    _order = "id"

    wizard_id = fields.Many2one(
        "bianmin.agent.trip.hand.in", required=True, index=True, ondelete="cascade"
    )
    trip_line_id = fields.Many2one(
        "bianmin.agent.trip.line", required=True, readonly=True, ondelete="cascade"
    )
    # Read as the user, who may have named any line.
    currency_id = fields.Many2one(
        related="trip_line_id.currency_id", related_sudo=False
    )
    applicant_name = fields.Char(
        related="trip_line_id.applicant_name", related_sudo=False
    )
    item_id = fields.Many2one(related="trip_line_id.item_id", related_sudo=False)
    paper_count = fields.Integer(related="trip_line_id.paper_count", related_sudo=False)
    money = fields.Monetary(related="trip_line_id.money", related_sudo=False)
    answer = fields.Selection(ANSWERS, required=True, default="accepted")
    papers_counted = fields.Integer()
    money_counted = fields.Monetary()
    reason = fields.Char(
        help="Why it is not taken over or counted otherwise. The villager is told why."
    )

    def _prepare_answer(self):
        self.ensure_one()
        return {
            "state": self.answer,
            "papers_counted": self.papers_counted,
            "money_counted": self.money_counted,
            "reason": self.reason,
        }
