from dataclasses import dataclass, field

from odoo import api, fields, models

from ..tools.language import VILLAGER_LANGUAGE

# Where the changes of a transaction wait until it is about to be committed.
PENDING = "bianmin_base.changes"


@dataclass
class Pending:
    """What a transaction has changed so far.

    ``before``: by (model, user), what the values of each record were: id → field →
    value. ``entered``: records that it made itself. ``reasons``: by (model, id).
    """

    before: dict = field(default_factory=dict)
    entered: set = field(default_factory=set)
    reasons: dict = field(default_factory=dict)


class BianminChangeLog(models.Model):
    """Who changed what in a register, when and why (PIPL art. 51, 等保 安全审计).

    What somebody entered is told by the entry's own creator and date: a line is
    written for each later change of a value. The lines of a transaction are written
    at its end, all at once, and say what it changed as a whole. Numbers of persons
    are masked here too.
    """

    _name = "bianmin.change.log"
    _description = "Change Log"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "subject"

    user_id = fields.Many2one(
        "res.users",
        string="Changed by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    changed_at = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    kind = fields.Selection(
        selection=[("changed", "Value changed"), ("deleted", "Entry deleted")],
        string="What happened",
        required=True,
        readonly=True,
        default="changed",
    )
    res_model = fields.Selection(
        selection="_selection_res_model",
        string="Kind of entry",
        required=True,
        readonly=True,
    )
    res_id = fields.Many2oneReference(
        string="Entry", model_field="res_model", required=True, readonly=True
    )
    subject = fields.Char(
        string="Name", required=True, readonly=True, help="As it was known (名称)."
    )
    division_id = fields.Many2one(
        "bianmin.division", readonly=True, index=True, ondelete="restrict"
    )
    former_division_id = fields.Many2one(
        "bianmin.division",
        string="Division before",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Where the entry lay until then, when that was changed (原区划).",
    )
    field_name = fields.Char(string="Field", readonly=True)
    field_label = fields.Char(string="Data", compute="_compute_field_label")
    old_value = fields.Char(string="Before", readonly=True)
    new_value = fields.Char(string="After", readonly=True)
    reason = fields.Char(readonly=True, help="Where one had to be given (事由).")

    _record_index = models.Index("(res_model, res_id)")

    @api.depends("res_model", "field_name")
    @api.depends_context("lang")
    def _compute_field_label(self):
        for change in self:
            model = self.env.get(change.res_model or "")
            known = model is not None and change.field_name in model._fields
            change.field_label = (
                model._get_logged_label(change.field_name)
                if known
                else change.field_name
            )

    @api.model
    def _selection_res_model(self):
        # sudo: ir.model – the name of a register is no secret
        registers_sudo = self.env["ir.model"].sudo()
        names = self.pool.descendants(["bianmin.change.logged.mixin"], "_inherit")
        return [
            (name, registers_sudo._get(name).name)
            for name in sorted(names)
            if not self.pool[name]._abstract
        ]

    # ------------------------------------------------------------
    # PENDING
    # ------------------------------------------------------------

    @api.model
    def _get_pending(self):
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = Pending()
            precommit.add(self._write_pending)
        return precommit.data[PENDING]

    @api.model
    def _remember_entered(self, records):
        """These records were made by this transaction: what it does to them further
        is no change."""
        self._get_pending().entered.update((records._name, id_) for id_ in records.ids)

    @api.model
    def _remember_values(self, records, names):
        """Keep what values are before they change, unless they changed already.

        :param names: stored fields of the records
        """
        pending = self._get_pending()
        before = pending.before.setdefault((records._name, self.env.uid), {})
        # sudo: the records – closed numbers are compared; their masks are logged
        for record in records.sudo():
            if (record._name, record.id) in pending.entered:
                continue
            values = before.setdefault(record.id, {})
            for name in names:
                if name not in values:
                    values[name] = record._get_logged_value(name)

    @api.model
    def _remember_reason(self, records, reason):
        """Say why this transaction changes the records.

        :param str reason: what stands in the log beside each change
        """
        reasons = self._get_pending().reasons
        reasons.update(((records._name, id_), reason) for id_ in records.ids)

    # ------------------------------------------------------------
    # WRITING
    # ------------------------------------------------------------

    @api.model
    def _write_pending(self):
        """Log what the transaction changed; called when it is about to be committed."""
        pending = self.env.cr.precommit.data.pop(PENDING, Pending())
        lines = [
            values | {"reason": pending.reasons.get((model, values["res_id"]))}
            for (model, uid), before in pending.before.items()
            for values in self._tell(self.env[model].with_user(uid).browse(before))
            .exists()
            ._prepare_change_lines(before)
        ]
        # sudo: bianmin.change.log – written by nobody but these methods
        self.sudo().create(lines)

    @api.model
    def _log_deletion(self, records):
        """Log what is about to be deleted, with all the values that are logged."""
        pending = self._get_pending()
        known = records.filtered(
            lambda record: (record._name, record.id) not in pending.entered
        )
        reasons = pending.reasons
        # sudo: bianmin.change.log – as above
        self.sudo().create(
            [
                values | {"reason": reasons.get((known._name, values["res_id"]))}
                for values in self._tell(known)._prepare_deletion_lines()
            ]
        )

    @api.model
    def _tell(self, records):
        """The records as the log tells of them: in the language of papers, since it is
        read for years, whatever language somebody worked in."""
        # sudo: the records – whoever changed them need not be able to read them now
        return records.sudo().with_context(lang=VILLAGER_LANGUAGE)
