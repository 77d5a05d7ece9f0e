from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.bianmin_base.tools.spreadsheet import Row
from odoo.addons.bianmin_base.wizards.spreadsheet_import import Column
from odoo.addons.bianmin_base.wizards.workbook_import import Sheet

from ..tools.catalog_workbook import PARTS
from ..tools.code_lists import EDITOR


class Target(NamedTuple):
    """An item that rows belong to. ``version`` is the one that they are compared with;
    both are empty for an item that the workbook brings."""

    name: str
    item: models.BaseModel
    version: models.BaseModel


class CatalogChange(NamedTuple):
    """What a good row asks for; see ``Change`` of the imports of one sheet."""

    row: Row
    target: Target
    record: models.BaseModel
    values: dict
    differences: tuple = ()
    warnings: tuple = ()

    @property
    def kind(self):
        if not self.record:
            return "new"
        return "changed" if self.differences else "unchanged"


class BianminCatalogImport(models.TransientModel):
    """The catalogue as a workbook: hand it out, take it back, write what differs.

    An item is known by its basic code, else by its name; a paper, step, question, fee
    or result by its words within the item; an implementation by its service point. An
    empty cell leaves a field as it is, a dash empties it, and nothing is ever deleted.
    Content goes into the draft of an item where there is one, else into its version in
    force while nobody has applied under it, else into a new draft.
    """

    _name = "bianmin.catalog.import"
    _description = "Catalogue as a Workbook"
    _inherit = ["bianmin.workbook.import"]

    # Said again: words of a selection are translated where it is said.
    state = fields.Selection(
        selection=[
            ("upload", "Choose a file"),
            ("preview", "Look at it"),
            ("done", "Done"),
        ],
    )
    item_ids = fields.Many2many(
        "bianmin.catalog.item",
        string="Items to Hand Out",
        default=lambda self: self._default_item_ids(),
        help="Items that the workbook holds; none chosen: all.",
    )
    draft_count = fields.Integer(
        string="New Versions",
        readonly=True,
        help="Items that get a new version as a draft, since people have applied "
        "under the one in force.",
    )

    def _default_item_ids(self):
        """What was ticked in the list of items."""
        if self.env.context.get("active_model") != "bianmin.catalog.item":
            return self.env["bianmin.catalog.item"]
        return self.env["bianmin.catalog.item"].browse(
            self.env.context.get("active_ids", [])
        )

    # ------------------------------------------------------------
    # COLUMNS
    # ------------------------------------------------------------

    @api.model
    def _get_window_title(self):
        return self.env._("Catalogue as a Workbook")

    @api.model
    def _get_import_sheets(self):
        titles = {
            "items": self.env._("Service Items"),
            "materials": self.env._("Materials"),
            "steps": self.env._("Steps"),
            "questions": self.env._("Questions"),
            "fees": self.env._("Fees"),
            "results": self.env._("Results"),
            "implementations": self.env._("Implementations"),
        }
        return [
            Sheet(key, titles[key], tuple(self._get_part_columns(key))) for key in PARTS
        ]

    @api.model
    def _get_part_columns(self, key):
        """The item, then the fields under the words that their forms have."""
        part = PARTS[key]
        if key != "items":
            yield Column("item", self.env._("Item Name"), required=True)
        for name in part.fields:
            label = self.env[part.model]._fields[name]._description_string(self.env)
            yield Column(name, label, required=name == part.key)
            if name == "service_point_id":
                yield Column("division_code", self.env._("Division code"))

    @api.model
    def _get_field(self, sheet, name):
        return self.env[PARTS[sheet].model]._fields[name]

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_file(self):
        if not self.env.user._get_scope_division_ids(EDITOR):
            raise AccessError(
                self.env._("Your role does not allow changing the catalogue.")
            )
        return super()._check_file()

    def _show_result(self, state, rows, changes, mistakes):
        result = super()._show_result(state, rows, changes, mistakes)
        if state == "preview":
            self.draft_count = len(self._get_items_to_draft(changes))
        return result

    @api.model
    def _get_items_to_draft(self, changes):
        """Items whose content changes, but whose version no longer may."""
        items = self.env["bianmin.catalog.item"]
        for change in changes:
            if self._touches_version(change) and change.target.item:
                if not change.target.version.is_editable:
                    items |= change.target.item
        return items

    @api.model
    def _touches_version(self, change):
        """Whether it changes content, and not the item itself or an implementation."""
        if change.kind == "unchanged" or change.row.sheet == "implementations":
            return False
        if change.row.sheet != "items":
            return True
        content = self._get_content_values(change.values)
        return bool(self._prepare_differing(change.target.version, content))
