from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.boolean_search import search_boolean

from .agent import AGENT_GROUP


class BianminResident(models.Model):
    """A villager, as the agent of his village sees him."""

    _inherit = "bianmin.resident"

    is_my_villager = fields.Boolean(
        compute="_compute_is_my_villager",
        search="_search_is_my_villager",
        groups=AGENT_GROUP,
        help="Lives in a village whose agent you are today.",
    )
    authorized_until = fields.Date(
        string="Authorized You Until",
        compute="_compute_authorized_until",
        groups=AGENT_GROUP,
        help="Last day of an authorization that the villager has given you; it may "
        "cover some matters only.",
    )

    @api.depends("division_id")
    @api.depends_context("uid")
    def _compute_is_my_villager(self):
        mine = self.filtered_domain(self._get_my_villagers_domain())
        mine.is_my_villager = True
        (self - mine).is_my_villager = False

    def _search_is_my_villager(self, operator, value):
        domain = self._get_my_villagers_domain()
        return search_boolean(operator, value, domain)

    @api.depends_context("uid")
    def _compute_authorized_until(self):
        agent_sudo = self.env["bianmin.agent"]._get_acting_agent()
        until = dict(
            self.env["bianmin.agent.authorization"]._read_group(
                [
                    ("is_in_force", "=", True),
                    ("agent_id", "=", agent_sudo.id),
                    ("resident_id", "in", self.ids),
                ],
                ["resident_id"],
                ["valid_to:max"],
            )
            if agent_sudo
            else ()
        )
        for resident in self:
            resident.authorized_until = until.get(resident)

    @api.model
    def _get_my_villagers_domain(self):
        """Residents of the villages in which the user is the agent today."""
        villages = self.env.user._get_scope_division_ids(AGENT_GROUP)
        return Domain("division_id", "child_of", villages)

    @api.model
    def _get_merge_references(self):
        # What was signed names whom it names: the villager signs anew.
        staying = ("bianmin.agent.authorization", "resident_id")
        # A visit is for a request of the same villager: the request goes first.
        visits = ("bianmin.agent.visit", "resident_id")
        others = super()._get_merge_references()
        return [ref for ref in others if ref not in (staying, visits)] + [visits]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_new_agent_request(self):
        """Open an empty request for this villager."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_agent.agent_case_new_action"
        )
        return {**action, "context": {"default_resident_id": self.id}}

    def action_view_agent_requests(self):
        """Open the requests that the agent has filed for this villager."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_agent.agent_case_action"
        )
        return {
            **action,
            "display_name": self.env._("Requests of %(name)s", name=self.name),
            "domain": [("resident_id", "=", self.id), ("agent_id", "!=", False)],
            "context": {"default_resident_id": self.id},
        }

    def action_view_agent_authorizations(self):
        """Open the authorizations of this villager, to have a new one signed."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_agent.agent_authorization_action"
        )
        return {
            **action,
            "display_name": self.env._("Authorizations of %(name)s", name=self.name),
            "domain": [("resident_id", "=", self.id)],
            "context": {"default_resident_id": self.id},
        }
