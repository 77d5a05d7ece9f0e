from odoo import api, models


class ResUsersRole(models.Model):
    _inherit = "res.users.role"

    @api.model_create_multi
    def create(self, vals_list):
        roles = super().create(vals_list)
        self.env.registry.clear_cache()
        return roles

    def write(self, vals):
        result = super().write(vals)
        # What a role gives decides who sees what: see res.users.
        self.env.registry.clear_cache()
        return result
