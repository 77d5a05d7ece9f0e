from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import clock

# Steps of the event log, after the event types of the interchange standard.
EVENT_KINDS = {
    "received": "receive",
    "supplement": "supplement_request",
    "accepted": "accept",
    "rejected": "reject",
    "review": "review",
    "special": "special_apply",
    "decided": "decide",
    "closed": "close",
    "delivered": "deliver",
    "archived": "archive",
    "withdrawn": "withdraw",
}
# A step out of one of these tells more than where it leads to.
LEAVING_KINDS = {"supplement": "supplement_receive", "special": "special_result"}
FINISHED_STATES = ("rejected", "closed", "delivered", "archived", "withdrawn")


class BianminCaseAct(models.AbstractModel):
    """The second door beside the gate: steps that leave the state as it is.

    They are locked, checked and logged as transitions are: one table says who may take
    which step in which state.
    """

    _name = "bianmin.case.act"
    _description = "Steps of a Case within a State"
    _inherit = ["bianmin.state.gate"]

    @api.model
    def _get_acts(self):
        """The allowed acts; extend with ``super()._get_acts() + (…)``.

        :return: tuple of :class:`~odoo.addons.bianmin_case.tools.act.Act`
        """
        return ()

    def _check_act(self, kind):
        """Extend to refuse an act that is allowed in general.

        Called on locked records, before anything is written.
        """

    def _after_act(self, kind):
        """Extend for what follows from an act."""

    def _pass_act(self, kind, note=False, days=0, **values):
        """Take a step with all these cases, or with none of them.

        :param str kind: kind of an ``Act``
        :param str note: what the event says
        :param int days: days that the step gives
        :param values: gate fields that change with it
        :raise UserError: when a case is not in a state for it
        :raise AccessError: when the user's role does not allow it in a division
        """
        if not self:
            return
        self.check_access("read")
        # sudo: the gate – the role is checked below, no rule need allow writing
        cases_sudo = self.sudo()
        cases_sudo._lock_at_gate()
        for act, cases in self.grouped(lambda case: case._get_act(kind)).items():
            cases._check_scope(act.group)
        self._check_act(kind)
        cases_sudo.write(values)
        self._log_acts(kind, note, days)
        if kind in clock.CLOCK_STEPS:
            self._read_clock()
        self._after_act(kind)

    def _get_act(self, kind):
        """The row of the table for this case.

        :raise UserError: when the case is in no state for it
        """
        self.ensure_one()
        # sudo: bianmin.case – the state decides, whatever the user sees of the case
        state = self.sudo().state
        for act in self._get_acts():
            if act.kind == kind and state in act.states:
                return act
        raise UserError(
            self.env._(
                "%(case)s is “%(state)s”: “%(step)s” is not possible now.",
                case=self.display_name,
                state=self._get_state_label(state),
                step=self._get_step_label(kind),
            )
        )

    @api.model
    def _get_step_label(self, kind):
        field = self.env["bianmin.case.event"]._fields["kind"]
        return dict(field._description_selection(self.env))[kind]

    def _log_acts(self, kind, note=False, days=0):
        """Write one event per case that leaves its state as it is."""
        # sudo: bianmin.case.event – nobody writes events but the gate
        self.env["bianmin.case.event"].sudo().create(
            [case._prepare_act_vals(kind, note, days) for case in self]
        )

    def _prepare_act_vals(self, kind, note, days):
        """Values of the event of an act."""
        self.ensure_one()
        return {
            "case_id": self.id,
            "kind": kind,
            "at": fields.Datetime.now(),
            "user_id": self.env.uid,
            "state_from": self.state,
            "state_to": self.state,
            "note": note,
            "days": days,
        }

    # ------------------------------------------------------------
    # EVENTS OF TRANSITIONS
    # ------------------------------------------------------------

    def _log_events(self, sources, target):
        """Write one event per case into the append-only log.

        :return: set of the kinds written
        """
        vals_list = [
            case._prepare_event_vals(sources[case.id], target) for case in self
        ]
        # sudo: bianmin.case.event – nobody writes events but the gate
        self.env["bianmin.case.event"].sudo().create(vals_list)
        return {vals["kind"] for vals in vals_list}

    def _prepare_event_vals(self, source, target):
        """Values of the event of one transition."""
        self.ensure_one()
        kind = self._get_event_kind(source, target)
        return {
            "case_id": self.id,
            "kind": kind,
            "at": fields.Datetime.now(),
            "user_id": self.env.uid,
            "state_from": source,
            "state_to": target,
            "note": self._get_kind_note(kind) or self._get_event_note(target),
        }

    @api.model
    def _get_event_kind(self, source, target):
        if target in ("received", "accepted", "review"):
            if source in LEAVING_KINDS:
                return LEAVING_KINDS[source]
            if source in FINISHED_STATES:
                return "reopen"
        return EVENT_KINDS[target]

    def _get_kind_note(self, kind):
        """What an event says because of its kind. Extend for kinds of your own."""
        return False

    def _get_event_note(self, target):
        """What the event of a transition says beside the states. Extend to say more."""
        return False
