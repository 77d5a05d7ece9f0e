from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

# Working days that applicants get, unless the clerk gives more.
DAYS_TO_SUPPLEMENT = 5


class BianminCaseSupplement(models.TransientModel):
    """Tell at once all that has to be supplemented (补正告知, 行政许可法 art. 32)."""

    _name = "bianmin.case.supplement"
    _description = "Request Supplements"

    case_ids = fields.Many2many("bianmin.case", string="Cases", required=True)
    material_ids = fields.Many2many(
        "bianmin.case.material",
        string="Papers to Supplement",
        domain="[('case_id', 'in', case_ids)]",
        help="Papers that are missing, out of date or not readable.",
    )
    note = fields.Text(
        string="What Is Missing",
        compute="_compute_note",
        store=True,
        readonly=False,
        help="All of it, at once. It is told to the applicant.",
    )
    due = fields.Date(
        string="Supplement by", required=True, default=lambda self: self._default_due()
    )

    @api.model
    def _default_due(self):
        return self.env["bianmin.calendar.day"]._add_working_days(
            local_today(), DAYS_TO_SUPPLEMENT
        )

    @api.depends("material_ids")
    def _compute_note(self):
        for wizard in self:
            names = dict.fromkeys(wizard.material_ids.mapped("name"))
            wizard.note = "、".join(names) or wizard.note

    def action_confirm(self):
        """Send the cases back for what is missing."""
        self.ensure_one()
        if self.due <= local_today():
            raise UserError(
                self.env._("Give the applicant some days: choose a later date.")
            )
        self.case_ids._request_supplement(self.note, self.due, self.material_ids)
        return {"type": "ir.actions.act_window_close"}
