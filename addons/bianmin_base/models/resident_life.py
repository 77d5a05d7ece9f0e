from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.local_time import local_today

EDITOR = "bianmin_base.group_resident_editor"


class BianminResident(models.Model):
    """What changes in the course of a life: categories, villages, death."""

    _inherit = "bianmin.resident"

    category_line_ids = fields.One2many(
        "bianmin.resident.category.line", "resident_id", string="Categories with dates"
    )
    move_ids = fields.One2many("bianmin.resident.move", "resident_id", string="Moves")
    event_ids = fields.One2many(
        "bianmin.resident.event", "resident_id", string="History"
    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        residents = super().create(vals_list)
        residents.filtered("category_ids")._keep_category_lines()
        return residents

    def write(self, vals):
        result = super().write(vals)
        if "category_ids" in vals:
            self._keep_category_lines()
        if vals.get("death_date"):
            self._after_death()
        return result

    # ------------------------------------------------------------
    # CATEGORIES
    # ------------------------------------------------------------

    def _keep_category_lines(self):
        """Give a line to each category that was set directly, end the others."""
        yesterday = fields.Date.subtract(local_today(), days=1)
        # sudo: bianmin.resident.category.line – writing the resident was allowed
        lines_sudo = self.sudo().category_line_ids.filtered(
            lambda line: line.state == "current"
        )
        held = {(line.resident_id.id, line.category_id.id): line for line in lines_sudo}
        wanted = {
            (resident.id, category.id)
            for resident in self.sudo()
            for category in resident.category_ids
        }
        lines_sudo.create(
            [
                {"resident_id": resident_id, "category_id": category_id}
                for resident_id, category_id in sorted(wanted - held.keys())
            ]
        )
        gone = lines_sudo.browse(held[key].id for key in held.keys() - wanted)
        fresh = gone.filtered(lambda line: (line.date_from or yesterday) > yesterday)
        (gone - fresh).write({"date_to": yesterday})
        fresh.unlink()

    def _take_categories_from_lines(self):
        """Let the categories of today follow the lines."""
        # sudo: bianmin.resident – whoever may write the lines may have them counted
        for resident in self.sudo():
            held = resident.category_line_ids.filtered(
                lambda line: line.state == "current"
            ).category_id
            if held != resident.category_ids:
                resident.category_ids = [Command.set(held.ids)]

    # ------------------------------------------------------------
    # DEATH
    # ------------------------------------------------------------

    def _after_death(self):
        """What ends with a life. Extend to end what an addon keeps for a resident."""
        for resident in self:
            resident.category_line_ids._end_on(resident.death_date)

    def _register_death(self, death_date, description, evidence):
        """Write the day of death, with its evidence, into register and history.

        :raise UserError: when it is registered already or the day is impossible
        :raise AccessError: when the user's role does not allow it in the village
        """
        self.ensure_one()
        self._check_scope(EDITOR)
        if self.death_date:
            raise UserError(self.env._("This death is registered already."))
        if death_date > local_today():
            raise UserError(self.env._("The day of death lies in the future."))
        if self.birth_date and death_date < self.birth_date:
            raise UserError(self.env._("Nobody dies before being born."))
        self._explain_changes(description)
        self.death_date = death_date
        self._add_event("death", death_date, description, evidence)

    def _withdraw_death(self, description, evidence):
        """Take a death back that was registered for the wrong person.

        :raise AccessError: when the user's role does not allow it in the village
        """
        self.ensure_one()
        self._check_scope(EDITOR)
        self._explain_changes(description)
        self.death_date = False
        self._add_event("death_withdrawn", local_today(), description, evidence)

    def _add_event(self, kind, event_date, description, evidence=()):
        # sudo: bianmin.resident.event – written by nobody but these acts
        self.env["bianmin.resident.event"].sudo().create(
            {
                "resident_id": self.id,
                "kind": kind,
                "event_date": event_date,
                "description": description,
                "evidence_ids": [Command.set(list(evidence and evidence.ids))],
            }
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_death(self):
        """Open the window that registers a death, or takes it back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Register a death"),
            "res_model": "bianmin.resident.death",
            "view_mode": "form",
            "target": "new",
            "context": {"default_resident_id": self.id},
        }

    def action_open_move(self):
        """Open the window that hands the resident over to another village."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Move to another village"),
            "res_model": "bianmin.resident.move",
            "views": [
                (self.env.ref("bianmin_base.resident_move_view_window").id, "form")
            ],
            "target": "new",
            "context": {"default_resident_id": self.id},
        }
