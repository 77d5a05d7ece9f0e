from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools.act import Act
from ..tools.roles import DECIDER, SUPERVISOR
from ..tools.workload import share_out

POOL_FIELDS = ("review_department_id", "reviewer_id")
# Cases on the desk of who reviews them.
DESK_STATES = ("accepted", "review", "special", "supplement")
# What only the reviewer does with a case that is under review, and in which states.
REVIEW_STEPS = ("review", "supplement", "special", "decided", "closed")
OFFICE_STATES = ("accepted", "review", "special")


class BianminCasePool(models.AbstractModel):
    """Behind the window: the pool of a department, and who has taken which case."""

    _name = "bianmin.case.pool"
    _description = "Review Pool of a Case"
    _inherit = ["bianmin.case.workflow"]

    review_department_id = fields.Many2one(
        "bianmin.department",
        string="Reviewed by",
        compute="_compute_review_department_id",
        store=True,
        index="btree_not_null",
        help="The department in whose pool the case waits (审批科室).",
    )
    reviewer_id = fields.Many2one(
        "res.users",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="Who has the case on his desk; empty: it waits in the pool (承办人).",
    )

    @api.depends("implementation_id")
    def _compute_review_department_id(self):
        for case in self:
            deciding = case.implementation_id._get_decision_implementation()
            case.review_department_id = deciding.review_department_id

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_acts(self):
        return (
            *super()._get_acts(),
            Act("assign", ("accepted", "review"), DECIDER),
            Act("hand_over", DESK_STATES, DECIDER),
        )

    def _get_act(self, kind):
        act = super()._get_act(kind)
        if kind in ("assign", "hand_over") and self.env.user._has_scope(
            SUPERVISOR, self.division_id
        ):
            # Who watches over the hall shares the work out, too.
            return Act(kind, act.states, SUPERVISOR)
        return act

    def _check_act(self, kind):
        if kind == "hand_over":
            self._check_accepted()
        return super()._check_act(kind)

    def _check_transition(self, target):
        result = super()._check_transition(target)
        if target in REVIEW_STEPS:
            self.filtered(lambda case: case.state in OFFICE_STATES)._check_reviewer()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_take(self):
        """Take cases out of the pool onto one's own desk."""
        self._check_unassigned()
        self._check_candidate(self.env.user)
        self._pass_act("assign", note=self.env.user.name, reviewer_id=self.env.uid)

    def action_assign_by_load(self):
        """Share the cases out: each goes to whom who has the fewest on his desk."""
        self._check_scope(SUPERVISOR)
        self._check_unassigned()
        self._assign_by_load()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _assign_by_load(self):
        """Give each case to one of those who may review it.

        :raise UserError: when nobody may
        """
        # sudo: res.users – who may review is looked up for whoever shares out
        candidates = self._get_candidates()
        loads = self._get_loads(self.env["res.users"].union(*candidates.values()))
        shared = share_out([(case.id, candidates[case.id].ids) for case in self], loads)
        if left := self.filtered(lambda case: case.id not in shared):
            raise UserError(
                self.env._(
                    "Nobody may review %(case)s: no reviewer of the department holds "
                    "the role there, or all have filed or accepted it.",
                    case=left[0].display_name,
                )
            )
        for user_id, cases in self.grouped(lambda case: shared[case.id]).items():
            # sudo: res.users – the name of a colleague
            name = self.env["res.users"].sudo().browse(user_id).name
            cases._pass_act("assign", note=name, reviewer_id=user_id)

    def _hand_over(self, user, reason):
        """Give cases on to a colleague.

        :param user: ``res.users`` who goes on with them
        :param str reason: why
        """
        self._require_words(reason)
        self._check_candidate(user)
        foreign = self.filtered(
            lambda case: (
                case.reviewer_id != self.env.user
                and not self.env.user._has_scope(SUPERVISOR, case.division_id)
            )
        )
        if foreign:
            raise UserError(
                self.env._(
                    "%(case)s is not on your desk: its reviewer or the manager of the "
                    "hall hands it over.",
                    case=foreign[0].display_name,
                )
            )
        # sudo: res.users – the name of a colleague
        note = f"{user.sudo().name}：{reason}"
        self._pass_act("hand_over", note=note, reviewer_id=user.id)

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_reviewer(self):
        """Nobody takes a case off a colleague's desk without a word, or out of the pool
        of another department.
        """
        for case in self:
            # sudo: res.users – the name of a colleague
            reviewer_sudo = case.sudo().reviewer_id
            if reviewer_sudo and reviewer_sudo != self.env.user:
                raise UserError(
                    self.env._(
                        "%(case)s is on the desk of %(user)s: have it handed over "
                        "first.",
                        case=case.display_name,
                        user=reviewer_sudo.name,
                    )
                )
            # sudo: bianmin.department – who belongs to it
            members_sudo = case.sudo().review_department_id.reviewer_ids
            if members_sudo and not reviewer_sudo and self.env.user not in members_sudo:
                raise UserError(
                    self.env._(
                        "%(case)s waits in the pool of %(department)s, to which you do "
                        "not belong.",
                        case=case.display_name,
                        department=case.review_department_id.name,
                    )
                )

    def _check_accepted(self):
        for case in self.filtered(lambda case: not case.clock_start):
            raise UserError(
                self.env._(
                    "%(case)s is still at the window: nobody reviews it yet.",
                    case=case.display_name,
                )
            )

    def _check_unassigned(self):
        for case in self.filtered("reviewer_id"):
            raise UserError(
                self.env._(
                    "%(case)s is on somebody's desk already: have it handed over.",
                    case=case.display_name,
                )
            )

    def _check_candidate(self, user):
        """Whether a user may review each of these cases.

        :raise AccessError: when he may not decide where they are decided
        :raise UserError: when he filed or accepted one, or is of another department
        """
        for case in self:
            # sudo: bianmin.service.point, res.users – who may review decides
            case_sudo = case.sudo()
            division = case_sudo.decision_point_id.division_id
            if not user.sudo()._has_scope(DECIDER, division):
                raise AccessError(
                    self.env._(
                        "%(user)s may not decide in %(division)s, where %(case)s is "
                        "decided.",
                        user=user.sudo().name,
                        division=division.display_name,
                        case=case.display_name,
                    )
                )
            if user not in case_sudo._filter_candidates(user):
                raise UserError(
                    self.env._(
                        "%(user)s has filed or accepted %(case)s, or belongs to "
                        "another department: somebody else must review it.",
                        user=user.sudo().name,
                        case=case.display_name,
                    )
                )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _get_common_candidates(self):
        """Users who may review each of these cases."""
        candidates = [set(users.ids) for users in self._get_candidates().values()]
        common = set.intersection(*candidates) if candidates else ()
        return self.env["res.users"].browse(sorted(common))

    def _get_candidates(self):
        """Who may review these cases.

        :return: dict of case id -> users
        """
        # sudo: bianmin.case – who may review does not depend on what one sees
        cases_sudo = self.sudo()
        reviewers = self._get_reviewers(cases_sudo.decision_point_id.division_id)
        return {
            case_sudo.id: case_sudo._filter_candidates(
                reviewers[case_sudo.decision_point_id.division_id]
            )
            for case_sudo in cases_sudo
        }

    @api.model
    def _get_reviewers(self, divisions):
        """Who may review cases that are decided in these divisions. Extend to look
        elsewhere.

        :return: dict of division -> users
        """
        lines_sudo = self.env["bianmin.role.access"]._get_holders(
            self.env.ref(DECIDER), divisions, local_today()
        )
        return {
            division: lines_sudo._filter_held_at(division).user_id
            for division in divisions
        }

    def _filter_candidates(self, users):
        """Those of these users who may review this case, but for their roles."""
        self.ensure_one()
        own = self.filed_by_id | self.accepted_by_id
        members = self.review_department_id.reviewer_ids
        users -= own if self.handling_kind != "instant" else users.browse()
        return users & members if members else users

    @api.model
    def _get_loads(self, users):
        """How many cases each of these users has on his desk.

        :return: dict user id -> number
        """
        # sudo: bianmin.case – the load counts wherever the cases lie
        counts = (
            self.env["bianmin.case"]
            .sudo()
            ._read_group(
                [("reviewer_id", "in", users.ids), ("state", "in", DESK_STATES)],
                ["reviewer_id"],
                ["__count"],
            )
        )
        return dict.fromkeys(users.ids, 0) | {user.id: n for user, n in counts}
