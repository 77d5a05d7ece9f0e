from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.boolean_search import search_boolean
from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.transition import Transition

from ..tools.code_lists import EDITOR

# The character in the number of a letter, by code of 权力来源.
NUMBER_KINDS = {"2": "放", "3": "授", "5": "委"}


class BianminCatalogDelegation(models.Model):
    """A letter that hands items down to townships or villages (下放, 授权, 委托).

    Putting it in force makes the implementations of all its items at all its points.
    They take applications while it is in force: after its last day, and from the day
    it is withdrawn, no new ones; what was filed before is finished.
    """

    _name = "bianmin.catalog.delegation"
    _description = "Delegation of Items"
    _inherit = [
        "bianmin.state.gate",
        "bianmin.catalog.delegation.letter",
        "bianmin.catalog.delegation.plan",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _gate_fields = ("state", "number", "issued_on", "withdrawn_on")
    # What may still be written when the letter has left the office.
    _open_fields = ("letter", "letter_name", "withdrawal_reason")

    name = fields.Char(
        string="Subject",
        required=True,
        help="What the letter is about, such as 个体工商户登记等57项 (事由).",
    )
    number = fields.Char(
        readonly=True, copy=False, help="Given when it is put in force (文号)."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In Force"), ("withdrawn", "Withdrawn")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    is_in_force = fields.Boolean(
        string="Holds Today",
        compute="_compute_is_in_force",
        search="_search_is_in_force",
    )

    # from whom
    service_point_id = fields.Many2one(
        "bianmin.service.point",
        string="Handed Down From",
        required=True,
        index=True,
        ondelete="restrict",
        help="The point that decides the items until now (下放单位).",
    )
    division_id = fields.Many2one(
        related="service_point_id.division_id", store=True, precompute=True, index=True
    )
    department_id = fields.Many2one(
        "bianmin.department",
        string="In the Name Of",
        required=True,
        index=True,
        ondelete="restrict",
        help="The department whose power it is and that signs the letter (委托机关).",
    )
    seal_id = fields.Many2one(
        "bianmin.seal",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('department_id', '=', department_id)]",
        help="Stands on the letter and, after an entrustment, on the decisions "
        "(行政许可法 art. 24).",
    )

    # what and to whom
    acts_as = fields.Selection(
        [("accept", "Accepts Only"), ("decide", "Decides")],
        string="The Points",
        required=True,
        default="decide",
        help="Whether they decide themselves or take applications and pass them on.",
    )
    power_source = fields.Selection(
        [
            ("2", "Handed Down by a Higher Level"),
            ("3", "Authorized by a Higher Level"),
            ("5", "Entrusted by a Higher Level"),
        ],
        required=True,
        default="5",
        help="Decides whose name and seal stand on the decisions (权力来源).",
    )
    item_ids = fields.Many2many(
        "bianmin.catalog.item",
        "bianmin_catalog_delegation_item_rel",
        "delegation_id",
        "item_id",
        string="Service Items",
    )
    service_point_ids = fields.Many2many(
        "bianmin.service.point",
        "bianmin_catalog_delegation_point_rel",
        "delegation_id",
        "service_point_id",
        string="Handed Down To",
    )
    implementation_ids = fields.One2many(
        "bianmin.catalog.implementation", "delegation_id", readonly=True
    )
    implementation_count = fields.Integer(compute="_compute_implementation_count")

    # since when
    date_from = fields.Date(
        string="First Day", required=True, default=lambda self: local_today()
    )
    date_to = fields.Date(string="Last Day", help="Empty: until it is withdrawn.")
    issued_on = fields.Date(readonly=True, copy=False)
    withdrawn_on = fields.Date(
        string="Withdrawn From",
        readonly=True,
        copy=False,
        help="From this day on no new application is taken under it.",
    )
    withdrawal_reason = fields.Text(
        string="Why It Is Withdrawn", copy=False, help="Needed to withdraw it."
    )
    letter = fields.Binary(
        string="Signed Letter",
        attachment=True,
        copy=False,
        help="Scan of the letter with signature and stamp.",
    )
    letter_name = fields.Char(copy=False)

    _number_uniq = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number has been given already."
    )
    _dates_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A delegation cannot end before it begins."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("name", "number")
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = " ".join(
                filter(None, (delegation.number, delegation.name))
            )

    @api.depends("state", "date_from", "date_to", "withdrawn_on")
    def _compute_is_in_force(self):
        in_force = self.filtered_domain(self._get_in_force_domain(local_today()))
        in_force.is_in_force = True
        (self - in_force).is_in_force = False

    def _search_is_in_force(self, operator, value):
        domain = self._get_in_force_domain(local_today())
        return search_boolean(operator, value, domain)

    @api.depends("implementation_ids")
    def _compute_implementation_count(self):
        counts = dict(
            self.env["bianmin.catalog.implementation"]._read_group(
                [("delegation_id", "in", self.ids)], ["delegation_id"], ["__count"]
            )
        )
        for delegation in self:
            delegation.implementation_count = counts.get(delegation._origin, 0)

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("service_point_id", "service_point_ids")
    def _check_points(self):
        for delegation in self:
            division = delegation.division_id
            for point in delegation.service_point_ids:
                if point.division_id == division or not (
                    point.division_id._lies_within(division.ids)
                ):
                    raise ValidationError(
                        self.env._(
                            "%(point)s does not lie below %(division)s: items are "
                            "handed down to townships and villages of one's own.",
                            point=point.display_name,
                            division=division.display_name,
                        )
                    )

    @api.constrains("department_id", "seal_id")
    def _check_seal(self):
        for delegation in self.filtered("seal_id"):
            if delegation.seal_id.department_id != delegation.department_id:
                raise ValidationError(
                    self.env._(
                        "%(seal)s does not belong to %(department)s, in whose name "
                        "the letter is written.",
                        seal=delegation.seal_id.name,
                        department=delegation.department_id.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if not self.env.su and set(vals) - set(self._open_fields):
            self._check_draft()
        result = super().write(vals)
        # It may not be moved to a place where the user may not write.
        self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self._check_draft()

    def _check_draft(self):
        if issued := self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._(
                    "%(letter)s has been issued and stays as it is. Withdraw it and "
                    "write a new one.",
                    letter=issued[0].display_name,
                )
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_preview(self):
        """Show what it will make and change, before it is put in force."""
        self.ensure_one()
        self._check_complete()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put in Force"),
            "res_model": "bianmin.catalog.delegation.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_delegation_id": self.id},
        }

    def action_put_in_force(self):
        """Issue the letter: number it, seal it, make and change the implementations.

        :raise UserError: when it is incomplete, or its last day has passed
        :raise AccessError: when the user may not use the seal, or not change a point
        :return: a message that says how many implementations there are
        """
        self.ensure_one()
        self._check_complete()
        plan = self._plan()
        self._pass_gate("in_force", issued_on=local_today(), number=self._next_number())
        self._apply(plan)
        if self.seal_id:
            self.seal_id._use(self)
        counts = Counter(kind for kind, *_rest in plan)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(number)s is in force: %(new)s new, %(changed)s changed, "
                    "%(present)s were there already, %(conflict)s left as they are.",
                    number=self.number,
                    **{kind: counts[kind] for kind in ("new", "changed", "present")},
                    conflict=counts["conflict"],
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_withdraw(self):
        """Take no new applications under it from today on.

        :raise UserError: when no reason is written
        """
        self._pass_gate("withdrawn", withdrawn_on=local_today())

    def action_open_implementations(self):
        """Open the implementations that it made or changed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_catalog.catalog_implementation_action"
        )
        return {**action, "domain": [("delegation_id", "=", self.id)], "context": {}}

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() + (
            Transition("draft", "in_force", EDITOR),
            Transition("in_force", "withdrawn", EDITOR),
        )

    def _check_transition(self, target):
        if target == "withdrawn" and not all(self.mapped("withdrawal_reason")):
            raise UserError(self.env._("Write down why the letter is withdrawn."))
        return super()._check_transition(target)

    def _check_complete(self):
        if not self.item_ids or not self.service_point_ids:
            raise UserError(
                self.env._("Choose the items and the points they are handed down to.")
            )
        if self.date_to and self.date_to < local_today():
            raise UserError(self.env._("The last day of the letter has passed."))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_in_force_domain(self, day):
        """Domain of the letters that hold on ``day``: no job need have run for it."""
        return (
            Domain("state", "in", ("in_force", "withdrawn"))
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
            & (Domain("withdrawn_on", "=", False) | Domain("withdrawn_on", ">", day))
        )

    def _next_number(self):
        # sudo: bianmin.counter – numbers are taken only here
        [number] = (
            self.env["bianmin.numbering"]
            .sudo()
            ._next_paper_numbers(
                self.department_id, NUMBER_KINDS[self.power_source], local_today()
            )
        )
        return number
