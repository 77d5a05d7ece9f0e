from odoo import models
from odoo.fields import Domain
from odoo.http import request

from ..tools import domain_words


class Base(models.AbstractModel):
    _inherit = "base"

    def export_data(self, fields_to_export):
        """Whoever takes data out leaves a line in the export log.

        :raise UserError: when the user may not export
        """
        result = super().export_data(fields_to_export)
        self.env["bianmin.export.log"]._log_export(
            "list",
            self,
            len(result["datas"]),
            [name.split("/", 1)[0] for name in fields_to_export],
            self._get_export_words(),
        )
        return result

    def _get_window_action(self, title):
        """Open this record in a window of its own above the screen.

        :param str title: what stands above it
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _get_export_words(self):
        """What the list was restricted to when its user pressed Export."""
        # Set by the controller, which alone knows the filter of the list.
        domain = getattr(request, "bianmin_export_domain", None) if request else None
        if domain is None:
            return self.env._("%(count)s chosen entries", count=len(self))
        conditions = [
            (condition.field_expr, condition.operator, condition.value)
            for condition in Domain(domain).iter_conditions()
        ]
        labels = {
            name: field._description_string(self.env)
            for name, field in self._fields.items()
        }
        return domain_words.describe(conditions, labels) or self.env._("All entries")
