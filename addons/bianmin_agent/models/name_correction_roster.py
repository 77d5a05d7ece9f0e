from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.local_time import local_today

CORRECTOR = "bianmin_agent.group_name_corrector"


class BianminNameCorrectionRoster(models.Model):
    """A roster of the insurance office: people who cannot pay by phone, because their
    name in its system is not the one on their ID card.

    It comes from a file (see ``bianmin.name.correction.import``) and goes back as one,
    in the layout in which it came. Rows whose name is right are counted and not kept.
    """

    _name = "bianmin.name.correction.roster"
    _description = "Roster of Names to Correct"
    _inherit = ["bianmin.scope.mixin"]
    _order = "received_on desc, id desc"

    name = fields.Char(required=True)
    division_id = fields.Many2one(
        "bianmin.division",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Its people are looked for in this division.",
    )
    received_on = fields.Date(required=True, default=lambda self: local_today())
    imported_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    item_id = fields.Many2one(
        "bianmin.catalog.item",
        string="Matter",
        index="btree_not_null",
        ondelete="restrict",
        help="The matter under which corrections are requested (参保信息变更).",
    )
    layout = fields.Json(
        groups=fields.NO_ACCESS,
        readonly=True,
        copy=False,
        help="What stands above the rows in the office's file, and its headers.",
    )
    row_count = fields.Integer(string="Rows", readonly=True, aggregator=None)
    same_count = fields.Integer(
        string="Names That Are Right", readonly=True, aggregator=None
    )
    correction_ids = fields.One2many(
        "bianmin.name.correction", "roster_id", string="Names"
    )
    proposed_count = fields.Integer(string="To Look At", compute="_compute_counts")
    confirmed_count = fields.Integer(string="Confirmed", compute="_compute_counts")
    corrected_count = fields.Integer(string="Corrected", compute="_compute_counts")

    @api.depends("correction_ids.state")
    def _compute_counts(self):
        counts = {
            (roster, state): count
            for roster, state, count in self.env["bianmin.name.correction"]._read_group(
                [("roster_id", "in", self.ids)], ["roster_id", "state"], ["__count"]
            )
        }
        for roster in self:
            roster.proposed_count = counts.get((roster, "proposed"), 0)
            roster.confirmed_count = sum(
                counts.get((roster, state), 0) for state in ("confirmed", "filed")
            )
            roster.corrected_count = counts.get((roster, "corrected"), 0)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_view_corrections(self):
        """Open the names of this roster, those to look at first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_agent.name_correction_action"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("roster_id", "=", self.id)],
        }

    def action_export(self):
        """Hand out what is confirmed, in the layout of the office.

        :raise UserError: when nothing is confirmed
        :raise AccessError: when the user does not correct names in this division
        """
        self.ensure_one()
        return self.correction_ids._export()
