from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.queue_policy import NO_PRIORITY


class BianminQueueTicket(models.Model):
    """The number that somebody holds (排队票)."""

    _name = "bianmin.queue.ticket"
    _description = "Ticket"
    _inherit = ["bianmin.queue.ticket.steps"]
    _order = "id desc"

    name = fields.Char(string="Number", required=True, readonly=True)
    sequence = fields.Integer(
        string="Number of the day",
        required=True,
        readonly=True,
        aggregator=None,
        help="From 1 without a gap, each day anew.",
    )
    day = fields.Date(
        required=True,
        readonly=True,
        help="The local day on which the number was taken.",
    )
    hall_id = fields.Many2one(
        "bianmin.queue.hall",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="hall_id.division_id", store=True, precompute=True, index=True
    )
    number_business_id = fields.Many2one(
        "bianmin.queue.business",
        string="Taken for",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="What the number was taken for: its letter says so, and stays.",
    )
    business_id = fields.Many2one(
        "bianmin.queue.business",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="What he waits for now.",
    )
    priority_kind = fields.Selection(
        [
            (NO_PRIORITY, "None"),
            ("elderly", "Old age"),
            ("disabled", "Disability"),
            ("soldier", "Soldier or veteran"),
            ("pregnant", "Pregnant or with an infant"),
        ],
        string="Priority",
        default=NO_PRIORITY,
        required=True,
        readonly=True,
    )

    token = fields.Char(
        readonly=True,
        copy=False,
        default=lambda self: uuid4().hex,
        groups="bianmin_queue.group_queue_manager",
        help="What the address of its page for the phone ends with (扫码跟踪).",
    )
    request_key = fields.Char(
        readonly=True,
        copy=False,
        groups="bianmin_queue.group_queue_manager",
        help="Made by who asked for the number: asked again, he gets the same one.",
    )

    # who and where
    window_id = fields.Many2one(
        "bianmin.queue.window",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    clerk_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    wanted_window_id = fields.Many2one(
        "bianmin.queue.window",
        string="Only at",
        readonly=True,
        help="Passed on to this window: no other one calls the number.",
    )
    wanted_clerk_id = fields.Many2one(
        "res.users",
        string="Only by",
        readonly=True,
        help="Passed on to this clerk: nobody else calls the number.",
    )

    # when
    issued_at = fields.Datetime(string="Taken at", required=True, readonly=True)
    queued_at = fields.Datetime(
        string="Waits since",
        required=True,
        readonly=True,
        help="When the number was taken, or reinstated: the earlier, the sooner "
        "called.",
    )
    called_at = fields.Datetime(readonly=True)
    started_at = fields.Datetime(string="Served since", readonly=True)
    finished_at = fields.Datetime(readonly=True)
    call_count = fields.Integer(string="Times called", readonly=True, aggregator=None)

    event_ids = fields.One2many(
        "bianmin.queue.ticket.event", "ticket_id", string="Steps", readonly=True
    )
    case_ids = fields.One2many("bianmin.case", "ticket_id", string="Cases")

    # The last guards: whatever the code does, no number is given twice and nobody
    # holds two people.
    _sequence_uniq = models.UniqueIndex(
        "(number_business_id, day, sequence)", "This number has been given already."
    )
    _name_uniq = models.UniqueIndex(
        "(hall_id, day, name)", "This number has been given in the hall already."
    )
    _window_uniq = models.UniqueIndex(
        "(window_id) WHERE state IN ('called', 'serving')",
        "Somebody else is at this window.",
    )
    _clerk_uniq = models.UniqueIndex(
        "(clerk_id) WHERE state IN ('called', 'serving')",
        "You have called somebody already.",
    )
    _token_uniq = models.UniqueIndex(
        "(token)", "Two numbers cannot share one page for the phone."
    )
    _request_key_uniq = models.UniqueIndex(
        "(hall_id, request_key) WHERE request_key IS NOT NULL",
        "This request has been answered with a number already.",
    )
    _waiting_index = models.Index(
        "(hall_id, day, business_id, queued_at) WHERE state = 'waiting'"
    )

    def _init_column(self, column_name):
        """Give numbers that are there already a page each, not one to all."""
        if column_name != "token":
            return super()._init_column(column_name)
        # SQL: the ORM would compute one default and write it to every row.
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET token = replace(gen_random_uuid()::text, '-', '')"
                " WHERE token IS NULL",
                SQL.identifier(self._table),
            )
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_new_case(self):
        """Open the form of a new case for whoever holds this number."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New case of %(number)s", number=self.name),
            "res_model": "bianmin.case",
            "view_mode": "form",
            "context": {"default_ticket_id": self.id},
        }

    def action_view_cases(self):
        """Show the cases of this number."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cases of %(number)s", number=self.name),
            "res_model": "bianmin.case",
            "view_mode": "list,form",
            "domain": [("ticket_id", "=", self.id)],
            "context": {"default_ticket_id": self.id},
        }

    def action_transfer(self):
        """Open the window in which one says where the number goes."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_queue.queue_transfer_action"
        )
        return {**action, "context": {"default_ticket_id": self.id}}

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _find_given(self, hall, request_key):
        """The ticket that was given to a request before; nobody else asks meanwhile."""
        if not request_key:
            return self.browse()
        # SQL: the ORM knows no lock on what is not there yet. Whoever asks with the
        # same key waits until the first one has been answered, then looks: two
        # statements, on one way to the database.
        rows = self.env.execute_query(
            SQL(
                """SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, %(hall)s));
                SELECT id FROM bianmin_queue_ticket
                WHERE hall_id = %(hall)s AND request_key = %(key)s""",
                key=request_key,
                hall=hall.id,
            )
        )
        return self.browse(row[0] for row in rows)

    @api.model
    def _get_gate_fields(self):
        # A ticket is changed by its steps alone.
        return tuple(
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and name not in models.MAGIC_COLUMNS
        )
