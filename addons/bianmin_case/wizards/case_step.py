from odoo import api, fields, models


class BianminCaseStep(models.TransientModel):
    """One step of cases that needs a word of explanation."""

    _name = "bianmin.case.step"
    _description = "Step of Cases with a Reason"

    case_ids = fields.Many2many("bianmin.case", string="Cases", required=True)
    step = fields.Selection(
        [
            ("begin_special", "Begin a Special Procedure"),
            ("end_special", "End the Special Procedure"),
            ("request_extension", "Ask for an Extension"),
            ("approve_extension", "Approve the Extension"),
            ("refuse_extension", "Refuse the Extension"),
            ("end", "Close without a Decision"),
            ("reopen", "Reopen"),
            ("hand_over", "Hand Over"),
            ("check_commitment", "Check the Commitment"),
            ("supervise", "Supervise"),
        ],
        required=True,
    )
    reason = fields.Text(help="It stands in the file.")
    special_kind = fields.Selection(
        selection=lambda self: (
            self.env["bianmin.case"]
            ._fields["special_kind"]
            ._description_selection(self.env)
        ),
        string="Special Procedure",
    )
    until = fields.Date(string="Expected by")
    days = fields.Integer(
        string="Further Days", default=10, help="Working days, at most ten."
    )
    ending = fields.Selection(
        [
            ("2", "Void: the matter has come to nothing"),
            ("3", "Entered by mistake"),
            ("4", "Passed to a higher level that decides"),
            ("5", "The papers never came"),
        ],
        string="Closed as",
    )
    user_id = fields.Many2one(
        "res.users", string="To", domain="[('id', 'in', candidate_ids)]"
    )
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")
    commitment = fields.Selection(
        [("kept", "True"), ("broken", "False")], string="The Commitment Is"
    )

    @api.depends("case_ids")
    def _compute_candidate_ids(self):
        for wizard in self:
            wizard.candidate_ids = wizard.case_ids._get_common_candidates()

    def action_confirm(self):
        """Take the step with the cases."""
        self.ensure_one()
        getattr(self, f"_do_{self.step}")()
        return {"type": "ir.actions.act_window_close"}

    def _do_begin_special(self):
        self.case_ids._begin_special(self.special_kind, self.reason, self.until)

    def _do_end_special(self):
        self.case_ids._end_special(self.reason)

    def _do_request_extension(self):
        self.case_ids._request_extension(self.days, self.reason)

    def _do_approve_extension(self):
        self.case_ids._decide_extension(True, self.reason)

    def _do_refuse_extension(self):
        self.case_ids._decide_extension(False, self.reason)

    def _do_end(self):
        self.case_ids._end(self.ending, self.reason)

    def _do_reopen(self):
        self.case_ids._reopen(self.reason)

    def _do_hand_over(self):
        self.case_ids._hand_over(self.user_id, self.reason)

    def _do_check_commitment(self):
        self.case_ids._check_commitments(self.commitment, self.reason)

    def _do_supervise(self):
        self.case_ids._supervise(self.reason)
