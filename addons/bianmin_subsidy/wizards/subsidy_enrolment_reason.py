from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today


class BianminSubsidyEnrolmentReason(models.TransientModel):
    """Says why enrolments are suspended or ended, and when they end."""

    _name = "bianmin.subsidy.enrolment.reason"
    _description = "Reason of a Change of Enrolments"

    enrolment_ids = fields.Many2many(
        "bianmin.subsidy.enrolment",
        "bianmin_subsidy_enrolment_reason_rel",
        "reason_id",
        "enrolment_id",
        required=True,
    )
    target = fields.Selection(
        [("suspended", "Suspend"), ("ended", "End"), ("active", "Resume")],
        required=True,
        readonly=True,
    )
    reason = fields.Char(default="")
    arrears = fields.Boolean(
        string="Pay What Was Missed",
        default=True,
        help="The next round pays the periods held back meanwhile, each once.",
    )
    last_day = fields.Date(
        required=True,
        default=lambda self: local_today(),
        help="The period in which this day lies is still paid.",
    )

    def action_confirm(self):
        """Suspend, end or resume the enrolments."""
        self.ensure_one()
        if self.target == "active":
            self.enrolment_ids._resume(self.arrears)
        elif not (self.reason or "").strip():
            raise UserError(self.env._("Please say why: the others will read it."))
        elif self.target == "suspended":
            self.enrolment_ids._suspend(self.reason)
        else:
            self.enrolment_ids._end(self.reason, self.last_day)
        return {"type": "ir.actions.act_window_close"}
