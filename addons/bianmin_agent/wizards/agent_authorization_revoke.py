from odoo import fields, models


class BianminAgentAuthorizationRevoke(models.TransientModel):
    """Why a villager takes his authorization back."""

    _name = "bianmin.agent.authorization.revoke"
    _description = "Revoke an Authorization"

    authorization_ids = fields.Many2many(
        "bianmin.agent.authorization",
        "bianmin_authorization_revoke_rel",
        "wizard_id",
        "authorization_id",
        string="Authorizations",
        readonly=True,
    )
    reason = fields.Char(
        help="In a few words, such as: the matter is done, the villager wants to go "
        "himself."
    )

    def action_revoke(self):
        """Take the authorizations back, from this moment on."""
        self.ensure_one()
        self.authorization_ids._revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}
