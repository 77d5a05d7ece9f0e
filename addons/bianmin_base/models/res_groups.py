from odoo import models


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        result = super().write(vals)
        if "implied_ids" in vals:
            # What a role gives in its divisions is cached: see res.users.
            self.env.registry.clear_cache()
        return result

    def _is_held_in_divisions(self):
        """Whether the group gives nothing beyond the divisions of a role line.

        These are the feature groups, which staff of a hall hold, and what every
        employee has. Who could give himself access rights is never among them.
        """
        self.ensure_one()
        staff = self.env.ref("bianmin_base.group_user")
        if self.env.ref("base.group_erp_manager") in self.all_implied_ids:
            return False
        harmless = staff.all_implied_ids + self.env.ref("base.group_allow_export")
        return staff in self.all_implied_ids or self in harmless
