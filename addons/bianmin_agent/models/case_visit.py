from odoo import api, fields, models


class BianminCase(models.Model):
    """A case knows the visits that were made for it."""

    _inherit = "bianmin.case"

    visit_ids = fields.One2many(
        "bianmin.agent.visit", "case_id", string="Visits", readonly=True
    )
    visit_count = fields.Integer(compute="_compute_visit_count")

    @api.depends("visit_ids")
    def _compute_visit_count(self):
        counts = dict(
            self.env["bianmin.agent.visit"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.visit_count = counts.get(case._origin, 0)

    def action_view_visits(self):
        """Open the visits for this case, to plan another one."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_agent.agent_visit_action"
        )
        return {
            **action,
            "display_name": self.env._("Visits for %(case)s", case=self.display_name),
            "domain": [("case_id", "=", self.id)],
            "context": {
                "default_case_id": self.id,
                "default_resident_id": self.resident_id.id,
                "default_purpose": (
                    "delivery" if self.state == "closed" else "follow_up"
                ),
            },
        }
