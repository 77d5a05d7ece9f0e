from odoo import fields, models

from odoo.addons.bianmin_base.tools.language import VILLAGER_LANGUAGE

from ..tools.template_variables import clean_value, find_variables

# Stands in no text: it parts the values of one record from each other.
SEPARATOR = "\x1f"


class SmsTemplate(models.Model):
    _inherit = "sms.template"

    is_urgent = fields.Boolean(
        string="Also in Quiet Hours",
        help="Sent at once, at night too. For codes that somebody waits for.",
    )

    def _get_variables(self, records):
        """The values that change from villager to villager.

        :param records: of the model of this template
        :return: {id: list of [name, value] in the order of the text}
        """
        self.ensure_one()
        variables = find_variables(self.with_context(lang=VILLAGER_LANGUAGE).body)
        if not variables:
            return dict.fromkeys(records.ids, [])
        source = SEPARATOR.join(f"{{{{ {v.expression} }}}}" for v in variables)
        rendered = self.with_context(lang=VILLAGER_LANGUAGE)._render_template(
            source, self.model, records.ids
        )
        return {
            record_id: [
                [variable.name, clean_value(value)]
                for variable, value in zip(
                    variables, text.split(SEPARATOR), strict=True
                )
            ]
            for record_id, text in rendered.items()
        }
