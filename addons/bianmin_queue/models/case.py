from odoo import api, fields, models


class BianminCase(models.Model):
    _inherit = "bianmin.case"

    ticket_id = fields.Many2one(
        "bianmin.queue.ticket",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        groups="bianmin_queue.group_queue_reader",
        help="The number with which the applicant came to the window (排队号).",
    )

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._check_ticket()
        return cases

    def write(self, vals):
        result = super().write(vals)
        if "ticket_id" in vals:
            self._check_ticket()
        return result

    def _check_ticket(self):
        """Refuse a number of a hall in which the user may not look."""
        # sudo: bianmin.case – the number is hidden from who reads no queue
        tickets = self.sudo().ticket_id.with_env(self.env)
        if tickets:
            tickets.check_access("read")
