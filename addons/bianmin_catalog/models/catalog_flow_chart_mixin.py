from odoo import models

from ..tools.flow_chart import Branch, Step, draw_flow_chart


class BianminCatalogFlowChartMixin(models.AbstractModel):
    """The handling of an item as a drawing (办理流程图), for paper and screens."""

    _name = "bianmin.catalog.flow.chart.mixin"
    _description = "Flow Chart of the Handling"

    def _get_flow_chart_item(self):
        """Return the item whose steps are drawn. Extend where it is another record."""
        return self

    def _get_flow_chart_svg(self):
        """Return the flow chart as an ``<svg>`` text in the language of the context.

        An item without steps still has a start and an end.
        """
        self.ensure_one()
        item = self._get_flow_chart_item()
        return draw_flow_chart(
            self.env._("Flow chart: %(name)s", name=item.name),
            [self._prepare_flow_chart_step(step) for step in item.step_ids],
            self.env._("The applicant hands in the papers"),
            self.env._("Done: the result is handed over"),
            self._get_flow_chart_branches(item),
            "; ".join(item.step_ids.mapped("name")),
        )

    def _prepare_flow_chart_step(self, step):
        limit = step.days and self.env._(
            "At most %(days)s working days", days=step.days
        )
        if step.special_procedure:
            limit = self.env._("Time does not count")
        return Step(
            step.name, step.actor or "", limit or "", step.special_procedure, step.note
        )

    def _get_flow_chart_branches(self, item):
        """What may happen instead of acceptance (行政许可法 art. 32)."""
        return [
            Branch(
                0,
                self.env._("Papers incomplete"),
                self.env._("Told once what is missing; comes back with it"),
                returns=True,
            ),
            Branch(
                0,
                self.env._("Not accepted"),
                self.env._("Told in writing why, and where to complain"),
            ),
        ]
