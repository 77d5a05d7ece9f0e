from odoo import models
from odoo.exceptions import AccessError, UserError

from .agent import AGENT_GROUP

ACCEPTOR_GROUP = "bianmin_case.group_case_acceptor"
# Steps of the office: no agent takes them in what he filed himself.
OFFICE_STATES = (
    "supplement",
    "accepted",
    "rejected",
    "review",
    "special",
    "decided",
    "closed",
)


class BianminCaseAgentFiling(models.AbstractModel):
    """What an agent may do in a villager's case, and what he may not.

    He hands in, supplements and withdraws, where he is the agent today and as long
    as the villager's authorization holds. He accepts and decides nothing.
    """

    _name = "bianmin.case.agent.filing"
    _description = "Filing by an Agent"

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_office_acts(self):
        """Who filed as an agent is no judge of it, whatever other role he has."""
        # sudo: bianmin.agent – whose request it is
        own = self.filtered(
            lambda case: (
                not self.env.su and case.agent_id.sudo().user_id == self.env.user
            )
        )
        if own:
            raise UserError(
                self.env._(
                    "You filed %(case)s yourself, as an agent: a colleague at the "
                    "window must handle it.",
                    case=own[0].display_name,
                )
            )

    def _check_agent_acts(self):
        """Whether the agent may act for each of these villagers today.

        :raise AccessError: when the village or the station is not his today
        :raise UserError: when the villager has not authorized him for the matter
        """
        found = self.env["bianmin.agent.authorization"]._find_for(self)
        for case in self:
            error = case._get_reach_error()
            if error:
                raise AccessError(error)
            error = case._get_authorization_error(found[case.id])
            if error:
                raise UserError(error)

    def _get_reach_error(self):
        """Sentence that says why the agent is not in charge, or nothing."""
        self.ensure_one()
        # sudo: bianmin.agent, bianmin.resident – the rule must not depend on what the
        # user sees
        agent_sudo, resident_sudo = self.agent_id.sudo(), self.resident_id.sudo()
        if not agent_sudo:
            return self.env._(
                "Your login belongs to no agent. Ask your administrator to enter you "
                "as the agent of your village."
            )
        if not self.env.su and agent_sudo.user_id != self.env.user:
            return self.env._(
                "This request was drawn up by %(agent)s: nobody else can act in it. "
                "Make a request of your own.",
                agent=agent_sudo.name,
            )
        if not agent_sudo._may_serve(resident_sudo.division_id | self.division_id):
            return self.env._(
                "%(agent)s is not the agent of %(village)s today.",
                agent=agent_sudo.name,
                village=resident_sudo.division_id.name,
            )
        if not agent_sudo._works_at(self.service_point_id):
            return self.env._(
                "%(station)s is no station of %(agent)s.",
                station=self.service_point_id.name,
                agent=agent_sudo.name,
            )
        return None

    def _get_authorization_error(self, authorization_sudo):
        """Sentence that says what the villager still has to do, or nothing.

        :param authorization_sudo: the authorization in force, or an empty recordset
        """
        self.ensure_one()
        # sudo: bianmin.resident – an authorization ends with a death (民法典 art. 173)
        resident_sudo = self.resident_id.sudo()
        names = {"villager": resident_sudo.name, "item": self.item_id.name}
        if resident_sudo.death_date:
            return self.env._(
                "%(villager)s has died: the authorization has ended.", **names
            )
        if self.authorization_status == "own":
            return None
        if not authorization_sudo:
            return self.env._(
                "%(villager)s has given you no authorization for “%(item)s” that "
                "holds today. Let the villager sign one first.",
                **names,
            )
        if not authorization_sudo.signature_is_intact:
            return self.env._(
                "The authorization of %(villager)s is no longer what was signed. "
                "Revoke it and have a new one signed.",
                **names,
            )
        return None

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _is_user_at_window(self):
        """Whether the user sits at a window that may accept this case."""
        self.ensure_one()
        return bool(self.division_id) and self.env.user._has_scope(
            ACCEPTOR_GROUP, self.division_id
        )

    def _is_user_only_agent(self):
        """Whether the user acts here as an agent and as nothing else."""
        self.ensure_one()
        return (
            not self.env.su
            and self.env.user.has_group(AGENT_GROUP)
            and not self._is_user_at_window()
        )

    def _refresh_authorization(self):
        """Look the authorizations up again: they change with signatures and days."""
        self.env.add_to_compute(self._fields["authorization_id"], self)
        self.mapped("authorization_id")
