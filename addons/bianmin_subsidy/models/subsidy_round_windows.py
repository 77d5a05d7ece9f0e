from odoo import models


class BianminSubsidyRound(models.Model):
    """The windows that a round opens."""

    _inherit = "bianmin.subsidy.round"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_audit(self):
        """Open the sheet for the auditor's opinion."""
        return self._open_opinion("audit")

    def action_ask_approve(self):
        """Open the sheet for the department's opinion."""
        return self._open_opinion("approve")

    def action_ask_return(self):
        """Open the sheet that says why the round goes back."""
        return self._open_opinion("return")

    def action_ask_cancel(self):
        """Open the sheet that says why the round is given up."""
        return self._open_opinion("cancel")

    def action_view_lines(self):
        """Open the lines of these rounds."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_subsidy.subsidy_line_action"
        )
        return {
            **action,
            "display_name": self[:1].name if len(self) == 1 else action["name"],
            "domain": [("round_id", "in", self.ids)],
            "context": {},
        }

    def action_view_blocked(self):
        """Open the lines that cannot be paid."""
        action = self.action_view_lines()
        return {**action, "context": {"search_default_blocked": 1}}

    def action_view_warned(self):
        """Open the lines that are paid but should be looked at first."""
        action = self.action_view_lines()
        return {**action, "context": {"search_default_warned": 1}}

    def action_view_files(self):
        """Open the bank's files."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_subsidy.subsidy_payment_file_action"
        )
        return {**action, "domain": [("round_id", "in", self.ids)]}

    def action_view_handovers(self):
        """Open the money that agents hand over."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_subsidy.subsidy_handover_action"
        )
        return {**action, "domain": [("round_id", "in", self.ids)], "context": {}}
