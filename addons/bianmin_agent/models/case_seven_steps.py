from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.local_time import local_date

# The seven steps of acting for somebody (代办七步), and the event that tells of each.
# The first is told by the authorization, the last by a visit.
STEPS = ("entrust", "accept", "handle", "deliver", "archive", "report", "follow_up")
EVENT_OF_STEP = {
    "accept": "accept",
    "handle": "close",
    "deliver": "deliver",
    "archive": "archive",
    # What is on file counts in the statistics of township and county from that moment.
    "report": "archive",
}


class BianminCase(models.Model):
    """How far a request has come on the seven steps of 代办."""

    _inherit = "bianmin.case"

    seven_steps = fields.Html(
        compute="_compute_seven_steps",
        sanitize=False,
        help="委托、受理、办理、送达、归档、上报、回访, each with its day.",
    )

    @api.depends("event_ids", "visit_ids.state", "agent_id", "authorization_id")
    @api.depends_context("lang")
    def _compute_seven_steps(self):
        days = self._get_step_days()
        labels = self._get_step_labels()
        self.seven_steps = False
        for case in self.filtered("agent_id"):
            steps = [
                {"label": labels[step], "day": days[case.id].get(step)}
                for step in STEPS
            ]
            case.seven_steps = self.env["ir.qweb"]._render(
                "bianmin_agent.case_seven_steps", {"steps": steps}
            )

    @api.model
    def _get_step_labels(self):
        return {
            "entrust": self.env._("Entrusted"),
            "accept": self.env._("Accepted"),
            "handle": self.env._("Handled"),
            "deliver": self.env._("Brought to Him"),
            "archive": self.env._("On file"),
            "report": self.env._("Reported"),
            "follow_up": self.env._("Asked about"),
        }

    def _get_step_days(self):
        """The Chinese day on which each case took each step.

        :return: dict of case id → dict of step → date
        """
        moments = {case.id: {} for case in self}
        kinds = {}
        for step, kind in EVENT_OF_STEP.items():
            kinds.setdefault(kind, []).append(step)
        for case, kind, moment in self._read_step_events(tuple(kinds)):
            for step in kinds[kind]:
                moments[case][step] = moment
        for case in self.filtered("agent_id"):
            # sudo: bianmin.agent.authorization – when it was signed, for the line
            signed = case.authorization_id.sudo().signed_at
            moments[case.id]["entrust"] = signed or case.received_at
        for visit in self.visit_ids:
            if visit.purpose == "follow_up" and visit.state == "done":
                moments[visit.case_id.id]["follow_up"] = visit.ended_at
        return {
            case_id: {
                step: local_date(moment) for step, moment in steps.items() if moment
            }
            for case_id, steps in moments.items()
        }

    def _read_step_events(self, kinds):
        """The last event of each of these kinds that no reopening has undone."""
        if not self.ids:
            return []
        # SQL: a grouping that leaves out what a later event has undone
        return self.env.execute_query(
            SQL(
                """SELECT event.case_id, event.kind, max(event.at)
                FROM bianmin_case_event event
                WHERE event.case_id IN %(cases)s AND event.kind IN %(kinds)s
                AND (event.kind = 'accept' OR NOT EXISTS (
                    SELECT FROM bianmin_case_event later
                    WHERE later.case_id = event.case_id AND later.kind = 'reopen'
                    AND later.id > event.id
                ))
                GROUP BY event.case_id, event.kind""",
                cases=tuple(self.ids),
                kinds=kinds,
                to_flush=self.env["bianmin.case.event"]._fields["kind"],
            )
        )

    # ------------------------------------------------------------
    # MESSAGES
    # ------------------------------------------------------------

    def _after_delivery(self):
        """Tell the villager that his result was handed over, and to whom to turn when
        he has not got it.
        """
        result = super()._after_delivery()
        if entrusted := self.filtered("authorization_id"):
            entrusted._notify_applicant("delivered_by_agent")
        return result

    @api.model
    def _get_text_templates(self):
        return {
            **super()._get_text_templates(),
            "delivered_by_agent": "bianmin_agent.sms_template_case_delivered",
        }
