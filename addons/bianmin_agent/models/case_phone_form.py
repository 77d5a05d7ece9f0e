from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.bianmin_base.tools.local_time import local_today

# The key under which the phone keeps the photographs of the ID card.
IDENTITY = "identity"


class BianminCase(models.Model):
    """What a phone needs to write a request where there is no network."""

    _inherit = "bianmin.case"

    @api.model
    def get_phone_form(self, resident_id):
        """All that is needed to write a request for a villager: the matters of the
        agent's stations with their papers, and what the villager has to sign.

        :param int resident_id: the villager
        :return: dict of ``resident``, ``matters`` and ``authorization``
        :raise AccessError: when the villager does not live in a village of the agent
        :raise UserError: when the villager has died
        """
        resident = self.env["bianmin.resident"].browse(resident_id)
        resident.check_access("read")
        agent_sudo = self.env["bianmin.agent"]._get_acting_agent()
        if not agent_sudo or not agent_sudo._may_serve(resident.division_id):
            raise AccessError(
                self.env._(
                    "You are not the agent of %(village)s today.",
                    village=resident.division_id.name,
                )
            )
        if resident.death_date:
            raise UserError(self.env._("%(name)s has died.", name=resident.name))
        return {
            "resident": {
                "id": resident.id,
                "name": resident.name,
                "identity_number": resident.identity_number_masked or "",
                "village": resident.division_id.name,
            },
            "matters": self._prepare_phone_matters(resident, agent_sudo),
            "authorization": self._prepare_phone_authorization(resident, agent_sudo),
        }

    def _prepare_phone_matters(self, resident, agent_sudo):
        """Each matter once: of several stations, at that of the villager's village."""
        implementations = self._get_agent_implementations().sorted(
            lambda one: (one.division_id != resident.division_id, one.item_id.name)
        )
        at_hand = {one.item_id: one for one in reversed(implementations)}
        chosen = implementations.filtered(lambda one: at_hand[one.item_id] == one)
        papers = chosen._get_materials_by_implementation()
        covered = self._get_items_not_to_be_signed(chosen.item_id, resident, agent_sudo)
        return [
            self._prepare_phone_matter(
                one, papers[one.id], one.item_id in covered, resident
            )
            for one in chosen
        ]

    def _prepare_phone_matter(self, implementation, papers, authorized, resident):
        rows = [
            {
                "key": str(paper.id),
                "name": paper.name,
                "required": paper.necessity == "required",
            }
            for paper in papers
        ]
        if not authorized:
            name = self.env._(
                "ID card of %(name)s, for the authorization", name=resident.name
            )
            rows.append({"key": IDENTITY, "name": name, "required": True})
        return {
            "implementation_id": implementation.id,
            "name": implementation.item_id.name,
            "pinyin": implementation.item_id.pinyin or "",
            "authorized": authorized,
            "papers": rows,
        }

    def _get_items_not_to_be_signed(self, items, resident, agent_sudo):
        """Matters that the villager has authorized; for himself an agent needs none."""
        if agent_sudo.resident_id == resident:
            return items
        # sudo: bianmin.agent.authorization – as when the request is filed
        authorizations_sudo = self.env["bianmin.agent.authorization"].sudo()
        in_force_sudo = authorizations_sudo.search(
            authorizations_sudo._get_in_force_domain(local_today())
            & Domain("resident_id", "=", resident.id)
            & Domain("agent_id", "=", agent_sudo.id)
        )
        return in_force_sudo._get_covered(items)

    def _prepare_phone_authorization(self, resident, agent_sudo):
        """What the villager reads before he signs; only the matter is still to come.

        :return: dict of ``terms``, which come back with the signature, and ``lines``
        """
        terms = self.env["bianmin.agent.authorization"].default_get(
            ["powers", "valid_from", "valid_to"]
        )
        days = [
            format_date(self.env, terms[name]) for name in ("valid_from", "valid_to")
        ]
        lines = [
            (self.env._("Villager"), resident.name),
            (self.env._("ID number"), resident.identity_number_masked or ""),
            (self.env._("Agent"), agent_sudo.name),
            (self.env._("Powers"), terms["powers"]),
            (self.env._("Period"), " – ".join(days)),
        ]
        return {
            "terms": {
                "powers": terms["powers"],
                "valid_from": fields.Date.to_string(terms["valid_from"]),
                "valid_to": fields.Date.to_string(terms["valid_to"]),
            },
            "lines": [{"label": label, "text": text} for label, text in lines],
        }
