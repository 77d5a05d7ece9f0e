from odoo import api, fields, models

from ..tools.version_difference import compare_rows, compare_values

ROWS = ("material_ids", "step_ids", "fee_ids", "result_ids", "faq_ids")


class BianminCatalogVersionComparison(models.AbstractModel):
    """A version beside the one before it: what is new, what is gone, what differs."""

    _name = "bianmin.catalog.version.comparison"
    _description = "Comparison of Versions"
    _inherit = ["bianmin.catalog.text.mixin"]

    change_table = fields.Html(
        string="Changes",
        compute="_compute_change_table",
        sanitize=False,
        help="Beside the version that was in force before (变化对照).",
    )

    @api.depends_context("lang")
    def _compute_change_table(self):
        qweb = self.env["ir.qweb"]
        for version in self:
            previous = version._get_previous()
            version.change_table = qweb._render(
                "bianmin_catalog.version_changes",
                {
                    "previous": previous and previous.display_name,
                    "groups": previous and version._get_changes(previous),
                },
            )

    def _get_previous(self):
        """The version before this one; before a draft, the one that is in force."""
        self.ensure_one()
        if not self.number:
            return self.item_id.version_id
        return self.item_id.version_ids.filtered(
            lambda version: 0 < version.number < self.number
        ).sorted("number")[-1:]

    def _get_changes(self, previous):
        """Return [(title, changes)], titles without changes left out.

        :param previous: the version to compare with
        """
        self.ensure_one()
        content = self.env["bianmin.catalog.version.content"]._fields
        # What every model has, an id and a name to show, differs always.
        names = [
            name
            for name, field in content.items()
            if field.store and name not in ("id", *ROWS)
        ]
        groups = [
            (
                self.env._("Content"),
                compare_values(previous._get_texts(names), self._get_texts(names)),
            )
        ]
        for name in ROWS:
            title = self._fields[name]._description_string(self.env)
            changes = compare_rows(
                previous[name]._get_named_texts(), self[name]._get_named_texts()
            )
            groups.append((title, changes))
        return [(title, changes) for title, changes in groups if changes]
