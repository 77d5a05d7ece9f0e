from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.bianmin_base.tools.language import VILLAGER_LANGUAGE
from odoo.addons.bianmin_base.tools.table_file import write_table

from .name_correction_roster import CORRECTOR

FILER = "bianmin_case.group_case_filer"
# What goes to the office, and what it has already.
EXPORTED = ("confirmed", "filed")


class BianminNameCorrectionFiling(models.AbstractModel):
    """What is confirmed goes to the office: as a villager's request and as a file."""

    _name = "bianmin.name.correction.filing"
    _description = "Filing of Corrections of Names"

    case_id = fields.Many2one(
        "bianmin.case",
        string="Request",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    # ------------------------------------------------------------
    # REQUESTS
    # ------------------------------------------------------------

    def action_file(self):
        """Draw up a request for each of these, ready to be handed in with its papers.

        :raise UserError: when one is not confirmed, or its matter is taken nowhere
        """
        self.check_access("read")
        points = self._get_filing_points()
        cases = self.env["bianmin.case"].create(
            [line._prepare_case_vals(points[line]) for line in self]
        )
        self._pass_gate("filed")
        # sudo: bianmin.name.correction – the request is set by nothing but this
        for line_sudo, case in zip(self.sudo(), cases, strict=True):
            line_sudo.case_id = case
        return self._open_cases(cases)

    def action_open_case(self):
        """Open the request."""
        self.ensure_one()
        return self._open_cases(self.case_id)

    @api.model
    def _open_cases(self, cases):
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Requests for correction"),
            "res_model": "bianmin.case",
        }
        if len(cases) == 1:
            return {**action, "view_mode": "form", "res_id": cases.id}
        return {**action, "view_mode": "list,form", "domain": [("id", "in", cases.ids)]}

    def _get_filing_points(self):
        """Where each request is handed in: in the village, else in its township."""
        without = self.filtered(lambda line: not line.roster_id.sudo().item_id)
        if without:
            raise UserError(
                self.env._(
                    "Choose on the roster the matter under which corrections are "
                    "requested."
                )
            )
        implementations = self.env["bianmin.catalog.implementation"].search(
            [
                ("item_id", "in", self.roster_id.sudo().item_id.ids),
                ("is_available", "=", True),
                (
                    "division_id",
                    "child_of",
                    self.env.user._get_scope_division_ids(FILER),
                ),
            ]
        )
        by_place = {(i.item_id, i.division_id): i for i in implementations}
        return {line: line._get_filing_point(by_place) for line in self}

    def _get_filing_point(self, by_place):
        self.ensure_one()
        item = self.roster_id.sudo().item_id
        for division in (self.division_id, self.division_id._get_ancestor("township")):
            if found := by_place.get((item, division)):
                return found
        raise UserError(
            self.env._(
                "“%(item)s” is taken neither in %(village)s nor in its township, as "
                "far as your role reaches.",
                item=item.name,
                village=self.division_id.name,
            )
        )

    def _prepare_case_vals(self, implementation):
        """Values of the request. Extend to add some."""
        self.ensure_one()
        return {
            "item_id": implementation.item_id.id,
            "implementation_id": implementation.id,
            "resident_id": self.resident_id.id,
            "note": self._get_request_text(),
        }

    def _get_request_text(self):
        self.ensure_one()
        # It is the villager's word: Chinese, whatever language the agent works in.
        return self.with_context(lang=VILLAGER_LANGUAGE).env._(
            "In the system of the office my name is written “%(old)s”. On my ID card "
            "and in the register it is “%(new)s”. Please correct it.",
            old=self.office_name,
            new=self.register_name,
        )

    # ------------------------------------------------------------
    # FILE
    # ------------------------------------------------------------

    def _export(self):
        """The confirmed rows as they came, with what is right beside them.

        :raise UserError: when there are none
        """
        lines = self.filtered(lambda line: line.state in EXPORTED)
        if not lines:
            raise UserError(
                self.env._("Nothing is confirmed yet: there is nothing to hand out.")
            )
        lines._check_scope(CORRECTOR)
        self.env["bianmin.export.log"]._log_export(
            "file", lines, len(lines), ["office_name", "register_name", "cells"]
        )
        export = self.env["bianmin.name.correction.export"].create(
            {
                "roster_id": lines.roster_id.id,
                "correction_ids": [Command.set(lines.ids)],
            }
        )
        return export._download()

    def _prepare_workbook(self):
        """The office's layout: what stood above, its columns in its order, its rows."""
        # sudo: bianmin.name.correction – the complete numbers go to the office that
        # sent them; the export is logged
        lines_sudo = self.sudo()
        layout = lines_sudo.roster_id.layout or {}
        headers = layout.get("headers", [])
        added = [
            self.env._("Name after correction"),
            self.env._("Reason of correction"),
        ]
        labels = dict(self._fields["kind"]._description_selection(self.env))
        rows = [
            [
                *((line.cells or []) + [""] * len(headers))[: len(headers)],
                *(line.register_name, labels[line.kind]),
            ]
            for line in lines_sudo
        ]
        return write_table(layout.get("above", []), [*headers, *added], rows)
