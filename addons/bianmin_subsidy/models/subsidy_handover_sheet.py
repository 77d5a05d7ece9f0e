import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.capitals import amount_in_capitals
from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.transition import Transition

from .subsidy_handover import HANDOVER
from .subsidy_handover_transfer import MEDIA, PREPARER

GIVER_FIELDS = (
    "giver_signature",
    "giver_signed_by_name",
    "giver_signed_at",
    "giver_signed_hash",
)
RECEIVER_FIELDS = ("signature", "signed_by_name", "signed_at", "signed_hash")


class BianminSubsidyHandoverSheet(models.Model):
    """What goes from the township to an agent, or back, in one packet (交接清单).

    Who gives signs for what is in it; the money changes hands when the other side has
    counted the same and signed too. Never changed afterwards.
    """

    _name = "bianmin.subsidy.handover.sheet"
    _description = "Sheet of Money Given On"
    _inherit = ["bianmin.state.gate", "bianmin.signature.mixin"]
    _order = "id desc"
    _rec_name = "number"

    _gate_fields = (
        *("state", "direction", "number", "division_id", "agent_id", "scheme_id"),
        *("medium", "due_on", "note", "handover_ids", "handover_count", "amount"),
        *("currency_id", "given_by_id", "taken_by_id"),
        *GIVER_FIELDS,
        *RECEIVER_FIELDS,
    )

    state = fields.Selection(
        [
            ("given", "Waits for the Agent to Count"),
            ("taken", "Counted by the Agent"),
            ("brought", "Waits for the Township to Count"),
            ("returned", "Counted by the Township"),
            ("cancelled", "Taken Apart Again"),
        ],
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    direction = fields.Selection(
        [("out", "To the Agent"), ("back", "Back to the Township")],
        required=True,
        readonly=True,
    )
    number = fields.Char(required=True, readonly=True, copy=False, index="trigram")
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    agent_id = fields.Many2one(
        "bianmin.agent", required=True, readonly=True, index=True, ondelete="restrict"
    )
    scheme_id = fields.Many2one(
        "bianmin.subsidy.scheme",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    medium = fields.Selection(MEDIA, string="Brought as", required=True, readonly=True)
    due_on = fields.Date(string="To Be Handed Over by", readonly=True)
    note = fields.Char(
        readonly=True, help="For example why it comes back: not met, moved, refused."
    )
    handover_ids = fields.Many2many(
        "bianmin.subsidy.handover",
        "bianmin_subsidy_handover_sheet_rel",
        "sheet_id",
        "handover_id",
        string="People",
        readonly=True,
        copy=False,
    )
    handover_count = fields.Integer(string="Number of People", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(string="Total", required=True, readonly=True)
    amount_in_capitals = fields.Char(
        string="In Capitals", compute="_compute_amount_in_capitals"
    )

    # who gave; who took is in the fields of the signature
    given_by_id = fields.Many2one(
        "res.users", readonly=True, required=True, index=True, ondelete="restrict"
    )
    taken_by_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    giver_signature = fields.Binary(
        string="Signature of Who Gives", attachment=True, readonly=True, copy=False
    )
    giver_signed_by_name = fields.Char(string="Given by", readonly=True, copy=False)
    giver_signed_at = fields.Datetime(string="Given at", readonly=True, copy=False)
    giver_signed_hash = fields.Char(readonly=True, copy=False)
    giver_signature_is_intact = fields.Boolean(
        compute="_compute_giver_signature_is_intact"
    )
    signature = fields.Binary(string="Signature of Who Takes")
    signed_by_name = fields.Char(string="Taken by")
    signed_at = fields.Datetime(string="Taken at")

    _number_uniq = models.Constraint(
        "UNIQUE (number)", "This number of a sheet is in use already."
    )
    _direction_check = models.Constraint(
        """CHECK (state IN ('given', 'taken') AND direction = 'out'
            OR state IN ('brought', 'returned') AND direction = 'back'
            OR state = 'cancelled')""",
        "A sheet goes one way only.",
    )
    _signed_check = models.Constraint(
        """CHECK (state NOT IN ('taken', 'returned')
            OR giver_signed_hash IS NOT NULL AND signed_hash IS NOT NULL
                AND taken_by_id IS NOT NULL AND taken_by_id <> given_by_id)""",
        "Two people sign for money that changes hands.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("amount")
    def _compute_amount_in_capitals(self):
        for sheet in self:
            sheet.amount_in_capitals = amount_in_capitals(f"{sheet.amount:.2f}")

    def _compute_giver_signature_is_intact(self):
        # A form asks for the size of pictures only: the hash needs the picture.
        for sheet in self.with_context(bin_size=False):
            sheet.giver_signature_is_intact = bool(
                sheet.giver_signed_hash
            ) and sheet.giver_signed_hash == sheet._get_signed_hash(
                sheet.giver_signature
            )

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("given", "taken", HANDOVER),
            Transition("brought", "returned", PREPARER),
            Transition("given", "cancelled", PREPARER),
            Transition("brought", "cancelled", HANDOVER),
        )

    def _check_transition(self, target):
        if target in ("taken", "returned"):
            self._check_two_people()
        for sheet in self:
            if target == ("taken" if sheet.direction == "out" else "cancelled"):
                sheet._get_handovers()._check_agent()
        return super()._check_transition(target)

    def _check_two_people(self):
        for sheet in self:
            # sudo: bianmin.agent – whose money it is decides, whoever reads it
            agent_user = sheet.sudo().agent_id.user_id
            same_agent = sheet.direction == "back" and agent_user == self.env.user
            if sheet.given_by_id == self.env.user or same_agent:
                raise UserError(
                    self.env._(
                        "You gave %(sheet)s yourself: the other side counts and signs.",
                        sheet=sheet.number,
                    )
                )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_take(self):
        """Open the sheet on which the other side counts and signs."""
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["bianmin.subsidy.handover.take"].create({"sheet_id": self.id})
        return wizard._get_window_action(self.env._("Count and sign"))

    def action_cancel(self):
        """Take the packet apart before the other side has counted it."""
        self._pass_gate("cancelled")
        # sudo: bianmin.subsidy.handover – changed by its acts only; the gate has agreed
        self._get_handovers().sudo().write({"sheet_id": False})

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _pack(self, handovers, direction, signature, **values):
        """Make the sheet of hand-overs that were locked and looked at.

        :param signature: of who gives, picture in base64
        :param values: medium, deadline and note
        """
        # sudo: the records were checked by the caller; sheets are made by acts only
        handovers_sudo = handovers.sudo()
        self._check_belong_together(handovers_sudo)
        sheet_sudo = self.sudo().create(
            {
                **values,
                "direction": direction,
                "state": "given" if direction == "out" else "brought",
                "number": self._get_next_number(handovers_sudo, direction),
                "division_id": handovers_sudo.division_id.id,
                "agent_id": handovers_sudo.agent_id.id,
                "scheme_id": handovers_sudo.scheme_id.id,
                "currency_id": handovers_sudo.currency_id.id,
                "handover_ids": handovers_sudo.ids,
                "handover_count": len(handovers_sudo),
                "amount": sum(handovers_sudo.mapped("amount")),
                "given_by_id": self.env.uid,
            }
        )
        signed = sheet_sudo._prepare_signature_vals(
            signature, sheet_sudo._get_signer(gives=True)
        )
        sheet_sudo.write({f"giver_{name}": value for name, value in signed.items()})
        handovers_sudo.write({"sheet_id": sheet_sudo.id})
        return sheet_sudo.with_env(self.env)

    @api.model
    def _check_belong_together(self, handovers):
        names = ("division_id", "agent_id", "scheme_id", "currency_id")
        if not handovers or any(len(handovers[name]) != 1 for name in names):
            raise UserError(
                self.env._(
                    "A sheet has the money of one village, one agent and one subsidy: "
                    "choose people of the same."
                )
            )

    @api.model
    def _get_next_number(self, handovers, direction):
        """Sheets are numbered by the department that pays (领取 → 领, 退回 → 退)."""
        return self.env["bianmin.numbering"]._next_paper_numbers(
            handovers.scheme_id.department_id,
            "领" if direction == "out" else "退",
            local_today(),
        )[0]

    def _take(self, count, amount, signature):
        """The other side has counted and signs: the money is in its hands.

        :param int count: how many people's money was counted
        :param float amount: how much, in yuan
        :param signature: of who takes, picture in base64
        :raise UserError: when something else was counted than stands on the sheet
        """
        self.ensure_one()
        self.check_access("read")
        self._check_counted(count, amount)
        target = "taken" if self.direction == "out" else "returned"
        # sudo: bianmin.subsidy.handover – the hash names each payment
        signed = self.sudo()._prepare_signature_vals(
            signature, self._get_signer(gives=False)
        )
        self._pass_gate(target, taken_by_id=self.env.uid, **signed)
        handovers = self._get_handovers()
        if target == "returned":
            handovers._pass_gate("returned")
            return
        handovers._pass_gate(
            "received",
            received_at=fields.Datetime.now(),
            medium=self.medium,
            due_on=self.due_on,
        )

    def _check_counted(self, count, amount):
        # As texts: to the fen, and without a float between the two.
        counted = (count, f"{amount:.2f}")
        if counted != (self.handover_count, f"{self.amount:.2f}"):
            raise UserError(
                self.env._(
                    "You counted %(amount)s yuan for %(count)s people, on the sheet "
                    "stand %(expected)s yuan for %(people)s. Count again together; if "
                    "it is still not right, do not sign.",
                    amount=counted[1],
                    count=count,
                    expected=f"{self.amount:.2f}",
                    people=self.handover_count,
                )
            )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _get_handovers(self):
        """All that is in the packet, as the user; none is left out silently."""
        # sudo: bianmin.subsidy.handover – the gate asks for the right to each
        return self.sudo().handover_ids.with_env(self.env)

    def _get_signer(self, gives):
        """Name of who signs: the agent under his own name, the township's clerk."""
        agent_signs = gives == (self.direction == "back")
        # sudo: bianmin.agent – his name and number hang at the station
        return self.sudo().agent_id.name if agent_signs else self.env.user.name

    def _get_signed_content(self):
        """What both sides sign for: person by person."""
        self.ensure_one()
        # sudo: bianmin.subsidy.line – agents do not see payments, the hash names them
        record_sudo = self.sudo()
        content = {
            "number": record_sudo.number,
            "direction": record_sudo.direction,
            "agent": record_sudo.agent_id.id,
            "medium": record_sudo.medium,
            "amount": f"{record_sudo.amount:.2f}",
            "people": [
                [line.line_id.reference, line.payee_name, f"{line.amount:.2f}"]
                for line in record_sudo.handover_ids.sorted("id")
            ],
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True)

    def _get_paper_values(self):
        """What the printed sheet shows beside the sheet itself."""
        self.ensure_one()
        # sudo: bianmin.agent – his name and number hang at the station
        agent_sudo = self.sudo().agent_id
        handovers = self.handover_ids.sorted("id")
        periods = {
            text: self.scheme_id._get_period(text).label
            for text in set(handovers.mapped("period"))
        }
        return {
            "handovers": handovers,
            "periods": periods,
            "agent": " ".join(filter(None, (agent_sudo.name, agent_sudo.post))),
            "phone": agent_sudo.phone or "",
            # sudo: bianmin.department – whose money it is stands on the paper
            "department": self.sudo().scheme_id.department_id.name,
        }
