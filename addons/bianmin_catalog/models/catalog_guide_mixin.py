import base64

from markupsafe import Markup

from odoo import models

# A poster is read from two metres and has one page: what is beyond is behind its code.
POSTER_MATERIALS = 8
POSTER_STEPS = 6


class BianminCatalogGuideMixin(models.AbstractModel):
    """What the guide (办事指南) and the poster of an implementation print."""

    _name = "bianmin.catalog.guide.mixin"
    _description = "Printed Guide of an Implementation"

    # ------------------------------------------------------------
    # GUIDE
    # ------------------------------------------------------------

    def _prepare_guide_values(self):
        """Everything that the guide prints beside the records. Extend to print more."""
        self.ensure_one()
        return {
            **self._prepare_public_values(),
            "flow_chart": self._get_flow_chart_data_uri(),
            "deciding_point": self.decision_point_id or self.service_point_id,
            "facts": self._prepare_guide_facts(),
            "contacts": self._prepare_guide_contacts(),
        }

    def _get_flow_chart_data_uri(self):
        """The flow chart as an image: inline drawings break over pages."""
        drawing = self._get_flow_chart_svg().encode()
        return f"data:image/svg+xml;base64,{base64.b64encode(drawing).decode()}"

    def _prepare_guide_facts(self):
        """Pairs of label and value of the table at the top of the guide."""
        item, label = self.item_id, self._get_guide_label
        rows = [
            (self.env._("Basic code"), item.basic_code),
            (self.env._("Implementation code"), self.implementation_code),
            (self.env._("Item type"), label(item, "item_type")),
            (
                self.env._("Level of power"),
                label(item, "exercise_level"),
            ),
            (
                self.env._("Source of power"),
                label(self, "power_source"),
            ),
            (self.env._("Decided in the name of"), self.decision_department_id.name),
            (
                self.env._("Kind of handling"),
                label(self, "handling_kind"),
            ),
            (self.env._("Online"), label(self, "online_depth")),
            (self.env._("Seal"), self.seal_id.name),
        ]
        return [row for row in rows if row[1]]

    def _get_guide_label(self, record, name):
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name])

    def _prepare_guide_contacts(self):
        """Pairs of label and value: whom to ask and where to complain or appeal.

        The days are those of 行政复议法 art. 20 and 行政诉讼法 art. 46.
        """
        item = self.item_id
        return [
            *(
                (one["label"], " ".join(filter(None, (one["text"], one["phone"]))))
                for one in self._prepare_public_contacts()
            ),
            (
                self.env._("Administrative review"),
                item.administrative_review
                or self.env._("Within 60 days from the day you learn of the decision"),
            ),
            (
                self.env._("Lawsuit"),
                item.administrative_litigation
                or self.env._("At the people's court within six months"),
            ),
        ]

    # ------------------------------------------------------------
    # POSTER
    # ------------------------------------------------------------

    def _prepare_poster_values(self):
        """What the poster prints: plain values, cut to what one page holds."""
        values = self._prepare_public_values()
        materials, steps = values["materials"], values["steps"]
        return {
            **values,
            "facts": self._prepare_poster_facts(values),
            "materials": materials[:POSTER_MATERIALS],
            "more_materials": self._get_poster_more(len(materials)),
            "steps": steps[:POSTER_STEPS],
            "is_dense": len(materials) > 4 or len(steps) > 4,
        }

    def _get_poster_more(self, count):
        """The sentence that says how many papers are not on the poster, if any."""
        if count <= POSTER_MATERIALS:
            return False
        return self.env._(
            "And %(count)s more papers: scan the code below.",
            count=count - POSTER_MATERIALS,
        )

    def _prepare_poster_facts(self, values):
        point = self.service_point_id
        decision = self.decision_point_id or point
        hours = self._join(point._get_opening_lines(), Markup("<br/>"))
        return [
            (self.env._("For whom"), self._join(values["audience"])),
            (self.env._("How long"), self.limit_text),
            (self.env._("Charge"), values["fee"] or self.env._("Free of charge")),
            (self.env._("Decided by"), decision.name),
            (self.env._("Opening Hours"), hours),
        ]

    def _join(self, words, separator="、"):
        return separator.join(words) or self.env._("Ask at the window")
