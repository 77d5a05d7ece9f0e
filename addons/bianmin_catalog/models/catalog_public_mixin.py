from markupsafe import Markup

from odoo import models
from odoo.fields import Domain
from odoo.tools.misc import format_amount

from odoo.addons.bianmin_base.tools.local_time import local_today

# The hotline of all governments (国办发〔2020〕53号).
HOTLINE = "12345"
# 自然人 of the national list of service objects; all others are bodies.
NATURAL_PERSON = "1"
NEAREST_POINTS = 3


class BianminCatalogPublicMixin(models.AbstractModel):
    """What touch screens and phones show of an implementation, and nothing else.

    Everything here is read with all rights and goes to everybody, so templates get
    plain values and never records.
    """

    _name = "bianmin.catalog.public.mixin"
    _description = "Public View of an Implementation"

    # ------------------------------------------------------------
    # LISTS
    # ------------------------------------------------------------

    def _filter_public_audience(self, audience):
        """Those for natural persons (``personal``) or for bodies (``legal``).

        An item that does not say for whom it is may be for both.
        """
        natural = audience == "personal"
        return self.filtered(
            lambda one: (
                not one.item_id.service_objects
                or any(
                    (code == NATURAL_PERSON) == natural
                    for code in one.item_id.service_objects.mapped("code")
                )
            )
        )

    def _group_public_topics(self):
        """{topic: those about it}, from the beginning to the end of a life."""
        by_topic = {}
        for one in self:
            for topic in one.item_id.topic_ids:
                by_topic[topic] = by_topic.get(topic, self.browse()) | one
        topics = self.item_id.topic_ids.sorted()
        return {topic: by_topic[topic] for topic in topics}

    def _get_public_count(self):
        """How many there are, in words."""
        if len(self) == 1:
            return self.env._("1 service")
        return self.env._("%(count)s services", count=len(self))

    def _prepare_public_rows(self):
        """One short line for each, for lists and for the search."""
        return [
            {
                "id": one.id,
                "name": one.item_id.name,
                "pinyin": one.item_id.pinyin or "",
                "category": one.category_id.name,
                "category_id": one.category_id.id,
                "limit": one.limit_text,
                "is_available": one.is_available,
            }
            for one in self
        ]

    # ------------------------------------------------------------
    # PAGE
    # ------------------------------------------------------------

    def _prepare_public_values(self):
        """All that the public page of an item may show. Extend to show more."""
        self.ensure_one()
        item = self.item_id
        materials = self._prepare_public_materials()
        reports = self.env["ir.actions.report"]
        return {
            **self._prepare_public_rows()[0],
            "audience": item.service_objects.mapped("name"),
            "conditions": item.acceptance_conditions,
            "legal_basis": item.legal_basis,
            "materials": materials,
            "materials_count": self.env._(
                "%(count)s kinds of papers", count=len(materials)
            ),
            "steps": self._prepare_public_steps(),
            # The drawing escapes what editors write; it is made here, not stored.
            "flow_chart": Markup(self._get_flow_chart_svg()),
            "results": self._prepare_public_results(),
            "contacts": self._prepare_public_contacts(),
            "questions": [(faq.question, faq.answer) for faq in item.faq_ids],
            "places": self._prepare_public_places(),
            "statutory_limit": self._get_public_statutory_limit(),
            "fee": self._get_public_fee(),
            "fees": self._prepare_public_fees(),
            "qr": reports._get_qr_data_uri(self._get_public_url()),
        }

    def _get_public_fee(self):
        """What one pays in all, or the standards of the item, or nothing."""
        deciding = self._get_decision_implementation()
        if deciding.fee:
            return format_amount(self.env, deciding.fee, deciding.currency_id)
        return "、".join(self.item_id.fee_ids.mapped("standard"))

    def _prepare_public_fees(self):
        """What is charged, one by one, and who pays less."""
        return [
            {
                "name": f"{fee.name} {fee.standard}",
                "note": fee.may_be_reduced and fee.reduction_note,
            }
            for fee in self.item_id.fee_ids
        ]

    def _get_public_statutory_limit(self):
        """The limit of the law in words, or nothing where no law sets one."""
        if not self.statutory_days:
            return False
        days = self.statutory_days
        if self.day_unit == "working":
            return self.env._("By law at most %(days)s working days", days=days)
        return self.env._("By law at most %(days)s calendar days", days=days)

    def _prepare_public_steps(self):
        return [
            {
                "name": step.name,
                "actor": step.actor,
                "limit": step.days
                and self.env._("At most %(days)s working days", days=step.days),
                "special_procedure": step.special_procedure,
                "note": step.note,
            }
            for step in self.item_id.step_ids
        ]

    def _prepare_public_results(self):
        """What the applicant gets in the end."""
        return [
            {
                "name": result.name,
                "validity": result.validity
                and self.env._("Valid: %(validity)s", validity=result.validity),
            }
            for result in self.item_id.result_ids
        ]

    def _prepare_public_contacts(self):
        """Whom to ask and where to complain, with a phone where there is one."""
        item = self.item_id
        return [
            {
                "label": self.env._("Consultation"),
                "text": item.consultation or self.env._("At the window"),
                "phone": self.service_point_id.phone,
            },
            {
                "label": self.env._("Complaints"),
                "text": item.complaint or self.env._("Government hotline"),
                "phone": not item.complaint and HOTLINE,
            },
        ]

    def _prepare_public_materials(self):
        # Sizes tell whether there is a file; the files themselves stay where they are.
        materials = self.effective_material_ids.with_context(bin_size=True)
        return [
            {
                "name": material.name,
                "necessity": material.necessity,
                "details": self._get_public_details(material),
                "note": material.note,
                "files": self._prepare_public_files(material),
            }
            for material in materials
        ]

    def _get_public_details(self, material):
        """How many of what, in few words."""
        details = []
        if count := material.original_count:
            details.append(self.env._("Originals: %(count)s", count=count))
        if count := material.copy_count:
            details.append(self.env._("Copies: %(count)s", count=count))
        if material.form == "2":
            details.append(self.env._("As a file"))
        if material.source == "20":
            details.append(self.env._("Issued by an office"))
        return details

    def _prepare_public_files(self, material):
        reports = self.env["ir.actions.report"]
        files = []
        for kind in ("blank_form", "sample"):
            if material[kind]:
                path = f"/item/{self.id}/file/{material.id}/{kind}"
                url = f"{self.service_point_id._get_public_url()}{path}"
                qr = reports._get_qr_data_uri(url)
                files.append({"kind": kind, "path": path, "qr": qr})
        return files

    # ------------------------------------------------------------
    # PLACES
    # ------------------------------------------------------------

    def _prepare_public_places(self):
        """Where one goes: here, where it is decided, or where it is taken meanwhile."""
        here = self.service_point_id
        role = "accepts" if self.acts_as == "accept" else "decides_here"
        if not self.is_available:
            places = [(one.service_point_id, "instead") for one in self._get_nearest()]
            return self._describe_places([*places, (here, "paused")])
        places = [(here, role)]
        if self.decision_point_id:
            places.append((self.decision_point_id, "decides"))
        return self._describe_places(places)

    def _describe_places(self, places):
        return [
            {
                "role": role,
                "name": point.name,
                "address": point.address,
                "phone": point.phone,
                "traffic_guide": point.traffic_guide,
                "hours": point._get_opening_lines(),
            }
            for point, role in places
        ]

    def _get_nearest(self):
        """Others that take applications for the item: in the own division and those
        above, from near to far, then next door.
        """
        own = self.division_id
        others = (
            self._get_available_domain(local_today())
            & Domain("item_id", "=", self.item_id.id)
            & Domain("id", "!=", self.id)
            & Domain("service_point_id.active", "=", True)
        )
        above = self.search(others & Domain("division_id", "parent_of", own.ids))
        above = above.sorted(
            lambda one: (-len(one.division_id.parent_path), one.id),
        )[:NEAREST_POINTS]
        if len(above) == NEAREST_POINTS or not own.parent_id:
            return above
        beside = Domain("division_id.parent_id", "=", own.parent_id.id)
        beside &= Domain("division_id", "!=", own.id)
        return above + self.search(others & beside, limit=NEAREST_POINTS - len(above))
