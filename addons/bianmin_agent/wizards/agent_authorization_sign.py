from odoo import api, fields, models


class BianminAgentAuthorizationSign(models.TransientModel):
    """The villager reads his authorization, adds his ID copy and signs."""

    _name = "bianmin.agent.authorization.sign"
    _description = "Sign an Authorization"

    authorization_id = fields.Many2one(
        "bianmin.agent.authorization", required=True, readonly=True, ondelete="cascade"
    )
    content = fields.Html(compute="_compute_content")
    identity_copy_ids = fields.Many2many(
        "ir.attachment",
        "bianmin_authorization_sign_attachment_rel",
        "wizard_id",
        "attachment_id",
        string="Photo of the ID Card",
        compute="_compute_identity_copy_ids",
        store=True,
        readonly=False,
    )
    signature = fields.Binary(string="Villager's Signature", attachment=False)

    @api.depends("authorization_id")
    def _compute_content(self):
        for wizard in self:
            wizard.content = self.env["ir.qweb"]._render(
                "bianmin_agent.agent_authorization_text",
                {"doc": wizard.authorization_id},
            )

    @api.depends("authorization_id")
    def _compute_identity_copy_ids(self):
        for wizard in self:
            wizard.identity_copy_ids = wizard.authorization_id.identity_copy_ids

    def action_sign(self):
        """Put the signature under the authorization; it holds from now on."""
        self.ensure_one()
        authorization = self.authorization_id
        authorization.identity_copy_ids = self._own_identity_copies()
        authorization._sign(self.signature, authorization.resident_id.name)
        return {"type": "ir.actions.act_window_close"}

    def _own_identity_copies(self):
        """Hand files that were uploaded in this window over to the authorization."""
        # sudo: ir.attachment – only what this user uploaded here
        loose_sudo = self.identity_copy_ids.sudo().filtered(
            lambda file: (
                file.res_model == self._name and file.create_uid == self.env.user
            )
        )
        loose_sudo.write({"res_model": self.authorization_id._name, "res_id": 0})
        return self.identity_copy_ids
