from odoo import api, models
from odoo.exceptions import AccessError


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

    def _check_held_in_divisions(self):
        """Refuse roles that reach beyond the divisions they are held in.

        The groups of Odoo know no division: an administrator of a village who gave
        one of them would give it everywhere.

        :raise AccessError: when a role contains such a group
        """
        # sudo: res.groups – what a role contains decides, not who may read it
        for role in self.sudo():
            if not all(group._is_held_in_divisions() for group in role.implied_ids):
                raise AccessError(
                    self.env._(
                        "The role “%(role)s” is not limited to divisions. Only who "
                        "gives access rights to the whole system can give it.",
                        role=role.name,
                    )
                )
