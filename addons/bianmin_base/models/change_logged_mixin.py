import hashlib

from odoo import api, fields, models


class BianminChangeLoggedMixin(models.AbstractModel):
    """Records whose sensitive values leave a line in the change log when they change.

    Needs ``division_id``. Values are logged in the words that the user sees; what
    ``bianmin.masked.mixin`` closes is logged masked.
    """

    _name = "bianmin.change.logged.mixin"
    _description = "Record with a Change Log"

    # Stored fields whose changes are logged.
    _change_logged_fields = ()
    # Stored field → function that masks, for what the masked mixin does not close.
    _change_logged_masks = {}

    change_count = fields.Integer(
        string="Changes",
        compute="_compute_change_count",
        groups="bianmin_base.group_auditor",
    )

    def _compute_change_count(self):
        counts = dict(
            self.env["bianmin.change.log"]._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["__count"],
            )
        )
        for record in self:
            record.change_count = counts.get(record.id, 0)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["bianmin.change.log"]._remember_entered(records)
        return records

    def write(self, vals):
        names = [name for name in self._change_logged_fields if name in vals]
        if names and "division_id" in self._change_logged_fields:
            names.append("division_id")
        if names:
            self.env["bianmin.change.log"]._remember_values(self, names)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _log_deletion(self):
        self.env["bianmin.change.log"]._log_deletion(self)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_changes(self):
        """Open what was changed in these entries, for whoever may read the log."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_base.change_log_action"
        )
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        return {**action, "domain": domain, "context": {}}

    # ------------------------------------------------------------
    # LOG
    # ------------------------------------------------------------

    def _explain_changes(self, reason):
        """Say why the current transaction changes these records.

        :param str reason: what stands in the log beside each change
        """
        self.env["bianmin.change.log"]._remember_reason(self, reason)

    def _get_change_subject(self):
        """Extend to say whose data it is, where the name of the record does not."""
        self.ensure_one()
        return self.display_name

    def _get_logged_value(self, name):
        """A value as it is compared: ids of records, a digest of files."""
        field, value = self._fields[name], self.with_context(bin_size=False)[name]
        if field.relational:
            return tuple(sorted(value.ids))
        if field.type == "binary" and value:
            return hashlib.sha256(value).hexdigest()
        return value

    @api.model
    def _get_logged_label(self, name):
        """What the screen calls a field: that of the masked one, where there is one."""
        shown = {stored: key for key, (stored, *_) in self._get_masks().items()}
        return self._fields[shown.get(name, name)]._description_string(self.env)

    @api.model
    def _get_masks(self):
        return getattr(self, "_masked_fields", {})

    @api.model
    def _get_logged_words(self, name, values):
        """Values of one field in words, numbers of persons masked.

        :param set values: as ``_get_logged_value`` gives them
        :return: dict of words by value
        """
        field = self._fields[name]
        masks = {stored: mask for stored, mask, _n in self._get_masks().values()}
        mask = (masks | self._change_logged_masks).get(name)
        if field.relational:
            ids = {id_ for value in values for id_ in value}
            records = self.env[field.comodel_name].browse(ids).exists()
            words = {record.id: record.display_name for record in records}
            return {
                value: "、".join(words.get(id_, str(id_)) for id_ in value)
                for value in values
            }
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return {value: labels.get(value, value or "") for value in values}
        if field.type == "boolean":
            return {True: self.env._("yes"), False: self.env._("no")}
        if field.type == "binary":
            return {value: value and f"SHA-256 {value[:12]}…" for value in values}
        show = mask or str
        return {value: show(value) if value else "" for value in values}

    # ------------------------------------------------------------
    # LINES
    # ------------------------------------------------------------

    def _prepare_change_lines(self, before):
        """Values of a log line for each value that is not what it was.

        :param dict before: id → field → value
        """
        changes = [
            (record, name, old, new)
            for record in self
            for name, old in before[record.id].items()
            if (new := record._get_logged_value(name)) != old
        ]
        values = {}
        for _record, name, old, new in changes:
            values.setdefault(name, set()).update((old, new))
        words = {name: self._get_logged_words(name, values[name]) for name in values}
        return [
            record._prepare_log_line(before[record.id])
            | {
                "field_name": name,
                "old_value": words[name][old],
                "new_value": self._tell_apart(words[name][old], words[name][new]),
            }
            for record, name, old, new in changes
        ]

    def _tell_apart(self, old_word, new_word):
        """Two numbers may differ in nothing but what their masks hide."""
        if old_word != new_word:
            return new_word
        return self.env._("%(value)s, hidden digits changed", value=new_word)

    def _prepare_log_line(self, before):
        self.ensure_one()
        division_ids = before.get("division_id", ())
        former = set(division_ids) - set(self.division_id.ids)
        return {
            "user_id": self.env.uid,
            "res_model": self._name,
            "res_id": self.id,
            "subject": self._get_change_subject() or str(self.id),
            "division_id": self.division_id.id,
            "former_division_id": former.pop() if former else False,
        }

    def _prepare_deletion_lines(self):
        """Values of a log line for each record that goes, with all that it said."""
        words = {
            name: self._get_logged_words(
                name, {record._get_logged_value(name) for record in self}
            )
            for name in self._change_logged_fields
        }
        return [
            record._prepare_log_line({})
            | {
                "kind": "deleted",
                "old_value": "；".join(
                    f"{self._get_logged_label(name)}：{word}"
                    for name in self._change_logged_fields
                    if (word := words[name][record._get_logged_value(name)])
                ),
            }
            for record in self
        ]
