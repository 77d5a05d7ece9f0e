from odoo import Command, api, models
from odoo.tools import groupby

from odoo.addons.bianmin_base.tools.text import compact

from ..tools.catalog_workbook import OWN_FIELDS, PARTS, ROW_PARTS


class BianminCatalogImport(models.TransientModel):
    """The writing of what the good rows ask for, with the rights of the user."""

    _inherit = "bianmin.catalog.import"

    def _apply_import_changes(self, changes):
        by_sheet = dict(groupby(changes, lambda change: change.row.sheet))
        drafts = self._get_items_to_draft(changes)._make_new_versions()
        items = self._create_items(by_sheet.get("items", ()))
        self._write_items(by_sheet.get("items", ()), drafts)
        for sheet in ROW_PARTS:
            self._apply_rows(sheet, by_sheet.get(sheet, ()), drafts, items)
        self._apply_implementations(by_sheet.get("implementations", ()), items)

    @api.model
    def _prepare_vals(self, values):
        """Several records of a field are a tuple of ids."""
        return {
            name: [Command.set(value)] if isinstance(value, tuple) else value
            for name, value in values.items()
        }

    @api.model
    def _prepare_differing(self, record, values):
        """Those of the values that a record does not have; none without a record."""
        return self._prepare_vals(
            {
                name: value
                for name, value in values.items()
                if record and self._get_value(record, name) != value
            }
        )

    @api.model
    def _get_content_values(self, values):
        """Those of the values of an item that belong to its version."""
        return {k: value for k, value in values.items() if k not in OWN_FIELDS}

    # ------------------------------------------------------------
    # ITEMS
    # ------------------------------------------------------------

    @api.model
    def _create_items(self, changes):
        """{target: item} of the items that the workbook brings."""
        fresh = [change for change in changes if change.kind == "new"]
        items = self.env["bianmin.catalog.item"].create(
            [self._prepare_vals(change.values) for change in fresh]
        )
        return dict(zip((change.target for change in fresh), items, strict=True))

    @api.model
    def _write_items(self, changes, drafts):
        for change in changes:
            if change.kind != "changed":
                continue
            item, version = change.target.item, change.target.version
            content = self._get_content_values(change.values)
            own = {k: value for k, value in change.values.items() if k in OWN_FIELDS}
            if vals := self._prepare_differing(item, own):
                item.write(vals)
            if vals := self._prepare_differing(version, content):
                drafts.get(item, version).write(vals)

    # ------------------------------------------------------------
    # ROWS OF A VERSION
    # ------------------------------------------------------------

    def _apply_rows(self, sheet, changes, drafts, items):
        model = self.env[PARTS[sheet].model]
        copies = self._get_copies(sheet, changes, drafts)
        vals_list = []
        for change in changes:
            if change.kind == "changed":
                vals = self._prepare_differing(change.record, change.values)
                copies.get(change.record, change.record).write(vals)
                continue
            item = items.get(change.target, change.target.item)
            version = drafts.get(item, change.target.version or item.version_id)
            vals_list.append({**change.values, "version_id": version.id})
        model.create(vals_list)

    def _get_copies(self, sheet, changes, drafts):
        """{row: the same row in the draft that was made of its version}."""
        versions = {
            change.target.version: drafts[change.target.item]
            for change in changes
            if change.target.item in drafts
        }
        both = self.env["bianmin.catalog.version"].union(
            *versions.keys(), *versions.values()
        )
        rows = self._get_known_rows(both)
        return {
            old: new
            for version, draft in versions.items()
            for words, records in rows[sheet, version].items()
            for old, new in zip(records, rows[sheet, draft][words], strict=True)
        }

    # ------------------------------------------------------------
    # IMPLEMENTATIONS
    # ------------------------------------------------------------

    def _apply_implementations(self, changes, items):
        """Points that decide first: others pass on to them."""
        fresh = [change for change in changes if change.kind == "new"]
        by_role = dict(groupby(fresh, lambda change: change.values["acts_as"]))
        made = self._create_implementations(by_role.get("decide", ()), items, {})
        self._create_implementations(by_role.get("accept", ()), items, made)
        # Those above first: others may be no slower than they are.
        changed = [change for change in changes if change.kind == "changed"]
        changed.sort(key=lambda change: change.record.division_id.parent_path)
        for change in changed:
            values = self._resolve_new_decision(change.values, made)
            change.record.write(self._prepare_differing(change.record, values))

    @api.model
    def _create_implementations(self, changes, items, made):
        """{(item, point): implementation} by their words."""
        records = self.env["bianmin.catalog.implementation"].create(
            [
                {
                    **self._resolve_new_decision(change.values, made),
                    "item_id": items.get(change.target, change.target.item).id,
                }
                for change in changes
            ]
        )
        return {
            (compact(change.target.name), compact(record.service_point_id.name)): record
            for change, record in zip(changes, records, strict=True)
        }

    @api.model
    def _resolve_new_decision(self, values, made):
        """Put what was made in the place of its words."""
        decision = values.get("decision_implementation_id")
        if not isinstance(decision, tuple):
            return values
        return {**values, "decision_implementation_id": made[decision].id}
