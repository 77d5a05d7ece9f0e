from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.transition import Transition

from .subsidy_handover import HANDOVER

PREPARER = "bianmin_subsidy.group_subsidy_preparer"
# Where the money lies at the township and may be given to an agent.
TOWNSHIP_STATES = ("pending", "returned")
# What stands in the log for the hand in which the money lies.
HANDS = {
    "pending": "township",
    "returned": "township",
    "handed": "villager",
    "booked": "treasury",
}
MEDIA = [("cash", "Cash"), ("passbook", "Passbook")]


class BianminSubsidyHandover(models.Model):
    """From the township to the agent and back: on sheets, counted and signed by both.

    Nothing changes hands on one side's word. Who gives puts it on a sheet and signs;
    who takes counts, types what he has counted, and signs. Each act is one row of the
    log, see ``bianmin.subsidy.handover.event``.
    """

    _inherit = "bianmin.subsidy.handover"

    step = fields.Integer(
        required=True,
        readonly=True,
        default=1,
        copy=False,
        aggregator=None,
        groups=fields.NO_ACCESS,
    )
    medium = fields.Selection(
        MEDIA,
        string="Brought as",
        readonly=True,
        copy=False,
        help="Cash, or the passbook with the entry in it (现金、存折).",
    )
    due_on = fields.Date(
        string="To Be Handed Over by",
        readonly=True,
        copy=False,
        help="What is not handed over by then goes back to the township (发放期限).",
    )
    sheet_id = fields.Many2one(
        "bianmin.subsidy.handover.sheet",
        string="On Sheet",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The sheet that waits for the other side to count it.",
    )
    event_ids = fields.One2many(
        "bianmin.subsidy.handover.event", "handover_id", string="From Hand to Hand"
    )

    def _get_gate_fields(self):
        return (*super()._get_gate_fields(), "step", "medium", "due_on", "sheet_id")

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if "agent_id" in vals:
            self.check_access("write")
            self._check_agent_may_change(vals["agent_id"])
        return super().write(vals)

    def _check_agent_may_change(self, agent_id):
        """Who holds money, or is about to, is not exchanged for somebody else."""
        # sudo: bianmin.subsidy.handover – where the money lies decides
        fixed = self.sudo().filtered(
            lambda handover: (
                handover.agent_id.id != agent_id
                and (handover.sheet_id or handover.state not in TOWNSHIP_STATES)
            )
        )
        if fixed:
            raise UserError(
                self.env._(
                    "The money of %(name)s is on its way: only when it lies at the "
                    "township another agent can be named.",
                    name=fixed[0].payee_name,
                )
            )

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("returned", "received", HANDOVER),
            Transition("received", "returned", PREPARER),
            Transition("pending", "booked", PREPARER),
            Transition("returned", "booked", PREPARER),
        )

    def _pass_gate(self, target, **values):
        result = None
        # sudo: bianmin.subsidy.handover – the count of acts is the chain's own
        for step, handovers in self.sudo().grouped("step").items():
            among = super(BianminSubsidyHandover, self.browse(handovers.ids))
            result = among._pass_gate(target, step=step + 1, **values)
        return result

    def _check_transition(self, target):
        if target in ("handed", "booked"):
            self._check_on_no_sheet()
        return super()._check_transition(target)

    def _check_on_no_sheet(self):
        # sudo: bianmin.subsidy.handover.sheet – its number helps, whoever reads it
        packed = self.sudo().filtered("sheet_id")
        if packed:
            raise UserError(
                self.env._(
                    "The money of %(name)s is on sheet %(sheet)s, which waits to be "
                    "counted.",
                    name=packed[0].payee_name,
                    sheet=packed[0].sheet_id.number,
                )
            )

    def _after_transition(self, sources, target):
        self._log_events(sources, target)
        if target == "booked":
            self._give_payments_back()
        return super()._after_transition(sources, target)

    def _log_events(self, sources, target):
        """Write one row for each act: out of which hand, into which."""
        # sudo: bianmin.subsidy.handover.event – nobody writes the log but the system
        handovers_sudo = self.sudo()
        handovers_sudo.event_ids.create(
            [
                handover._prepare_event_vals(sources[handover.id], target)
                for handover in handovers_sudo
            ]
        )
        handovers_sudo.write({"sheet_id": False})

    def _prepare_event_vals(self, state, target):
        self.ensure_one()
        return {
            "handover_id": self.id,
            "kind": target,
            "user_id": self.env.uid,
            "agent_id": self.agent_id.id,
            "sheet_id": self.sheet_id.id,
            "note": self.sheet_id.note if self.sheet_id else self.note,
            "currency_id": self.currency_id.id,
            "amount": self.amount,
            "step": self.step,
            "source": self._get_hand(state),
            "target": self._get_hand(target),
        }

    def _get_hand(self, state):
        """The hand in which money of this state lies, as the log names it."""
        return HANDS.get(state) or f"agent:{self.agent_id.id}"

    def _give_payments_back(self):
        """What went back to the treasury was not paid: it can be paid anew by a
        corrected round (更正发放), to the same person."""
        # sudo: bianmin.subsidy.line – payments are moved by the system only
        for note, handovers in self.sudo().grouped("note").items():
            handovers.line_id.write(
                {
                    "state": "failed",
                    "paid_on": False,
                    "return_reason": self.env._("Booked back: %(why)s", why=note),
                }
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_give_out(self):
        """Open the sheet on which the township gives these to the agent."""
        return self._ask_sheet("out", self.env._("Give to the agent"))

    def action_ask_give_back(self):
        """Open the sheet on which the agent brings these back."""
        return self._ask_sheet("back", self.env._("Bring back what nobody claimed"))

    def _ask_sheet(self, direction, title):
        wizard = self.env["bianmin.subsidy.handover.give"].create(
            {"handover_ids": self.ids, "direction": direction}
        )
        return wizard._get_window_action(title)

    def action_ask_take(self):
        """Count what the other side has put on the sheet, and sign for it."""
        self.ensure_one()
        self.check_access("read")
        return self.sheet_id.action_ask_take()

    def action_ask_book_back(self):
        """Ask why this money goes back to the treasury."""
        wizard = self.env["bianmin.subsidy.handover.book"].create(
            {"handover_ids": self.ids}
        )
        return wizard._get_window_action(self.env._("Book back"))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _put_on_sheet(self, direction, signature, **values):
        """Pack the money of one village and one subsidy for the other side.

        :param str direction: ``out`` from the township to the agent, or ``back``
        :param signature: of who gives, picture in base64
        :param values: further fields of the sheet
        :return: ``bianmin.subsidy.handover.sheet``
        :raise UserError: when it does not lie where it is given from, or is on a sheet
        """
        out = direction == "out"
        self.check_access("read")
        self._check_scope(PREPARER if out else HANDOVER)
        # sudo: the gate – no two people pack the same money
        handovers_sudo = self.sudo()
        handovers_sudo._lock_at_gate()
        handovers_sudo.invalidate_recordset(["sheet_id"])
        self._check_on_no_sheet()
        self._check_lies_at(TOWNSHIP_STATES if out else ("received",))
        if out:
            self._check_agent_to_give_to()
        else:
            self._check_agent()
        return self.env["bianmin.subsidy.handover.sheet"]._pack(
            self, direction, signature, **values
        )

    def _check_lies_at(self, states):
        strange = self.filtered(lambda handover: handover.state not in states)
        if strange:
            raise UserError(
                self.env._(
                    "The money of %(name)s is “%(state)s”: it cannot be given on here.",
                    name=strange[0].payee_name,
                    state=self._get_state_label(strange[0].state),
                )
            )

    def _check_agent_to_give_to(self):
        """The agent is another person than who gives, and serves the village today."""
        # sudo: bianmin.agent – who he is decides, not who may read him
        for agent_sudo, handovers in self.sudo().grouped("agent_id").items():
            if agent_sudo and agent_sudo.user_id == self.env.user:
                raise UserError(
                    self.env._("Nobody gives money to himself: a colleague does that.")
                )
            if not agent_sudo or not agent_sudo._may_serve(handovers.division_id):
                raise UserError(
                    self.env._(
                        "Name an agent first who serves %(village)s today: the money "
                        "of %(name)s has none.",
                        village=handovers[0].division_id.name,
                        name=handovers[0].payee_name,
                    )
                )

    def _book_back(self, reason):
        """Give money that nobody claimed back to the treasury.

        :param str reason: why
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why: the others will read it."))
        self._pass_gate("booked", note=reason.strip())
