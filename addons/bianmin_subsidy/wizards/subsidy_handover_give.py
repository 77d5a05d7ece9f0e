from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..models.subsidy_handover_transfer import MEDIA


class BianminSubsidyHandoverGive(models.TransientModel):
    """Pack the money of one village and sign for it: the other side will count it."""

    _name = "bianmin.subsidy.handover.give"
    _description = "Give Money On"

    direction = fields.Selection(
        [("out", "To the Agent"), ("back", "Back to the Township")],
        required=True,
        readonly=True,
    )
    handover_ids = fields.Many2many(
        "bianmin.subsidy.handover",
        "bianmin_subsidy_handover_give_rel",
        "wizard_id",
        "handover_id",
        string="People",
        required=True,
    )
    # Read as the user, who may have named any hand-over.
    agent_id = fields.Many2one("bianmin.agent", compute="_compute_packet")
    handover_count = fields.Integer(
        string="Number of People", compute="_compute_packet"
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_packet")
    amount = fields.Monetary(string="Total", compute="_compute_packet")
    medium = fields.Selection(
        MEDIA,
        string="Brought as",
        required=True,
        compute="_compute_medium",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    due_on = fields.Date(
        string="To Be Handed Over by",
        compute="_compute_due_on",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="What is not handed over by then goes back to the township (发放期限).",
    )
    note = fields.Char(string="Remark")
    signature = fields.Binary(attachment=False)

    @api.depends("handover_ids")
    def _compute_packet(self):
        for wizard in self:
            handovers = wizard.handover_ids
            wizard.agent_id = handovers.agent_id[:1]
            wizard.handover_count = len(handovers)
            wizard.currency_id = handovers.currency_id[:1]
            wizard.amount = sum(handovers.mapped("amount"))

    @api.depends("handover_ids")
    def _compute_medium(self):
        for wizard in self:
            wizard.medium = wizard.handover_ids[:1].medium or "cash"

    @api.depends("handover_ids", "direction")
    def _compute_due_on(self):
        for wizard in self:
            days = wizard.handover_ids.scheme_id[:1].handover_days
            wizard.due_on = wizard.direction == "out" and (
                local_today() + relativedelta(days=days)
            )

    def action_confirm(self):
        """Make the sheet, signed by who gives, and open it."""
        self.ensure_one()
        wizard = self.with_context(bin_size=False)
        sheet = self.handover_ids._put_on_sheet(
            self.direction,
            wizard.signature,
            medium=self.medium,
            due_on=self.due_on,
            note=self.note,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": sheet._name,
            "res_id": sheet.id,
            "view_mode": "form",
            "target": "current",
        }
