from odoo import fields, models


class BianminSubsidyScheme(models.Model):
    """How long an agent may keep money that he is to hand over."""

    _inherit = "bianmin.subsidy.scheme"

    handover_days = fields.Integer(
        string="Handed Over Within",
        default=15,
        help="Days in which an agent hands over what he was given; what is left goes "
        "back to the township (发放期限).",
    )

    _handover_days_check = models.Constraint(
        "CHECK (handover_days >= 0)", "An agent cannot have less than no days."
    )
