from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_date
from odoo.addons.bianmin_base.tools.masking import mask_name

# A printout is made while the browser waits.
PRINTED_AT_ONCE = 100


class BianminCaseDocument(models.Model):
    """A statutory notice as it was issued (法律文书)."""

    _name = "bianmin.case.document"
    _description = "Case Document"
    _inherit = ["bianmin.append.only", "bianmin.kept.paper.mixin"]
    _order = "id"

    case_id = fields.Many2one(
        "bianmin.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="case_id.division_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [
            ("receipt", "Receipt of Papers"),
            ("supplement", "Notice to Supplement"),
            ("acceptance", "Notice of Acceptance"),
            ("rejection", "Notice of Non-Acceptance"),
            ("promise", "Promise to Supply Papers"),
            ("deferral", "Notice of Acceptance with Papers to Follow"),
            ("commitment", "Commitment in Place of Papers"),
            ("special", "Notice of a Special Procedure"),
            ("extension", "Notice of Extension"),
            ("grant", "Decision to Grant"),
            ("refusal", "Decision to Refuse"),
            ("ending", "Notice of Ending"),
            ("delivery", "Record of Delivery"),
        ],
        required=True,
        readonly=True,
    )
    office = fields.Char(
        readonly=True, help="In whose name the paper was issued (署名机关)."
    )
    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_print(self):
        """Open the PDF of these papers, all in one file."""
        if not self:
            raise UserError(self.env._("No paper has been issued for these cases yet."))
        if len(self) > PRINTED_AT_ONCE:
            raise UserError(
                self.env._(
                    "Please print at most %(count)s papers at once.",
                    count=PRINTED_AT_ONCE,
                )
            )
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/bianmin/case/documents/{','.join(map(str, self.ids))}",
            "target": "new",
        }

    def _prepare_verification_values(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            **super()._prepare_verification_values(),
            "kind": kinds[self.kind],
            "number": self.number,
            "office": self.office or self.case_id.acceptance_point_id.name,
            "date": local_date(self.issued_at),
            "holder": mask_name(self.case_id.applicant_name),
            "state": "valid" if self.is_intact else "altered",
        }
