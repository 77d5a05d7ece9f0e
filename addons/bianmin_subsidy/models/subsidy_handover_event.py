from odoo import fields, models
from odoo.tools import SQL


class BianminSubsidyHandoverEvent(models.Model):
    """Money that went from one hand into the next: a row for each act, for ever.

    A row takes the whole amount out of one hand and puts it into another, and begins
    where the row before it ended. So what the bank paid always lies in exactly one
    hand: at the township, with an agent, with the villager, or back in the treasury.
    The database holds to that, not a report: see :meth:`init`.
    """

    _name = "bianmin.subsidy.handover.event"
    _description = "Log of Money Handed On"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "handover_id"

    handover_id = fields.Many2one(
        "bianmin.subsidy.handover",
        string="Hand-over",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="handover_id.division_id",
        string="Village",
        store=True,
        index=True,
        precompute=True,
    )
    kind = fields.Selection(
        string="Event",
        selection=[
            ("arrived", "Paid by the Bank"),
            ("received", "Given to the Agent"),
            ("handed", "Handed Over to the Villager"),
            ("returned", "Brought Back to the Township"),
            ("booked", "Booked Back"),
        ],
        required=True,
        readonly=True,
    )
    at = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    agent_id = fields.Many2one(
        "bianmin.agent", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    sheet_id = fields.Many2one(
        "bianmin.subsidy.handover.sheet",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    note = fields.Char(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True, aggregator=None)

    # the chain
    step = fields.Integer(required=True, readonly=True, aggregator=None)
    source = fields.Char(
        required=True, readonly=True, help="The hand it left: bank, township, agent:7."
    )
    target = fields.Char(required=True, readonly=True, help="The hand it is in now.")

    _step_uniq = models.Constraint(
        "UNIQUE (handover_id, step)",
        "This money has just gone into another hand. Look at it again.",
    )
    _link_uniq = models.Constraint(
        "UNIQUE (handover_id, step, target, amount)",
        "This money has just gone into another hand. Look at it again.",
    )
    _first_check = models.Constraint(
        "CHECK ((step = 1) = (source = 'bank') AND step > 0)",
        "Money comes from the bank once, and first.",
    )
    _way_check = models.Constraint(
        """CHECK (split_part(source, ':', 1) || '>' || split_part(target, ':', 1) IN (
            'bank>township', 'township>agent', 'agent>villager', 'agent>township',
            'township>treasury'))""",
        "Money does not go from this hand into that one.",
    )

    def _get_derived_columns(self):
        # The database computes it, from a column that never changes.
        return sorted([*super()._get_derived_columns(), "previous_step"])

    def init(self):
        """Let the database hold the chain together.

        SQL: the ORM knows neither keys of several columns nor checks at the commit.
        """
        result = super().init()
        for statement in CHAIN_STATEMENTS:
            self.env.cr.execute(statement)
        return result


# 1. Each row begins in the hand in which the row before it ended, with the same sum.
# 2. A hand-over says what its last row says: state, agent and sum cannot be written
#    without the act, nor the act without them. Rows from before there was a log are
#    left alone (NOT VALID).
# 3. A hand-over stands at its last row, not at an earlier one.
CHAIN_STATEMENTS = (
    SQL(
        """ALTER TABLE bianmin_subsidy_handover_event
        ADD COLUMN IF NOT EXISTS previous_step int4
            GENERATED ALWAYS AS (NULLIF(step - 1, 0)) STORED,
        DROP CONSTRAINT IF EXISTS bianmin_subsidy_handover_event_chain_fkey,
        ADD CONSTRAINT bianmin_subsidy_handover_event_chain_fkey
            FOREIGN KEY (handover_id, previous_step, source, amount)
            REFERENCES bianmin_subsidy_handover_event
                (handover_id, step, target, amount)"""
    ),
    SQL(
        """ALTER TABLE bianmin_subsidy_handover
        ADD COLUMN IF NOT EXISTS holder varchar GENERATED ALWAYS AS (
            CASE state WHEN 'received' THEN 'agent:' || COALESCE(agent_id::text, '')
                WHEN 'handed' THEN 'villager' WHEN 'booked' THEN 'treasury'
                ELSE 'township' END) STORED,
        DROP CONSTRAINT IF EXISTS bianmin_subsidy_handover_chain_fkey,
        ADD CONSTRAINT bianmin_subsidy_handover_chain_fkey
            FOREIGN KEY (id, step, holder, amount)
            REFERENCES bianmin_subsidy_handover_event
                (handover_id, step, target, amount)
            DEFERRABLE INITIALLY DEFERRED NOT VALID"""
    ),
    SQL(
        """CREATE OR REPLACE FUNCTION bianmin_check_handover_step() RETURNS trigger
        AS $body$
        BEGIN
            IF EXISTS (
                SELECT FROM bianmin_subsidy_handover handover
                JOIN bianmin_subsidy_handover_event event
                    ON event.handover_id = handover.id AND event.step > handover.step
                WHERE handover.id = (to_jsonb(NEW) ->> TG_ARGV[0])::int
            ) THEN
                RAISE EXCEPTION 'hand-over does not stand at its last event'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        END
        $body$ LANGUAGE plpgsql"""
    ),
    SQL(
        """DROP TRIGGER IF EXISTS bianmin_handover_last
            ON bianmin_subsidy_handover_event"""
    ),
    SQL(
        """CREATE CONSTRAINT TRIGGER bianmin_handover_last
        AFTER INSERT ON bianmin_subsidy_handover_event DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION bianmin_check_handover_step('handover_id')"""
    ),
    SQL("DROP TRIGGER IF EXISTS bianmin_handover_last ON bianmin_subsidy_handover"),
    SQL(
        """CREATE CONSTRAINT TRIGGER bianmin_handover_last
        AFTER UPDATE OF step ON bianmin_subsidy_handover DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION bianmin_check_handover_step('id')"""
    ),
)
