from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.transition import Transition

PREPARER = "bianmin_subsidy.group_subsidy_preparer"
# Who receives what never changes in place: end the enrolment and make another.
IDENTITY_FIELDS = ("scheme_id", "beneficiary_id", "household_id", "case_id")


class BianminSubsidyEnrolment(models.Model):
    """That somebody receives a subsidy, from a day on, on an account.

    Three people may be involved: the beneficiary (享受人), who it is for, the payee
    (收款人), whose account it goes to, and the head of the household (户主).
    """

    _name = "bianmin.subsidy.enrolment"
    _description = "Subsidy Enrolment"
    _inherit = ["mail.thread", "bianmin.state.gate"]
    _order = "scheme_id, division_id, id"
    _rec_names_search = ["beneficiary_id"]

    _gate_fields = ("state", "case_id", "state_reason")

    state = fields.Selection(
        [("active", "Active"), ("suspended", "Suspended"), ("ended", "Ended")],
        required=True,
        readonly=True,
        default="active",
        copy=False,
        tracking=True,
    )
    state_reason = fields.Char(
        string="Reason", readonly=True, copy=False, tracking=True
    )
    scheme_id = fields.Many2one(
        "bianmin.subsidy.scheme", required=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one(
        "bianmin.case",
        string="Granted by",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The case whose approval made this enrolment.",
    )

    # three people
    beneficiary_id = fields.Many2one(
        "bianmin.resident", required=True, index=True, ondelete="restrict"
    )
    payee_id = fields.Many2one(
        "bianmin.resident",
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Whose account the money goes to (收款人).",
    )
    head_id = fields.Many2one(
        "bianmin.resident",
        string="Head of Household",
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    household_id = fields.Many2one(
        "bianmin.household",
        compute="_compute_household_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Set when the scheme is paid per household: a household is paid once.",
    )
    division_id = fields.Many2one(
        related="beneficiary_id.division_id", string="Village", store=True, index=True
    )

    # how long and how
    valid_from = fields.Date(
        compute="_compute_valid_from",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="First day for which it is paid.",
    )
    valid_to = fields.Date(
        tracking=True,
        help="Last day for which it is paid; the period of this day is still paid.",
    )
    payment_mode = fields.Selection(
        [("card", "To the Account"), ("handover", "Handed Over by the Agent")],
        string="Way of Payment",
        required=True,
        default="card",
        tracking=True,
        help="Both go through the account. Handed over: the agent draws the money for "
        "a villager who cannot, and hands it over against a signature.",
    )
    bank_account_id = fields.Many2one(
        "bianmin.bank.account",
        compute="_compute_bank_account_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('resident_id', '=', payee_id)]",
    )
    line_ids = fields.One2many(
        "bianmin.subsidy.line", "enrolment_id", string="Payments"
    )

    _case_uniq = models.UniqueIndex(
        "(case_id) WHERE case_id IS NOT NULL",
        "This case has made an enrolment already.",
    )
    _beneficiary_uniq = models.UniqueIndex(
        "(scheme_id, beneficiary_id) WHERE state != 'ended'",
        "This person is enrolled in this scheme already. End that enrolment first.",
    )
    _household_uniq = models.UniqueIndex(
        "(scheme_id, household_id) WHERE household_id IS NOT NULL AND state != 'ended'",
        "This household is enrolled in this scheme already. It is paid once.",
    )
    _validity_check = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "An enrolment cannot end before it begins.",
    )
    _scheme_division_index = models.Index("(scheme_id, division_id, id)")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("scheme_id.name", "beneficiary_id.name")
    def _compute_display_name(self):
        for enrolment in self:
            # sudo: bianmin.resident – he may have moved on; his name is the enrolment's
            name = enrolment.beneficiary_id.sudo().name
            enrolment.display_name = " · ".join(
                filter(None, (name, enrolment.scheme_id.name))
            )

    @api.depends("scheme_id", "beneficiary_id")
    def _compute_people(self):
        """Per household the head is paid, else the person (card rule of 一卡通)."""
        for enrolment in self:
            beneficiary = enrolment.beneficiary_id
            # sudo: bianmin.household – the head belongs to the beneficiary's own entry
            head = beneficiary.household_id.sudo().head_id or beneficiary
            enrolment.head_id = head
            by_household = enrolment.scheme_id.per == "household"
            enrolment.payee_id = head if by_household else beneficiary

    @api.depends("scheme_id", "beneficiary_id")
    def _compute_household_id(self):
        for enrolment in self:
            enrolment.household_id = (
                enrolment.scheme_id.per == "household"
                and enrolment.beneficiary_id.household_id
            )

    @api.depends("scheme_id")
    def _compute_valid_from(self):
        today = local_today()
        for enrolment in self:
            scheme = enrolment.scheme_id
            enrolment.valid_from = scheme._get_start(today) if scheme else today

    @api.depends("payee_id")
    def _compute_bank_account_id(self):
        """The payee's account, when there is only one to choose."""
        # sudo: bianmin.bank.account – the payee's own; only a link to it is stored
        by_payee = (
            self.env["bianmin.bank.account"]
            .sudo()
            .search([("resident_id", "in", self.payee_id.ids)])
            .grouped("resident_id")
        )
        for enrolment in self:
            accounts = by_payee.get(enrolment.payee_id._origin) or ()
            if enrolment.bank_account_id in accounts:
                continue
            enrolment.bank_account_id = accounts[0] if len(accounts) == 1 else False

    @api.constrains("scheme_id", "beneficiary_id")
    def _check_scheme(self):
        for enrolment in self:
            scheme = enrolment.scheme_id
            if not scheme._covers(enrolment.beneficiary_id.division_id):
                raise ValidationError(
                    self.env._(
                        "%(scheme)s is paid in %(division)s only: %(name)s does not "
                        "live there.",
                        scheme=scheme.name,
                        division=scheme.division_id.name,
                        name=enrolment.beneficiary_id.name,
                    )
                )
            if scheme.per == "household" and not enrolment.household_id:
                raise ValidationError(
                    self.env._(
                        "%(scheme)s is paid per household: enter the household of "
                        "%(name)s in the register first.",
                        scheme=scheme.name,
                        name=enrolment.beneficiary_id.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        changed = [name for name in IDENTITY_FIELDS if name in vals]
        if changed and any(r[name].id != vals[name] for r in self for name in changed):
            raise UserError(
                self.env._(
                    "Scheme and beneficiary of an enrolment do not change: end it and "
                    "enrol again."
                )
            )
        return super().write(vals)

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("active", "suspended", PREPARER),
            Transition("suspended", "active", PREPARER),
            Transition("active", "ended", PREPARER),
            Transition("suspended", "ended", PREPARER),
        )

    def _after_transition(self, sources, target):
        # Who has ended may be enrolled again at once; the index that allows one
        # enrolment each looks at the table.
        self.flush_recordset(["state"])
        return super()._after_transition(sources, target)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_suspend(self):
        """Stop paying for now; ask why."""
        return self._ask_reason("suspended", self.env._("Suspend"))

    def action_end(self):
        """Stop paying for good; ask why and when."""
        return self._ask_reason("ended", self.env._("End"))

    def _suspend(self, reason):
        self._pass_gate("suspended", state_reason=reason)

    def _end(self, reason, day):
        """End with the period of ``day``, which is still paid.

        Who is suspended is paid nothing more, for no period: whoever is owed something
        is resumed first.
        """
        early = self.filtered(lambda enrolment: enrolment.valid_from > day)
        later = self - early
        early._pass_gate("ended", state_reason=reason)
        for (last_day, suspended), enrolments in later.grouped(
            lambda e: (min(day, e.valid_to or day), e.state == "suspended")
        ).items():
            values = {"valid_to": last_day}
            if suspended:
                values["arrears_from"] = last_day + timedelta(days=1)
            enrolments._pass_gate("ended", state_reason=reason, **values)

    def _ask_reason(self, target, title):
        wizard = self.env["bianmin.subsidy.enrolment.reason"].create(
            {"enrolment_ids": self.ids, "target": target}
        )
        return wizard._get_window_action(title)

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_live_domain(self, scheme, resident):
        """Enrolments that stand in the way of another one."""
        people = Domain("beneficiary_id", "in", resident.ids)
        if scheme.per == "household" and resident.household_id:
            people |= Domain("household_id", "in", resident.household_id.ids)
        return (
            Domain("scheme_id", "in", scheme.ids)
            & Domain("state", "!=", "ended")
            & people
        )
