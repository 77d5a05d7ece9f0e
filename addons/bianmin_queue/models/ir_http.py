from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        """Keep at once what a session notes of itself, once an hour.

        What is done in the request then begins with nothing written: who calls the next
        person, or takes a number, sees what others have just committed, see
        ``tools.read_committed``.
        """
        result = super()._authenticate(endpoint)
        if request.session.is_dirty and not request.env.cr.readonly:
            # The way in is over, nothing of the request itself has been done.
            request.env.cr.commit()  # pylint: disable=invalid-commit
        return result
