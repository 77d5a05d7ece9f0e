from odoo import api, fields, models

from ..tools.ranking import WORK


class BianminAgentAllowance(models.Model):
    """What agents of a division are paid, from a date on (代办员补贴标准).

    The nearest division counts: a township's own rates come before its county's.
    """

    _name = "bianmin.agent.allowance"
    _description = "Allowance of Agents"
    _inherit = ["bianmin.scope.mixin"]
    _order = "division_id, valid_from desc, id"
    _rec_name = "division_id"

    division_id = fields.Many2one(
        "bianmin.division",
        required=True,
        index=True,
        ondelete="restrict",
        help="Agents of the villages below are paid by these rates.",
    )
    valid_from = fields.Date(required=True, help="First day of the first month.")
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id, required=True
    )
    base = fields.Monetary(string="Per Month", aggregator=None)
    filed = fields.Monetary(string="Per Request Filed", aggregator=None)
    trip = fields.Monetary(string="Per Trip", aggregator=None)
    visit = fields.Monetary(string="Per Visit", aggregator=None)
    correction = fields.Monetary(string="Per Name Corrected", aggregator=None)

    _begin_uniq = models.Constraint(
        "UNIQUE (division_id, valid_from)",
        "These rates begin on a day on which others of the division begin.",
    )
    _amounts_check = models.Constraint(
        "CHECK (base >= 0 AND filed >= 0 AND trip >= 0 AND visit >= 0"
        " AND correction >= 0)",
        "An allowance cannot be less than nothing.",
    )

    @api.model
    def _get_rates(self, divisions, day):
        """The rates that hold on a day in each of these divisions.

        :return: dict of division → dict of yuan by ``base`` and what is paid for;
            divisions without rates are left out
        """
        above = {
            division: [int(part) for part in division.parent_path.split("/")[:-1]]
            for division in divisions
        }
        places = sorted({place for path in above.values() for place in path})
        # sudo: bianmin.agent.allowance – what agents are paid is no secret to them,
        # though it is laid down above their village
        rates_sudo = self.sudo().search(
            [("division_id", "in", places), ("valid_from", "<=", day)],
            order="valid_from",
        )
        # The latest of each division stays.
        latest = {rate.division_id.id: rate for rate in rates_sudo}
        found = {}
        for division, path in above.items():
            nearest = next(
                (latest[one] for one in reversed(path) if one in latest), None
            )
            if nearest:
                found[division] = {name: nearest[name] for name in ("base", *WORK)}
        return found
