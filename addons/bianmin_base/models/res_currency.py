from num2words import num2words

from odoo import models
from odoo.tools import get_lang

# Importing it registers the Chinese converter with num2words.
from ..tools import capitals  # noqa: F401


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def amount_to_text(self, amount):
        """Yuan are written in capitals in Chinese: 壹仟元整."""
        self.ensure_one()
        if self.name == "CNY" and get_lang(self.env).code == "zh_CN":
            return num2words(
                self.round(amount), lang="zh_CN", to="currency", currency="CNY"
            )
        return super().amount_to_text(amount)
