from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from odoo.addons.bianmin_base.tools.boolean_search import search_boolean
from odoo.addons.bianmin_base.tools.language import VILLAGER_LANGUAGE
from odoo.addons.bianmin_base.tools.local_time import local_today

# An authorization names its period (民法典 art. 165); a year is what villages give.
USUAL_DAYS = 365
# How many lapsed authorizations the nightly job ends in one transaction.
EXPIRE_BATCH = 500

# What the villager signs: nothing of it changes once a draft is signed.
SIGNED_FIELDS = (
    "resident_id",
    "agent_id",
    "division_id",
    "item_ids",
    "powers",
    "valid_from",
    "valid_to",
    "identity_copy_ids",
)


class BianminAgentAuthorization(models.Model):
    """A villager's written authorization of his agent (委托书).

    It names the agent, the matters, the powers and the period, and is signed by the
    villager, as 民法典 art. 165 asks; 行政许可法 art. 29 lets an applicant be
    represented. It ends with its period, by revocation or by death (art. 173).
    """

    _name = "bianmin.agent.authorization"
    _description = "Authorization of an Agent"
    _inherit = ["bianmin.agent.authorization.signing", "bianmin.attachment.owner"]
    _order = "id desc"
    _rec_names_search = ["number", "resident_id"]

    _attachment_fields = ("identity_copy_ids",)

    # who for whom
    resident_id = fields.Many2one(
        "bianmin.resident",
        string="Villager",
        required=True,
        index=True,
        ondelete="restrict",
    )
    agent_id = fields.Many2one(
        "bianmin.agent",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["bianmin.agent"]._get_acting_agent().id,
    )
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        compute="_compute_division_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        help="The villager's village when the authorization was drawn up.",
    )

    # what and how long
    item_ids = fields.Many2many(
        "bianmin.catalog.item",
        "bianmin_agent_authorization_item_rel",
        "authorization_id",
        "item_id",
        string="Matters",
        help="What the agent may do for the villager. Leave empty for all matters.",
    )
    powers = fields.Text(
        required=True,
        default=lambda self: self._default_powers(),
        help="What the agent may do in these matters (代理权限).",
    )
    valid_from = fields.Date(
        required=True, default=lambda self: local_today(), copy=False
    )
    valid_to = fields.Date(
        string="Valid Until",
        required=True,
        default=lambda self: local_today() + timedelta(days=USUAL_DAYS),
        copy=False,
        help="Last day of the authorization.",
    )
    is_in_force = fields.Boolean(
        string="In Force",
        compute="_compute_is_in_force",
        search="_search_is_in_force",
        help="Signed, and today lies in its period.",
    )

    # evidence and end
    identity_copy_ids = fields.Many2many(
        "ir.attachment",
        "bianmin_agent_authorization_attachment_rel",
        "authorization_id",
        "attachment_id",
        string="ID Copies",
        copy=False,
        help="Photo or scan of the villager's identity card.",
    )
    case_ids = fields.One2many("bianmin.case", "authorization_id", string="Requests")

    _period_check = models.Constraint(
        "CHECK (valid_to >= valid_from)",
        "An authorization cannot end before it begins.",
    )
    _signed_complete = models.Constraint(
        """CHECK (state = 'draft' OR (number IS NOT NULL AND signed_hash IS NOT NULL
            AND signed_at IS NOT NULL AND principal_name IS NOT NULL))""",
        "A signed authorization has a number, a name and a signature.",
    )
    _number_uniq = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number has been given already."
    )
    _find_index = models.Index(
        "(resident_id, agent_id, valid_to) WHERE state = 'signed'"
    )

    def _default_powers(self):
        # It is the villager's word: Chinese, whatever language the agent works in.
        return self.with_context(lang=VILLAGER_LANGUAGE).env._(
            "To submit the application for me, to hand in and supplement papers, and "
            "to receive notices and results."
        )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("number", "resident_id.name")
    def _compute_display_name(self):
        for authorization in self:
            authorization.display_name = " ".join(
                filter(None, (authorization.number, authorization.resident_id.name))
            )

    @api.depends("resident_id")
    def _compute_division_id(self):
        """The village at the time; a villager who moves takes no old paper along."""
        for authorization in self:
            authorization.division_id = authorization.resident_id.division_id

    @api.depends("state", "valid_from", "valid_to")
    def _compute_is_in_force(self):
        in_force = self.filtered_domain(self._get_in_force_domain(local_today()))
        in_force.is_in_force = True
        (self - in_force).is_in_force = False

    def _search_is_in_force(self, operator, value):
        domain = self._get_in_force_domain(local_today())
        return search_boolean(operator, value, domain)

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("resident_id", "agent_id")
    def _check_people(self):
        """An agent takes authorizations from villagers of his own villages only."""
        for authorization in self:
            agent, village = authorization.agent_id, authorization.division_id
            if not agent._covers(village):
                raise ValidationError(
                    self.env._(
                        "The villager lives in %(village)s, which is no village of "
                        "%(agent)s.",
                        village=village.display_name,
                        agent=agent.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if any(name in vals for name in SIGNED_FIELDS):
            signed = self.filtered(lambda a: a.state != "draft")
            if signed:
                raise UserError(
                    self.env._(
                        "%(name)s is signed and cannot be changed. Revoke it and have "
                        "a new one signed.",
                        name=signed[0].display_name,
                    )
                )
        result = super().write(vals)
        if "resident_id" in vals or "agent_id" in vals:
            # The rule was asked for the former people; now it names others.
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(authorization.state != "draft" for authorization in self):
            raise UserError(
                self.env._("A signed authorization is kept: revoke it instead.")
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_sign(self):
        """Show the text, the ID copy and the box in which the villager signs."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Authorization: please read and sign"),
            "res_model": "bianmin.agent.authorization.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_authorization_id": self.id},
        }

    def action_open_revoke(self):
        """Ask why these authorizations are taken back."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revoke the authorization"),
            "res_model": "bianmin.agent.authorization.revoke",
            "view_mode": "form",
            "target": "new",
            "context": {"default_authorization_ids": [Command.set(self.ids)]},
        }

    def action_print(self):
        """Print the paper, signed or to be signed by hand."""
        self.ensure_one()
        return self.env.ref("bianmin_agent.agent_authorization_report").report_action(
            self
        )

    @api.model
    def _cron_expire(self):
        """End what lapsed, each night; what lapsed is void before that already."""
        domain = Domain("state", "=", "signed") & Domain("valid_to", "<", local_today())
        lapsed = self.search(domain, limit=EXPIRE_BATCH)
        lapsed._pass_gate("expired", ended_at=fields.Datetime.now())
        self.env["ir.cron"]._commit_progress(
            len(lapsed), remaining=self.search_count(domain)
        )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_in_force_domain(self, day):
        return (
            Domain("state", "=", "signed")
            & Domain("valid_from", "<=", day)
            & Domain("valid_to", ">=", day)
        )

    @api.model
    def _find_between(self, resident, agent, item):
        """The authorization in force that covers a matter, as superuser or empty.

        :param item: ``bianmin.catalog.item``
        """
        # sudo: the authorizations – whoever asks acts on one, whatever he may read
        found_sudo = self.sudo().search(
            self._get_in_force_domain(local_today())
            & Domain("resident_id", "=", resident.id)
            & Domain("agent_id", "=", agent.id),
            order="valid_to desc, id desc",
        )
        return found_sudo.filtered(lambda a: not a.item_ids or item in a.item_ids)[:1]

    @api.model
    def _find_for(self, cases):
        """The authorization in force that covers each case.

        :param cases: ``bianmin.case``, also unsaved ones
        :return: dict of authorization, as superuser and perhaps empty, by case id
        """
        # sudo: the authorizations – the cases decide whose are looked at
        candidates_sudo = self.sudo().search(
            self._get_in_force_domain(local_today())
            & Domain("resident_id", "in", cases.resident_id._origin.ids)
            & Domain("agent_id", "in", cases.agent_id._origin.ids),
            order="valid_to desc, id desc",
        )
        by_pair = candidates_sudo.grouped(lambda a: (a.resident_id.id, a.agent_id.id))
        found = {}
        for case in cases:
            pair = (case.resident_id._origin.id, case.agent_id._origin.id)
            fitting = by_pair.get(pair, candidates_sudo.browse())
            found[case.id] = fitting.filtered(
                lambda a, item=case.item_id._origin: a._get_covered(item)
            )[:1]
        return found

    def _get_covered(self, items):
        """Those of ``items`` that one of these authorizations is for."""
        if any(not authorization.item_ids for authorization in self):
            return items
        return items & self.item_ids
