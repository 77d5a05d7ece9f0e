from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import pinyin


class BianminPinyinMixin(models.AbstractModel):
    """Names that can be found by their pinyin: ``lyc`` finds 李营村."""

    _name = "bianmin.pinyin.mixin"
    _description = "Name Searchable by Pinyin"

    _pinyin_field = "name"
    _pinyin_of_person = False

    pinyin = fields.Char(
        compute="_compute_pinyin",
        store=True,
        index="trigram",
        help="The name in pinyin without tones, and its initials (拼音).",
    )

    @api.depends(lambda self: (self._pinyin_field,))
    def _compute_pinyin(self):
        for record in self:
            name = record[self._pinyin_field]
            record.pinyin = (
                pinyin.search_key(name, surname=self._pinyin_of_person)
                if name
                else False
            )

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator in ("ilike", "like") and isinstance(value, str):
            domain |= self._get_pinyin_domain(value)
        return domain

    @api.model
    def _get_pinyin_domain(self, text):
        """Names whose pinyin, or whose initials, begin with ``text``.

        Beginning, not containing: three letters are contained in thousands of names.
        """
        key = text.lower().replace(" ", "")
        if not (key.isascii() and key.isalnum()):
            return Domain.FALSE
        return Domain("pinyin", "=like", f"{key}%") | Domain(
            "pinyin", "=like", f"% {key}%"
        )
