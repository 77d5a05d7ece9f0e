from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

from .subsidy_certification import CERTIFIER

# Visits are planned for the day after tomorrow at the earliest, and before the proof
# runs out when there is time.
FIRST_DAY, BEFORE_THE_END = 2, 3


class BianminResident(models.Model):
    """Whose proof runs out and who cannot come is visited by the agent."""

    _inherit = "bianmin.resident"

    def action_plan_visits(self):
        """Plan a visit for the proof of life, one for each of these people.

        Who is dead, needs no proof or has such a visit planned is passed over.

        :raise UserError: when a village has no agent
        :raise AccessError: when the user's role does not allow it in the village
        """
        self.check_access("read")
        self._check_scope(CERTIFIER)
        people = self.filtered(lambda one: one.certified_until and not one.death_date)
        # sudo: bianmin.agent.visit – a visit that one may not see counts, too; the
        # right to see to the proofs of these villages was checked
        visits_sudo = self.env["bianmin.agent.visit"].sudo()
        planned = visits_sudo.search(
            [
                ("resident_id", "in", people.ids),
                ("purpose", "=", "certification"),
                ("state", "=", "planned"),
            ]
        )
        people -= planned.resident_id.with_env(self.env)
        agents = people._get_village_agents()
        made = visits_sudo.create(
            [
                person._prepare_visit_vals(agents[person.division_id])
                for person in people
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if made else "warning",
                "message": self.env._(
                    "%(made)s visits are planned; the others have one or need none.",
                    made=len(made),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_village_agents(self):
        """The agent of each village, as superuser: a full-time one first.

        :raise UserError: when a village has none
        """
        # sudo: bianmin.agent – who serves a village hangs at its station
        agents_sudo = (
            self.env["bianmin.agent"]
            .sudo()
            .search(
                [
                    ("division_ids", "in", self.division_id.ids),
                    ("user_id", "!=", False),
                ],
                order="kind, id",
            )
        )
        found = {}
        for village in self.division_id:
            own = agents_sudo.filtered(lambda a, v=village: v in a.division_ids)
            if not own:
                raise UserError(
                    self.env._(
                        "%(village)s has no agent: name one first.",
                        village=village.name,
                    )
                )
            found[village] = own[0]
        return found

    def _prepare_visit_vals(self, agent):
        self.ensure_one()
        earliest = local_today() + relativedelta(days=FIRST_DAY)
        wanted = self.certified_until - relativedelta(days=BEFORE_THE_END)
        return {
            "resident_id": self.id,
            "division_id": self.division_id.id,
            "agent_id": agent.id,
            "purpose": "certification",
            "planned_on": max(earliest, wanted),
            "note": self.env._(
                "Proof of life until %(day)s: photo with the ID card.",
                day=self.certified_until,
            ),
        }
