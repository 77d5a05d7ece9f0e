from odoo import fields, models

from odoo.addons.bianmin_base.tools.local_time import local_today


class BianminSubsidyDeathList(models.Model):
    """A list of the dead from police, hospital or civil affairs, as it was read.

    It comes from a file, see ``bianmin.subsidy.death.import``. Nobody is declared dead
    by a file: each match waits for a person.
    """

    _name = "bianmin.subsidy.death.list"
    _description = "List of the Dead"
    _inherit = ["bianmin.scope.mixin"]
    _order = "received_on desc, id desc"

    name = fields.Char(required=True, readonly=True)
    division_id = fields.Many2one(
        "bianmin.division",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Its people are looked for in this division.",
    )
    received_on = fields.Date(
        required=True, readonly=True, default=lambda self: local_today()
    )
    issuer = fields.Selection(
        [
            ("police", "Police"),
            ("hospital", "Hospital"),
            ("civil", "Civil Affairs"),
            ("other", "Others"),
        ],
        string="From",
        required=True,
        readonly=True,
        default="police",
    )
    imported_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    row_count = fields.Integer(string="Rows", readonly=True, aggregator=None)
    wrong_count = fields.Integer(
        string="Not Found or Wrong", readonly=True, aggregator=None
    )
    death_ids = fields.One2many("bianmin.subsidy.death", "list_id", string="Matches")

    def action_view_deaths(self):
        """Open the people of this list who are in the register."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_subsidy.subsidy_death_action"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("list_id", "=", self.id)],
            "context": {},
        }
