from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import get_lang

from odoo.addons.bianmin_base.tools.capitals import amount_in_capitals
from odoo.addons.bianmin_base.tools.local_time import local_today

# Who acts at a step, and who acted before and so may not: four posts, four people.
POSTS = ("prepared_by", "audited_by", "approved_by", "exported_by")
POST_BY_TARGET = {
    "submitted": "prepared_by",
    "audited": "audited_by",
    "approved": "approved_by",
    "exported": "exported_by",
}
# What a round is about; its lines were made for exactly this.
SUBJECT_FIELDS = ("scheme_id", "division_id", "period")
# Lines that are to be paid or were; blocked and stopped ones count for nothing.
PAYABLE_STATES = ("pending", "exported", "paid", "failed")


class BianminSubsidyRound(models.Model):
    """One payment of a scheme: for a division and a period, through four posts.

    The township's officer prepares it, the township's auditor checks it, the
    department approves it and finance sends it to the bank (财办〔2020〕37号). No two
    of these are the same person.
    """

    _name = "bianmin.subsidy.round"
    _description = "Subsidy Round"
    _inherit = ["bianmin.state.gate"]
    _order = "id desc"
    _rec_names_search = ["name", "number"]

    _gate_fields = (
        "state",
        "number",
        "sequence",
        "last_opinion",
        "line_count",
        "total_amount",
        "roster_hash",
        "voucher_number",
        "exported_at",
        "paid_at",
        *POSTS,
    )

    name = fields.Char(compute="_compute_name", store=True, index="trigram")
    number = fields.Char(
        string="Batch Number",
        readonly=True,
        copy=False,
        help="Batch number that the bank's files carry (批次号).",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("audited", "Audited"),
            ("approved", "Approved"),
            ("exported", "Sent to the Bank"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
    )

    # subject
    scheme_id = fields.Many2one(
        "bianmin.subsidy.scheme", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        "bianmin.division",
        required=True,
        index=True,
        ondelete="restrict",
        help="Who is enrolled here and below is on the roster.",
    )
    period = fields.Char(
        required=True,
        index=True,
        help="2026-11 for a month, 2026-Q4 for a quarter, 2026 for a year, once for a "
        "single payment.",
    )
    period_label = fields.Char(compute="_compute_period_label")
    period_start = fields.Date(compute="_compute_period_days", store=True)
    period_end = fields.Date(compute="_compute_period_days", store=True)
    sequence = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="The how many-th round of this scheme, division and period.",
    )
    currency_id = fields.Many2one(related="scheme_id.currency_id", store=True)

    # four posts
    prepared_by = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    audited_by = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    approved_by = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    exported_by = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    exported_at = fields.Datetime(readonly=True, copy=False)
    paid_at = fields.Datetime(readonly=True, copy=False)
    last_opinion = fields.Text(readonly=True, copy=False)

    # roster
    line_ids = fields.One2many("bianmin.subsidy.line", "round_id", string="Lines")
    event_ids = fields.One2many("bianmin.subsidy.round.event", "round_id")
    payment_file_ids = fields.One2many(
        "bianmin.subsidy.payment.file",
        "round_id",
        groups="bianmin_subsidy.group_subsidy_finance",
    )
    line_count = fields.Integer(
        string="Number of Payments",
        readonly=True,
        copy=False,
        help="Lines that are paid.",
    )
    total_amount = fields.Monetary(string="Total", readonly=True, copy=False)
    total_in_capitals = fields.Char(
        string="In Capitals", compute="_compute_total_in_capitals"
    )
    roster_hash = fields.Char(
        readonly=True,
        copy=False,
        help="SHA-256 over people, accounts and amounts as submitted; each later post "
        "passes only what is still the same.",
    )
    voucher_number = fields.Char(readonly=True, copy=False, index="btree_not_null")
    blocked_count = fields.Integer(compute="_compute_line_counts", string="Blocked")
    warned_count = fields.Integer(compute="_compute_warned_count", string="Warnings")
    paid_count = fields.Integer(compute="_compute_line_counts", string="Paid Lines")
    failed_count = fields.Integer(compute="_compute_line_counts", string="Failed")
    paid_amount = fields.Monetary(compute="_compute_line_counts")
    failed_amount = fields.Monetary(compute="_compute_line_counts")
    handover_count = fields.Integer(
        string="Hand-overs", compute="_compute_handover_count"
    )
    problem_line_ids = fields.Many2many(
        "bianmin.subsidy.line", compute="_compute_problem_line_ids"
    )

    _number_uniq = models.Constraint(
        "UNIQUE (number)", "This batch number has been given already."
    )
    _sequence_uniq = models.Constraint(
        "UNIQUE (scheme_id, division_id, period, sequence)",
        "Somebody has just made a round for the same period. Please try again.",
    )
    _four_eyes_check = models.Constraint(
        """CHECK (audited_by <> prepared_by
            AND approved_by NOT IN (prepared_by, audited_by)
            AND exported_by NOT IN (prepared_by, audited_by, approved_by))""",
        "Each post of a round is held by somebody else.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("scheme_id.name", "division_id.name", "period", "sequence")
    def _compute_name(self):
        for record in self:
            parts = [record.scheme_id.name, record.division_id.name, record.period]
            if record.sequence > 1:
                parts.append(f"#{record.sequence}")
            record.name = " ".join(filter(None, parts))

    @api.depends("scheme_id", "period")
    @api.depends_context("lang")
    def _compute_period_label(self):
        for record in self:
            record.period_label = record._get_period_label(record.period)

    @api.depends("scheme_id", "period")
    def _compute_period_days(self):
        for record in self:
            if record.scheme_id and record.period:
                found = record.scheme_id._get_period(record.period)
                record.period_start, record.period_end = found.start, found.end
            else:
                record.period_start = record.period_end = False

    @api.depends("total_amount")
    def _compute_total_in_capitals(self):
        for record in self:
            record.total_in_capitals = amount_in_capitals(f"{record.total_amount:.2f}")

    @api.depends("line_ids.state")
    def _compute_line_counts(self):
        found = {}
        for record, state, count, total in self.env["bianmin.subsidy.line"]._read_group(
            [("round_id", "in", self.ids)],
            ["round_id", "state"],
            ["__count", "amount:sum"],
        ):
            found[record.id, state] = (count, total)
        for record in self:
            paid = found.get((record.id, "paid"), (0, 0.0))
            failed = found.get((record.id, "failed"), (0, 0.0))
            record.paid_count, record.paid_amount = paid
            record.failed_count, record.failed_amount = failed
            record.blocked_count = found.get((record.id, "blocked"), (0, 0.0))[0]

    def _compute_warned_count(self):
        counts = dict(
            self.env["bianmin.subsidy.line"]._read_group(
                [
                    ("round_id", "in", self.ids),
                    ("warnings", "!=", False),
                    ("state", "in", PAYABLE_STATES),
                ],
                ["round_id"],
                ["__count"],
            )
        )
        for record in self:
            record.warned_count = counts.get(record, 0)

    def _compute_handover_count(self):
        counts = dict(
            self.env["bianmin.subsidy.handover"]._read_group(
                [("round_id", "in", self.ids)], ["round_id"], ["__count"]
            )
        )
        for record in self:
            record.handover_count = counts.get(record, 0)

    def _compute_problem_line_ids(self):
        """The first lines that are not paid; the list of lines has them all."""
        for record in self:
            record.problem_line_ids = self.env["bianmin.subsidy.line"].search(
                [
                    ("round_id", "=", record.id),
                    ("state", "in", ("blocked", "failed", "stopped")),
                ],
                limit=40,
            )

    @api.constrains("scheme_id", "division_id")
    def _check_division(self):
        for record in self:
            if not record.scheme_id._covers(record.division_id):
                raise ValidationError(
                    self.env._(
                        "%(scheme)s is paid in %(division)s and below: choose a "
                        "division there.",
                        scheme=record.scheme_id.name,
                        division=record.scheme_id.division_id.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rounds = super().create(vals_list)
        rounds._assign_numbers()
        return rounds

    def write(self, vals):
        if any(name in vals for name in SUBJECT_FIELDS):
            self.check_access("write")
            made = self.filtered(lambda r: r.state != "draft" or r.line_ids[:1])
            if made:
                raise UserError(
                    self.env._(
                        "%(round)s has its lines: scheme, division and period do not "
                        "change any more. Cancel it and make a new one.",
                        round=made[0].name,
                    )
                )
            if vals.get("period"):
                vals = {**vals, "period": vals["period"].strip()}
        return super().write(vals)

    def _get_period_label(self, text):
        """A period in words; Chinese has words for it, the text is short enough."""
        chinese = get_lang(self.env).code.startswith("zh")
        if chinese and self.scheme_id and text:
            return self.scheme_id._get_period(text).label
        return text

    def _assign_numbers(self):
        """Give batch numbers (year and six digits) and count rounds of one period."""
        # sudo: bianmin.subsidy.round – numbers are given by the system; rounds of the
        # same period count wherever they are
        rounds_sudo = self.sudo()
        year = str(local_today().year)
        numbers = self.env["bianmin.counter"]._allocate(
            "subsidy.round", year, len(self)
        )
        last = {
            (scheme.id, division.id, period): top
            for scheme, division, period, top in rounds_sudo._read_group(
                [("scheme_id", "in", self.scheme_id.ids)],
                ["scheme_id", "division_id", "period"],
                ["sequence:max"],
            )
        }
        for record_sudo, number in zip(rounds_sudo, numbers, strict=True):
            key = (
                record_sudo.scheme_id.id,
                record_sudo.division_id.id,
                record_sudo.period,
            )
            last[key] = last.get(key, 0) + 1
            record_sudo.write({"number": f"{year}{number:06d}", "sequence": last[key]})
