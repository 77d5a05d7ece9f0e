from odoo import fields, models
from odoo.exceptions import UserError

SIDES = [("kept", "Left"), ("other", "Right")]
# Field that asks → field of the resident whose value is chosen.
CHOICES = {
    "name_from": "name",
    "number_from": "identity_number",
    "phone_from": "phone",
    "address_from": "address",
    "household_from": "household_id",
}


class BianminResidentMerge(models.TransientModel):
    """Two entries side by side; a person says that they are one, and what is right."""

    _name = "bianmin.resident.merge"
    _description = "Merge Two Entries of One Person"
    _inherit = ["bianmin.scope.mixin"]
    _rec_name = "kept_id"

    ground = fields.Selection(
        selection=[
            ("number", "Same ID number"),
            ("person", "Same village and birth date, names alike"),
        ],
        string="Why proposed",
        readonly=True,
    )
    kept_id = fields.Many2one(
        "bianmin.resident", string="Entry that goes on", required=True
    )
    other_id = fields.Many2one(
        "bianmin.resident", string="Entry that is closed", required=True
    )
    name_from = fields.Selection(
        SIDES, string="Right name", default="kept", required=True
    )
    number_from = fields.Selection(
        SIDES, string="Right ID number", default="kept", required=True
    )
    phone_from = fields.Selection(
        SIDES, string="Right phone", default="kept", required=True
    )
    address_from = fields.Selection(
        SIDES, string="Right address", default="kept", required=True
    )
    household_from = fields.Selection(
        SIDES, string="Right household", default="kept", required=True
    )
    reason = fields.Char(help="How you know that this is one person (合并依据).")
    evidence_ids = fields.Many2many("ir.attachment")

    # side by side
    division_id = fields.Many2one(related="kept_id.division_id")
    kept_name = fields.Char(related="kept_id.name", related_sudo=False)
    kept_number = fields.Char(
        related="kept_id.identity_number_masked", related_sudo=False
    )
    kept_phone = fields.Char(related="kept_id.phone_masked", related_sudo=False)
    kept_address = fields.Char(related="kept_id.address", related_sudo=False)
    kept_birth_date = fields.Date(related="kept_id.birth_date", related_sudo=False)
    kept_household_id = fields.Many2one(
        related="kept_id.household_id", related_sudo=False
    )
    other_name = fields.Char(
        string="Name on the right", related="other_id.name", related_sudo=False
    )
    other_number = fields.Char(
        string="ID number on the right",
        related="other_id.identity_number_masked",
        related_sudo=False,
    )
    other_phone = fields.Char(
        string="Phone on the right", related="other_id.phone_masked", related_sudo=False
    )
    other_address = fields.Char(
        string="Address on the right", related="other_id.address", related_sudo=False
    )
    other_birth_date = fields.Date(
        string="Birth date on the right",
        related="other_id.birth_date",
        related_sudo=False,
    )
    other_household_id = fields.Many2one(
        string="Household on the right",
        related="other_id.household_id",
        related_sudo=False,
    )

    def action_merge(self):
        """Merge as chosen and show the entry that goes on.

        :raise UserError: without a reason
        :raise AccessError: when the user's role does not allow it in both villages
        """
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(
                self.env._("Say how you know that these two entries are one person.")
            )
        swapped = [name for choice, name in CHOICES.items() if self[choice] == "other"]
        self.other_id._merge_into(
            self.kept_id, swapped, self.reason.strip(), self.evidence_ids
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "bianmin.resident",
            "res_id": self.kept_id.id,
            "views": [(False, "form")],
        }
