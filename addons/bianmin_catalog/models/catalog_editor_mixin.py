from odoo import models
from odoo.exceptions import AccessError


class BianminCatalogEditorMixin(models.AbstractModel):
    """What holds everywhere, and so is changed by whoever is an editor anywhere."""

    _name = "bianmin.catalog.editor.mixin"
    _description = "Changed by Any Editor"

    def _check_scope(self, group):
        """An item holds everywhere, so any division with the role will do."""
        if not self.env.su and not self.env.user._get_scope_division_ids(group):
            raise AccessError(
                self.env._(
                    "You hold no role today that lets you change the catalogue. "
                    "Ask your administrator for it."
                )
            )
