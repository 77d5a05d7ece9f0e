from odoo import models


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        result = super().write(vals)
        if "implied_ids" in vals:
            # What a role gives in its divisions is cached: see res.users.
            self.env.registry.clear_cache()
        return result
