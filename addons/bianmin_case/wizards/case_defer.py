from odoo import api, fields, models


class BianminCaseDefer(models.TransientModel):
    """Accept an application of which papers follow later, on a promise (容缺受理)."""

    _name = "bianmin.case.defer"
    _description = "Accept with Papers to Follow"

    case_id = fields.Many2one("bianmin.case", required=True, ondelete="cascade")
    papers = fields.Text(string="Papers to Follow", compute="_compute_papers")
    due = fields.Date(
        string="At the Latest",
        compute="_compute_due",
        store=True,
        readonly=False,
        help="Within the promised limit of the case.",
    )
    signature = fields.Binary(
        string="Signature of the Applicant",
        help="The applicant signs that the papers follow by that day, or the case may "
        "be closed.",
    )

    @api.depends("case_id")
    def _compute_papers(self):
        for wizard in self:
            materials = wizard.case_id._get_deferred_materials()
            wizard.papers = "\n".join(materials.mapped("name"))

    @api.depends("case_id")
    def _compute_due(self):
        for wizard in self:
            wizard.due = wizard.case_id and wizard.case_id._get_latest_deferral()

    def action_confirm(self):
        """Take the promise and accept."""
        self.ensure_one()
        self.case_id._defer(self.due, self.signature)
        self.case_id.action_accept()
        return {"type": "ir.actions.act_window_close"}
