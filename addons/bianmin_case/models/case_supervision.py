from odoo import api, fields, models
from odoo.exceptions import UserError

# Cases that are looked at in one go.
BATCH = 1000
ACTIVITY = "bianmin_case.activity_type_watch"


class BianminCaseSupervision(models.Model):
    """Somebody was told that a case is late, or nearly: once for each day it is due.

    The colours of a case change by themselves; this is who was told and what he
    answered (督办).
    """

    _name = "bianmin.case.supervision"
    _description = "Supervision of a Case"
    _inherit = ["bianmin.scope.mixin"]
    _order = "id desc"
    _rec_name = "case_id"

    case_id = fields.Many2one(
        "bianmin.case", required=True, readonly=True, index=True, ondelete="cascade"
    )
    applicant_name = fields.Char(related="case_id.applicant_name", related_sudo=False)
    case_number = fields.Char(related="case_id.name", related_sudo=False)
    division_id = fields.Many2one(
        related="case_id.division_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [
            ("yellow", "Nearly Due"),
            ("red", "Overdue"),
            ("answer", "Not Answered in Time"),
            ("manual", "By the Hall Manager"),
        ],
        string="Why",
        required=True,
        readonly=True,
    )
    due = fields.Date(readonly=True, help="The day that the case is, or was, due.")
    user_id = fields.Many2one(
        "res.users",
        string="Addressed to",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who has the case on his desk and says why (责任人).",
    )
    opened_at = fields.Datetime(
        string="Since", default=fields.Datetime.now, required=True, readonly=True
    )
    note = fields.Text(string="Said to Him", readonly=True)
    answer = fields.Text(
        string="What He Says",
        help="Why the case is late and when it will be done (情况说明).",
    )
    answered_at = fields.Datetime(readonly=True)

    _once_uniq = models.UniqueIndex(
        "(case_id, kind, due) WHERE kind != 'manual'",
        "This case is supervised for this day already.",
    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if not self.env.su:
            self._check_answer(vals)
            # Who answers does not choose the time of his answer.
            self.sudo().answered_at = fields.Datetime.now()
        return super().write(vals)

    def _check_answer(self, vals):
        if set(vals) != {"answer"} or any(
            supervision.user_id != self.env.user for supervision in self
        ):
            raise UserError(
                self.env._(
                    "Whoever is addressed answers, and changes nothing else here."
                )
            )

    # ------------------------------------------------------------
    # WATCH
    # ------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Tell those in charge, once, about what is late or nearly so."""
        for kind in ("answer", "red", "yellow"):
            self._watch(kind)

    def _watch(self, kind):
        domain = self._get_watched_domain(kind)
        last = 0
        # sudo: bianmin.case – nobody presses a button here
        cases_sudo = self.env["bianmin.case"].sudo()
        while batch := cases_sudo.search(
            [*domain, ("id", ">", last)], order="id", limit=BATCH
        ):
            last = batch[-1].id
            batch -= self._get_told(kind, batch)
            batch._supervise_late(kind)

    @api.model
    def _get_watched_domain(self, kind):
        if kind == "answer":
            return [("is_deemed_accepted", "=", True)]
        return [("deadline_status", "=", kind), ("state", "!=", "received")]

    @api.model
    def _get_told(self, kind, cases):
        """Those of these cases of which somebody knows already."""
        told = self.sudo().search([("kind", "=", kind), ("case_id", "in", cases.ids)])
        known = {(entry.case_id.id, entry.due) for entry in told}
        return cases.filtered(
            lambda case: (case.id, case._get_watched_due(kind)) in known
        )
