from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

AGENT_GROUP = "bianmin_agent.group_agent"


class BianminAgent(models.Model):
    """A known neighbour who files, carries and delivers for the villagers (代办员).

    The record says who he is and which villages he looks after. What he may do there
    today, his role says: a date on a role line ends it, whatever stands here.
    """

    _name = "bianmin.agent"
    _description = "Village Agent"
    _inherit = ["bianmin.pinyin.mixin"]
    _order = "name, id"

    _pinyin_of_person = True

    name = fields.Char(required=True, index="trigram")
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users",
        string="Login",
        index="btree_not_null",
        ondelete="restrict",
        help="The account the agent works with; it needs the agent's role.",
    )
    resident_id = fields.Many2one(
        "bianmin.resident",
        string="Registered as",
        index="btree_not_null",
        ondelete="restrict",
        help="The agent's own entry in the register, when there is one. For himself "
        "he files without an authorization.",
    )
    division_ids = fields.Many2many(
        "bianmin.division",
        "bianmin_agent_division_rel",
        "agent_id",
        "division_id",
        string="Villages",
        domain=[("level", "=", "village")],
    )
    service_point_ids = fields.Many2many(
        "bianmin.service.point",
        "bianmin_agent_service_point_rel",
        "agent_id",
        "service_point_id",
        string="Stations",
        compute="_compute_service_point_ids",
        store=True,
        readonly=False,
        domain="[('level', '=', 'station'), ('division_id', 'in', division_ids)]",
        help="The village stations where the agent files requests.",
    )
    kind = fields.Selection(
        [("full_time", "Full-time"), ("part_time", "Part-time")],
        required=True,
        default="part_time",
    )
    post = fields.Char(
        string="Village Post",
        help="Post in the village, such as accountant or head of the women's "
        "association (村会计、妇联主任).",
    )
    duty_hours = fields.Char(help="When villagers find the agent at the station.")
    phone = fields.Char(help="The number villagers call; it is on the notice board.")
    photo = fields.Image(
        max_width=768,
        max_height=768,
        help="It stands on the notice board and on the public page of the village.",
    )
    photo_small = fields.Image(
        string="Small Photo",
        related="photo",
        max_width=192,
        max_height=192,
        store=True,
    )
    authorization_ids = fields.One2many(
        "bianmin.agent.authorization", "agent_id", string="Authorizations"
    )
    uncovered_division_ids = fields.Many2many(
        "bianmin.division",
        string="Villages Without Role",
        compute="_compute_uncovered_division_ids",
        compute_sudo=True,
        help="Villages of this agent in which the login has no agent's role today: "
        "nothing can be filed there.",
    )

    _user_uniq = models.UniqueIndex(
        "(user_id) WHERE active", "This login belongs to another agent already."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("division_ids")
    def _compute_service_point_ids(self):
        """Stations follow the villages; further ones can be chosen by hand."""
        stations = self.env["bianmin.service.point"].search(
            [("level", "=", "station"), ("division_id", "in", self.division_ids.ids)]
        )
        for agent in self:
            kept = agent.service_point_ids.filtered(
                lambda point, agent=agent: point.division_id in agent.division_ids
            )
            known = kept.division_id
            agent.service_point_ids = kept | stations.filtered(
                lambda point, agent=agent, known=known: (
                    point.division_id in agent.division_ids - known
                )
            )

    @api.depends("division_ids", "user_id")
    def _compute_uncovered_division_ids(self):
        for agent in self:
            agent.uncovered_division_ids = agent.division_ids.filtered(
                lambda division, user=agent.user_id: (
                    not user or not user._has_scope(AGENT_GROUP, division)
                )
            )

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("division_ids", "service_point_ids")
    def _check_villages(self):
        for agent in self:
            if not agent.division_ids:
                raise ValidationError(
                    self.env._(
                        "Choose at least one village for %(name)s.", name=agent.name
                    )
                )
            wrong = agent.division_ids.filtered(lambda d: d.level != "village")
            if wrong:
                raise ValidationError(
                    self.env._(
                        "%(division)s is no village: an agent looks after villages.",
                        division=wrong[0].display_name,
                    )
                )
            strange = agent.service_point_ids.filtered(
                lambda point, agent=agent: point.division_id not in agent.division_ids
            )
            if strange:
                raise ValidationError(
                    self.env._(
                        "%(station)s lies outside the villages of %(name)s: choose "
                        "stations of these villages only.",
                        station=strange[0].display_name,
                        name=agent.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        agents = super().create(vals_list)
        agents._check_administrator()
        return agents

    def write(self, vals):
        self._check_administrator()
        result = super().write(vals)
        if "division_ids" in vals:
            self._check_administrator()
        return result

    def _check_administrator(self):
        """One names agents only where one administers, in each of their villages.

        The record rule asks for one village; this asks for all.
        """
        if self.env.su or self.env.user._has_scope(
            "bianmin_base.group_administrator", self.division_ids
        ):
            return
        raise AccessError(
            self.env._("You can name agents only for villages that you administer.")
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_view_requests(self):
        """Open the requests that this agent filed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_agent.agent_case_action"
        )
        return {
            **action,
            "display_name": self.env._("Requests of %(name)s", name=self.name),
            "domain": [("agent_id", "=", self.id)],
            "context": {},
        }

    def action_view_authorizations(self):
        """Open the authorizations that villagers gave this agent."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_agent.agent_authorization_action"
        )
        return {
            **action,
            "display_name": self.env._("Authorizations of %(name)s", name=self.name),
            "domain": [("agent_id", "=", self.id)],
            "context": {},
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_acting_agent(self):
        """The agent whom the current user is, as superuser; empty for anybody else."""
        # sudo: bianmin.agent – one's own entry, also after the villages have changed
        return self.sudo().search(Domain("user_id", "=", self.env.uid), limit=1)

    def _covers(self, divisions):
        """Whether each of ``divisions`` lies in the agent's villages, or in one where
        he stands in today.

        :param divisions: recordset of ``bianmin.division``
        """
        self.ensure_one()
        return divisions._lies_within(self.division_ids.ids) or divisions._lies_within(
            (self.division_ids | self._get_substituted_villages()).ids
        )

    def _works_at(self, point):
        """Whether the agent files at this station, his own or one where he stands in.

        :param point: one ``bianmin.service.point``
        """
        self.ensure_one()
        return point in self.service_point_ids or point in self._get_stations()

    def _may_serve(self, divisions):
        """Whether the agent may act today in *each* of ``divisions``.

        Both must hold: the villages are his, and his role holds there today.

        :param divisions: recordset of ``bianmin.division``
        """
        self.ensure_one()
        return bool(
            self.active
            and self._covers(divisions)
            and self.user_id._has_scope(AGENT_GROUP, divisions)
        )
