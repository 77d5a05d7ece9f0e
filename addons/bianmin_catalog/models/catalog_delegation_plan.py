from odoo import models
from odoo.exceptions import UserError

from ..tools.code_lists import ENTRUSTED
from ..tools.delegation_plan import Holding, judge


class BianminCatalogDelegationPlan(models.AbstractModel):
    """What a letter makes of the implementations of its items at its points.

    Everything is read, judged and written in batches: a county hands 132 items down to
    28 townships in one act.
    """

    _name = "bianmin.catalog.delegation.plan"
    _description = "What a Delegation Changes"

    # ------------------------------------------------------------
    # PLAN
    # ------------------------------------------------------------

    def _plan(self):
        """Judge every item at every point.

        :return: list of (kind, reason, item, service point, implementation), kind and
            reason as :func:`~..tools.delegation_plan.judge` says them
        :raise UserError: when the delegating point does not handle an item itself
        """
        self.ensure_one()
        sources = self._get_sources()
        found = self._get_present()
        plan = []
        for item in self.item_ids:
            given = self._get_given(sources[item])
            for point in self.service_point_ids:
                present = found.get((item, point))
                held = present and self._get_held(present)
                plan.append((*judge(held, given), item, point, present))
        return plan

    def _get_sources(self):
        """{item: implementation of the delegating point that decides it}."""
        implementations = self.env["bianmin.catalog.implementation"].search(
            [
                ("item_id", "in", self.item_ids.ids),
                ("service_point_id", "=", self.service_point_id.id),
                ("state", "!=", "cancelled"),
            ]
        )
        sources = {
            one.item_id: one._get_decision_implementation() for one in implementations
        }
        if missing := self.item_ids.filtered(lambda item: item not in sources):
            raise UserError(
                self.env._(
                    "%(point)s does not handle “%(items)s” itself, so it cannot hand "
                    "it down. Make its implementation there first.",
                    point=self.service_point_id.name,
                    items="、".join(missing[:5].mapped("name")),
                )
            )
        return sources

    def _get_present(self):
        implementations = self.env["bianmin.catalog.implementation"].search(
            [
                ("item_id", "in", self.item_ids.ids),
                ("service_point_id", "in", self.service_point_ids.ids),
            ]
        )
        return {(one.item_id, one.service_point_id): one for one in implementations}

    def _get_given(self, source):
        entrusted = self.power_source in ENTRUSTED
        return Holding(
            acts_as=self.acts_as,
            power_source=self.power_source,
            department=self.department_id.id if entrusted else None,
            decision=source.id,
            letter=self.id,
        )

    def _get_held(self, implementation):
        entrusted = implementation.power_source in ENTRUSTED
        letter = implementation.delegation_id
        return Holding(
            acts_as=implementation.acts_as,
            power_source=implementation.power_source,
            department=implementation.entrusting_department_id.id
            if entrusted
            else None,
            decision=implementation.decision_implementation_id.id,
            letter=letter.id if letter.is_in_force else None,
            is_cancelled=implementation.state == "cancelled",
        )

    # ------------------------------------------------------------
    # APPLICATION
    # ------------------------------------------------------------

    def _apply(self, plan):
        """Make what is new and change what changes, with the rights of the user.

        Conflicts and what is there already stay as they are.
        """
        sources = self._get_sources()
        offices = self._get_own_offices()
        new, changed = [], {}
        for kind, _reason, item, point, present in plan:
            values = self._prepare_implementation_vals(
                sources[item], offices.get(point.division_id)
            )
            if kind == "new":
                place = {"item_id": item.id, "service_point_id": point.id}
                new.append({**values, **place})
            elif kind == "changed":
                changed.setdefault(tuple(values.items()), []).append(present.id)
        implementations = self.env["bianmin.catalog.implementation"]
        implementations.create(new)
        for values, ids in changed.items():
            implementations.browse(ids).write(dict(values))

    def _prepare_implementation_vals(self, source, office):
        """Values of an implementation under this letter. Extend to set more.

        After handing down and authorization a place decides in its own name, after an
        entrustment in the name of who entrusts (行政许可法 art. 24).

        :param source: implementation of the delegating point
        :param office: department of the place itself, or None
        """
        values = {"acts_as": self.acts_as, "delegation_id": self.id}
        if self.acts_as == "accept":
            return {**values, "decision_implementation_id": source.id}
        values["power_source"] = self.power_source
        if self.power_source in ENTRUSTED:
            return {
                **values,
                "entrusting_department_id": self.department_id.id,
                "entrusted_from": self.date_from,
                "entrusted_to": self.date_to,
                "decision_department_id": self.department_id.id,
                "seal_id": self.seal_id.id,
            }
        return {**values, "decision_department_id": office.id if office else False}

    def _get_own_offices(self):
        """{division: its government, the office that none is above}."""
        offices = self.env["bianmin.department"].search(
            [
                ("division_id", "in", self.service_point_ids.division_id.ids),
                ("parent_id", "=", False),
            ],
            order="id desc",
        )
        return {office.division_id: office for office in offices}
