from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.bianmin_base.tools import masking
from odoo.addons.bianmin_base.tools.text import compact


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

    @api.depends("resident_id")
    def _compute_applicant_name(self):
        """Take the name over; corrections of the register leave the case alone."""
        for case in self:
            case.applicant_name = case.resident_id.name

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
    # CHECKS
    # ------------------------------------------------------------

    def _check_applicant(self):
        """One files for people whom one may read: a case tells name and masked data."""
        residents = self.resident_id
        if self.env.su or residents == residents._filtered_access("read"):
            return
        raise AccessError(
            self.env._(
                "You can file only for people in the divisions where your role lets "
                "you read the register."
            )
        )
