from odoo import models
from odoo.tools.image import image_data_uri

from odoo.addons.bianmin_base.tools.local_time import local_today


class BianminServicePoint(models.Model):
    """The public page of a village says who its agents are and who is there today."""

    _inherit = "bianmin.service.point"

    def _prepare_public_home(self):
        return {**super()._prepare_public_home(), "agents": self._prepare_agents()}

    def _prepare_agents(self):
        """Agents who are in office here today, those on duty first.

        What is told stands on the notice board, too: face, name, post, hours, phone.
        """
        self.ensure_one()
        # sudo: bianmin.agent, bianmin.agent.duty – who has the address of the page sees
        # what hangs on the wall of the station
        agents_sudo = self.env["bianmin.agent"].sudo()
        if self.level != "station":
            return []
        agents_sudo = agents_sudo.search([("service_point_ids", "in", self.ids)])
        duties_sudo = self.env["bianmin.agent.duty"].sudo()
        hours = {
            duty.agent_id: duty.hours
            for duty in duties_sudo.search(
                [("service_point_id", "=", self.id), ("day", "=", local_today())]
            )
        }
        serving_sudo = agents_sudo.filtered(
            lambda agent: agent._may_serve(self.division_id)
        )
        return [
            {
                "name": agent.name,
                "post": agent.post,
                "phone": agent.phone,
                "hours": hours.get(agent) or agent.duty_hours,
                "is_on_duty": agent in hours,
                "photo": agent.photo_small and image_data_uri(agent.photo_small),
            }
            for agent in serving_sudo.sorted(lambda one: (one not in hours, one.name))
        ]
