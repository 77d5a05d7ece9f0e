from odoo import api, models
from odoo.exceptions import UserError


class BianminAppendOnly(models.AbstractModel):
    """Rows that are written once: what happened is never changed or taken back.

    The refusal holds for everyone, superuser code included. A correction is a
    new row.
    """

    _name = "bianmin.append.only"
    _description = "Append-only Record"

    # Refusing is the whole purpose: nothing may reach the method that writes.
    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("%(model)s: an entry is never changed.", model=self._description)
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("%(model)s: an entry is never deleted.", model=self._description)
        )
