from odoo import api, models

from odoo.addons.bianmin_base.tools.spreadsheet import CellError, Mistake, to_text
from odoo.addons.bianmin_base.tools.text import compact

from ..tools.catalog_workbook import (
    PARTS,
    clears,
    to_amount,
    to_lines,
    to_whole,
    to_words,
)

# Where the rows lie and what they point at is found by rules of its own.
RESOLVED = ("item", "division_code", "service_point_id", "decision_implementation_id")
EMPTY = {
    **{"integer": 0, "monetary": 0.0, "boolean": False, "many2many": ()},
    **{"char": "", "text": ""},
}


class BianminCatalogImport(models.TransientModel):
    """Cells into values and values into cells."""

    _inherit = "bianmin.catalog.import"

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    def _parse_cells(self, row, choices):
        """Values of the filled cells, and what is wrong with the others.

        :param dict choices: see :meth:`_get_choices`
        :return: {field: value}, list of ``Mistake``
        """
        values, mistakes = {}, []
        for name, cell in row.cells.items():
            if cell is None or name in RESOLVED:
                continue
            try:
                values[name] = self._parse_cell(row.sheet, name, cell, choices)
            except CellError as error:
                sentence = self._get_cell_sentence(error.reason, cell)
                mistakes.append(Mistake(name, sentence))
        return values, mistakes

    def _parse_cell(self, sheet, name, cell, choices):
        field = self._get_field(sheet, name)
        if clears(cell):
            if field.required or name in PARTS[sheet].required:
                raise CellError("required")
            return EMPTY.get(field.type, False)
        if field.type in ("integer", "monetary"):
            return to_whole(cell) if field.type == "integer" else to_amount(cell)
        if field.type == "text":
            return to_lines(cell).strip()
        if field.type == "char":
            return to_text(cell).strip()
        words = choices[sheet, name]
        if field.type != "many2many":
            return self._choose(words, to_text(cell))
        return tuple(sorted(self._choose(words, word) for word in to_words(cell)))

    @api.model
    def _choose(self, words, word):
        if compact(word) not in words:
            raise CellError("unknown")
        return words[compact(word)]

    def _get_choices(self):
        """What the words of a column stand for, in both languages.

        :return: {(sheet, field): {word: value}}
        """
        choices = {}
        for lang in {"en_US", "zh_CN", self.env.lang or "en_US"}:
            for sheet, part in PARTS.items():
                for name in part.fields:
                    if name not in RESOLVED:
                        words = self.with_context(lang=lang)._get_words(sheet, name)
                        choices.setdefault((sheet, name), {}).update(words)
        return choices

    def _get_words(self, sheet, name):
        """{word: value} of one column, where only some words are good."""
        field = self._get_field(sheet, name)
        if field.type == "boolean":
            words = [(self.env._("Yes"), True), (self.env._("No"), False)]
        elif field.type == "selection":
            words = [
                (word, key)
                for key, label in field._description_selection(self.env)
                for word in (key, label)
            ]
        elif field.comodel_name:
            records = self.env[field.comodel_name].search_fetch([], ["name", "code"])
            words = [(one.name, one.id) for one in records]
            words += [(one.code, one.id) for one in records]
        else:
            words = []
        return {compact(word): value for word, value in words}

    def _get_cell_sentence(self, reason, cell):
        return {
            "number": self.env._(
                "Excel has cut off the last digits: make the cells text and type the "
                "number again"
            ),
            "whole": self.env._("is no whole number from 0 up"),
            "amount": self.env._("is no amount such as 20 or 12.50"),
            "required": self.env._("cannot be emptied"),
            "unknown": self.env._(
                "%(word)s is none of the words known here", word=cell
            ),
        }[reason]

    def _mistake(self, key, reason, **words):
        return Mistake(key, self._get_row_sentence(reason, words))

    def _get_row_sentence(self, reason, words):
        return {
            "missing": self.env._("must be filled in"),
            "twice": self.env._("the same stands in row %(row)s", row=words.get("row")),
            "code": self.env._("a basic code has 12 digits or Latin capitals"),
            "taken": self.env._(
                "another item has this name: the code belongs to a different one"
            ),
            "coded": self.env._("the item has another basic code already"),
            "several": self.env._(
                "several items have this name: change it in its form"
            ),
            "no_item": self.env._(
                "there is no such item, or its own row in this workbook is wrong"
            ),
            "planned": self.env._(
                "a version of this item is planned: take it back before you change it"
            ),
            "no_point": self.env._("there is no such service point"),
            "several_points": self.env._(
                "several service points have this name: write the division code"
            ),
            "scope": self.env._("your role does not reach this service point"),
            "acts_as": self.env._(
                "whether a point decides is changed in its form, not by a workbook"
            ),
            "decision": self.env._("no point of this name decides on the item"),
            "slower": self.env._("is slower than the point above, which it follows"),
            "dearer": self.env._("is dearer than at the point above, which it follows"),
            "order": self.env._("is longer than the statutory limit"),
            "promise": self.env._(
                "what is not done on the spot needs a promised limit of a day or more"
            ),
        }[reason]

    # ------------------------------------------------------------
    # WRITE
    # ------------------------------------------------------------

    @api.model
    def _get_cell(self, record, name):
        """What the workbook shows of a field, in words that can be read again."""
        field, value = record._fields[name], record[name]
        if name == "decision_implementation_id":
            return value.service_point_id.name or ""
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.relational:
            return "、".join(value.mapped("name"))
        if field.type == "monetary":
            return f"{value:.2f}"
        return value if field.type == "integer" else value or ""

    @api.model
    def _get_value(self, record, name):
        """A value of a record as :meth:`_parse_cell` returns it."""
        field, value = record._fields[name], record[name]
        if field.type == "many2many":
            return tuple(sorted(value.ids))
        if field.type == "many2one":
            return value.id
        return to_lines(value).strip() if field.type in ("char", "text") else value
