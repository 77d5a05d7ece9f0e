from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.local_time import local_today


class BianminResidentDeath(models.TransientModel):
    """The window that registers a death, or takes it back."""

    _name = "bianmin.resident.death"
    _description = "Register a Death"
    _inherit = ["bianmin.scope.mixin"]

    resident_id = fields.Many2one("bianmin.resident", required=True, readonly=True)
    division_id = fields.Many2one(related="resident_id.division_id")
    registered_date = fields.Date(
        related="resident_id.death_date", string="Registered day of death"
    )
    death_date = fields.Date(string="Day of death", default=lambda self: local_today())
    evidence = fields.Selection(
        selection=[
            ("medical", "Medical certificate of death"),
            ("police", "Cancellation of the police register"),
            ("committee", "Certificate of the village committee"),
            ("court", "Declaration by a court"),
        ],
        help="What proves it (死亡医学证明、户口注销证明、村委会证明、法院判决).",
    )
    note = fields.Char(help="Number of the paper, or why the death is taken back.")
    evidence_ids = fields.Many2many("ir.attachment", string="Pictures")

    def action_register(self):
        """Register the death; it ends the resident's categories.

        :raise UserError: without a day or without what proves it
        :raise AccessError: when the user's role does not allow it in the village
        """
        self.ensure_one()
        if not self.death_date or not self.evidence:
            raise UserError(self.env._("Enter the day of death and what proves it."))
        self.resident_id.check_access("write")
        labels = dict(self._fields["evidence"]._description_selection(self.env))
        description = "：".join(filter(None, (labels[self.evidence], self.note)))
        self.resident_id._register_death(
            self.death_date, description, self.evidence_ids
        )

    def action_withdraw(self):
        """Take back a death that was registered by mistake.

        :raise UserError: without a reason
        :raise AccessError: when the user's role does not allow it in the village
        """
        self.ensure_one()
        if not (self.note or "").strip():
            raise UserError(self.env._("Say why the death is taken back."))
        self.resident_id.check_access("write")
        self.resident_id._withdraw_death(self.note, self.evidence_ids)
