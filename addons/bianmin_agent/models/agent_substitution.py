from odoo import models

from odoo.addons.bianmin_base.tools.local_time import local_today

from .agent import AGENT_GROUP


class BianminAgent(models.Model):
    """An agent stands in for a neighbour who is ill or away.

    The administrator says so by a substitution, which gives a role line with dates:
    while it holds, the villages and stations of the absent agent are the substitute's
    too, and no longer.
    """

    _inherit = "bianmin.agent"

    def action_open_substitution(self):
        """Say who stands in for this agent, and for how long.

        :raise AccessError: when the user administers no villages of the agent
        """
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Substitute for %(name)s", name=self.name),
            "res_model": "bianmin.role.substitution",
            "view_mode": "form",
            "context": {"default_absent_user_id": self.user_id.id},
        }

    def _get_substitutions(self):
        """For whom this agent stands in today.

        :return: list of (absent agent, as superuser; divisions in which he stands in)
        """
        self.ensure_one()
        # sudo: bianmin.agent, res.users.role.line – for whom one stands in is decided
        # by roles, which are not one's to read
        agent_sudo = self.sudo()
        group = agent_sudo.env.ref(AGENT_GROUP)
        lines = agent_sudo.user_id._get_role_lines_on(local_today())
        lines = lines.filtered("substituted_line_id")._filter_giving(group)
        absent = agent_sudo.search(
            [("user_id", "in", lines.substituted_line_id.user_id.ids)]
        ).grouped("user_id")
        return [
            (absent[user], line.division_ids)
            for line in lines
            for user in line.substituted_line_id.user_id
            if user in absent
        ]

    def _get_substituted_villages(self):
        """The villages of others in which this agent stands in today."""
        villages = self.env["bianmin.division"]
        for absent, held in self._get_substitutions():
            villages |= absent.division_ids.filtered(
                lambda village, held=held: village._lies_within(held.ids)
            )
        return villages

    def _get_stations(self):
        """The agent's stations, and those of others at which he stands in today.

        :return: stations; none for no agent
        """
        # sudo: bianmin.agent – which stations are his
        stations = self.sudo().service_point_ids
        for absent, held in self._get_substitutions() if self else ():
            stations |= absent.service_point_ids.filtered(
                lambda point, held=held: point.division_id._lies_within(held.ids)
            )
        return stations.sudo(self.env.su)
