from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.local_time import local_today

READER = "bianmin_subsidy.group_subsidy_reader"


class BianminResident(models.Model):
    """What somebody has received (我领到了什么)."""

    _inherit = "bianmin.resident"

    ledger_count = fields.Integer(
        string="Payments", compute="_compute_ledger_count", groups=READER
    )

    def _compute_ledger_count(self):
        counts = dict(
            self.env["bianmin.subsidy.ledger"]._read_group(
                [("resident_id", "in", self.ids)], ["resident_id"], ["__count"]
            )
        )
        for resident in self:
            resident.ledger_count = counts.get(resident._origin, 0)

    def action_view_ledger(self):
        """Open what these people have received."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_subsidy.subsidy_ledger_action"
        )
        return {
            **action,
            "domain": [("resident_id", "in", self.ids)],
            "context": {},
        }

    def _get_statement_values(self):
        """Rows and sums of the printed statement; masked, and in the user's scope."""
        self.ensure_one()
        rows = self.env["bianmin.subsidy.ledger"].search(
            [("resident_id", "=", self.id)], order="period_start desc, paid_on desc, id"
        )
        return {
            "rows": rows,
            "today": local_today(),
            "sums": self._get_sums_by_year(rows),
            "total": sum(rows.mapped("kept_amount")),
            "currency": rows.currency_id[:1],
            "labels": dict(rows._fields["outcome"]._description_selection(rows.env)),
        }

    @api.model
    def _get_sums_by_year(self, rows):
        years = rows.grouped(lambda row: row.period_start and row.period_start.year)
        return [
            (year or "", sum(found.mapped("kept_amount")))
            for year, found in sorted(years.items(), reverse=True)
        ]
