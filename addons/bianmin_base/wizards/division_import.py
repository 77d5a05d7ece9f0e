import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import division_register, division_succession
from ..tools.local_time import local_today

# What the window shows; the counts tell of the rest.
SHOWN_LINES = 200
KINDS = ("gone", "taken", "renamed", "new")


class BianminDivisionImport(models.TransientModel):
    """Take over a register of divisions from a file: look first, then import."""

    _name = "bianmin.division.import"
    _description = "Import of Divisions"

    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    county_id = fields.Many2one(
        "bianmin.division",
        string="Only this county",
        domain=[("level", "=", "county"), ("valid_to", "=", False)],
        help="Other rows of the file are left alone. Empty: everything in the file.",
    )
    valid_from = fields.Date(
        string="In force from",
        required=True,
        default=lambda self: local_today(),
        help="Cut-off date of the register: new divisions begin on this day, those "
        "that are gone end the day before.",
    )
    end_missing = fields.Boolean(
        string="End what the file no longer has",
        default=True,
        help="Divisions that are not in the file any more get an end date. Nothing is "
        "deleted.",
    )
    state = fields.Selection(
        selection=[
            ("upload", "Choose a file"),
            ("preview", "Look at it"),
            ("done", "Done"),
        ],
        default="upload",
        readonly=True,
    )
    new_count = fields.Integer(string="New", readonly=True)
    renamed_count = fields.Integer(string="Renamed", readonly=True)
    corrected_count = fields.Integer(string="Spelled differently", readonly=True)
    gone_count = fields.Integer(string="Gone", readonly=True)
    undecided_count = fields.Integer(
        string="Gone, successor to be chosen", readonly=True
    )
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    line_ids = fields.One2many(
        "bianmin.division.import.line", "wizard_id", readonly=True
    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_preview(self):
        """Read the file and tell what it would change; nothing is written.

        :raise UserError: names the rows that are no divisions
        :raise AccessError: when it would change what one does not administer
        """
        self.ensure_one()
        self._show_plan(self._plan(), "preview")
        return self._reopen()

    def action_import(self):
        """Write the changes. The file is read once more: time has passed.

        :raise UserError: when the file is older than what it would end
        """
        self.ensure_one()
        plan = self._plan()
        self.env["bianmin.division"]._apply_plan(
            plan, self.valid_from, end_missing=self.end_missing
        )
        self._show_plan(plan, "done")
        return self._reopen()

    def action_back(self):
        """Choose another file."""
        self.ensure_one()
        self.write({"state": "upload", "file": False, "file_name": False})
        return self._reopen()

    def action_view_undecided(self):
        """Open the divisions that ended without a successor."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_base.division_action"
        )
        return {**action, "context": {"search_default_undecided": 1}}

    def _reopen(self):
        return self._get_window_action(self.env._("Import divisions"))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _plan(self):
        rows = self._read_rows()
        Division = self.env["bianmin.division"]
        plan = Division._plan_import(rows, self.county_id.code or "")
        if not self.end_missing:
            plan = plan._replace(gone={})
        self._check_scope(plan)
        return plan

    def _read_rows(self):
        if not self.file:
            raise UserError(self.env._("Please choose the file first."))
        try:
            return division_register.read_file(base64.b64decode(self.file))
        except division_register.RegisterError as error:
            raise UserError(
                self.env._(
                    "This file cannot be read: code and official name are needed in "
                    "two columns, as CSV, CSV packed by gzip, or a workbook (.xlsx) "
                    "with the headings 区划代码 and 名称."
                )
            ) from error

    @api.model
    def _check_scope(self, plan):
        """One changes only what one administers; the system's keeper begins anywhere.

        Needed here, since the bulk import asks no record rule.
        """
        user = self.env.user
        if self.env.su or user.has_group("base.group_system"):
            return
        own = self.env["bianmin.division"].browse(
            user._get_scope_division_ids("bianmin_base.group_administrator")
        )
        codes = tuple(own.mapped("code"))
        for changes in plan[:-1]:
            for code, name in changes.items():
                if not codes or not code.startswith(codes):
                    raise AccessError(
                        self.env._(
                            "You do not administer %(name)s (%(code)s). Choose your "
                            "county, so that other rows are left alone.",
                            name=name,
                            code=code,
                        )
                    )

    def _show_plan(self, plan, state):
        successors = division_succession.propose(plan)
        gone = {**plan.gone, **plan.taken}
        self.line_ids.unlink()
        self.write(
            {
                "state": state,
                "new_count": len(plan.new) + len(plan.reassigned),
                "renamed_count": len(plan.renamed),
                "corrected_count": len(plan.corrected),
                "gone_count": len(gone),
                "undecided_count": sum(
                    not (code in successors and successors[code].certain)
                    for code in gone
                ),
                "unchanged_count": plan.unchanged,
                "line_ids": self._prepare_lines(plan, successors),
            }
        )

    def _prepare_lines(self, plan, successors):
        names = {**plan.new, **plan.renamed, **plan.reassigned}
        lines = []
        for kind in KINDS:
            changes = (
                plan.new | plan.reassigned if kind == "new" else getattr(plan, kind)
            )
            for code, name in sorted(changes.items())[: SHOWN_LINES // len(KINDS)]:
                heir = successors.get(code) if kind in ("gone", "taken") else None
                lines.append(
                    {
                        "kind": "gone" if kind == "taken" else kind,
                        "code": code,
                        "name": name,
                        "successor": heir and f"{heir.code} {names.get(heir.code, '')}",
                        "is_certain": bool(heir and heir.certain),
                    }
                )
        return [fields.Command.create(line) for line in lines]
