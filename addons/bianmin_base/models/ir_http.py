from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        """Let roles begin and end for somebody who stays logged in over midnight.

        What he sees of the divisions is decided by the day alone, see ``ir.rule``;
        this takes the groups, hence menus and models, without waiting for a job.
        """
        result = super()._authenticate(endpoint)
        if request.session.uid and request.env.uid == request.session.uid:
            request.env.user._apply_roles_of_today()
        return result
