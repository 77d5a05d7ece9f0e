from odoo import fields, models

KINDS = [
    ("account", "One Account, Several Households"),
    ("death", "Paid After Death"),
    ("growth", "Village Grows Suddenly"),
    ("trend", "Round Off the Trend"),
]


class BianminSubsidyAnomalyRule(models.Model):
    """From where on something is worth a look: parameters, kept as data."""

    _name = "bianmin.subsidy.anomaly.rule"
    _description = "Rule for Anomalies"
    _order = "kind"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, required=True)
    active = fields.Boolean(default=True)
    months = fields.Integer(
        string="Months Looked Back",
        required=True,
        default=12,
        help="Payments of older periods are left alone.",
    )
    percent = fields.Float(
        string="More Than %",
        default=30,
        help="How much more, or less, than before is worth a look.",
    )
    minimum = fields.Integer(
        string="At Least",
        default=2,
        help="Households of one account, people more in a village, or rounds that make "
        "a trend.",
    )

    _kind_uniq = models.Constraint("UNIQUE (kind)", "There is one rule of each kind.")
    _number_check = models.Constraint(
        "CHECK (months > 0 AND percent >= 0 AND minimum >= 0)",
        "Months, percent and numbers are not below zero.",
    )
