from odoo import api, models

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools.act import Act
from ..tools.roles import SUPERVISOR
from .case_supervision import ACTIVITY
from .case_workflow import OPEN_STATES


class BianminCaseWatch(models.AbstractModel):
    """Who is told that a case is late, and who tells (催办, 督办)."""

    _name = "bianmin.case.watch"
    _description = "Reminders of a Case"
    _inherit = ["bianmin.case.pool", "mail.activity.mixin"]

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_acts(self):
        return (*super()._get_acts(), Act("supervise", OPEN_STATES, SUPERVISOR))

    def _after_transition(self, sources, target):
        result = super()._after_transition(sources, target)
        if target != "review":
            self._close_reminders()
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _supervise(self, reason):
        """Ask whoever has these cases on his desk why they are late.

        :param str reason: what he is told
        """
        self._require_words(reason)
        self._pass_act("supervise", note=reason)
        self._tell("manual", reason)

    def _supervise_late(self, kind):
        """Tell those in charge that these cases are late, or nearly.

        :param str kind: key of ``kind`` of ``bianmin.case.supervision``
        """
        if not self:
            return
        if kind != "yellow":
            self._log_acts("supervise")
        self._tell(kind)

    def _tell(self, kind, note=False):
        # sudo: bianmin.case.supervision – nobody writes it but who watches
        self.env["bianmin.case.supervision"].sudo().create(
            [
                {
                    "case_id": case.id,
                    "kind": kind,
                    "due": case._get_watched_due(kind),
                    "user_id": case.reviewer_id.id,
                    "note": note,
                }
                for case in self
            ]
        )
        self._remind(kind)

    def _remind(self, kind):
        """Put a task onto the list of the reviewer; and onto that of the manager of the
        hall when nobody has the case or its limit has passed.
        """
        managers = self._get_managers(self.division_id)
        # In the language of the office: a schedule has none.
        office = self.with_context(lang=self._get_paper_language()).env
        field = office["bianmin.case.supervision"]._fields["kind"]
        words = dict(field._description_selection(office))
        activity_type = self.env.ref(ACTIVITY)
        model_id = self.env["ir.model"]._get_id("bianmin.case")
        vals_list = []
        for case in self:
            users = case.reviewer_id
            if not users or kind in ("red", "answer"):
                users |= managers[case.division_id]
            vals_list += [
                {
                    "res_model_id": model_id,
                    "res_id": case.id,
                    "activity_type_id": activity_type.id,
                    "summary": words[kind],
                    "date_deadline": local_today(),
                    "user_id": user.id,
                }
                for user in users
            ]
        # sudo: mail.activity – the task is given by the office, not by who pressed
        activities_sudo = self.env["mail.activity"].sudo()
        # No mail for each: the list of tasks is what they look at.
        activities_sudo.with_context(mail_activity_quick_update=True).create(vals_list)

    def _close_reminders(self):
        """Take the tasks back: the case does not wait for them any more."""
        # sudo: mail.activity – also those of colleagues
        self.env["mail.activity"].sudo().search(
            [
                ("res_model", "=", "bianmin.case"),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
            ]
        ).unlink()

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_managers(self, divisions):
        """Who watches over the cases of these divisions. Extend to look elsewhere.

        :return: dict of division -> users
        """
        lines_sudo = self.env["bianmin.role.access"]._get_holders(
            self.env.ref(SUPERVISOR), divisions, local_today()
        )
        return {
            division: lines_sudo._filter_held_at(division).user_id.sudo(self.env.su)
            for division in divisions
        }

    def _get_watched_due(self, kind):
        self.ensure_one()
        return self.answer_due if kind == "answer" else self.promised_due
