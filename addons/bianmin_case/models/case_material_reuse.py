from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from odoo.addons.bianmin_base.tools.local_time import local_date, local_today

PROVENANCE_FIELDS = ("reused_id", "reused_case_number", "reused_on")


class BianminCaseMaterial(models.Model):
    """Papers that the applicant has given before, and how a paper was shown."""

    _inherit = "bianmin.case.material"

    presented_as = fields.Selection(
        [
            ("original_seen", "Original Seen"),
            ("copy", "Copy Taken"),
            ("original", "Original Taken"),
            ("electronic", "Electronic File"),
        ],
        string="Shown as",
        copy=False,
        help="What the clerk had before him: the original, which he gave back, a copy, "
        "the original, which stays on file, or a file only (核验方式).",
    )
    offered_id = fields.Many2one(
        "bianmin.case.material",
        string="Given Before in",
        compute="_compute_offered_id",
        help="The same paper in an earlier case of the applicant that was accepted, as "
        "long as the catalogue lets it be used again (上次交过的材料).",
    )
    earlier_note = fields.Char(
        string="Given Before",
        compute="_compute_earlier_note",
        help="The earlier case from which the paper can be taken, or was taken.",
    )
    reused_id = fields.Many2one(
        "bianmin.case.material",
        string="Taken from",
        index="btree_not_null",
        copy=False,
        readonly=True,
        ondelete="set null",
    )
    reused_case_number = fields.Char(
        string="Taken from Case",
        copy=False,
        readonly=True,
        help="Number of the earlier case in which the paper was handed in.",
    )
    reused_on = fields.Date(
        string="First Accepted on",
        copy=False,
        readonly=True,
        help="Day on which the paper was accepted in the earlier case.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("name", "state", "case_id.resident_id", "case_id.organization_id")
    def _compute_offered_id(self):
        """The latest one that is still good, found for all lines at once."""
        wanting = self.filtered(
            lambda line: line.state == "missing" and line.material_id.reuse_months
        )
        offers = wanting._find_given_before()
        for material in self:
            material.offered_id = next(
                (
                    offer
                    for offer in offers.get(material._get_paper_key(), ())
                    if material in wanting and material._may_reuse(offer)
                ),
                False,
            )

    @api.depends("offered_id", "reused_case_number", "reused_on")
    def _compute_earlier_note(self):
        for material in self:
            offered = material.offered_id
            number = material.reused_case_number or offered.case_id.name
            day = material.reused_on or offered._get_accepted_on()
            material.earlier_note = number and f"{day} {number}"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_provenance(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_provenance(vals)
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._forget_provenance()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_reuse(self):
        """Take these papers from the earlier cases in which they were given.

        :raise UserError: when a paper is not on offer (any more)
        """
        self._check_open()
        for material in self:
            if not material.offered_id:
                raise UserError(
                    self.env._(
                        "“%(paper)s” was not given before, or too long ago. Take it "
                        "in anew.",
                        paper=material.name,
                    )
                )
            material._reuse(material.offered_id)

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_provenance(self, vals):
        """Only the server says where a paper comes from."""
        if not self.env.su and any(vals.get(name) for name in PROVENANCE_FIELDS):
            raise AccessError(
                self.env._("Press the button on the line to take an earlier paper.")
            )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _find_given_before(self):
        """Papers of these applicants that were accepted, and that the user may see.

        What was itself taken from an earlier case counts there.

        :return: dict key of ``_get_paper_key`` -> papers, the latest first
        """
        if not self:
            return {}
        cases = self.case_id
        months = max(self.material_id.mapped("reuse_months"))
        applicant = Domain(
            "case_id.organization_id", "in", cases.organization_id._origin.ids
        ) | (
            Domain("case_id.organization_id", "=", False)
            & Domain("case_id.resident_id", "in", cases.resident_id._origin.ids)
        )
        papers = self.search(
            applicant
            & Domain("name", "in", self.mapped("name"))
            & Domain("material_id", "!=", False)
            & Domain("state", "=", "received")
            & Domain("reused_case_number", "=", False)
            & Domain(
                "case_id.accepted_at",
                ">=",
                # A day more than needed, for the time zone.
                local_today() - relativedelta(months=months, days=1),
            )
        )
        return (
            papers.filtered("attachment_ids")
            .sorted(lambda line: (line.case_id.accepted_at, line.id), reverse=True)
            .grouped(lambda line: line._get_paper_key())
        )

    def _get_paper_key(self):
        """Whose paper it is, and which: papers of one name are of one kind."""
        case = self.case_id
        return (
            case.organization_id._origin.id,
            not case.organization_id and case.resident_id._origin.id,
            self.name,
        )

    def _may_reuse(self, offer):
        """Whether the catalogue lets the other paper be used here today."""
        months = relativedelta(months=self.material_id.reuse_months)
        return (
            offer.case_id != self.case_id._origin
            and offer._get_accepted_on() + months >= local_today()
        )

    def _get_accepted_on(self):
        accepted_at = self.case_id.accepted_at
        return accepted_at and local_date(accepted_at)

    def _reuse(self, offer):
        files = self.env["ir.attachment"].create(
            [
                {
                    "name": file.name,
                    "raw": file.raw,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for file in offer.attachment_ids
            ]
        )
        # sudo: bianmin.case.material – where it comes from is closed to clerks
        self.sudo().write(
            {
                "reused_id": offer.id,
                "reused_case_number": offer.case_id.name,
                "reused_on": offer._get_accepted_on(),
            }
        )
        self.write(
            {
                "attachment_ids": [Command.link(file.id) for file in files],
                "collection_mode": "2",
                "presented_as": offer.presented_as,
            }
        )

    def _forget_provenance(self):
        """A paper whose earlier files were taken off comes from nowhere."""
        emptied = self.filtered(
            lambda line: line.reused_case_number and not line.attachment_ids
        )
        # sudo: bianmin.case.material – where it comes from is closed to clerks
        emptied.sudo().write(dict.fromkeys(PROVENANCE_FIELDS, False))
