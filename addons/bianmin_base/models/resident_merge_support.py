from odoo import api, fields, models
from odoo.exceptions import UserError

EDITOR = "bianmin_base.group_resident_editor"
# What a merge takes with its own rules, or not at all.
NOT_FOLLOWING = {"bianmin.resident", "bianmin.resident.category.line"}


class BianminResident(models.Model):
    """Two entries for one person: proposed by the register, merged by a person."""

    _inherit = "bianmin.resident"

    merged_into_id = fields.Many2one(
        "bianmin.resident",
        string="Merged into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The entry that goes on for this person (合并至).",
    )

    @api.model
    def _get_merge_references(self):
        """What points at a resident and follows him, as (model, field).

        Logs stay as they were written. Extend to leave out what must keep the entry
        under which it was done.
        """
        references = []
        for name, model in self.env.registry.items():
            Model = self.env[name]
            if (
                name in NOT_FOLLOWING
                or model._abstract
                or model._transient
                or not model._auto
                or isinstance(Model, self.env.registry["bianmin.append.only"])
            ):
                continue
            references += [
                (name, field.name)
                for field in Model._fields.values()
                if field.type == "many2one"
                and field.comodel_name == "bianmin.resident"
                and field.store
                and not field.related
                # What is computed but may be chosen was perhaps chosen.
                and not (field.compute and field.readonly)
            ]
        return references

    def _merge_into(self, kept, swapped, description, evidence):
        """Let ``kept`` go on for this entry too, and archive this one.

        Values are swapped, not overwritten: the archived entry keeps those that were
        not chosen, beside the record of who decided it and why.

        :param kept: the entry that goes on
        :param swapped: names of fields whose value of this entry is the right one
        :raise AccessError: when the user's role does not allow it in both villages
        """
        self.ensure_one()
        both = self | kept
        both.check_access("write")
        both._check_scope(EDITOR)
        if self == kept or self.merged_into_id or kept.merged_into_id:
            raise UserError(self.env._("Choose two entries that are not merged yet."))
        both.lock_for_update()
        self._check_mergeable(kept)
        both._explain_changes(description)
        # sudo: bianmin.resident – both entries were checked; numbers are closed
        other_sudo, kept_sudo = self.sudo(), kept.sudo()
        changes = other_sudo._swap_values(kept_sudo, swapped)
        other_sudo._move_references(kept_sudo)
        # One step leads from each closed entry to the one that goes on.
        closed_sudo = other_sudo.with_context(active_test=False).search(
            [("merged_into_id", "=", self.id)]
        )
        closed_sudo.merged_into_id = kept
        other_sudo.write({"active": False, "merged_into_id": kept.id})
        sentence = "\n".join([description, *changes])
        for resident in both:
            resident._add_event(
                "merged", fields.Date.context_today(self), sentence, evidence
            )

    def _check_mergeable(self, kept):
        """Extend to refuse a merge while something must not go over to the other entry
        by itself.

        :param kept: the entry that goes on
        :raise UserError: with what has to be done first
        """

    def _swap_values(self, kept, names):
        """:return: a sentence on each swap, personal numbers masked"""
        shown = {stored: name for name, (stored, _m, _n) in self._masked_fields.items()}
        sentences = []
        values, other_values = {}, {}
        for name in names:
            label = self._fields[shown.get(name, name)]._description_string(self.env)
            old, new = (
                self._get_shown_value(record, shown.get(name, name))
                for record in (kept, self)
            )
            sentences.append(f"{label}：{old or '—'} → {new or '—'}")
            values[name] = self._fields[name].convert_to_write(self[name], self)
            other_values[name] = kept._fields[name].convert_to_write(kept[name], kept)
        # One number at a time: two entries never carry the same one.
        self.write({name: False for name in names if name == "identity_number"})
        self.flush_recordset()
        kept.write(values)
        kept.flush_recordset()
        self.write(other_values)
        return sentences

    @api.model
    def _get_shown_value(self, record, name):
        value = record[name]
        return value.display_name if isinstance(value, models.BaseModel) else value

    def _move_references(self, kept):
        """Let what points at this entry point at the one that goes on."""
        for model, field in self._get_merge_references():
            records = (
                self.env[model]
                .with_context(active_test=False)
                .search([(field, "=", self.id)])
            )
            if records:
                records.write({field: kept.id})
        held = kept.category_line_ids.category_id
        lines = self.category_line_ids.filtered(lambda li: li.category_id not in held)
        lines.write({"resident_id": kept.id})
