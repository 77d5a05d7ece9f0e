from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class BianminMaskedMixin(models.AbstractModel):
    """Personal data that is shown masked and revealed only against a reason.

    The real value lives in a field closed to everyone (``groups=NO_ACCESS``); code
    that needs it reads it by ``sudo()``. Screens, lists and exports use a shown
    field, which takes a complete value, shows it masked and finds it by a complete
    value, so that nobody can feel his way to a number digit by digit.
    """

    _name = "bianmin.masked.mixin"
    _description = "Masked Personal Data"

    # shown field -> (stored field, function that masks, function that normalizes)
    _masked_fields = {}

    @api.depends(
        lambda self: tuple(stored for stored, _m, _n in self._masked_fields.values())
    )
    def _compute_masked(self):
        for record in self:
            for shown, (stored, mask, _normalize) in self._masked_fields.items():
                record[shown] = record[stored] and mask(record[stored])

    def _store_masked(self, shown):
        """Inverse of a shown field: keep what was typed, unless it is the mask."""
        stored, mask, normalize = self._masked_fields[shown]
        for record in self:
            value = record[shown] and normalize(record[shown])
            # sudo: the record itself – the stored field is closed to everyone
            record_sudo = record.sudo()
            current = record_sudo[stored]
            if current and value == normalize(mask(current)):
                continue
            if value and "*" in value:
                raise UserError(
                    self.env._(
                        "%(field)s: please type the complete number, without stars.",
                        field=self._fields[shown]._description_string(self.env),
                    )
                )
            record_sudo[stored] = value or False
        # What was typed stays in the cache otherwise, and would be shown again.
        self.invalidate_recordset([shown], flush=False)

    def _search_masked(self, shown, operator, value):
        """Search of a shown field: complete values only."""
        stored, _mask, normalize = self._masked_fields[shown]
        if operator in ("ilike", "like", "=ilike", "=like"):
            value = [value]
        elif operator != "in":
            return NotImplemented
        values = [normalize(item) if item else False for item in value]
        # sudo: the record itself – the stored field is closed; the rules apply outside
        records = self.sudo().with_context(active_test=False)
        return Domain("id", "in", records._search([(stored, "in", values)]))

    def action_reveal(self):
        """Ask for the reason, then show what is masked."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reveal personal data"),
            "res_model": "bianmin.reveal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }
