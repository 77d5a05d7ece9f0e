from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.bianmin_base.tools.local_time import local_today

from .agent import AGENT_GROUP


class BianminAgentVisitSteps(models.AbstractModel):
    """The buttons of a visit, the steps behind them, and the list of a day."""

    _name = "bianmin.agent.visit.steps"
    _description = "Steps of a Visit"
    _inherit = ["bianmin.state.gate"]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_finish(self):
        """Ask at the door for place, photo and signature."""
        self.ensure_one()
        self._check_own()
        wizard = self.env["bianmin.agent.visit.finish"].create({"visit_id": self.id})
        return wizard._get_window_action(self.env._("Visited"))

    def action_open_miss(self):
        """Ask why nobody was met, and when the agent comes again."""
        return self._open_call_off("missed", self.env._("Nobody met"))

    def action_open_cancel(self):
        """Ask why these visits are not needed any more."""
        return self._open_call_off("cancelled", self.env._("Call the visit off"))

    def _open_call_off(self, target, title):
        self.check_access("read")
        wizard = self.env["bianmin.agent.visit.call.off"].create(
            {"visit_ids": [Command.set(self.ids)], "target": target}
        )
        return wizard._get_window_action(title)

    def action_take_over(self):
        """Make visits of a colleague one's own: whoever stands in goes instead.

        :raise AccessError: when the user is not the agent of a village today
        :raise UserError: when a visit has ended
        """
        self.check_access("read")
        self._check_scope(AGENT_GROUP)
        agent_sudo = self.env["bianmin.agent"]._get_acting_agent()
        if not agent_sudo or not agent_sudo._may_serve(self.division_id):
            raise AccessError(
                self.env._("Only an agent of the village takes visits over.")
            )
        # sudo: bianmin.agent.visit – one's own are one's to write, these become so
        visits_sudo = self.sudo()
        visits_sudo._lock_at_gate()
        visits_sudo.agent_id = agent_sudo.id

    def action_print_route(self):
        """Print the list of all visits of this agent on this day."""
        people = {(visit.agent_id, visit.planned_on) for visit in self}
        if len(people) != 1:
            raise UserError(
                self.env._("Choose visits of one agent on one day to print his list.")
            )
        report = self.env.ref("bianmin_agent.agent_visit_report")
        return report.report_action(self[:1], config=False)

    def action_open_receipt(self):
        """Open the record of delivery that was signed at the door."""
        self.ensure_one()
        return self.receipt_id.action_print()

    # ------------------------------------------------------------
    # STEPS OF THE WINDOWS
    # ------------------------------------------------------------

    def _finish(self, outcome):
        """The agent was there: write down what came of it.

        :param dict outcome: ``place``, ``latitude``, ``longitude``, ``note``,
            ``photo``, ``signature`` (both pictures in base64) and ``signed_by_name``
        :raise UserError: when the place or the evidence is missing, when the visit
            has ended, or when the request cannot be delivered
        :raise AccessError: when the visit is not the user's today
        """
        self.ensure_one()
        self.check_access("read")
        self._check_evidence(outcome)
        delivers = self.purpose == "delivery" and self.case_id
        if delivers:
            self._check_delivery_authorization()
        self._pass_gate("done")
        outcomes = self.env["bianmin.agent.visit.outcome"]
        if delivers:
            receipt = self._deliver(outcome["signed_by_name"], outcome["signature"])
            values = {**outcome, "signature": False, "signed_by_name": False}
            outcomes._record(self, "done", values | {"receipt_id": receipt.id})
        else:
            outcomes._record(self, "done", outcome)

    def _deliver(self, name, signature):
        """Pass the delivery of the case, and let its record of delivery be signed.

        :return: the record of delivery, a ``bianmin.case.document``
        """
        case = self.case_id
        case.check_access("read")
        # sudo: bianmin.case – the hall has decided and hands the result out; the agent
        # brings it and has the authorization to receive it. The gate of the case still
        # asks whether there is a result to deliver.
        case.sudo().action_deliver()
        case.invalidate_recordset(["document_ids"])
        receipt = case.document_ids.filtered(lambda paper: paper.kind == "delivery")[-1]
        role = "applicant" if name == case.applicant_name else "agent"
        self.env["bianmin.case.signature"]._sign(receipt, role, name, signature)
        return receipt

    def _check_delivery_authorization(self):
        """Who fetches a result at the hall needs the villager's word for it."""
        # sudo: bianmin.agent, bianmin.resident – the rule must not depend on what the
        # user sees
        agent_sudo, resident_sudo = self.agent_id.sudo(), self.resident_id.sudo()
        if agent_sudo.resident_id == resident_sudo:
            return
        authorization_sudo = self.env["bianmin.agent.authorization"]._find_between(
            resident_sudo, agent_sudo, self.case_id.item_id
        )
        if not authorization_sudo or not authorization_sudo.signature_is_intact:
            raise UserError(
                self.env._(
                    "%(villager)s has given %(agent)s no authorization for “%(item)s” "
                    "that holds today. Let the villager sign one first.",
                    villager=resident_sudo.name,
                    agent=agent_sudo.name,
                    item=self.case_id.item_id.name,
                )
            )

    def _miss(self, reason, again_on):
        """Nobody was met: say why, and plan the visit anew.

        :param str reason: stays with the visit
        :param date again_on: when the agent comes again, after today
        :return: the new visits
        """
        self._require_reason(reason)
        today = local_today()
        if not again_on or again_on <= today:
            raise UserError(self.env._("Choose a later day to come again."))
        early = self.filtered(lambda visit: visit.planned_on > today)
        if early:
            raise UserError(
                self.env._(
                    "The day of %(visit)s has not come: change the day instead.",
                    visit=early[0].display_name,
                )
            )
        self._pass_gate("missed")
        self._record_each("missed", {"reason": reason})
        # sudo: bianmin.agent.visit – which visit it stands for is set only here
        again_sudo = self.sudo().create(
            [visit._prepare_again_vals(again_on) for visit in self]
        )
        return again_sudo.sudo(self.env.su)

    def _prepare_again_vals(self, day):
        """Values of the visit that takes the place of a missed one."""
        self.ensure_one()
        return {
            "purpose": self.purpose,
            "resident_id": self.resident_id.id,
            "agent_id": self.agent_id.id,
            "case_id": self.case_id.id,
            "planned_on": day,
            "note": self.note,
            "missed_visit_id": self.id,
        }

    def _cancel(self, reason):
        """These visits are not needed any more.

        :param str reason: stays with the visit
        """
        self._require_reason(reason)
        self._pass_gate("cancelled")
        self._record_each("cancelled", {"reason": reason})

    def _record_each(self, result, values):
        outcomes = self.env["bianmin.agent.visit.outcome"]
        for visit in self:
            outcomes._record(visit, result, values)

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    @api.model
    def _require_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason: it stays on record."))

    def _check_evidence(self, outcome):
        """A visit is shown by a signature or a photo, a delivery by a signature."""
        if not (outcome.get("place") or "").strip():
            raise UserError(self.env._("Say where you met the villager."))
        if self.purpose == "delivery" and not outcome.get("signature"):
            raise UserError(
                self.env._("Who receives something signs for it: please let him sign.")
            )
        if not outcome.get("signature") and not outcome.get("photo"):
            raise UserError(
                self.env._("Let the villager sign, or take a photo of the visit.")
            )

    # ------------------------------------------------------------
    # LIST OF A DAY
    # ------------------------------------------------------------

    def _get_route(self):
        """The planned visits of the same agent on the same day, house by house."""
        self.ensure_one()
        visits = self.search(
            [
                ("agent_id", "=", self.agent_id.id),
                ("planned_on", "=", self.planned_on),
                ("state", "=", "planned"),
            ]
        )
        return (visits | self).sorted(lambda visit: visit._get_route_key())

    def _get_route_title(self):
        """Name of the printed list."""
        self.ensure_one()
        # sudo: bianmin.agent – the name on the list
        return f"{self.agent_id.sudo().name} {self.planned_on}"

    def _get_route_key(self):
        """Neighbours stand together: village, group, address, household."""
        self.ensure_one()
        # sudo: bianmin.resident – where the visited people live
        household_sudo = self.resident_id.sudo().household_id
        return (
            self.division_id.code or "",
            self.village_group or "",
            self.address or "",
            household_sudo.number or "",
            self.id,
        )

    def _get_home_label(self):
        """Where the villager lives, in one line."""
        self.ensure_one()
        parts = (self.division_id.name, self.village_group, self.address)
        return " ".join(filter(None, parts))

    def _get_qr(self):
        """The address of the visit, which a phone scans to open it at the door."""
        self.ensure_one()
        return self.env["ir.actions.report"]._get_qr_data_uri(
            f"{self.get_base_url()}/odoo/agent-visits/{self.id}"
        )
