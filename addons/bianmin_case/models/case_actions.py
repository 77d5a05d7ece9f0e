from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class BianminCaseActions(models.AbstractModel):
    """The buttons of a case, the steps behind them and the hooks for other addons."""

    _name = "bianmin.case.actions"
    _description = "Actions on a Case"
    _inherit = [
        "bianmin.case.special",
        "bianmin.case.closing",
        "bianmin.case.deferral",
        "bianmin.case.watch",
        "bianmin.case.many",
        "bianmin.case.workflow",
    ]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_submit(self):
        """Hand the application in: it gets its number and its day of receipt."""
        self._check_source("draft", "received")
        self._pass_gate(
            "received",
            filed_by_id=self.env.uid,
            received_at=fields.Datetime.now(),
        )

    def action_accept(self):
        """Accept: the limits begin, the notice is issued, the applicant is told."""
        self._refuse_waiting()
        self._pass_gate(
            "accepted",
            accepted_by_id=self.env.uid,
            accepted_at=fields.Datetime.now(),
        )

    def action_reject(self):
        """Ask for the reason why the applications cannot be accepted."""
        return self._open_wizard("bianmin.case.reject", self.env._("Not accepted"))

    def action_request_supplement(self):
        """Ask what is missing."""
        return self._open_wizard(
            "bianmin.case.supplement", self.env._("Request supplements")
        )

    def action_supplement_received(self):
        """The missing papers are there: the case goes on where it stopped."""
        if busy := self.filtered(lambda case: case.state != "supplement"):
            raise UserError(
                self.env._(
                    "%(case)s does not wait for any papers.", case=busy[0].display_name
                )
            )
        for state, cases in self.grouped("resume_state").items():
            cases._pass_gate(state, resume_state=False)

    def action_start_review(self):
        """Take accepted cases into review."""
        self._refuse_waiting()
        self._check_source("accepted", "review")
        self._pass_gate("review", reviewer_id=self.env.uid)

    def action_grant(self):
        """Ask for the opinion with which the applications are granted."""
        return self._open_wizard(
            "bianmin.case.decide", self.env._("Grant"), result="granted"
        )

    def action_finish_on_the_spot(self):
        """即办件 in one click: hand in, accept, review, grant and close, each with its
        event.
        """
        slow = self.filtered(lambda case: case.handling_kind != "instant")
        if slow:
            raise UserError(
                self.env._(
                    "%(case)s is not decided on the spot: it goes to the office that "
                    "reviews it.",
                    case=slow[0].display_name,
                )
            )
        self.filtered(lambda case: case.state == "draft").action_submit()
        # The opinion stands in the file: in the language of the office, not the user's.
        office = self.with_context(lang=self._get_paper_language())
        self._decide("granted", office.env._("The papers are in order: granted."))

    def action_refuse(self):
        """Ask for the reasons for which the applications are refused."""
        return self._open_wizard(
            "bianmin.case.decide", self.env._("Refuse"), result="refused"
        )

    def action_deliver(self):
        """The applicant has got the result."""
        self._pass_gate("delivered", delivered_at=fields.Datetime.now())

    def action_withdraw(self):
        """The applicant takes the application back before it is decided."""
        self._pass_gate("withdrawn", close_kind="2", closed_at=fields.Datetime.now())

    def action_accept_deferred(self):
        """Ask for the applicant's promise to supply what is missing."""
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["bianmin.case.defer"].create({"case_id": self.id})
        return wizard._get_window_action(self.env._("Papers to follow"))

    def action_archive_case(self):
        """Put the finished case on file."""
        self._pass_gate("archived")

    def action_print_documents(self):
        """Download the papers issued for these cases, in one file."""
        self.check_access("read")
        return self.document_ids.action_print()

    # The windows of these ask for a reason; the gate is behind them.

    def action_begin_special(self):
        """Ask which special procedure begins."""
        return self._open_step("begin_special")

    def action_end_special(self):
        """Ask what the special procedure has found."""
        return self._open_step("end_special")

    def action_request_extension(self):
        """Ask for how long and why the limit should be extended."""
        return self._open_step("request_extension")

    def action_approve_extension(self):
        """Let the head of the office approve the extension."""
        return self._open_step("approve_extension")

    def action_refuse_extension(self):
        """Let the head of the office refuse the extension."""
        return self._open_step("refuse_extension")

    def action_end(self):
        """Ask how and why the cases end without a decision."""
        return self._open_step("end")

    def action_reopen(self):
        """Ask why finished cases go on."""
        return self._open_step("reopen")

    def action_hand_over(self):
        """Ask who goes on with the cases."""
        return self._open_step("hand_over")

    def action_supervise(self):
        """Ask whoever has the cases why they are late."""
        return self._open_step("supervise")

    def action_check_commitment(self):
        """Ask whether the applicant's commitment is true."""
        return self._open_step("check_commitment")

    # ------------------------------------------------------------
    # STEPS OF THE WIZARDS
    # ------------------------------------------------------------

    def _reject(self, reason):
        """Refuse to accept, with the reason that the applicant is told."""
        self._require_words(reason)
        self._pass_gate(
            "rejected",
            opinion=reason,
            close_kind="1",
            closed_at=fields.Datetime.now(),
        )

    def _request_supplement(self, note, due, materials=()):
        """Send the cases back for what is missing.

        :param str note: what is missing, told to the applicant
        :param date due: by when it is expected
        :param materials: lines of the checklist that have to come in (again)
        """
        self._require_words(note)
        for state, cases in self.grouped("state").items():
            values = {"supplement_note": note, "supplement_due": due}
            if state in ("received", "accepted", "review"):
                values["resume_state"] = state
            cases._pass_gate("supplement", **values)
        lines = self.material_ids.filtered(lambda line: line in materials)
        # sudo: bianmin.case.material – who reviews does not write papers, but may
        # find them wanting
        lines.sudo().write({"state": "missing"})

    def _decide(self, result, opinion):
        """Decide and close; 即办件 pass all steps before in the same act.

        :param str result: ``granted`` or ``refused``
        :param str opinion: opinion of who decides
        """
        self._require_words(opinion)
        if result == "granted":
            self._check_promised_papers()
        self._fast_forward()
        values = {
            "result": result,
            "opinion": opinion,
            "decided_by_id": self.env.uid,
            "decided_at": fields.Datetime.now(),
        }
        self._pass_each_kind("decided", **values)
        self._pass_each_kind(
            "closed",
            close_kind=self._get_close_kind(result),
            closed_at=fields.Datetime.now(),
        )
        self._after_decision(result)

    def _fast_forward(self):
        """Bring 即办件 from receipt to review, with every event on the way."""
        instant = self.filtered(lambda case: case.handling_kind == "instant")
        instant.filtered(lambda case: case.state == "received").action_accept()
        instant.filtered(lambda case: case.state == "accepted").action_start_review()

    def _pass_each_kind(self, target, **values):
        # The right to move 即办件 differs from that to move other cases.
        for cases in self.grouped("handling_kind").values():
            cases._pass_gate(target, **values)

    # ------------------------------------------------------------
    # HOOKS
    # ------------------------------------------------------------

    def _check_filing(self):
        """Extend to refuse an application that may not be handed in."""
        self._add_checklist()
        self._check_materials()

    def _after_receipt(self):
        """Extend for what follows from the receipt of these cases."""
        # 即办件 are decided while the applicant waits: he needs no proof of receipt.
        self.filtered(lambda case: case.handling_kind != "instant")._issue_documents(
            "receipt"
        )

    def _after_acceptance(self):
        """Extend for what follows from the acceptance of these cases."""
        self._issue_documents("acceptance")
        self._issue_promises()
        # 即办件 are decided in the same minute: one message is enough.
        promised = self.filtered(lambda case: case.handling_kind != "instant")
        promised._notify_applicant("accepted")
        promised._forward()

    def _after_notice(self, state):
        """Extend for what follows when cases stop for a notice to the applicant.

        :param str state: ``supplement``, ``rejected`` or ``special``
        """
        self._issue_documents({"rejected": "rejection"}.get(state, state))
        self._notify_applicant(state)

    def _after_decision(self, result):
        """Extend for what follows from a decision.

        :param str result: ``granted`` or ``refused``, the same for all these cases
        """
        self._issue_documents({"granted": "grant", "refused": "refusal"}[result])
        self._pass_down()
        self._notify_applicant(result)

    def _after_delivery(self):
        """Extend for what follows when the applicants have their results."""
        self._issue_documents("delivery")

    @api.model
    def _get_close_kind(self, result):
        """The close kind that a result leads to."""
        return "0" if result == "granted" else "6"

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _refuse_waiting(self):
        """A case that waits for papers goes on only by their receipt."""
        waiting = self.filtered(lambda case: case.state == "supplement")
        if waiting:
            raise UserError(
                self.env._(
                    "%(case)s waits for papers: use “Supplement received” first.",
                    case=waiting[0].display_name,
                )
            )

    @api.model
    def _require_words(self, words):
        if not (words or "").strip():
            raise UserError(
                self.env._("Please give the reason: it belongs to the file.")
            )

    def _open_step(self, step):
        field = self.env["bianmin.case.step"]._fields["step"]
        title = dict(field._description_selection(self.env))[step]
        return self._open_wizard("bianmin.case.step", title, step=step)

    def _open_wizard(self, model, title, **values):
        wizard = self.env[model].create({"case_ids": [Command.set(self.ids)], **values})
        return wizard._get_window_action(title)
