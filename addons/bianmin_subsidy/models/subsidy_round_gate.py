from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount

from odoo.addons.bianmin_base.tools.transition import Transition

from .subsidy_round import PAYABLE_STATES, POST_BY_TARGET, POSTS

PREPARER = "bianmin_subsidy.group_subsidy_preparer"
AUDITOR = "bianmin_subsidy.group_subsidy_auditor"
APPROVER = "bianmin_subsidy.group_subsidy_approver"
FINANCE = "bianmin_subsidy.group_subsidy_finance"


class BianminSubsidyRound(models.Model):
    """The posts that a round passes, and what each of them is held to."""

    _inherit = "bianmin.subsidy.round"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_submit(self, opinion=None):
        """Hand the roster to the auditor; from now on its lines are frozen."""
        self._lock_draft()
        self._freeze_lines()
        self._pass_gate(
            "submitted",
            prepared_by=self.env.uid,
            last_opinion=opinion or self.env._("Submitted for audit."),
        )

    def action_audit(self, opinion=None):
        """The township's auditor agrees."""
        self._pass_gate(
            "audited",
            audited_by=self.env.uid,
            last_opinion=opinion or self.env._("Checked, agreed."),
        )

    def action_approve(self, opinion=None):
        """The department agrees."""
        self._pass_gate(
            "approved",
            approved_by=self.env.uid,
            last_opinion=opinion or self.env._("Agreed."),
        )

    def action_return(self, opinion=None):
        """Send the round back to its preparer; an opinion is needed."""
        self._pass_gate(
            "draft",
            last_opinion=self._need_opinion(opinion),
            **dict.fromkeys(POSTS, False),
        )

    def action_cancel(self, opinion=None):
        """Give a draft up: its lines stay, stopped, and free their people."""
        self._pass_gate("cancelled", last_opinion=self._need_opinion(opinion))

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("draft", "submitted", PREPARER),
            Transition("submitted", "audited", AUDITOR),
            Transition("audited", "approved", APPROVER),
            Transition("approved", "exported", FINANCE),
            Transition("exported", "paid", FINANCE),
            Transition("submitted", "draft", AUDITOR),
            Transition("audited", "draft", APPROVER),
            Transition("approved", "draft", FINANCE),
            Transition("draft", "cancelled", PREPARER),
        )

    def _check_transition(self, target):
        if target in ("audited", "approved", "exported"):
            self._check_four_eyes(target)
            self._check_roster()
        return super()._check_transition(target)

    def _check_four_eyes(self, target):
        """Refuse who acted at an earlier post of the same round."""
        earlier = POSTS[: POSTS.index(POST_BY_TARGET[target])]
        for record in self:
            for name in earlier:
                if record[name] == self.env.user:
                    raise UserError(
                        self.env._(
                            "You have acted on %(round)s already (%(post)s): somebody "
                            "else must do this step.",
                            round=record.name,
                            post=record._fields[name]._description_string(self.env),
                        )
                    )

    def _check_roster(self):
        """Refuse what is no longer what was submitted, to the fen and to the digit."""
        self._check_totals()
        hashes = self._get_roster_hashes()
        for record in self:
            if record.roster_hash != hashes[record.id]:
                raise UserError(
                    self.env._(
                        "The roster of %(round)s is not the one that was submitted: "
                        "people, accounts or amounts have changed. Return it to the "
                        "township.",
                        round=record.name,
                    )
                )

    def _check_totals(self, count=None, total=None, paper=None):
        """Refuse when the lines do not add up to the round, or to a further paper.

        :param int count: how many payments ``paper`` has
        :param Decimal total: what ``paper`` adds up to, in yuan
        :param str paper: what the totals were read from, for the sentence
        """
        found = self._get_totals()
        for record in self:
            papers = [(self.env._("The round"), record.line_count, record.total_amount)]
            if paper:
                papers.append((paper, count, total))
            for name, *expected in papers:
                record._check_paper(name, expected, found[record.id])

    def _check_paper(self, paper, expected, found):
        """Compare (number, total in yuan) of a paper with that of the lines."""
        # As texts: to the fen, and without a float between the two.
        if (expected[0], f"{expected[1]:.2f}") == (found[0], f"{found[1]:.2f}"):
            return
        raise UserError(
            self.env._(
                "%(paper)s and the lines of %(round)s do not add up to the same: "
                "%(count)s payments of %(total)s yuan against %(found)s payments of "
                "%(sum)s yuan. Nothing was done.",
                paper=paper,
                round=self.name,
                count=expected[0],
                total=f"{expected[1]:.2f}",
                found=found[0],
                sum=f"{found[1]:.2f}",
            )
        )

    def _get_totals(self):
        """Number and exact sum of the lines to be paid.

        :return: dict of (int, Decimal in yuan) by round id
        """
        # SQL: a sum through the ORM is a float, and so is any number that the cursor
        # reads; only as a text does the exact amount arrive.
        self.env["bianmin.subsidy.line"].flush_model(["state", "amount", "round_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT round.id, count(line.id),
                    coalesce(sum(line.amount), 0.00)::text
                FROM bianmin_subsidy_round round
                LEFT JOIN bianmin_subsidy_line line
                    ON line.round_id = round.id AND line.state IN %(states)s
                WHERE round.id IN %(ids)s GROUP BY round.id""",
                states=PAYABLE_STATES,
                ids=tuple(self.ids) or (0,),
            )
        )
        return {round_id: (count, Decimal(total)) for round_id, count, total in rows}

    def _get_roster_hashes(self):
        """SHA-256 of each roster: who is paid, on which account, how much."""
        rows = self.env.execute_query(
            SQL(
                """SELECT round_id, encode(sha256(convert_to(string_agg(
                    concat_ws('|', sequence, enrolment_id, payee_name, account_number,
                        amount), E'\n' ORDER BY sequence, id), 'UTF8')), 'hex')
                FROM bianmin_subsidy_line
                WHERE round_id IN %(ids)s AND state IN %(states)s GROUP BY round_id""",
                ids=tuple(self.ids) or (0,),
                states=PAYABLE_STATES,
            )
        )
        return dict.fromkeys(self.ids, False) | dict(rows)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _after_transition(self, sources, target):
        if target == "cancelled":
            self.line_ids._release(self.env._("The round was cancelled."))
        self._log_event(
            {"draft": "returned"}.get(target, target), self[:1].last_opinion, sources
        )
        return super()._after_transition(sources, target)

    def _log_event(self, kind, note=False, sources=None):
        """Write what happened into the log that nobody can change.

        :param dict sources: states before, by round id; the present ones unless told
        """
        sources = sources or {record.id: record.state for record in self}
        # sudo: bianmin.subsidy.round.event – nobody writes events but the system
        self.env["bianmin.subsidy.round.event"].sudo().create(
            [
                {
                    "round_id": record.id,
                    "kind": kind,
                    "user_id": self.env.uid,
                    "state_from": sources[record.id],
                    "state_to": record.state,
                    "opinion": note,
                    "line_count": record.line_count,
                    "total_amount": record.total_amount,
                }
                for record in self
            ]
        )

    def _need_opinion(self, opinion):
        if not (opinion or "").strip():
            raise UserError(self.env._("Please say why: the others will read it."))
        return opinion.strip()

    def _open_opinion(self, step):
        wizard = self.env["bianmin.subsidy.opinion"].create(
            {"round_ids": self.ids, "step": step}
        )
        return wizard._get_action()

    def _format_total(self):
        self.ensure_one()
        return format_amount(self.env, self.total_amount, self.currency_id)
