from odoo import models

# Where a row belongs and its place in the list say nothing to an applicant.
UNTOLD = {"item_id", "version_id", "implementation_id", "division_id", "sequence"}


class BianminCatalogTextMixin(models.AbstractModel):
    """Records as plain text, the way a form shows them: for comparisons."""

    _name = "bianmin.catalog.text.mixin"
    _description = "Record as Text"

    def _get_texts(self, names):
        """Return {label: text} of some fields of one record."""
        self.ensure_one()
        return {
            self._fields[name]._description_string(self.env): self._get_text(name)
            for name in names
        }

    def _get_text(self, name):
        field, value = self._fields[name], self[name]
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.relational:
            return "、".join(value.mapped("display_name"))
        return str(value or "")

    def _get_named_texts(self):
        """Return [(name, {label: text})] of rows, their files left to their names."""
        names = [
            name
            for name, field in self._fields.items()
            if field.store
            and field.type not in ("binary", "image")
            and name not in models.MAGIC_COLUMNS
            and name not in UNTOLD
            and name != self._rec_name
        ]
        return [(row.display_name, row._get_texts(names)) for row in self]
