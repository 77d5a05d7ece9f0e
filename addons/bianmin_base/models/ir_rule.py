from odoo import models

from ..tools.local_time import local_today


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _compute_domain_context_values(self):
        """Forget the domains of yesterday: roles begin and end with a day.

        Domains are cached per user with the divisions he holds, and a role must
        lapse at midnight also for somebody who is logged in.
        """
        yield from super()._compute_domain_context_values()
        yield local_today()
