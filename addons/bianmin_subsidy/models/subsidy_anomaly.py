from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.transition import Transition

from .subsidy_anomaly_rule import KINDS

AUDITOR = "bianmin_subsidy.group_subsidy_auditor"


class BianminSubsidyAnomaly(models.Model):
    """Something in the payments that somebody should look at, with the reason.

    Found by one statement of each kind, see ``subsidy_anomaly_search``; the same thing
    is found once. Only a person says what it was, with an opinion that stays.
    """

    _name = "bianmin.subsidy.anomaly"
    _description = "Anomaly in Payments"
    _inherit = ["bianmin.subsidy.settled.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    _gate_fields = (
        *("state", "kind", "key", "division_id", "scheme_id", "round_id", "period"),
        *("subject", "people", "value", "before", "currency_id", "line_ids"),
    )

    state = fields.Selection(
        [
            ("open", "To Look At"),
            ("cleared", "Explained"),
            ("confirmed", "Is Wrong"),
        ],
        required=True,
        default="open",
        readonly=True,
        index=True,
        copy=False,
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    division_id = fields.Many2one(
        "bianmin.division",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    scheme_id = fields.Many2one(
        "bianmin.subsidy.scheme",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    round_id = fields.Many2one(
        "bianmin.subsidy.round",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="bianmin_subsidy.group_subsidy_reader",
    )
    period = fields.Char(readonly=True)
    subject = fields.Char(
        string="What",
        readonly=True,
        help="The masked account, the person or the place.",
    )
    people = fields.Char(readonly=True, groups="bianmin_subsidy.group_subsidy_reader")
    value = fields.Float(readonly=True, aggregator=None)
    before = fields.Float(readonly=True, aggregator=None)
    reason = fields.Char(compute="_compute_reason")
    line_ids = fields.Many2many(
        "bianmin.subsidy.line",
        "bianmin_subsidy_anomaly_line_rel",
        "anomaly_id",
        "line_id",
        string="Payments",
        readonly=True,
        copy=False,
        groups="bianmin_subsidy.group_subsidy_reader",
    )
    event_ids = fields.One2many(
        "bianmin.subsidy.anomaly.event", "anomaly_id", string="History"
    )

    _key_uniq = models.Constraint("UNIQUE (kind, key)", "This has been found already.")

    @api.depends("kind", "subject", "value", "before", "period")
    @api.depends_context("lang")
    def _compute_reason(self):
        sentences = self._get_reason_sentences()
        for anomaly in self:
            anomaly.reason = sentences[anomaly.kind](anomaly)

    def _get_reason_sentences(self):
        """What makes the sentence of each kind. Extend for further ones."""
        return {
            "account": lambda one: self.env._(
                "Account %(account)s was paid for %(count)s households.",
                account=one.subject,
                count=int(one.value),
            ),
            "death": lambda one: self.env._(
                "%(name)s was paid for %(period)s, after the death.",
                name=one.subject,
                period=one.period,
            ),
            "growth": lambda one: self.env._(
                "%(village)s: %(now)s people in %(period)s, %(before)s before.",
                village=one.subject,
                now=int(one.value),
                period=one.period,
                before=int(one.before),
            ),
            "trend": lambda one: self.env._(
                "%(now)s yuan in %(period)s, %(before)s on average before.",
                now=f"{one.value:.2f}",
                period=one.period,
                before=f"{one.before:.2f}",
            ),
        }

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_clear(self):
        """Say what explains it."""
        return self._ask_settlement("cleared")

    def action_ask_confirm(self):
        """Say what is wrong."""
        return self._ask_settlement("confirmed")

    def action_ask_reopen(self):
        """Say why it is looked at again."""
        return self._ask_settlement("open")

    def action_view_lines(self):
        """Open the payments that it is about, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_subsidy.subsidy_line_action"
        )
        return {
            **action,
            "domain": [("id", "in", self.line_ids.ids)],
            "context": {},
        }

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("open", "cleared", AUDITOR),
            Transition("open", "confirmed", AUDITOR),
            Transition("cleared", "open", AUDITOR),
            Transition("confirmed", "open", AUDITOR),
        )

    def _after_transition(self, sources, target):
        # sudo: bianmin.subsidy.anomaly.event – written by nobody but these acts
        self.env["bianmin.subsidy.anomaly.event"].sudo().create(
            [
                {
                    "anomaly_id": anomaly.id,
                    "kind": "reopened" if target == "open" else target,
                    "user_id": self.env.uid,
                    "opinion": anomaly.settled_note,
                }
                for anomaly in self
            ]
        )
        return super()._after_transition(sources, target)
