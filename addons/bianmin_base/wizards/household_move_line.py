from odoo import fields, models


class BianminHouseholdMoveLine(models.TransientModel):
    """A member of a household that moves: whether he goes along, and as what."""

    _name = "bianmin.household.move.line"
    _description = "Member of a Moving Household"

    wizard_id = fields.Many2one(
        "bianmin.household.move", required=True, ondelete="cascade", readonly=True
    )
    resident_id = fields.Many2one("bianmin.resident", required=True, readonly=True)
    age = fields.Integer(related="resident_id.age", related_sudo=False)
    moves = fields.Boolean(default=True)
    relation_to_head = fields.Selection(
        selection="_selection_relation_to_head",
        string="Relation to the head there",
        help="Relation to the head of the household they arrive in (与户主关系).",
    )

    def _selection_relation_to_head(self):
        field = self.env["bianmin.resident"]._fields["relation_to_head"]
        return field._description_selection(self.env)
