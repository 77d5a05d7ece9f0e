from odoo import api, fields, models

OUTCOME_FIELDS = (
    *("place", "latitude", "longitude", "note"),
    *("photo", "signed_by_name", "signature"),
)


class BianminAgentVisitFinish(models.TransientModel):
    """At the door: where, a photo, a signature."""

    _name = "bianmin.agent.visit.finish"
    _description = "Visited"

    visit_id = fields.Many2one(
        "bianmin.agent.visit", required=True, readonly=True, ondelete="cascade"
    )
    # Read as the user, who may have named any visit.
    purpose = fields.Selection(related="visit_id.purpose", related_sudo=False)
    item_id = fields.Many2one(related="visit_id.item_id", related_sudo=False)
    case_id = fields.Many2one(related="visit_id.case_id", related_sudo=False)
    visit_note = fields.Text(related="visit_id.note", related_sudo=False)
    place = fields.Char(
        string="Met at",
        compute="_compute_from_visit",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="Where you met the villager, such as at home.",
    )
    latitude = fields.Float(digits=(9, 6))
    longitude = fields.Float(digits=(9, 6))
    note = fields.Text(help="What came of it.")
    photo = fields.Binary(attachment=False)
    signed_by_name = fields.Char(
        string="Who Signs",
        compute="_compute_from_visit",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    signature = fields.Binary(attachment=False)

    @api.depends("visit_id")
    def _compute_from_visit(self):
        for wizard in self:
            visit = wizard.visit_id
            visit.check_access("read")
            wizard.place = visit._get_home_label() if visit else False
            # sudo: bianmin.resident – whoever reads the visit knows who is visited
            wizard.signed_by_name = visit.resident_id.sudo().name

    def action_confirm(self):
        """Write down that the villager was visited."""
        self.ensure_one()
        wizard = self.with_context(bin_size=False)
        self.visit_id._finish({name: wizard[name] for name in OUTCOME_FIELDS})
        return {"type": "ir.actions.act_window_close"}
