from odoo import models


class BianminTextMessageMixin(models.AbstractModel):
    """A provider takes the code of a text and its variables, not the text."""

    _inherit = "bianmin.text.message.mixin"

    def _prepare_text_vals_list(self, template_sudo, phone_by_id):
        vals_list = super()._prepare_text_vals_list(template_sudo, phone_by_id)
        variables = template_sudo._get_variables(self)
        return [
            vals
            | {
                "template_id": template_sudo.id,
                "variables": variables[vals["origin_id"]],
                "is_urgent": template_sudo.is_urgent,
            }
            for vals in vals_list
        ]
