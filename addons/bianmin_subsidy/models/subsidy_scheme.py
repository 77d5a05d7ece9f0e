from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools import period


class BianminSubsidyScheme(models.Model):
    """A subsidy that a department pays: to whom, how often, how much, from what.

    Everything that differs from place to place is data here; no amount, no age and
    no notice time is written in code.
    """

    _name = "bianmin.subsidy.scheme"
    _description = "Subsidy Scheme"
    _inherit = ["bianmin.pinyin.mixin", "bianmin.scope.mixin"]
    _order = "code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, help="As it is printed (补贴项目).")
    code = fields.Char(required=True, index=True, help="Short code (项目编码).")
    active = fields.Boolean(default=True)
    department_id = fields.Many2one(
        "bianmin.department",
        required=True,
        index=True,
        ondelete="restrict",
        help="The department in charge (业务主管部门).",
    )
    division_id = fields.Many2one(
        related="department_id.division_id",
        store=True,
        index=True,
        help="Where the scheme is paid: in the department's division and below.",
    )
    legal_basis = fields.Text(help="The documents that found the scheme (政策依据).")

    # to whom and how often
    per = fields.Selection(
        [("person", "By Person"), ("household", "By Household")],
        string="Paid per",
        required=True,
        default="person",
        help="Per person the money goes to the person's own account, per household "
        "to the head's.",
    )
    cycle = fields.Selection(
        [
            ("month", "Every Month"),
            ("quarter", "Every Quarter"),
            ("year", "Every Year"),
            ("once", "Once"),
        ],
        required=True,
        default="month",
    )
    starts = fields.Selection(
        [
            ("this", "With the Period of the Approval"),
            ("next", "With the Period After the Approval"),
        ],
        string="Payment Starts",
        required=True,
        default="this",
    )
    age_on = fields.Selection(
        [("end", "Last Day of the Period"), ("start", "First Day of the Period")],
        string="Age Reached on",
        required=True,
        default="end",
        help="The day on which the age of a band must have been reached.",
    )
    pays_period_of_death = fields.Boolean(
        string="Paid for the Period of Death",
        default=True,
        help="Usual rule: the payment stops with the period after the death. Without "
        "this, nothing is paid for the period of the death itself.",
    )
    notice_days = fields.Integer(
        string="Public Notice",
        default=7,
        help="Days for which the roster hangs out in the village before the department "
        "approves it; 0 for none (公示).",
    )
    notice_unit = fields.Selection(
        [("calendar", "Calendar Days"), ("working", "Working Days")],
        string="Counted in",
        required=True,
        default="calendar",
        help="How the days of the notice are counted; its first day is day 0.",
    )
    certification_months = fields.Integer(
        string="Proof of Life Every",
        default=0,
        help="Months that a proof of life covers; each new one counts from its own "
        "day. 0 when the scheme asks for none (资格认证周期).",
    )
    certification_from = fields.Date(
        string="Proof Needed Since",
        help="Who was enrolled before counts as proved on this day. Leave empty to "
        "count from each enrolment.",
    )
    certification_day = fields.Selection(
        [
            ("start", "Covers the First Day of the Period"),
            ("end", "Covers the Last Day of the Period"),
        ],
        string="Proof Must Reach",
        required=True,
        default="start",
        help="First day: the period in which the proof runs out is still paid. Last "
        "day: the proof must reach to the end of the period; usual for yearly ones.",
    )
    pays_arrears = fields.Boolean(
        string="Pays Missed Periods Later",
        default=True,
        help="What was held back is paid by the next round, once it is mended: the "
        "proof of life given late, the account corrected (补发).",
    )
    exclusive_ids = fields.Many2many(
        "bianmin.subsidy.scheme",
        "bianmin_subsidy_scheme_exclusion_rel",
        "scheme_id",
        "other_id",
        string="Excludes",
        help="Nobody is paid both for one period, whichever comes first (互斥项目).",
    )
    rate_ids = fields.One2many("bianmin.subsidy.rate", "scheme_id", string="Rates")

    # from what
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.ref("base.CNY"),
        ondelete="restrict",
    )
    budget_item = fields.Char(help="Item of the budget (预算项目).")
    indicator_number = fields.Char(help="Number of the budget indicator (指标文号).")
    bank_format_id = fields.Many2one(
        "bianmin.subsidy.bank.format",
        index="btree_not_null",
        ondelete="restrict",
        help="How the paying bank wants its file (代发文件格式).",
    )
    enrolment_count = fields.Integer(compute="_compute_enrolment_count")

    _code_division_uniq = models.Constraint(
        "UNIQUE (code, division_id)", "There is a scheme with this code already."
    )
    _notice_days_check = models.Constraint(
        "CHECK (notice_days >= 0)", "A public notice cannot take less than no days."
    )

    _certification_check = models.Constraint(
        "CHECK (certification_months BETWEEN 0 AND 120)",
        "A proof of life covers at most ten years; 0 when none is asked for.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_enrolment_count(self):
        counts = dict(
            self.env["bianmin.subsidy.enrolment"]._read_group(
                [("scheme_id", "in", self.ids), ("state", "!=", "ended")],
                ["scheme_id"],
                ["__count"],
            )
        )
        for scheme in self:
            scheme.enrolment_count = counts.get(scheme, 0)

    @api.constrains("per", "cycle")
    def _check_unused(self):
        """What was paid under a cycle keeps its meaning: ``2026`` is no month."""
        # sudo: bianmin.subsidy.round – a round anywhere counts, also out of scope
        rounds_sudo = self.env["bianmin.subsidy.round"].sudo()
        used = rounds_sudo.search([("scheme_id", "in", self.ids)], limit=1)
        if used:
            raise ValidationError(
                self.env._(
                    "%(scheme)s has been paid already: its cycle and whether it is "
                    "paid per person or per household can no longer be changed. "
                    "Archive it and make a new scheme.",
                    scheme=used.scheme_id.name,
                )
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_view_enrolments(self):
        """Open who receives this subsidy."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_subsidy.subsidy_enrolment_action"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("scheme_id", "=", self.id)],
            "context": {"default_scheme_id": self.id},
        }

    def action_preview(self):
        """Open who would get what in the present period."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who would get what"),
            "res_model": "bianmin.subsidy.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_scheme_id": self.id},
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _get_period(self, text, day=None):
        """The period that ``text`` names in this scheme's cycle.

        :param date day: what a single payment counts as its day; today unless told
        :raise UserError: when the text does not fit the cycle
        """
        self.ensure_one()
        try:
            return period.parse(self.cycle, text, reference=day or local_today())
        except period.PeriodError as error:
            example = period.containing(self.cycle, local_today()).text
            raise UserError(
                self.env._(
                    "“%(period)s” is no period of %(scheme)s. Write it like "
                    "“%(example)s”.",
                    period=text or "",
                    scheme=self.name,
                    example=example,
                )
            ) from error

    def _get_start(self, day):
        """First day for which somebody approved on ``day`` is paid."""
        self.ensure_one()
        found = period.containing(self.cycle, day)
        return (found.following() if self.starts == "next" else found).start

    def _get_exclusive_schemes(self):
        """Schemes of which nobody is paid beside this one; said on either side."""
        self.ensure_one()
        # sudo: bianmin.subsidy.scheme – an exclusion holds, whoever may see the other
        said_there = self.sudo().search([("exclusive_ids", "in", self.ids)])
        return self.exclusive_ids | said_there.with_env(self.env)

    def _get_current_start(self):
        """First day of the period in which today lies."""
        self.ensure_one()
        return period.containing(self.cycle, local_today()).start

    def _covers(self, division):
        """Whether the scheme is paid in this division."""
        self.ensure_one()
        return bool(division) and division.parent_path.startswith(
            self.division_id.parent_path
        )
