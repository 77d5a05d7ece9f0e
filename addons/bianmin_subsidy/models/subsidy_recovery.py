from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.transition import Transition

PREPARER = "bianmin_subsidy.group_subsidy_preparer"
APPROVER = "bianmin_subsidy.group_subsidy_approver"


class BianminSubsidyRecovery(models.Model):
    """A payment for a time after the death: it is to be asked back (追回)."""

    _name = "bianmin.subsidy.recovery"
    _description = "Paid After Death"
    _inherit = ["bianmin.subsidy.settled.mixin"]
    _order = "id desc"
    _rec_name = "resident_id"

    _gate_fields = (
        *("state", "line_id", "resident_id", "division_id", "scheme_id", "period"),
        *("currency_id", "amount", "death_date", "paid_on"),
    )

    state = fields.Selection(
        [
            ("open", "To Be Asked Back"),
            ("recovered", "Came Back"),
            ("waived", "Not Asked Back"),
        ],
        required=True,
        default="open",
        readonly=True,
        index=True,
        copy=False,
    )
    line_id = fields.Many2one(
        "bianmin.subsidy.line",
        string="Payment",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    resident_id = fields.Many2one(
        "bianmin.resident",
        string="Beneficiary",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    scheme_id = fields.Many2one(
        "bianmin.subsidy.scheme",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    period = fields.Char(required=True, readonly=True)
    death_date = fields.Date(string="Date of Death", required=True, readonly=True)
    paid_on = fields.Date(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)

    _line_uniq = models.Constraint(
        "UNIQUE (line_id)", "This payment is on the list already."
    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_recovered(self):
        """Say that the money came back, and by which paper."""
        return self._ask_settlement("recovered")

    def action_ask_waive(self):
        """Say why the money is not asked back; the department decides that."""
        return self._ask_settlement("waived")

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("open", "recovered", PREPARER),
            Transition("open", "waived", APPROVER),
        )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _find_overpaid(self, condition):
        """List what was paid for a time after the death, each payment once.

        The rule is that of the check before a payment: whether the period of the death
        itself is paid, the scheme says. One statement, for one person or for a county.

        :param SQL condition: on ``line`` or ``beneficiary``
        :return: number of payments found
        """
        self.env["bianmin.resident"].flush_model(["death_date"])
        self.env["bianmin.subsidy.scheme"].flush_model(["pays_period_of_death"])
        self.env["bianmin.subsidy.line"].flush_model()
        self.env.cr.execute(
            SQL(
                """INSERT INTO bianmin_subsidy_recovery (
                    line_id, resident_id, division_id, scheme_id, period, death_date,
                    paid_on, currency_id, amount, state,
                    create_uid, write_uid, create_date, write_date)
                SELECT line.id, beneficiary.id, line.division_id, line.scheme_id,
                    line.period, beneficiary.death_date, line.paid_on,
                    line.currency_id, line.amount, 'open',
                    %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',
                    now() AT TIME ZONE 'UTC'
                FROM bianmin_subsidy_line line
                JOIN bianmin_resident beneficiary
                    ON beneficiary.id = line.beneficiary_id
                JOIN bianmin_subsidy_scheme scheme ON scheme.id = line.scheme_id
                WHERE line.state = 'paid' AND (%(condition)s)
                AND beneficiary.death_date < CASE WHEN scheme.pays_period_of_death
                    THEN line.period_start ELSE line.period_end END
                ORDER BY line.id
                ON CONFLICT (line_id) DO NOTHING""",
                uid=self.env.uid,
                condition=condition,
            )
        )
        found = self.env.cr.rowcount
        self.invalidate_model()
        return found
