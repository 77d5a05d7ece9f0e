from odoo import api, models
from odoo.exceptions import LockError, UserError


class BianminStateGate(models.AbstractModel):
    """One gate for every change of state.

    A model lists its allowed transitions in :meth:`_get_transitions`; its buttons
    call :meth:`_pass_gate`. Nothing else, RPC included, can move a state or any
    other field named in ``_gate_fields``.

    The model has the fields ``state`` and ``division_id``.
    """

    _name = "bianmin.state.gate"
    _description = "State Behind One Gate"
    _inherit = ["bianmin.scope.mixin"]

    _gate_fields = ("state",)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        for vals in vals_list:
            self._check_gate_fields(vals)
        # A default in the context of an RPC call would slip past the gate.
        closed = {f"default_{name}" for name in self._get_gate_fields()}
        context = {k: v for k, v in self.env.context.items() if k not in closed}
        records = super(
            BianminStateGate, self.with_env(self.env(context=context))
        ).create(vals_list)
        return records.with_env(self.env)

    def write(self, vals):
        if not self.env.su:
            self._check_gate_fields(vals)
        return super().write(vals)

    def _get_gate_fields(self):
        """Names of the fields that nothing but the gate sets. Extend to add some."""
        return self._gate_fields

    def _check_gate_fields(self, vals):
        closed = [name for name in self._get_gate_fields() if name in vals]
        if closed:
            raise UserError(
                self.env._(
                    "“%(fields)s” cannot be set by hand: use the buttons of the form.",
                    fields="、".join(
                        self._fields[name]._description_string(self.env)
                        for name in closed
                    ),
                )
            )

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        """The allowed transitions; extend with ``super()._get_transitions() + (…)``.

        :return: tuple of :class:`~odoo.addons.bianmin_base.tools.transition.Transition`
        """
        return ()

    def _check_transition(self, target):
        """Extend to refuse a transition that is legal in general (four eyes, papers).

        Called on locked records, before anything is written.
        """

    def _after_transition(self, sources, target):
        """Extend to write the event and whatever follows from a transition.

        :param dict sources: state before, by record id
        :param str target: state now
        """

    def _pass_gate(self, target, **values):
        """Move all these records to ``target``, or none of them.

        :param str target: key of ``state``
        :param values: further fields that change with the state
        :raise UserError: when a record cannot go from its state to ``target``
        :raise AccessError: when the user's role does not allow it in a division
        """
        if not self:
            return
        self.check_access("read")
        # sudo: the gate – the role is checked below, no rule need allow writing
        self.sudo()._lock_at_gate()
        self._pass_gate_locked(target, **values)

    def _pass_gate_locked(self, target, **values):
        """The same for records that the user may read and has locked at the gate."""
        # sudo: the gate – the role is checked below, no rule need allow writing
        records_sudo = self.sudo()
        sources = {record.id: record.state for record in records_sudo}
        for state, records in self.grouped(lambda r: sources[r.id]).items():
            records._check_scope(records._get_transition(state, target).group)
        self._check_transition(target)
        records_sudo.write({**values, "state": target})
        self._after_transition(sources, target)

    def _lock_at_gate(self):
        """Let one through: who presses at the same moment is told, not kept waiting.

        :raise UserError: when somebody else is passing one of these records
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is working on %(record)s at this moment. Wait a "
                    "little, then look at what he did.",
                    record=self[0].display_name
                    if len(self) == 1
                    else self.env._("one of these"),
                )
            ) from error
        self.invalidate_recordset(["state"])

    def _get_transition(self, source, target):
        for transition in self._get_transitions():
            if transition.source == source and transition.target == target:
                return transition
        raise UserError(
            self.env._(
                "%(record)s is “%(current)s”: it cannot become “%(wanted)s” now.",
                record=self[:1].display_name,
                current=self._get_state_label(source),
                wanted=self._get_state_label(target),
            )
        )

    @api.model
    def _get_state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(
            state, state
        )
