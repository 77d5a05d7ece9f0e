from odoo import fields, models


class BianminAgentVisit(models.Model):
    """An agent also goes to a home to see that somebody lives."""

    _inherit = "bianmin.agent.visit"

    purpose = fields.Selection(
        selection_add=[("certification", "Proof of Life")],
        ondelete={"certification": "set default"},
    )
