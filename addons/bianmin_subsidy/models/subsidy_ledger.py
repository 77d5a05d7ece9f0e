from odoo import fields, models
from odoo.tools import SQL


class BianminSubsidyLedger(models.Model):
    """What was paid: to whom, when, where, from which round, by card or by hand, what
    came back and what was corrected.

    One row for each payment that the bank has answered for, read from payments,
    hand-overs and recoveries at the moment of asking: it cannot differ from them.
    """

    _name = "bianmin.subsidy.ledger"
    _description = "Ledger of Subsidies"
    _auto = False
    _order = "paid_on desc, id desc"
    _rec_name = "beneficiary_name"
    _depends = {
        "bianmin.subsidy.line": [
            *("round_id", "scheme_id", "period", "period_start", "division_id"),
            *("beneficiary_id", "beneficiary_name", "beneficiary_identity_masked"),
            *("payee_name", "bank_name", "account_masked", "payment_mode", "state"),
            *("paid_on", "return_reason", "source_line_id", "currency_id", "amount"),
        ],
        "bianmin.subsidy.handover": ["line_id", "state", "agent_id", "handed_at"],
        "bianmin.subsidy.recovery": ["line_id", "state"],
        "bianmin.division": ["parent_id"],
    }

    round_id = fields.Many2one("bianmin.subsidy.round", readonly=True)
    scheme_id = fields.Many2one("bianmin.subsidy.scheme", readonly=True)
    period = fields.Char(readonly=True)
    period_start = fields.Date(string="Period Begins", readonly=True)
    division_id = fields.Many2one("bianmin.division", string="Village", readonly=True)
    township_id = fields.Many2one("bianmin.division", readonly=True)
    resident_id = fields.Many2one("bianmin.resident", string="Villager", readonly=True)
    beneficiary_name = fields.Char(string="Beneficiary", readonly=True)
    identity_masked = fields.Char(string="ID Number", readonly=True)
    payee_name = fields.Char(string="Payee", readonly=True)
    way = fields.Selection(
        [("card", "To the Account"), ("handover", "Handed Over by the Agent")],
        string="Way of Payment",
        readonly=True,
    )
    bank_name = fields.Char(string="Bank", readonly=True)
    account_masked = fields.Char(string="Account Number", readonly=True)
    agent_id = fields.Many2one("bianmin.agent", readonly=True)
    paid_on = fields.Date(readonly=True)
    handed_at = fields.Datetime(readonly=True)
    outcome = fields.Selection(
        [
            ("account", "On the Account"),
            ("township", "At the Township"),
            ("agent", "With the Agent"),
            ("handed", "Handed Over"),
            ("failed", "Sent Back by the Bank"),
            ("booked", "Booked Back"),
            ("open", "To Be Asked Back"),
            ("recovered", "Came Back"),
        ],
        string="Where the Money Is",
        readonly=True,
        help="On the account, with whom, or sent back (资金去向).",
    )
    is_correction = fields.Boolean(
        string="Corrected", readonly=True, help="Paid by a corrected round (更正发放)."
    )
    return_reason = fields.Char(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(readonly=True, help="What the bank was to pay.")
    kept_amount = fields.Monetary(
        string="Received",
        readonly=True,
        help="What the villager has: neither sent back nor recovered.",
    )

    @property
    def _table_query(self):
        # SQL: three tables seen as one, with a word for where the money is.
        return SQL(
            """SELECT line.id, line.round_id, line.scheme_id, line.period,
                line.period_start, line.division_id,
                division.parent_id AS township_id,
                line.beneficiary_id AS resident_id, line.beneficiary_name,
                line.beneficiary_identity_masked AS identity_masked, line.payee_name,
                line.payment_mode AS way, line.bank_name, line.account_masked,
                handover.agent_id, line.paid_on, handover.handed_at,
                %(outcome)s AS outcome, line.source_line_id IS NOT NULL
                    AS is_correction,
                line.return_reason, line.currency_id, line.amount,
                CASE WHEN line.state = 'failed' OR recovery.state = 'recovered'
                    OR line.payment_mode = 'handover'
                        AND handover.state IS DISTINCT FROM 'handed'
                    THEN 0.0 ELSE line.amount END AS kept_amount
            FROM bianmin_subsidy_line line
            JOIN bianmin_division division ON division.id = line.division_id
            LEFT JOIN bianmin_subsidy_handover handover ON handover.line_id = line.id
            LEFT JOIN bianmin_subsidy_recovery recovery ON recovery.line_id = line.id
            WHERE line.state IN ('paid', 'failed')""",
            outcome=OUTCOME,
        )


OUTCOME = SQL(
    """CASE WHEN handover.state = 'booked' THEN 'booked'
        WHEN line.state = 'failed' THEN 'failed'
        WHEN recovery.state IN ('open', 'recovered') THEN recovery.state
        WHEN handover.state IN ('pending', 'returned') THEN 'township'
        WHEN handover.state = 'received' THEN 'agent'
        WHEN handover.state = 'handed' THEN 'handed'
        ELSE 'account' END"""
)
