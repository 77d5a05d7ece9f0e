import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools.roles import FILER
from .case_closing import CLOSING_FIELDS
from .case_deadline import CLOCK_FIELDS
from .case_deferral import DEFERRAL_FIELDS
from .case_pool import POOL_FIELDS
from .case_special import SPECIAL_FIELDS
from .case_workflow import WORKFLOW_FIELDS

# Fixed once the application is handed in: the papers issued for it name them.
FILED_FIELDS = ("item_id", "implementation_id", "resident_id", "organization_id")


class BianminCase(models.Model):
    """One application of one person, from filing to the file (办件)."""

    _name = "bianmin.case"
    _description = "Case"
    _inherit = [
        "mail.thread",
        "bianmin.case.applicant",
        "bianmin.case.deadline",
        "bianmin.case.version",
        "bianmin.case.correspondence",
        "bianmin.case.checklist",
        "bianmin.case.certificate",
        "bianmin.case.actions",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "applicant_name"]

    # Who reads a case may also leave a note on it; changing it is another matter.
    _mail_post_access = "read"
    _gate_fields = (
        *WORKFLOW_FIELDS,
        *CLOCK_FIELDS,
        *SPECIAL_FIELDS,
        *CLOSING_FIELDS,
        *DEFERRAL_FIELDS,
        *POOL_FIELDS,
        "name",
        "token",
        "applicant_name",
        "pinyin",
        "version_id",
        # where, as the implementation has it
        "service_point_id",
        "division_id",
        "acceptance_point_id",
        "decision_implementation_id",
        "decision_point_id",
    )

    name = fields.Char(
        string="Case Number",
        copy=False,
        readonly=True,
        index="trigram",
        help="Given on receipt: township, day and a number of the day.",
    )
    token = fields.Char(
        default=lambda self: secrets.token_urlsafe(24),
        required=True,
        copy=False,
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Secret part of the address at which the applicant follows the case.",
    )

    # what and where
    item_id = fields.Many2one(
        "bianmin.catalog.item",
        string="Service Item",
        required=True,
        index=True,
        ondelete="restrict",
    )
    implementation_id = fields.Many2one(
        "bianmin.catalog.implementation",
        string="Filed at",
        compute="_compute_implementation_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('item_id', '=', item_id), ('is_available', '=', True),"
        " ('division_id', 'child_of', filing_division_ids)]",
    )
    filing_division_ids = fields.Many2many(
        "bianmin.division", compute="_compute_filing_division_ids"
    )
    service_point_id = fields.Many2one(
        related="implementation_id.service_point_id",
        store=True,
        precompute=True,
        index=True,
    )
    division_id = fields.Many2one(
        related="implementation_id.service_point_id.division_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    acceptance_point_id = fields.Many2one(
        "bianmin.service.point",
        string="Accepted at",
        compute="_compute_acceptance_point_id",
        store=True,
        index=True,
        help="The office that accepts and issues the notice: for what a village files, "
        "the hall of its township.",
    )
    decision_implementation_id = fields.Many2one(
        "bianmin.catalog.implementation",
        string="Decided under",
        compute="_compute_decision_implementation_id",
        store=True,
        index=True,
    )
    decision_point_id = fields.Many2one(
        related="decision_implementation_id.service_point_id",
        string="Decided at",
        store=True,
        index=True,
    )

    # contents
    note = fields.Text(help="What the applicant says or wants, in short.")
    event_ids = fields.One2many(
        "bianmin.case.event", "case_id", string="Steps", readonly=True
    )
    document_ids = fields.One2many(
        "bianmin.case.document", "case_id", string="Documents", readonly=True
    )
    supervision_ids = fields.One2many(
        "bianmin.case.supervision", "case_id", readonly=True
    )

    _name_uniq = models.UniqueIndex(
        "(name) WHERE name IS NOT NULL", "There is a case with this number already."
    )
    _token_uniq = models.UniqueIndex("(token)")
    _division_state_index = models.Index("(division_id, state, id)")
    _state_due_index = models.Index("(state, promised_due)")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("name", "applicant_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for case in self:
            number = case.name or self.env._("Draft")
            case.display_name = f"{number} {case.applicant_name or ''}".rstrip()

    @api.depends("item_id")
    def _compute_implementation_id(self):
        """Where the user works, if the item is taken at exactly one point there."""
        scope = self.env.user._get_scope_division_ids(FILER)
        candidates = self.env["bianmin.catalog.implementation"].search(
            [
                ("item_id", "in", self.item_id.ids),
                ("division_id", "in", scope),
                ("is_available", "=", True),
            ]
        )
        by_item = candidates.grouped("item_id")
        for case in self:
            if case.implementation_id.item_id == case.item_id:
                case.implementation_id = case.implementation_id
                continue
            found = by_item.get(case.item_id, candidates.browse())
            case.implementation_id = found if len(found) == 1 else False

    @api.depends_context("uid")
    def _compute_filing_division_ids(self):
        scope = self.env.user._get_scope_division_ids(FILER)
        self.filing_division_ids = self.env["bianmin.division"].browse(scope)

    @api.depends("service_point_id", "implementation_id")
    def _compute_acceptance_point_id(self):
        townships = {
            case: case.division_id._get_ancestor("township")
            for case in self
            if case.service_point_id.level == "station"
            and case.implementation_id.acts_as == "accept"
        }
        halls = self.env["bianmin.service.point"].search(
            [
                ("level", "=", "hall"),
                ("division_id", "in", [division.id for division in townships.values()]),
            ],
            order="id desc",
        )
        hall_by_division = {hall.division_id: hall for hall in halls}
        for case in self:
            hall = hall_by_division.get(townships.get(case))
            case.acceptance_point_id = hall or case.service_point_id

    @api.depends("implementation_id")
    def _compute_decision_implementation_id(self):
        for case in self:
            case.decision_implementation_id = (
                case.implementation_id._get_decision_implementation()
            )

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("item_id", "implementation_id")
    def _check_implementation(self):
        for case in self:
            if case.implementation_id.item_id != case.item_id:
                raise ValidationError(
                    self.env._(
                        "“%(item)s” is not handled at %(point)s under this entry. "
                        "Choose where the application is filed again.",
                        item=case.item_id.name,
                        point=case.service_point_id.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # The event log tells who did what, so no message is logged; clerks are no
        # followers: they look after hundreds of cases.
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        cases = super(BianminCase, quiet).create(vals_list)
        cases = cases.with_env(self.env)
        cases._check_applicant()
        return cases

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._check_filed_fields(vals)
        result = super().write(vals)
        if "implementation_id" in vals or "item_id" in vals:
            # The rules have looked where the case was, not where it goes.
            self._check_scope(FILER)
        if "resident_id" in vals or "organization_id" in vals:
            self._check_applicant()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if filed := self.filtered(lambda case: case.state != "draft"):
            raise UserError(
                self.env._(
                    "%(case)s has been handed in and cannot be deleted. Withdraw it "
                    "instead.",
                    case=filed[0].display_name,
                )
            )

    def _check_filed_fields(self, vals):
        filed = self.filtered(lambda case: case.state != "draft")
        names = [name for name in FILED_FIELDS if name in vals]
        if filed and names:
            raise UserError(
                self.env._(
                    "%(case)s has been handed in: “%(fields)s” cannot change any more.",
                    case=filed[0].display_name,
                    fields="、".join(
                        self._fields[name]._description_string(self.env)
                        for name in names
                    ),
                )
            )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_filing(self):
        """Refuse what is not taken at this point, and what lacks a required paper."""
        closed = self.filtered(lambda case: not case.implementation_id.is_available)
        if closed:
            raise UserError(
                self.env._(
                    "“%(item)s” is not taken at %(point)s at present.",
                    item=closed[0].item_id.name,
                    point=closed[0].service_point_id.display_name,
                )
            )
        self._renew_version()
        return super()._check_filing()

    def _assign_numbers(self):
        """Give received cases their numbers, in one go per township."""
        numbering = self.env["bianmin.numbering"]
        today = local_today()
        for division, cases in self.grouped("division_id").items():
            # sudo: bianmin.counter – numbers are taken only here
            numbers = numbering.sudo()._next_case_numbers(division, today, len(cases))
            # sudo: bianmin.case – the number is closed to everyone but the gate
            for case_sudo, number in zip(cases.sudo(), numbers, strict=True):
                case_sudo.name = number

    @api.model
    def _get_by_token(self, token):
        """The case that a public address means, or an empty recordset.

        :param str token: the secret part of the address
        """
        # sudo: bianmin.case – whoever has the token may see where the case stands
        return self.sudo().search([("token", "=", token)], limit=1)

    def _prepare_public_values(self):
        """All that the public page may show; nothing personal."""
        self.ensure_one()
        point = self.acceptance_point_id
        return {
            "number": self.name,
            "item": self.item_id.name,
            "state": self._get_state_label(self.state),
            # Before the acceptance nothing is promised yet.
            "promised_due": self.clock_start and self.promised_due,
            "office": point.name,
            "office_phone": point.phone,
        }
