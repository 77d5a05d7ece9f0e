from odoo import models

from .agent import AGENT_GROUP

# Who holds one of these works in an office too and needs the office's menus.
OFFICE_GROUPS = (
    "bianmin_case.group_case_acceptor",
    "bianmin_case.group_case_decider",
    "bianmin_case.group_case_issuer",
    "bianmin_case.group_case_supervisor",
    "bianmin_base.group_resident_editor",
    "bianmin_base.group_administrator",
)
# The same things once more, as offices see them.
OFFICE_MENUS = (
    "bianmin_case.menu_case",
    "bianmin_base.menu_register",
    "bianmin_base.menu_configuration",
)


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Who is an agent and nothing else finds his own screens, and only these."""
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        if user.has_group(AGENT_GROUP) and not any(map(user.has_group, OFFICE_GROUPS)):
            hidden = [*hidden, *(self.env.ref(name).id for name in OFFICE_MENUS)]
        return hidden
