from odoo import fields, models


class BianminSubsidyOpinion(models.TransientModel):
    """The sheet on which a post gives its opinion on rounds (审核意见)."""

    _name = "bianmin.subsidy.opinion"
    _description = "Opinion on a Subsidy Round"

    round_ids = fields.Many2many(
        "bianmin.subsidy.round",
        "bianmin_subsidy_opinion_round_rel",
        "opinion_id",
        "round_id",
        required=True,
    )
    step = fields.Selection(
        [
            ("audit", "Audit"),
            ("approve", "Approve"),
            ("return", "Return"),
            ("cancel", "Cancel"),
        ],
        required=True,
        readonly=True,
    )
    opinion = fields.Text(
        help="Returning and cancelling need a reason; agreeing may go without."
    )
    summary = fields.Text(compute="_compute_summary")

    def _compute_summary(self):
        """What the opinion is about: payments and total of each round."""
        for wizard in self:
            wizard.summary = "\n".join(
                self.env._(
                    "%(round)s: %(count)s payments, %(total)s",
                    round=record.name,
                    count=record.line_count,
                    total=record._format_total(),
                )
                for record in wizard.round_ids
            )

    def action_confirm(self):
        """Pass the rounds on, or back, with this opinion."""
        self.ensure_one()
        rounds = self.round_ids
        step = {
            "audit": rounds.action_audit,
            "approve": rounds.action_approve,
            "return": rounds.action_return,
            "cancel": rounds.action_cancel,
        }[self.step]
        step((self.opinion or "").strip())
        return {"type": "ir.actions.act_window_close"}

    def _get_action(self):
        self.ensure_one()
        labels = dict(self._fields["step"]._description_selection(self.env))
        return self._get_window_action(labels[self.step])
