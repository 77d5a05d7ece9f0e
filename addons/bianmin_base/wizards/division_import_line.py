from odoo import fields, models


class BianminDivisionImportLine(models.TransientModel):
    """A division that an import would change."""

    _name = "bianmin.division.import.line"
    _description = "Change by an Import of Divisions"

    wizard_id = fields.Many2one(
        "bianmin.division.import", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        selection=[("gone", "Gone"), ("renamed", "Renamed"), ("new", "New")],
        required=True,
    )
    code = fields.Char()
    name = fields.Char(string="Official name")
    successor = fields.Char(string="Proposed successor")
    is_certain = fields.Boolean(
        string="Beyond doubt",
        help="Taken over with the import; the others are chosen by a person.",
    )
