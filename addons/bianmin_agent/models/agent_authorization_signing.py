import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.language import VILLAGER_LANGUAGE
from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.masking import mask_identity_number
from odoo.addons.bianmin_base.tools.transition import Transition

from .agent import AGENT_GROUP

REVOKER_GROUP = "bianmin_agent.group_authorization_revoker"

# Names as they were at the moment of signing; the paper prints these.
FROZEN_FIELDS = (
    "number",
    "principal_name",
    "principal_identity_number",
    "agent_name",
    "scope_text",
)


class BianminAgentAuthorizationSigning(models.AbstractModel):
    """How an authorization is signed and how it ends.

    At the moment of signing the names and the number are frozen into fields of its
    own; paper and hash are taken from these, never from the registers behind.
    """

    _name = "bianmin.agent.authorization.signing"
    _description = "Signing of an Authorization"
    _inherit = [
        "bianmin.state.gate",
        "bianmin.signature.mixin",
        "bianmin.text.message.mixin",
    ]

    _gate_fields = (
        "state",
        "division_id",
        *FROZEN_FIELDS,
        "signature",
        "signed_by_name",
        "signed_at",
        "signed_hash",
        "ended_at",
        "ended_by_id",
        "revocation_reason",
    )

    number = fields.Char(readonly=True, copy=False, index="btree_not_null")
    state = fields.Selection(
        [
            ("draft", "Not Signed"),
            ("signed", "Signed"),
            ("revoked", "Revoked"),
            ("expired", "Expired"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )

    principal_name = fields.Char(string="Villager's Name", readonly=True, copy=False)
    principal_identity_number = fields.Char(
        groups=fields.NO_ACCESS, readonly=True, copy=False
    )
    agent_name = fields.Char(string="Agent's Name", readonly=True, copy=False)
    scope_text = fields.Text(string="Matters as Signed", readonly=True, copy=False)
    ended_at = fields.Datetime(readonly=True, copy=False)
    ended_by_id = fields.Many2one(
        "res.users",
        string="Ended by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    revocation_reason = fields.Char(readonly=True, copy=False)

    # ------------------------------------------------------------
    # SIGNING AND ENDING
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() + (
            Transition("draft", "signed", AGENT_GROUP),
            Transition("signed", "revoked", REVOKER_GROUP),
            Transition("signed", "expired", AGENT_GROUP),
        )

    def _sign(self, signature, name):
        """Freeze what the villager read, number it and keep his signature.

        :param signature: picture in base64
        :param str name: who signed
        """
        self.ensure_one()
        self._check_scope(AGENT_GROUP)
        # sudo: the gate – names are frozen before the hash is taken over them; when
        # the gate refuses, all of it is rolled back
        self.sudo().write(self._prepare_frozen_vals())
        self._pass_gate("signed", **self._prepare_signature_vals(signature, name))

    def _prepare_frozen_vals(self):
        self.ensure_one()
        # sudo: bianmin.resident, bianmin.agent – the ID number is closed to everyone
        authorization_sudo = self.sudo().with_context(lang=VILLAGER_LANGUAGE)
        return {
            "number": self._next_number(),
            "principal_name": authorization_sudo.resident_id.name,
            "principal_identity_number": authorization_sudo.resident_id.identity_number,
            "agent_name": authorization_sudo.agent_id.name,
            "scope_text": authorization_sudo._get_scope_text(),
        }

    def _next_number(self):
        """Number such as 李营便民委字〔2026〕3号, counted by the agent's station."""
        stations = self.agent_id._get_stations()
        station = stations.filtered(lambda s: s.division_id == self.division_id)
        station = (station or stations)[:1]
        if not station:
            raise UserError(
                self.env._(
                    "%(agent)s has no station yet. Your administrator can enter it.",
                    agent=self.agent_id.name,
                )
            )
        return self.env["bianmin.numbering"]._next_paper_numbers(
            station, "委", local_today()
        )[0]

    def _get_scope_text(self):
        self.ensure_one()
        if not self.item_ids:
            return self.env._("All matters handled by the convenience service.")
        return "、".join(self.item_ids.mapped("name"))

    def _get_signed_content(self):
        """All that the villager agreed to, in a fixed order.

        ID copies count by their content, so that none can be exchanged afterwards.
        """
        self.ensure_one()
        # sudo: the record – the ID number in it is closed to everyone
        authorization_sudo = self.sudo()
        content = {name: authorization_sudo[name] for name in FROZEN_FIELDS}
        content |= {
            "resident_id": authorization_sudo.resident_id.id,
            "agent_id": authorization_sudo.agent_id.id,
            "division": authorization_sudo.division_id.code,
            "item_ids": sorted(authorization_sudo.item_ids.ids),
            "powers": authorization_sudo.powers,
            "valid_from": str(authorization_sudo.valid_from),
            "valid_to": str(authorization_sudo.valid_to),
            "identity_copies": sorted(
                authorization_sudo.identity_copy_ids.mapped("checksum")
            ),
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True)

    def _check_transition(self, target):
        if target == "signed":
            self._check_signing()
        elif target == "expired":
            self._check_expiry()
        return super()._check_transition(target)

    def _check_signing(self):
        for authorization in self:
            error = authorization._get_signing_error()
            if error:
                raise UserError(error)

    def _get_signing_error(self):
        """Sentence that says why the villager cannot sign now, or nothing."""
        self.ensure_one()
        # sudo: bianmin.agent, bianmin.resident – the rule must not depend on what
        # the user may see
        agent_sudo, resident_sudo = self.agent_id.sudo(), self.resident_id.sudo()
        names = {"agent": agent_sudo.name, "villager": resident_sudo.name}
        if not self.env.su and agent_sudo.user_id != self.env.user:
            return self.env._(
                "This authorization names %(agent)s: nobody else can take the "
                "signature.",
                **names,
            )
        if not agent_sudo._may_serve(resident_sudo.division_id):
            return self.env._(
                "%(villager)s does not live in a village that %(agent)s serves today.",
                **names,
            )
        if resident_sudo.death_date:
            return self.env._("%(villager)s has died and cannot sign.", **names)
        if self.valid_to < local_today():
            return self.env._(
                "The period of this authorization is over: choose a later last day."
            )
        if not self.identity_copy_ids:
            return self.env._(
                "Please add a photo of the identity card of %(villager)s first.",
                **names,
            )
        return None

    def _check_expiry(self):
        early = self.filtered(lambda a: a.valid_to >= local_today())
        if early:
            raise UserError(
                self.env._(
                    "%(name)s is still in its period.", name=early[0].display_name
                )
            )

    def _revoke(self, reason):
        """Take the authorizations back; what was filed on them stays.

        :param str reason: why, as told by the villager or the agent
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why the authorization is revoked."))
        self._pass_gate(
            "revoked",
            ended_at=fields.Datetime.now(),
            ended_by_id=self.env.uid,
            revocation_reason=reason.strip(),
        )

    def _after_transition(self, sources, target):
        # sudo: bianmin.case – drafts find their authorization, or lose it
        self.env["bianmin.case"].sudo()._get_agent_drafts(self)._refresh_authorization()
        template = self._get_text_templates().get(target)
        if template:
            self._send_text(self.env.ref(template), self._get_text_phones())
        return super()._after_transition(sources, target)

    @api.model
    def _get_text_templates(self):
        """External ids of what the villager is told, by new state."""
        return {
            "signed": "bianmin_agent.sms_template_authorization_signed",
            "revoked": "bianmin_agent.sms_template_authorization_revoked",
        }

    def _get_text_phones(self):
        # sudo: bianmin.resident – the number is closed to everyone and only goes
        # into the outbox
        return {record.id: record.sudo().resident_id.phone for record in self}

    def _get_paper_values(self):
        """What the paper shows: as signed, or as it stands in a draft.

        The ID number is masked on paper too; the copy of the card goes with it.
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: bianmin.agent, bianmin.resident – who reads the paper reads the names
        # on it; the ID number only masked
        record_sudo = self.sudo()
        resident_sudo, agent_sudo = record_sudo.resident_id, record_sudo.agent_id
        number = (
            record_sudo.principal_identity_number or resident_sudo.identity_number or ""
        )
        return {
            "principal_name": self.principal_name or resident_sudo.name,
            "identity_number": mask_identity_number(number),
            "agent_name": self.agent_name or agent_sudo.name,
            "agent_post": agent_sudo.post,
            "agent_phone": agent_sudo.phone,
            "scope_text": self.scope_text or record_sudo._get_scope_text(),
        }
