from odoo import api, models
from odoo.tools import format_date
from odoo.tools.image import image_data_uri

from odoo.addons.bianmin_base.tools.language import VILLAGER_LANGUAGE
from odoo.addons.bianmin_base.tools.local_time import local_today


class BianminCatalogDelegationLetter(models.AbstractModel):
    """What the printed letter of a delegation says, and the page that verifies it.

    行政许可法 art. 24 asks that who is entrusted, and with what, is made public; who
    answers for the decisions, and that nobody else may be entrusted, stand in it too.
    """

    _name = "bianmin.catalog.delegation.letter"
    _description = "Letter of a Delegation"
    _inherit = ["bianmin.verifiable.mixin"]

    @api.model
    def _get_paper_language(self):
        installed = dict(self.env["res.lang"].get_installed())
        return VILLAGER_LANGUAGE if VILLAGER_LANGUAGE in installed else self.env.lang

    def _get_paper_title(self):
        """What stands at the top of the letter: what it gives, by what right."""
        self.ensure_one()
        titles = {
            "2": self.env._("Decision on Handing Down Items"),
            "3": self.env._("Letter of Authorization"),
            "5": self.env._("Letter of Entrustment"),
        }
        return titles[self.power_source]

    def _get_paper_clauses(self):
        """The paragraphs of the letter. Extend to say more."""
        self.ensure_one()
        clauses = [self._get_power_clause(), self._get_period_clause()]
        if self.withdrawn_on:
            clauses.append(
                self.env._(
                    "Withdrawn from %(day)s: %(reason)s",
                    day=self._format_long(self.withdrawn_on),
                    reason=self.withdrawal_reason,
                )
            )
        return clauses

    def _get_power_clause(self):
        names = {
            "department": self.department_id.name,
            "items": len(self.item_ids),
            "points": len(self.service_point_ids),
        }
        if self.acts_as == "accept":
            return self.env._(
                "%(department)s lets the %(points)s service points named below accept "
                "applications for the %(items)s items named below and pass them on. "
                "They are decided at %(place)s.",
                place=self.service_point_id.name,
                **names,
            )
        if self.power_source == "5":
            return self.env._(
                "%(department)s entrusts the %(points)s service points named below "
                "with deciding the %(items)s items named below. They decide in the "
                "name of %(department)s, under its seal “%(seal)s”; it oversees their "
                "decisions and answers for them. They may not entrust anybody else.",
                seal=self.seal_id.name or "____",
                **names,
            )
        return self.env._(
            "%(department)s hands the %(items)s items named below down to the "
            "%(points)s service points named below. They decide in their own name and "
            "under their own seal, and answer for their decisions.",
            **names,
        )

    def _get_period_clause(self):
        if not self.date_to:
            return self.env._(
                "It holds from %(start)s until it is withdrawn. What was filed before "
                "is finished under it.",
                start=self._format_long(self.date_from),
            )
        return self.env._(
            "It holds from %(start)s to %(end)s. What was filed before its end is "
            "finished under it.",
            start=self._format_long(self.date_from),
            end=self._format_long(self.date_to),
        )

    def _format_long(self, day):
        return format_date(self.env, day, date_format="long")

    def _get_seal_data_uri(self):
        """The picture of the seal on a letter that was issued."""
        self.ensure_one()
        # sudo: bianmin.seal – the letter was sealed when it was issued
        image = self.state != "draft" and self.sudo().seal_id.image
        return image and image_data_uri(image)

    def _prepare_verification_values(self):
        return {
            **super()._prepare_verification_values(),
            "kind": self._get_paper_title(),
            "number": self.number,
            "office": self.department_id.name,
            "date": self.issued_on,
            "state": "withdrawn" if self._has_ended() else "valid",
        }

    def _has_ended(self):
        return bool(
            self.withdrawn_on or (self.date_to and self.date_to < local_today())
        )
