from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

PREPARER = "bianmin_subsidy.group_subsidy_preparer"
# What was submitted stays as it was: not even superuser code writes it afterwards.
FROZEN_FIELDS = frozenset(
    (
        "round_id",
        "scheme_id",
        "period",
        "period_start",
        "period_end",
        "enrolment_id",
        "head_id",
        "payee_id",
        "beneficiary_id",
        "household_id",
        "head_name",
        "payee_name",
        "beneficiary_name",
        "account_number",
        "account_masked",
        "bank_name",
        "bank_code",
        "amount",
        "sequence",
        "reference",
    )
)
# How many messages leave with the transaction itself; a job sends the others.
TEXTS_AT_ONCE = 100
TEXTS_PER_BATCH = 500


class BianminSubsidyLine(models.Model):
    """One payment to one person: who, how much, on which account, what became of it.

    Names and masked numbers are copies: the roster of last year still shows what was
    paid then. Lines are made and moved by the round only and never deleted.
    """

    _name = "bianmin.subsidy.line"
    _description = "Subsidy Payment"
    _inherit = ["bianmin.scope.mixin", "bianmin.text.message.mixin"]
    _order = "round_id desc, sequence, id"
    _rec_name = "beneficiary_name"
    _rec_names_search = ["beneficiary_name", "payee_name", "reference"]

    # A round writes its lines a hundred thousand at a time, three times until they are
    # paid, and each index costs every time: the indexes below serve lists, rules and
    # constraints together, and nothing is indexed twice.
    round_id = fields.Many2one(
        "bianmin.subsidy.round", required=True, ondelete="restrict"
    )
    round_state = fields.Selection(related="round_id.state", string="State of Round")
    scheme_id = fields.Many2one(
        "bianmin.subsidy.scheme", required=True, ondelete="restrict"
    )
    period = fields.Char(
        required=True,
        help="What the payment is for; in a round it may be an earlier period that was "
        "missed.",
    )
    period_start = fields.Date()
    period_end = fields.Date()
    period_label = fields.Char(compute="_compute_period_label")
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        required=True,
        index=True,
        ondelete="restrict",
    )
    enrolment_id = fields.Many2one(
        "bianmin.subsidy.enrolment", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(
        string="No.", aggregator=None, help="Number on the roster, 0 when not paid."
    )
    reference = fields.Char(help="What the bank knows the payment by (流水号).")
    state = fields.Selection(
        [
            ("pending", "To Be Paid"),
            ("blocked", "Blocked"),
            ("exported", "At the Bank"),
            ("paid", "Paid"),
            ("failed", "Failed"),
            ("stopped", "Stopped"),
        ],
        required=True,
        default="pending",
    )
    block_reason = fields.Selection(
        [
            ("dead", "Has died"),
            ("reported", "Reported dead or moved, not looked into yet"),
            ("moved", "Lives outside the division of the round"),
            ("archived", "No longer in the register"),
            ("ended", "Enrolment does not cover the period"),
            ("unreachable", "Not met for three months"),
            ("exclusive", "Paid by a scheme that excludes this one"),
            ("identity", "ID number is wrong"),
            ("doubled", "Two entries with one ID number"),
            ("uncertified", "Proof of life is overdue"),
            ("suspended", "Enrolment is suspended"),
            ("paid_merged", "Was paid under an entry that was merged"),
            ("no_rate", "No rate for this age or category"),
            ("payee_dead", "Payee has died"),
            ("no_account", "No account"),
            ("account_owner", "Account belongs to somebody else"),
            ("account_name", "Name differs from the account's holder"),
        ],
        help="Why nothing is paid; mend it and generate the lines again.",
    )
    stop_reason = fields.Char()
    own_warnings = fields.Char()
    shares_account = fields.Boolean(
        string="Shared Account",
        help="The account is also that of somebody of another household on this "
        "roster.",
    )
    warnings = fields.Char(
        compute="_compute_warnings",
        search="_search_warnings",
        compute_sudo=True,
        help="What to look at before the payment; it is not held up by this.",
    )
    is_owed = fields.Boolean(
        string="Still Owed",
        help="Was held back when its round went to the bank; the next round pays it "
        "once the reason is gone (待补发).",
    )
    payment_mode = fields.Selection(
        [("card", "To the Account"), ("handover", "Handed Over by the Agent")],
        string="Way of Payment",
        required=True,
        default="card",
    )

    # people as of the roster
    household_id = fields.Many2one(
        "bianmin.household", index="btree_not_null", ondelete="restrict"
    )
    head_id = fields.Many2one("bianmin.resident", ondelete="restrict")
    payee_id = fields.Many2one("bianmin.resident", ondelete="restrict")
    beneficiary_id = fields.Many2one(
        "bianmin.resident", required=True, ondelete="restrict"
    )
    head_name = fields.Char(string="Head's Name")
    head_identity_masked = fields.Char(string="Head's ID Number")
    payee_name = fields.Char(string="Payee's Name")
    payee_identity_masked = fields.Char(string="Payee's ID Number")
    beneficiary_name = fields.Char(index=True, string="Beneficiary's Name")
    beneficiary_identity_masked = fields.Char(string="Beneficiary's ID Number")
    relation_to_head = fields.Selection(
        selection="_selection_relation_to_head", string="Relation to Head"
    )
    village_group = fields.Char(string="Villagers' Group")
    phone_masked = fields.Char(string="Phone")
    address = fields.Char()
    age = fields.Integer(aggregator=None)

    # money
    bank_name = fields.Char(string="Bank")
    bank_code = fields.Char()
    account_number = fields.Char(
        string="Complete Account Number", groups=fields.NO_ACCESS
    )
    account_masked = fields.Char(string="Account Number")
    rate_id = fields.Many2one("bianmin.subsidy.rate", ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    amount = fields.Monetary(required=True)

    # outcome
    paid_on = fields.Date(readonly=True)
    return_reason = fields.Char(
        readonly=True, help="What the bank says: code and reason."
    )
    return_file_id = fields.Many2one(
        "bianmin.subsidy.payment.file",
        index="btree_not_null",
        groups="bianmin_subsidy.group_subsidy_finance",
        ondelete="restrict",
    )
    handover_ids = fields.One2many("bianmin.subsidy.handover", "line_id")
    text_due = fields.Boolean(groups=fields.NO_ACCESS)

    # Nobody is paid twice for one scheme and period, whatever the code does.
    _paid_once = models.UniqueIndex(
        "(beneficiary_id, scheme_id, period) WHERE state NOT IN ('stopped', 'failed')",
        "This person already has a payment of this scheme for the period.",
    )
    _household_paid_once = models.UniqueIndex(
        """(scheme_id, period, household_id)
        WHERE household_id IS NOT NULL AND state NOT IN ('stopped', 'failed')""",
        "This household already has a payment of this scheme for the period.",
    )
    _enrolment_once = models.UniqueIndex(
        "(enrolment_id, round_id, period)",
        "This enrolment has its line in the round already.",
    )
    _amount_check = models.Constraint(
        """CHECK (amount >= 0 AND amount = round(amount, 2)
            AND (amount > 0 OR state IN ('blocked', 'stopped')))""",
        "A payment is more than nothing and has no part of a fen.",
    )
    _block_check = models.Constraint(
        "CHECK (state <> 'blocked' OR block_reason IS NOT NULL)",
        "A blocked payment needs a reason.",
    )
    _paid_check = models.Constraint(
        "CHECK (state <> 'paid' OR paid_on IS NOT NULL)",
        "A paid payment has its day.",
    )
    _round_order_index = models.Index("(round_id DESC, sequence, id)")
    _owed_index = models.Index("(scheme_id, period) WHERE is_owed")
    _text_due_index = models.Index("(id) WHERE text_due")

    @api.depends("scheme_id", "period", "round_id.period_label")
    @api.depends_context("lang")
    def _compute_period_label(self):
        for line in self:
            own = line.period == line.round_id.period
            line.period_label = (
                line.round_id.period_label
                if own
                else line.round_id._get_period_label(line.period)
            )

    @api.depends("own_warnings", "shares_account")
    @api.depends_context("lang")
    def _compute_warnings(self):
        sentences = self._get_warning_sentences()
        for line in self:
            keys = (line.own_warnings or "").split(",")
            if line.shares_account:
                keys.append("account_shared")
            line.warnings = "；".join(sentences[key] for key in keys if key)

    def _search_warnings(self, operator, value):
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        without = Domain("own_warnings", "=", False)
        return without & Domain("shares_account", "!=", True)

    @api.model
    def _get_warning_sentences(self):
        """What each warning says. Extend for further ones."""
        return {
            "identity_accepted": self.env._("ID number accepted with a reason"),
            "no_identity": self.env._("No ID number"),
            "overlap": self.env._("Low income and destitute at once"),
            "account_length": self.env._("Unusual length of the account number"),
            "account_check": self.env._("Check digit of the card is wrong"),
            "account_shared": self.env._("Account shared with another household"),
        }

    @api.model
    def _selection_relation_to_head(self):
        field = self.env["bianmin.resident"]._fields["relation_to_head"]
        return field._description_selection(self.env)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if FROZEN_FIELDS.intersection(vals):
            frozen = self.filtered(lambda line: line.round_id.state != "draft")
            if frozen:
                raise UserError(
                    self.env._(
                        "The payment to %(name)s was submitted and does not change any "
                        "more.",
                        name=frozen[0].beneficiary_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Payments are never deleted: stop the line and say why.")
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_stop(self):
        """Ask why these lines are not to be paid."""
        wizard = self.env["bianmin.subsidy.line.stop"].create({"line_ids": self.ids})
        return wizard._get_window_action(self.env._("Stop payments"))

    def action_resume(self):
        """Take stopped lines of a draft back onto the roster, checked anew."""
        self.check_access("read")
        self.round_id._lock_draft()
        stopped = self.filtered(lambda line: line.state == "stopped")
        # sudo: bianmin.subsidy.line – the right to prepare the round was checked
        stopped.sudo().write({"stop_reason": False})
        for record, lines in stopped.grouped("round_id").items():
            record._refresh_lines(also=lines)
            record._compare_lines()
        self.round_id._store_totals()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _stop(self, reason):
        """Keep lines of a draft from being paid (停发).

        :param str reason: why, for the roster
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why these people are not paid."))
        self.check_access("read")
        self.round_id._lock_draft()
        self._release(reason.strip())
        self.round_id._store_totals()

    def _release(self, reason):
        """Stop lines; their people may be paid by another round of the period."""
        # sudo: bianmin.subsidy.line – lines are moved by their round only
        self.sudo().filtered(lambda line: line.state in ("pending", "blocked")).write(
            {"state": "stopped", "stop_reason": reason}
        )

    def _get_text_phones(self):
        # sudo: bianmin.resident – the number is closed to everyone and only goes
        # into the outbox
        return {line.id: line.payee_id.phone for line in self.sudo()}

    def _send_paid_texts(self):
        """Tell the payees of these paid lines; done once, because they are unmarked."""
        for mode, template in self._get_paid_templates().items():
            lines = self.filtered(lambda line, mode=mode: line.payment_mode == mode)
            if lines:
                lines._send_text(self.env.ref(template), lines._get_text_phones())
        self.write({"text_due": False})

    @api.model
    def _get_paid_templates(self):
        """External ids of what a payee is told, by payment mode."""
        return {
            "card": "bianmin_subsidy.sms_template_line_paid",
            "handover": "bianmin_subsidy.sms_template_line_paid_handover",
        }

    @api.model
    def _send_due_texts(self, limit):
        """Send at most ``limit`` messages that are due; return how many are left."""
        # sudo: bianmin.subsidy.line – which messages are due is nobody's to see
        lines_sudo = self.sudo()
        due = Domain("text_due", "=", True)
        found = lines_sudo.search(due, limit=limit, order="id")
        # What another worker is sending right now is left to it.
        found = found.try_lock_for_update()
        found._send_paid_texts()
        return len(found), lines_sudo.search_count(due)

    @api.model
    def _cron_send_texts(self):
        """Send the messages of large rounds, batch by batch."""
        sent, remaining = self._send_due_texts(TEXTS_PER_BATCH)
        self.env["ir.cron"]._commit_progress(sent, remaining=remaining)
