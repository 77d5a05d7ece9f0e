from odoo import fields, models
from odoo.exceptions import UserError


class BianminCase(models.Model):
    """A request that an agent carries to the hall with those of other villagers."""

    _inherit = "bianmin.case"

    trip_line_ids = fields.One2many(
        "bianmin.agent.trip.line", "case_id", string="Trips to the Hall", readonly=True
    )

    def _accept_all_or_name(self):
        """Accept these cases, or none of them and say of each why it cannot be.

        :raise UserError: a line for each case that cannot be accepted
        """
        try:
            with self.env.cr.savepoint():
                self.action_accept()
                self.env.flush_all()
        except UserError as error:
            raise UserError("\n".join(self._get_obstacles() or [str(error)])) from error

    def _get_obstacles(self):
        """Why these cases cannot be accepted, each tried by itself."""
        obstacles = []
        for case in self:
            try:
                with self.env.cr.savepoint():
                    case.action_accept()
                    self.env.flush_all()
            except UserError as error:
                obstacles.append(str(error))
        return obstacles
