import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.masking import mask_name
from odoo.addons.bianmin_base.tools.transition import Transition
from odoo.addons.bianmin_case.tools.deadline import due_date

from .subsidy_round import PAYABLE_STATES

PREPARER = "bianmin_subsidy.group_subsidy_preparer"
# A page that a phone loads at once, and a sheet that a board has room for.
LINES_PER_PAGE = 100
LINES_ON_PAPER = 3000


class BianminSubsidyNotice(models.Model):
    """The roster of an audited round, hung out for everybody to see (公示).

    Names are masked, numbers are not shown at all. It stands for the very roster that
    it shows: a round that is returned and changed is hung out anew.
    """

    _name = "bianmin.subsidy.notice"
    _description = "Public Notice"
    _inherit = ["bianmin.state.gate"]
    _order = "id desc"
    _rec_name = "round_id"

    _gate_fields = (
        "state",
        "token",
        "roster_hash",
        "published_on",
        "published_by_id",
        "days",
        "day_unit",
    )

    state = fields.Selection(
        [("published", "Published"), ("withdrawn", "Withdrawn")],
        required=True,
        readonly=True,
        default="published",
        copy=False,
    )
    round_id = fields.Many2one(
        "bianmin.subsidy.round",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="round_id.division_id", store=True, index=True, precompute=True
    )
    scheme_id = fields.Many2one(related="round_id.scheme_id")
    currency_id = fields.Many2one(related="round_id.currency_id")
    token = fields.Char(
        default=lambda self: secrets.token_urlsafe(24),
        required=True,
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="The secret part of the public address.",
    )
    address = fields.Char(string="Public Page", compute="_compute_address")
    roster_hash = fields.Char(required=True, readonly=True, copy=False)
    published_on = fields.Date(required=True, readonly=True)
    published_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    days = fields.Integer(required=True, readonly=True, aggregator=None)
    day_unit = fields.Selection(
        [("calendar", "Calendar Days"), ("working", "Working Days")],
        required=True,
        readonly=True,
    )
    last_day = fields.Date(
        compute="_compute_last_day",
        store=True,
        help="The last day on which somebody may object; the day of the notice itself "
        "does not count.",
    )
    status = fields.Selection(
        [
            ("running", "Hangs Out"),
            ("objections", "Objections to Be Settled"),
            ("over", "Over"),
            ("outdated", "Of an Earlier Roster"),
        ],
        compute="_compute_status",
    )
    photo = fields.Image(
        string="Photo of the Board", max_width=1920, max_height=1920, copy=False
    )
    objection_ids = fields.One2many("bianmin.subsidy.objection", "notice_id")
    open_objection_count = fields.Integer(
        string="Open Objections", compute="_compute_open_objection_count"
    )

    _token_uniq = models.UniqueIndex("(token)")
    _round_uniq = models.UniqueIndex(
        "(round_id, roster_hash) WHERE state = 'published'",
        "This roster is hung out already.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_address(self):
        for notice in self:
            # sudo: bianmin.subsidy.notice – whoever may read it may hand out its page
            token = notice.sudo().token
            notice.address = f"{notice.get_base_url()}/bianmin/notice/{token}"

    @api.depends("published_on", "days", "day_unit")
    def _compute_last_day(self):
        calendar = self.env["bianmin.calendar.day"]._get_working_calendar()
        for notice in self:
            start, days = notice.published_on, notice.days
            notice.last_day = start and due_date(calendar, start, days, notice.day_unit)

    @api.depends("last_day", "round_id.roster_hash", "objection_ids.state")
    def _compute_status(self):
        today = local_today()
        for notice in self:
            if (
                notice.state == "withdrawn"
                or notice.roster_hash != notice.round_id.roster_hash
            ):
                notice.status = "outdated"
            elif notice.open_objection_count:
                notice.status = "objections"
            else:
                over = notice.last_day and notice.last_day < today
                notice.status = "over" if over else "running"

    @api.depends("objection_ids.state")
    def _compute_open_objection_count(self):
        counts = dict(
            self.env["bianmin.subsidy.objection"]._read_group(
                [("notice_id", "in", self.ids), ("state", "=", "open")],
                ["notice_id"],
                ["__count"],
            )
        )
        for notice in self:
            notice.open_objection_count = counts.get(notice, 0)

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("published", "withdrawn", PREPARER),
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_withdraw(self):
        """Take a notice down that was hung out by mistake; its page is closed."""
        self._pass_gate("withdrawn")

    def action_open_page(self):
        """Open the public page."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.address, "target": "new"}

    # ------------------------------------------------------------
    # PUBLIC PAGE AND PAPER
    # ------------------------------------------------------------

    @api.model
    def _get_by_token(self, token):
        """The notice of this address, as superuser; empty when there is none.

        :param str token: secret part of the address
        """
        # sudo: bianmin.subsidy.notice – whoever has the address may read the notice
        return self.sudo().search(
            [("token", "=", token), ("state", "=", "published")], limit=1
        )

    def _prepare_public_values(self, page=1):
        """All that the page shows; nobody's name once the notice is over.

        :param int page: from 1
        """
        self.ensure_one()
        running = self.status in ("running", "objections")
        pages = max(1, -(-self.round_id.line_count // LINES_PER_PAGE))
        page = min(max(page, 1), pages)
        return {
            **self._prepare_notice_values(),
            "running": running,
            "page": page,
            "pages": pages,
            "lines": self._get_shown_lines((page - 1) * LINES_PER_PAGE, LINES_PER_PAGE)
            if running
            else [],
        }

    def _prepare_notice_values(self):
        record = self.round_id
        return {
            "scheme": record.scheme_id.name,
            "office": record.scheme_id.department_id.name,
            "division": record.division_id.complete_name,
            "period": record.period_label,
            "count": record.line_count,
            "total": record.total_amount,
            "currency": record.currency_id,
            "first_day": self.published_on,
            "last_day": self.last_day,
        }

    def _get_paper_values(self):
        """What hangs on the board.

        :raise UserError: when no board has room for it
        """
        self.ensure_one()
        if self.round_id.line_count > LINES_ON_PAPER:
            raise UserError(
                self.env._(
                    "%(count)s lines hang on no board: make the rounds by township, or "
                    "hang out the code of the public page.",
                    count=self.round_id.line_count,
                )
            )
        return {
            **self._prepare_notice_values(),
            "lines": self._get_shown_lines(0, LINES_ON_PAPER),
            "qr": self.env["ir.actions.report"]._get_qr_data_uri(self.address),
        }

    def _get_shown_lines(self, offset, limit):
        """What everybody may know of a payment: masked name, village, amount."""
        lines = self.env["bianmin.subsidy.line"].search_fetch(
            [
                ("round_id", "=", self.round_id.id),
                ("state", "in", PAYABLE_STATES),
            ],
            ["sequence", "beneficiary_name", "division_id", "period", "amount"],
            offset=offset,
            limit=limit,
            order="sequence, id",
        )
        return [
            {
                "number": line.sequence,
                "name": mask_name(line.beneficiary_name),
                "village": line.division_id.name,
                "period": line.period_label,
                "amount": line.amount,
            }
            for line in lines
        ]
