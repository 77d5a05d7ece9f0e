import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.capitals import amount_in_capitals
from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.transition import Transition

HANDOVER = "bianmin_subsidy.group_handover"
# What only the named agent does: take the money, and give it to the villager.
AGENT_ACTS = ("received", "handed")


class BianminSubsidyHandover(models.Model):
    """Money that goes through the township and the village agent to a villager.

    Made when the bank has paid a line whose enrolment says so. It knows by itself
    what the agent needs, so that agents need not see the payments of their village.
    How it gets to the agent and back: ``subsidy_handover_transfer``.
    """

    _name = "bianmin.subsidy.handover"
    _description = "Hand-over of a Subsidy"
    _inherit = [
        "bianmin.state.gate",
        "bianmin.signature.mixin",
        "bianmin.text.message.mixin",
    ]
    _order = "id desc"
    _rec_name = "payee_name"
    _rec_names_search = ["payee_name", "number"]

    # Only the agent may be chosen, by the office; all else comes from the payment.
    _gate_fields = (
        "state",
        "number",
        "line_id",
        "round_id",
        "scheme_id",
        "period",
        "division_id",
        "payee_name",
        "beneficiary_name",
        "currency_id",
        "amount",
        "paid_on",
        "received_at",
        "handed_at",
        "photo",
        "note",
        "signature",
        "signed_by_name",
        "signed_at",
        "signed_hash",
    )

    state = fields.Selection(
        [
            ("pending", "At the Township"),
            ("received", "With the Agent"),
            ("handed", "Handed Over"),
            ("returned", "Brought Back"),
            ("booked", "Booked Back"),
        ],
        required=True,
        readonly=True,
        default="pending",
        index=True,
        copy=False,
    )
    number = fields.Char(
        string="Receipt Number", readonly=True, copy=False, index="btree_not_null"
    )
    line_id = fields.Many2one(
        "bianmin.subsidy.line",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups="bianmin_subsidy.group_subsidy_reader",
    )
    round_id = fields.Many2one(
        "bianmin.subsidy.round",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups="bianmin_subsidy.group_subsidy_reader",
    )
    scheme_id = fields.Many2one(
        "bianmin.subsidy.scheme",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    period = fields.Char(required=True, readonly=True)
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    agent_id = fields.Many2one(
        "bianmin.agent",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('division_ids', 'in', division_id)]",
        help="Who fetches the money and hands it over.",
    )
    payee_name = fields.Char(string="Payee", required=True, readonly=True)
    beneficiary_name = fields.Char(string="Beneficiary", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    amount_in_capitals = fields.Char(
        string="In Capitals", compute="_compute_amount_in_capitals"
    )
    paid_on = fields.Date(required=True, readonly=True)

    received_at = fields.Datetime(readonly=True, copy=False)
    handed_at = fields.Datetime(readonly=True, copy=False)
    photo = fields.Binary(
        attachment=True,
        readonly=True,
        copy=False,
        help="Picture of the hand-over, if the villager agrees to it.",
    )
    note = fields.Char(
        readonly=True, copy=False, help="For example who signed for whom, and why."
    )

    _line_uniq = models.Constraint(
        "UNIQUE (line_id)", "There is a hand-over of this payment already."
    )
    _number_uniq = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This receipt number is in use already."
    )
    _handed_check = models.Constraint(
        """CHECK (state <> 'handed' OR (number IS NOT NULL AND signed_hash IS NOT NULL
            AND handed_at IS NOT NULL))""",
        "What was handed over has a receipt and a signature.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("amount")
    def _compute_amount_in_capitals(self):
        for handover in self:
            handover.amount_in_capitals = amount_in_capitals(f"{handover.amount:.2f}")

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("pending", "received", HANDOVER),
            Transition("received", "handed", HANDOVER),
        )

    def _check_transition(self, target):
        if target in AGENT_ACTS:
            self._check_agent()
        return super()._check_transition(target)

    def _check_agent(self):
        """Refuse everybody but the named agent, while he serves the village."""
        # sudo: bianmin.agent – the rule must not depend on what the user may see
        for agent_sudo, handovers in self.sudo().grouped("agent_id").items():
            name = handovers[0].payee_name
            if not agent_sudo:
                raise UserError(
                    self.env._(
                        "No agent is named for the money of %(name)s: the township's "
                        "subsidy officer names one.",
                        name=name,
                    )
                )
            if agent_sudo.user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "The money of %(name)s is handed over by %(agent)s, by nobody "
                        "else.",
                        name=name,
                        agent=agent_sudo.name,
                    )
                )
            if not agent_sudo._may_serve(handovers.division_id):
                raise UserError(
                    self.env._(
                        "%(agent)s is not the agent of %(villages)s today.",
                        agent=agent_sudo.name,
                        villages="、".join(handovers.division_id.mapped("name")),
                    )
                )

    def _after_transition(self, sources, target):
        if target == "handed":
            template = self.env.ref("bianmin_subsidy.sms_template_handover_handed")
            self._send_text(template, self._get_text_phones())
        return super()._after_transition(sources, target)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_hand_over(self):
        """Open the sheet on which the villager signs."""
        self.ensure_one()
        wizard = self.env["bianmin.subsidy.handover.sign"].create(
            {"handover_id": self.id}
        )
        return wizard._get_window_action(self.env._("Hand over and sign"))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _hand_over(self, signature, name, photo=False, note=False):
        """Record that the villager got his money.

        :param signature: picture in base64
        :param str name: who signed
        """
        self.ensure_one()
        number = self._get_next_number()
        vals = self._prepare_signature_vals(signature, name)
        self._pass_gate(
            "handed",
            number=number,
            handed_at=fields.Datetime.now(),
            photo=photo,
            note=note,
            **vals,
        )

    def _get_next_number(self):
        """Receipts are numbered by the department that pays (交付 → 交)."""
        # sudo: bianmin.department – known to all staff; its counter is the system's
        office_sudo = self.sudo().scheme_id.department_id
        return self.env["bianmin.numbering"]._next_paper_numbers(
            office_sudo, "交", local_today()
        )[0]

    def _get_signed_content(self):
        """What the villager signs for: who, for what, how much."""
        self.ensure_one()
        # sudo: bianmin.subsidy.line – agents do not see payments, the hash names one
        record_sudo = self.sudo()
        content = {
            "reference": record_sudo.line_id.reference,
            "payee": self.payee_name,
            "beneficiary": self.beneficiary_name,
            "scheme": record_sudo.scheme_id.code,
            "period": self.period,
            "amount": f"{self.amount:.2f}",
            "currency": record_sudo.currency_id.name,
            "agent": record_sudo.agent_id.id,
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True)

    def _get_receipt_values(self):
        """What the receipt shows beside the hand-over itself."""
        self.ensure_one()
        # sudo: bianmin.agent – his name and number hang at the station
        agent_sudo = self.sudo().agent_id
        return {
            "period": self.scheme_id._get_period(self.period).label,
            "agent": " ".join(filter(None, (agent_sudo.name, agent_sudo.post))),
            "phone": agent_sudo.phone or "",
        }

    def _get_text_phones(self):
        # sudo: bianmin.resident – the number is closed to everyone and only goes
        # into the outbox
        return {record.id: record.line_id.payee_id.phone for record in self.sudo()}

    @api.model
    def _create_for_lines(self, line_ids):
        """Make the hand-overs of paid lines whose payees want it so.

        One INSERT … SELECT: a return file settles a hundred thousand lines at once.
        The agent is the village's own; a full-time one first, where there are two.
        A line that has its hand-over already keeps it. With each begins its log: the
        money has come from the bank to the township.

        :param list line_ids: ids of lines
        """
        self.env["bianmin.agent"].flush_model()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """WITH made AS (INSERT INTO bianmin_subsidy_handover (
                    line_id, round_id, scheme_id, period, division_id, payee_name,
                    beneficiary_name, currency_id, amount, paid_on, agent_id, state,
                    step, create_uid, write_uid, create_date, write_date)
                SELECT line.id, line.round_id, line.scheme_id, line.period,
                    line.division_id, line.payee_name, line.beneficiary_name,
                    line.currency_id, line.amount, line.paid_on, agent.id, 'pending',
                    1, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',
                    now() AT TIME ZONE 'UTC'
                FROM bianmin_subsidy_line line
                LEFT JOIN LATERAL (
                    SELECT agent.id FROM bianmin_agent agent
                    JOIN bianmin_agent_division_rel village
                        ON village.agent_id = agent.id
                        AND village.division_id = line.division_id
                    WHERE agent.active AND agent.user_id IS NOT NULL
                    ORDER BY agent.kind <> 'full_time', agent.id LIMIT 1
                ) agent ON TRUE
                WHERE line.id = ANY(%(lines)s::int[]) AND line.state = 'paid'
                AND line.payment_mode = 'handover'
                ORDER BY line.id
                ON CONFLICT (line_id) DO NOTHING
                RETURNING id, division_id, currency_id, amount)
                INSERT INTO bianmin_subsidy_handover_event (
                    handover_id, division_id, kind, at, user_id, currency_id, amount,
                    step, source, target, create_uid, write_uid, create_date,
                    write_date)
                SELECT id, division_id, 'arrived', now() AT TIME ZONE 'UTC', %(uid)s,
                    currency_id, amount, 1, 'bank', 'township', %(uid)s, %(uid)s,
                    now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                FROM made ORDER BY id""",
                uid=self.env.uid,
                lines=list(line_ids),
            )
        )
        self.invalidate_model()
