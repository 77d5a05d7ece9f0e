from odoo import models

from ..tools.language import VILLAGER_LANGUAGE


class BianminTextMessageMixin(models.AbstractModel):
    """Records whose villager is told by SMS what happened."""

    _name = "bianmin.text.message.mixin"
    _description = "Tells the Villager by SMS"

    def _send_text(self, template, phone_by_id):
        """Put messages into the outbox, in the transaction of what they tell.

        They leave after the commit, by Odoo's own SMS schedule; when the transaction
        is rolled back, nobody is told anything.

        :param template: ``sms.template`` of this model
        :param dict phone_by_id: number by record id; who has none is passed over
        :return: the ``sms.sms`` created, as superuser
        """
        records = self.filtered(lambda record: phone_by_id.get(record.id))
        # sudo: sms.template, sms.sms – clerks tell villagers what the office says, and
        # have no access to the outbox of others
        vals_list = records._prepare_text_vals_list(template.sudo(), phone_by_id)
        return self.env["sms.sms"].sudo().create(vals_list)

    def _prepare_text_vals_list(self, template_sudo, phone_by_id):
        """Values of the messages to these records. Extend to add to them."""
        bodies = template_sudo._render_field(
            "body", self.ids, set_lang=VILLAGER_LANGUAGE
        )
        return [
            {
                "number": phone_by_id[record.id],
                "body": bodies[record.id],
                "division_id": record.division_id.id,
                "origin_model": record._name,
                "origin_id": record.id,
            }
            for record in self
        ]
