from collections import defaultdict

from odoo import api, models

from odoo.addons.bianmin_base.tools.spreadsheet import to_text
from odoo.addons.bianmin_base.tools.text import compact

from ..tools.catalog_workbook import PARTS, ROW_PARTS
from ..tools.code_lists import EDITOR
from .catalog_import import Target


class BianminCatalogImport(models.TransientModel):
    """What the rows of a workbook refer to, read at once: the same queries for many
    rows as for few."""

    _inherit = "bianmin.catalog.import"

    def _get_known(self, rows):
        """{kind: {key: record}}, and ``seen`` for the keys of rows that were read."""
        items = self._get_known_items(rows)
        versions = self._get_working_versions(items)
        targets = {item: Target(item.name, item, versions[item]) for item in items}
        return {
            "choices": self._get_choices(),
            "targets": self._by_name(targets.values()),
            "codes": {
                item.basic_code: targets[item] for item in items if item.basic_code
            },
            "rows": self._get_known_rows(
                self.env["bianmin.catalog.version"].union(*versions.values())
            ),
            **self._get_known_places(rows, items),
            "seen": {},
            "rows_seen": defaultdict(list),
            "new_items": {},
            "new_decisions": set(),
        }

    @api.model
    def _get_words_of(self, rows, *columns):
        """The words that stand in some columns, of any sheet."""
        words = {
            str(row.cells[column]).strip()
            for row in rows
            for column in columns
            if row.cells.get(column) is not None
        }
        return list(words)

    def _get_known_items(self, rows):
        """Items that a row names, by what they or their drafts are called."""
        items = [row for row in rows if row.sheet == "items"]
        names = self._get_words_of(items, "name") + self._get_words_of(rows, "item")
        codes = self._get_words_of(items, "basic_code")
        codes = [compact(code).upper() for code in codes]
        pending = self.env["bianmin.catalog.version"].search(
            [("state", "in", ("draft", "planned")), ("name", "in", names)]
        )
        return (
            self.env["bianmin.catalog.item"].search(
                ["|", ("name", "in", names), ("basic_code", "in", codes)]
            )
            | pending.item_id
        )

    @api.model
    def _get_working_versions(self, items):
        """{item: version} that a workbook is handed out from and compared with: what
        is being prepared, else what is in force."""
        pending = self.env["bianmin.catalog.version"].search(
            [("item_id", "in", items.ids), ("state", "in", ("draft", "planned"))],
            order="id",
        )
        versions = {item: item.version_id for item in items}
        return versions | {version.item_id: version for version in pending}

    @api.model
    def _by_name(self, targets):
        """{name: targets}: two items may have one name, and a draft another."""
        by_name = defaultdict(list)
        for target in targets:
            for name in {compact(target.name), compact(target.version.name)}:
                by_name[name].append(target)
        return by_name

    @api.model
    def _get_known_rows(self, versions):
        """{(sheet, version): {words: records}}, in the order in which they stand."""
        found = defaultdict(lambda: defaultdict(list))
        for sheet in ROW_PARTS:
            part = PARTS[sheet]
            domain = [("version_id", "in", versions.ids)]
            for record in self.env[part.model].search(domain):
                words = compact(record[part.key])
                found[sheet, record.version_id][words].append(record)
        return found

    # ------------------------------------------------------------
    # PLACES
    # ------------------------------------------------------------

    def _get_known_places(self, rows, items):
        """Service points by name, those of one's role, and what is handled there."""
        rows = [row for row in rows if row.sheet == "implementations"]
        names = self._get_words_of(rows, "service_point_id")
        points = self.env["bianmin.service.point"].search([("name", "in", names)])
        allowed = self.env["bianmin.service.point"].search(
            [
                ("id", "in", points.ids),
                (
                    "division_id",
                    "child_of",
                    self.env.user._get_scope_division_ids(EDITOR),
                ),
            ]
        )
        implementations = self.env["bianmin.catalog.implementation"]
        here = implementations.search(
            [("item_id", "in", items.ids), ("service_point_id", "in", points.ids)]
        )
        deciding = implementations.search(
            [
                ("item_id", "in", items.ids),
                ("acts_as", "=", "decide"),
                (
                    "service_point_id.name",
                    "in",
                    self._get_words_of(rows, "decision_implementation_id"),
                ),
            ]
        )
        above = implementations.search(
            [
                ("item_id", "in", items.ids),
                ("division_id", "parent_of", points.division_id.ids),
            ]
        )
        return {
            "above": above.grouped("item_id"),
            "points": points.grouped(lambda point: compact(point.name)),
            "allowed": allowed,
            "here": {(one.item_id, one.service_point_id): one for one in here},
            "deciding": deciding.grouped(
                lambda one: (one.item_id, compact(one.service_point_id.name))
            ),
        }

    @api.model
    def _get_point(self, row, known):
        """The service points that a row may mean; one is what it should be."""
        points = known["points"].get(
            compact(to_text(row.cells.get("service_point_id"))),
            self.env["bianmin.service.point"],
        )
        code = compact(to_text(row.cells.get("division_code")))
        if code:
            points = points.filtered(lambda point: point.division_id.code == code)
        return points
