from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.transition import Transition

from ..tools.code_lists import EDITOR


class BianminCatalogVersion(models.Model):
    """The content of an item from one day on (事项版本).

    The item inherits its version in force. Applications keep the version under which
    they were filed, so what once was in force never changes.
    """

    _name = "bianmin.catalog.version"
    _description = "Version of a Service Item"
    _inherit = [
        "bianmin.catalog.editor.mixin",
        "bianmin.state.gate",
        "bianmin.catalog.version.content",
        "bianmin.catalog.version.comparison",
    ]
    _order = "item_id, number desc, id desc"
    _gate_fields = ("state", "number", "ended_on")
    # What may be written to a version that is no draft: when and why, not what.
    _life_fields = ("state", "number", "ended_on", "item_id")

    item_id = fields.Many2one(
        "bianmin.catalog.item",
        string="Service Item",
        copy=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    number = fields.Integer(
        string="Version",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Term of the standard: 事项版本.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("in_force", "In Force"),
            ("former", "Former"),
        ],
        string="Version Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    effective_on = fields.Date(
        string="In Force From",
        copy=False,
        help="A planned version takes effect by itself on this day (计划生效日期).",
    )
    ended_on = fields.Date(
        string="In Force Until",
        readonly=True,
        copy=False,
        help="Last day on which this version was in force (取消日期).",
    )
    change_note = fields.Text(
        string="Reason for the Change", copy=False, help="What changes and why."
    )
    is_editable = fields.Boolean(
        string="Can Be Edited",
        compute="_compute_is_editable",
        help="A draft, or a version in force to which no application refers yet.",
    )

    _number_uniq = models.UniqueIndex(
        "(item_id, number) WHERE number > 0",
        "There is a version of this item with this number already.",
    )
    _in_force_uniq = models.UniqueIndex(
        "(item_id) WHERE state = 'in_force'",
        "An item has one version in force only.",
    )
    _planned_dated = models.Constraint(
        "CHECK (state <> 'planned' OR effective_on IS NOT NULL)",
        "Say from which day the planned version holds.",
    )
    _limits_order = models.Constraint(
        "CHECK (0 <= promised_days AND promised_days <= statutory_days)",
        "The promised limit is a number of days from 0 up to the statutory limit.",
    )
    _visits_positive = models.Constraint(
        "CHECK (visit_count >= 0)", "The number of visits cannot be less than zero."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("name", "number", "state")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for version in self:
            number = (
                self.env._("version %(number)s", number=version.number)
                if version.number
                else self._get_state_label(version.state)
            )
            version.display_name = f"{version.name or ''} ({number})"

    @api.depends("state")
    def _compute_is_editable(self):
        fixed = self._get_referred()
        for version in self:
            version.is_editable = version.state == "draft" or (
                version.state == "in_force" and version._origin not in fixed
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if not self._life_fields_only(vals):
            self._check_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if fixed := self.filtered(lambda version: version.state != "draft"):
            raise UserError(
                self.env._(
                    "%(version)s cannot be deleted, it is or was in force.",
                    version=fixed[0].display_name,
                )
            )

    @api.model
    def _life_fields_only(self, vals):
        return set(vals) <= set(self._life_fields)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_plan(self):
        """Let the version take effect by itself on its day.

        :raise UserError: when the day is missing or past
        """
        self._pass_gate("planned")

    def action_redraft(self):
        """Take a planned version back, to edit it further."""
        self._pass_gate("draft")

    def action_take_effect(self):
        """Put the version in force now, instead of the one that is."""
        self._take_effect(local_today())

    def action_open(self):
        """Open this version, to read or to edit it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() + (
            Transition("draft", "planned", EDITOR),
            Transition("planned", "draft", EDITOR),
            Transition("draft", "in_force", EDITOR),
            Transition("planned", "in_force", EDITOR),
            Transition("in_force", "former", EDITOR),
        )

    def _check_transition(self, target):
        if target == "planned":
            self._check_plan()
        return super()._check_transition(target)

    def _check_plan(self):
        today = local_today()
        for version in self:
            if not version.effective_on or version.effective_on < today:
                raise UserError(
                    self.env._(
                        "Say from which day %(version)s holds: today or later.",
                        version=version.display_name,
                    )
                )

    def _check_editable(self):
        """Refuse to change what is or was in force for applications.

        Reading the catalogue from data files goes on as superuser.

        :raise UserError: with what to do instead
        """
        if self.env.su:
            return
        # sudo: bianmin.catalog.version – whether it may change, not what it says
        fixed_sudo = self.sudo().filtered(lambda version: not version.is_editable)
        if fixed_sudo:
            raise UserError(
                self.env._(
                    "%(version)s cannot be changed any more: it was in force, is "
                    "planned, or applications refer to it. Make a new version and "
                    "change that.",
                    version=fixed_sudo[0].display_name,
                )
            )

    # ------------------------------------------------------------
    # LIFE
    # ------------------------------------------------------------

    def _take_effect(self, day):
        """Put these versions in force from ``day`` on; those before them end.

        :param date day: first day
        """
        former = self.item_id.version_id
        former._pass_gate("former", ended_on=fields.Date.subtract(day, days=1))
        # One version in force per item is an index of the database.
        self.flush_model(["state"])
        for number, versions in self.grouped(lambda v: v._get_next_number()).items():
            versions._pass_gate("in_force", number=number, effective_on=day)
        # sudo: bianmin.catalog.item – the gate was passed
        for version_sudo in self.sudo():
            version_sudo.item_id.version_id = version_sudo
        self._after_effect(former)

    def _get_next_number(self):
        self.ensure_one()
        return max(self.item_id.version_ids.mapped("number"), default=0) + 1

    def _after_effect(self, former):
        """What follows when versions took effect instead of ``former``. Extend it."""

    @api.model
    def _cron_take_effect(self):
        """Put planned versions in force on their day."""
        self._apply_due(local_today())

    @api.model
    def _apply_due(self, day):
        """Put in force what was planned until ``day``, the last one of each item."""
        due = self.search(self._get_due_domain(day), order="effective_on, id")
        for date, versions in due.grouped("effective_on").items():
            for batch in versions._split_by_item():
                batch._take_effect(date)

    def _split_by_item(self):
        """Batches in which no item comes twice."""
        rest = self
        while rest:
            batch = rest.browse(
                versions[0].id for versions in rest.grouped("item_id").values()
            )
            yield batch
            rest -= batch

    @api.model
    def _get_due_domain(self, day):
        return [("state", "=", "planned"), ("effective_on", "<=", day)]

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _get_referred(self):
        """Those of these versions that something was filed under. Extend to add."""
        return self.browse()

    def _get_period_text(self):
        """From when until when it holds, in words."""
        self.ensure_one()
        start = format_date(self.env, self.effective_on)
        end = format_date(self.env, self.ended_on)
        return f"{start} – {end}" if end else start
