from odoo import fields, models


class BianminCaseBulkLine(models.TransientModel):
    """What became of one of many cases."""

    _name = "bianmin.case.bulk.line"
    _description = "Result of One of Many Cases"
    _order = "state desc, id"

    bulk_id = fields.Many2one(
        "bianmin.case.bulk", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one("bianmin.case", required=True, ondelete="cascade")
    # Read as the user, who may have named any case.
    applicant_name = fields.Char(related="case_id.applicant_name", related_sudo=False)
    case_number = fields.Char(related="case_id.name", related_sudo=False)
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Not Done")],
        string="Result",
        default="waiting",
        required=True,
        readonly=True,
    )
    message = fields.Char(string="Why Not", readonly=True)
    is_printed = fields.Boolean(readonly=True)
