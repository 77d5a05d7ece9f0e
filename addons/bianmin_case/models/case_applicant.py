from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from odoo.addons.bianmin_base.tools import masking
from odoo.addons.bianmin_base.tools.text import compact

from .case_act import FINISHED_STATES


def _normalize_phone(text):
    return compact(text).replace("-", "")


class BianminCaseApplicant(models.AbstractModel):
    """Who applies: name and phone as they were when the case was filed."""

    _name = "bianmin.case.applicant"
    _description = "Applicant of a Case"
    _inherit = ["bianmin.pinyin.mixin", "bianmin.masked.mixin"]

    _pinyin_field = "applicant_name"
    _pinyin_of_person = True
    _masked_fields = {
        "applicant_phone_masked": (
            "applicant_phone",
            masking.mask_phone,
            _normalize_phone,
        ),
    }

    resident_id = fields.Many2one(
        "bianmin.resident",
        string="Applicant",
        required=True,
        index=True,
        ondelete="restrict",
    )
    organization_id = fields.Many2one(
        "bianmin.organization",
        string="On Behalf of",
        index="btree_not_null",
        ondelete="restrict",
        help="The company or other body that applies; the person above then acts for "
        "it (法人申请, 经办人).",
    )
    duplicate_note = fields.Char(
        compute="_compute_duplicate_note",
        help="Another case of the same applicant in the same matter is still open.",
    )
    applicant_name = fields.Char(
        compute="_compute_applicant_name",
        store=True,
        precompute=True,
        required=True,
        index="trigram",
    )
    applicant_identity_masked = fields.Char(
        related="resident_id.identity_number_masked", string="ID Number"
    )
    applicant_phone = fields.Char(
        string="Complete Phone Number",
        compute="_compute_applicant_phone",
        store=True,
        readonly=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    applicant_phone_masked = fields.Char(
        string="Phone",
        compute="_compute_masked",
        inverse="_inverse_applicant_phone_masked",
        search="_search_applicant_phone_masked",
        compute_sudo=True,
        help="Messages about the case go there. Type the complete number; it is shown "
        "masked afterwards.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("resident_id", "organization_id")
    def _compute_applicant_name(self):
        """Take the name over; corrections of the register leave the case alone."""
        for case in self:
            applicant = case.organization_id or case.resident_id
            case.applicant_name = applicant.name

    @api.depends("resident_id", "organization_id", "item_id")
    @api.depends_context("lang", "uid")
    def _compute_duplicate_note(self):
        """Warn of a second open case, as far as the user may see the first."""
        others = self.env["bianmin.case"].search(
            [
                ("resident_id", "in", self.resident_id.ids),
                ("item_id", "in", self.item_id.ids),
                ("state", "not in", FINISHED_STATES),
            ]
        )
        for case in self:
            same = others.filtered(
                lambda other, case=case: (
                    other.id != case._origin.id
                    and other.resident_id == case.resident_id._origin
                    and other.item_id == case.item_id._origin
                    and other.organization_id == case.organization_id._origin
                )
            )
            case.duplicate_note = bool(same) and self.env._(
                "Another case in this matter is open: %(cases)s.",
                cases="、".join(same.mapped("display_name")),
            )

    @api.depends("resident_id")
    def _compute_applicant_phone(self):
        for case in self:
            # sudo: bianmin.resident – the phone is closed to everyone
            phone = case.resident_id.sudo().phone
            case.applicant_phone = phone or case.applicant_phone

    def _inverse_applicant_phone_masked(self):
        self._store_masked("applicant_phone_masked")

    def _search_applicant_phone_masked(self, operator, value):
        return self._search_masked("applicant_phone_masked", operator, value)

    # ------------------------------------------------------------
    # SEARCH
    # ------------------------------------------------------------

    @api.model
    def _search_display_name(self, operator, value):
        """Look only where what was typed can stand: one index finds it then.

        Digits are of a case number, letters are pinyin, all else is of a name. Looking
        everywhere at once reads every case of a province.
        """
        text = value.strip() if isinstance(value, str) else ""
        if operator != "ilike" or not text:
            return super()._search_display_name(operator, value)
        if text.isdecimal():
            return Domain("name", "ilike", text)
        reading = self._get_pinyin_domain(text)
        return self._get_name_domain(text) if reading.is_false() else reading

    @api.model
    def _get_name_domain(self, text):
        """Names that contain ``text``; fewer than three characters only where a surname
        or a given name stands, for an index knows no pairs but at the ends.
        """
        if len(text) > 2:
            return Domain("applicant_name", "ilike", text)
        escaped = escape_psql(text)
        domain = Domain("applicant_name", "=ilike", f"{escaped}%")
        if len(text) == 2:
            domain |= Domain("applicant_name", "=ilike", f"%{escaped}")
        return domain

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_applicant(self):
        """One files for people whom one may read: a case tells name and masked data."""
        residents, organizations = self.resident_id, self.organization_id
        if self.env.su or (
            residents == residents._filtered_access("read")
            and organizations == organizations._filtered_access("read")
        ):
            return
        raise AccessError(
            self.env._(
                "You can file only for people in the divisions where your role lets "
                "you read the register."
            )
        )
