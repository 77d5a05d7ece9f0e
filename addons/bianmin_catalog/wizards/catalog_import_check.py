from odoo import api, models

from odoo.addons.bianmin_base.tools.spreadsheet import to_text
from odoo.addons.bianmin_base.tools.text import compact

from ..models.catalog_inheritance_mixin import MIRRORED_FIELDS
from ..tools.catalog_workbook import (
    BASIC_CODE,
    OWN_FIELDS,
    PARTS,
    find_limit_mistake,
)
from ..tools.standard import LIMIT_FIELDS, compare_limits
from .catalog_import import CatalogChange, Target


class BianminCatalogImport(models.TransientModel):
    """What each row asks for, and what is wrong with it."""

    _inherit = "bianmin.catalog.import"

    def _check_import_rows(self, rows):
        known = self._get_known(rows)
        changes, mistakes = [], {}
        for row in self._sort_rows(rows, known["choices"]):
            values, found = self._parse_cells(row, known["choices"])
            change, more = self._check_row(row, values, known)
            if found or more:
                mistakes[row.sheet, row.number] = found + more
            else:
                self._remember(change, known)
                changes.append(change)
        return changes, mistakes

    @api.model
    def _sort_rows(self, rows, choices):
        """Items first, and points that decide before those that pass on to them."""
        order = list(PARTS)
        acts_as = choices["implementations", "acts_as"]
        return sorted(
            rows,
            key=lambda row: (
                order.index(row.sheet),
                acts_as.get(compact(str(row.cells.get("acts_as")))) == "accept",
            ),
        )

    def _check_row(self, row, values, known):
        if row.sheet == "items":
            return self._check_item(row, values, known)
        target, found = self._find_target(row, known)
        if found:
            return None, found
        if row.sheet == "implementations":
            return self._check_implementation(row, values, target, known)
        return self._check_content(row, values, target, known)

    @api.model
    def _remember(self, change, known):
        """Later rows may refer to what this one brings: an item, by its new name too,
        or a point that decides."""
        if change.row.sheet == "items":
            if not change.record:
                known["new_items"][change.target] = change.values
            named = known["targets"][compact(change.values["name"])]
            if change.target not in named:
                named.append(change.target)
        if change.values.get("acts_as") == "decide" and not change.record:
            known["new_decisions"].add(self._get_decision_key(change))

    @api.model
    def _get_decision_key(self, change):
        point = self.env["bianmin.service.point"].browse(
            change.values["service_point_id"]
        )
        return compact(change.target.name), compact(point.name)

    # ------------------------------------------------------------
    # ITEM
    # ------------------------------------------------------------

    def _check_item(self, row, values, known):
        if values.get("basic_code"):
            values["basic_code"] = compact(values["basic_code"]).upper()
        target, found = self._find_item(values, known)
        if name := compact(values.get("name")):
            found += self._check_twice(row, name, known)
        found += self._check_required(row, values, target.item)
        found += self._check_limits(values, target.version)
        differences = self._get_differences(
            row, values, lambda name: self._get_owner(target, name)
        )
        change = CatalogChange(row, target, target.item, values, differences)
        if self._touches_version(change):
            found += self._check_planned(target, "name")
        return change, found

    @api.model
    def _get_owner(self, target, name):
        return target.item if name in OWN_FIELDS else target.version

    def _find_item(self, values, known):
        """The item of a row of the first sheet, and what speaks against it."""
        name, code = values.get("name"), values.get("basic_code")
        if code and not BASIC_CODE.match(code):
            return self._make_target(name), [self._mistake("basic_code", "code")]
        named = known["targets"].get(compact(name), [])
        if code in known["codes"]:
            target = known["codes"][code]
            others = [one for one in named if one.item != target.item]
            return target, [self._mistake("name", "taken")] if others else []
        if not named:
            return self._make_target(name), []
        if len(named) > 1:
            return named[0], [self._mistake("name", "several")]
        if code and named[0].item.basic_code:
            return named[0], [self._mistake("basic_code", "coded")]
        return named[0], []

    def _make_target(self, name):
        return Target(
            name,
            self.env["bianmin.catalog.item"],
            self.env["bianmin.catalog.version"],
        )

    def _find_target(self, row, known):
        """The item that a row belongs to."""
        name = compact(to_text(row.cells.get("item")))
        named = known["targets"].get(name, [])
        if len(named) == 1:
            return named[0], []
        reason = "several" if named else "no_item" if name else "missing"
        return None, [self._mistake("item", reason)]

    # ------------------------------------------------------------
    # PAPER, STEP, QUESTION, FEE, RESULT
    # ------------------------------------------------------------

    def _check_content(self, row, values, target, known):
        part = PARTS[row.sheet]
        words = compact(values.get(part.key))
        # Where the same words stand twice in an item, they may come twice.
        records = known["rows"][row.sheet, target.version][words]
        seen = known["rows_seen"][row.sheet, target, words]
        record = self.env[part.model]
        if len(seen) < len(records):
            record = records[len(seen)]
        found = self._check_required(row, values, record)
        if words and seen and not record:
            found.append(self._mistake(part.key, "twice", row=seen[0]))
        seen.append(row.number)
        differences = self._get_differences(row, values, lambda name: record)
        change = CatalogChange(row, target, record, values, differences)
        if self._touches_version(change):
            found += self._check_planned(target, "item")
        return change, found

    # ------------------------------------------------------------
    # IMPLEMENTATION
    # ------------------------------------------------------------

    def _check_implementation(self, row, values, target, known):
        points = self._get_point(row, known)
        found = self._check_point(row, points, known)
        if found:
            return None, found
        found = self._check_twice(row, (target, points), known)
        values["service_point_id"] = points.id
        record = known["here"].get(
            (target.item, points), self.env["bianmin.catalog.implementation"]
        )
        acts_as = values.get("acts_as") or record.acts_as or "decide"
        if record and acts_as != record.acts_as:
            found.append(self._mistake("acts_as", "acts_as"))
        values["acts_as"] = acts_as
        if acts_as == "accept":
            found += self._resolve_decision(row, values, target, record, known)
            for name in MIRRORED_FIELDS:
                values.pop(name, None)
        else:
            standard = self._get_standard(target, points, record, known)
            found += self._check_point_limits(values, target, record, standard, known)
            found += self._check_not_worse(values, record, standard)
        differences = self._get_differences(row, values, lambda name: record)
        return CatalogChange(row, target, record, values, differences), found

    def _check_point(self, row, points, known):
        if row.cells.get("service_point_id") is None:
            return [self._mistake("service_point_id", "missing")]
        if len(points) != 1:
            reason = "several_points" if points else "no_point"
            return [self._mistake("service_point_id", reason)]
        if points not in known["allowed"]:
            return [self._mistake("service_point_id", "scope")]
        return []

    def _resolve_decision(self, row, values, target, record, known):
        """Where what is only accepted is decided."""
        name = compact(to_text(row.cells.get("decision_implementation_id")))
        if not name:
            return (
                []
                if record.decision_implementation_id
                else [self._mistake("decision_implementation_id", "missing")]
            )
        current = record.decision_implementation_id
        if compact(current.service_point_id.name) == name:
            return []
        deciding = known["deciding"].get((target.item, name), ())
        if len(deciding) == 1:
            values["decision_implementation_id"] = deciding.id
        elif not deciding and (compact(target.name), name) in known["new_decisions"]:
            # Not there yet: found by its point when it is.
            values["decision_implementation_id"] = (compact(target.name), name)
        else:
            return [self._mistake("decision_implementation_id", "decision")]
        return []

    @api.model
    def _get_standard(self, target, point, record, known):
        """The implementation at the nearest point above, which this one follows."""
        if record:
            return record._get_standard("has_own_limits")
        above = [
            one
            for one in known["above"].get(target.item, ())
            if one.division_id != point.division_id
            and point.division_id.parent_path.startswith(one.division_id.parent_path)
        ]
        return max(
            above,
            key=lambda one: len(one.division_id.parent_path),
            default=self.env["bianmin.catalog.implementation"],
        )

    def _check_point_limits(self, values, target, record, standard, known):
        """The limits as they would be, with what a new point takes over by itself."""
        if record:
            return self._check_limits(values, record)
        usual = known["new_items"].get(target)
        source = standard or target.version
        if usual is None:
            usual = {name: source[name] for name in LIMIT_FIELDS if source[name]}
        return self._check_limits({**usual, **values}, record)

    def _check_not_worse(self, values, record, standard):
        """A place may be faster and cheaper than the one above, and nothing else."""
        found = []
        limits = [name for name in LIMIT_FIELDS if name in values]
        if standard and any(
            not record or record[name] != values[name] for name in limits
        ):
            kind, days, unit = (
                values.get(name, (record or standard)[name])
                for name in ("handling_kind", "promised_days", "day_unit")
            )
            if compare_limits((kind, days, unit), standard._get_limit()) > 0:
                found.append(self._mistake("promised_days", "slower"))
        if standard and values.get("fee", 0) > max(standard.fee, record.fee):
            found.append(self._mistake("fee", "dearer"))
        return found

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _check_twice(self, row, key, known):
        first = known["seen"].setdefault((row.sheet, key), row.number)
        part = PARTS[row.sheet]
        if first == row.number:
            return []
        return [self._mistake(part.key, "twice", row=first)]

    def _check_required(self, row, values, record):
        """The key always, the other fields of something new."""
        part = PARTS[row.sheet]
        names = (part.key,) if record else part.required
        return [
            self._mistake(name, "missing")
            for name in names
            if not values.get(name) and row.cells.get(name) is None
        ]

    def _check_limits(self, values, record):
        """The limits as they would be; those that stay as they are were checked."""
        defaults = (
            {name: record[name] for name in LIMIT_FIELDS}
            if record
            else {"handling_kind": "promised", "statutory_days": 0, "promised_days": 0}
        )
        limits = defaults | {key: values[key] for key in LIMIT_FIELDS if key in values}
        if record and limits == defaults:
            return []
        reason = find_limit_mistake(
            # A version may say nothing about limits.
            record._name == "bianmin.catalog.implementation"
            and limits["handling_kind"],
            limits["statutory_days"],
            limits["promised_days"],
        )
        return [self._mistake("promised_days", reason)] if reason else []

    def _check_planned(self, target, column):
        if target.version.state != "planned":
            return []
        return [self._mistake(column, "planned")]

    @api.model
    def _get_differences(self, row, values, get_owner):
        """(label, old, new) of the fields that something known says otherwise."""
        return tuple(
            (
                self._get_field(row.sheet, name)._description_string(self.env),
                self._get_cell(owner, name),
                row.cells.get(name) or "",
            )
            for name, value in values.items()
            for owner in [get_owner(name)]
            if owner and self._get_value(owner, name) != value
        )
