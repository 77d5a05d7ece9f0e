from odoo import Command, api, models
from odoo.tools import split_every

from .resident_import import CHANGEABLE
from .spreadsheet_import import Change

BATCH = 1000


class BianminResidentImport(models.TransientModel):
    """What the good rows change, and the writing of it."""

    _inherit = "bianmin.resident.import"

    # ------------------------------------------------------------
    # CHANGES
    # ------------------------------------------------------------

    def _prepare_change(self, row, values, known):
        resident = known["residents"].get(self._get_key(values))
        number = values.pop("household", None)
        household = known["households"].get((values["division_id"], number))
        if number:
            values["household_id"] = household.id if household else False
            values["household_number"] = number
        if not resident:
            return Change(row, self.env["bianmin.resident"], values)
        # The register of everybody who may read it, and not of the superuser.
        resident = resident.with_env(self.env)
        differences = self._get_differences(resident, values)
        return Change(row, resident, values, tuple(differences))

    def _get_differences(self, resident, values):
        """What the workbook says otherwise, as (label, old, new); personal numbers
        stay masked on the screen."""
        resident_sudo = resident.sudo()
        for name in CHANGEABLE:
            if name in values and self._differs(resident_sudo, name, values):
                yield (
                    self._get_label(name),
                    self._show(name, resident_sudo[name]),
                    self._show(name, values[name], values),
                )
        added = set(values["category_ids"]) - set(resident.category_ids.ids)
        if added:
            categories = self.env["bianmin.resident.category"].browse(sorted(added))
            yield (
                self._get_label("category_ids"),
                "",
                "、".join(categories.mapped("name")),
            )

    @api.model
    def _differs(self, resident_sudo, name, values):
        current = resident_sudo[name]
        if name == "household_id" and not values[name]:
            return True
        if isinstance(current, models.BaseModel):
            current = current.id
        return current != values[name]

    def _get_label(self, name):
        shown = {"phone": "phone_masked"}.get(name, name)
        return self.env["bianmin.resident"]._fields[shown]._description_string(self.env)

    def _show(self, name, value, values=None):
        if name == "phone":
            return value and self.env["bianmin.resident"]._masked_fields[
                "phone_masked"
            ][1](value)
        if name == "household_id" and values:
            return values["household_number"]
        field = self.env["bianmin.resident"]._fields[name]
        if field.type == "many2one":
            return value.display_name or ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return value or ""

    # ------------------------------------------------------------
    # APPLY
    # ------------------------------------------------------------

    def _apply_import_changes(self, changes):
        self._create_households(changes)
        # sudo: bianmin.resident – the numbers are closed to everyone; villages and
        # persons were checked against the user's role
        Resident = self.env["bianmin.resident"].sudo()
        reason = self.env._("Workbook %(file)s", file=self.file_name or "")
        fresh = [change for change in changes if change.kind == "new"]
        for batch in split_every(BATCH, fresh):
            Resident.create([self._prepare_create_vals(change) for change in batch])
            self.env.flush_all()
        for change in changes:
            if change.kind == "changed":
                change.record._explain_changes(reason)
                change.record.sudo().write(self._prepare_write_vals(change))
        self._set_heads(changes)

    def _create_households(self, changes):
        """Make the households that are named but not there yet."""
        wanted = {}
        for change in changes:
            values = change.values
            if values.get("household_number") and not values["household_id"]:
                key = (values["division_id"], values["household_number"])
                wanted.setdefault(key, []).append(change)
        households = self.env["bianmin.household"].create(
            [
                {
                    "division_id": division_id,
                    "number": number,
                    "address": group[0].values.get("address"),
                }
                for (division_id, number), group in wanted.items()
            ]
        )
        for household, group in zip(households, wanted.values(), strict=True):
            for change in group:
                change.values["household_id"] = household.id

    @api.model
    def _prepare_create_vals(self, change):
        values = {**change.values}
        values.pop("household_number", None)
        return values | {"category_ids": [Command.set(values["category_ids"])]}

    @api.model
    def _prepare_write_vals(self, change):
        values = {k: value for k, value in change.values.items() if k in CHANGEABLE}
        links = [Command.link(id_) for id_ in change.values["category_ids"]]
        return values | ({"category_ids": links} if links else {})

    def _set_heads(self, changes):
        """A household is named after its head, when it has none yet."""
        households = self.env["bianmin.household"].browse(
            {c.values["household_id"] for c in changes if c.values.get("household_id")}
        )
        headless = households.filtered(lambda household: not household.head_id)
        heads = self.env["bianmin.resident"].search_fetch(
            [
                ("household_id", "in", headless.ids),
                ("relation_to_head", "=", "head"),
            ],
            ["household_id"],
        )
        for head in heads:
            head.household_id.head_id = head
