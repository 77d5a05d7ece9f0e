import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

AUDITOR = "bianmin_subsidy.group_subsidy_auditor"


class BianminSubsidySample(models.Model):
    """People of a round who are called: did you get the money (电话抽查)?

    Drawn by chance, but so that anybody can draw it again: the order of the payments
    follows from the seed and their ids, and nobody chooses whom to call.
    """

    _name = "bianmin.subsidy.sample"
    _description = "Sample for Calls"
    _inherit = ["bianmin.scope.mixin"]
    _order = "id desc"
    _rec_name = "round_id"

    round_id = fields.Many2one(
        "bianmin.subsidy.round",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "in", ("exported", "paid"))],
    )
    village_id = fields.Many2one(
        "bianmin.division",
        string="Only of",
        ondelete="restrict",
        help="A village or township of the round; empty for all of it.",
    )
    division_id = fields.Many2one(
        "bianmin.division",
        compute="_compute_division_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    percent = fields.Float(
        string="Share in %",
        required=True,
        default=10,
        help="Of the paid people, rounded up; 10 % is usual (抽查比例).",
    )
    seed = fields.Char(
        readonly=True,
        copy=False,
        help="With it the same people are drawn again; it is made by the machine.",
    )
    drawn_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    drawn_at = fields.Datetime(readonly=True)
    call_ids = fields.One2many(
        "bianmin.subsidy.sample.call", "sample_id", string="Calls", readonly=True
    )
    call_count = fields.Integer(string="People", compute="_compute_counts")
    done_count = fields.Integer(string="Called", compute="_compute_counts")
    wrong_count = fields.Integer(string="Not Right", compute="_compute_counts")

    _percent_check = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)", "A share is between 0 and 100 %."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("round_id", "village_id")
    def _compute_division_id(self):
        for sample in self:
            sample.division_id = sample.village_id or sample.round_id.division_id

    @api.depends("call_ids.state")
    def _compute_counts(self):
        counts = {
            (sample, state): count
            for sample, state, count in self.env[
                "bianmin.subsidy.sample.call"
            ]._read_group(
                [("sample_id", "in", self.ids)], ["sample_id", "state"], ["__count"]
            )
        }
        for sample in self:
            own = {key[1]: n for key, n in counts.items() if key[0] == sample}
            sample.call_count = sum(own.values())
            sample.done_count = sample.call_count - own.get("open", 0)
            sample.wrong_count = own.get("wrong", 0)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # Whoever could choose the seed could choose the people.
        closed = ("seed", "drawn_by_id", "drawn_at", "call_ids")
        samples = super().create(
            [
                {
                    **{key: value for key, value in vals.items() if key not in closed},
                    "seed": secrets.token_hex(8),
                    "drawn_by_id": self.env.uid,
                    "drawn_at": fields.Datetime.now(),
                }
                for vals in vals_list
            ]
        )
        samples.round_id.check_access("read")
        samples._check_scope(AUDITOR)
        samples._draw()
        return samples

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A sample that was drawn stays."))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _draw(self):
        """Draw the people of these samples, each by its seed.

        SQL: one statement for all of them, however many were paid.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """INSERT INTO bianmin_subsidy_sample_call (
                    sample_id, line_id, division_id, sequence, state,
                    create_uid, write_uid, create_date, write_date)
                SELECT sample_id, line_id, division_id, number, 'open', %(uid)s,
                    %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                FROM (
                    SELECT sample.id AS sample_id, line.id AS line_id,
                        line.division_id, sample.percent,
                        row_number() OVER chance AS number,
                        count(*) OVER (PARTITION BY sample.id) AS people
                    FROM bianmin_subsidy_sample sample
                    JOIN bianmin_division place ON place.id = sample.division_id
                    JOIN bianmin_subsidy_line line
                        ON line.round_id = sample.round_id AND line.state = 'paid'
                    JOIN bianmin_division village ON village.id = line.division_id
                        AND village.parent_path LIKE place.parent_path || '%%'
                    WHERE sample.id = ANY(%(ids)s)
                    WINDOW chance AS (PARTITION BY sample.id
                        ORDER BY md5(sample.seed || ':' || line.id), line.id)
                ) AS drawn
                WHERE number <= ceil(people * percent / 100.0)
                ORDER BY sample_id, number""",
                uid=self.env.uid,
                ids=self.ids,
            )
        )
        self.env["bianmin.subsidy.sample.call"].invalidate_model()

    def action_view_calls(self):
        """Open the people to call."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_subsidy.subsidy_sample_call_action"
        )
        return {**action, "domain": [("sample_id", "=", self.id)], "context": {}}
