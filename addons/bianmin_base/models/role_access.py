from collections import namedtuple

from odoo import api, models
from odoo.tools.safe_eval import safe_eval

from ..tools import division_domain

MODES = ("read", "write", "create", "unlink")

FeatureAccess = namedtuple("FeatureAccess", "group lines")


class UserOnDay:
    """A user whose record rules are evaluated for a day other than today."""

    def __init__(self, user, day):
        self._user, self._day = user, day

    def __getattr__(self, name):
        return getattr(self._user, name)

    def _get_scope_division_ids(self, group):
        return self._user._get_scope_division_ids_on(group, self._day)


class BianminRoleAccess(models.AbstractModel):
    """Says what the record rules will say: which user may do what, where, on a day.

    It asks the rules themselves, and they ask ``_get_scope_division_ids_on``: there is
    no second logic that could say something else.
    """

    _name = "bianmin.role.access"
    _description = "Who May Do What Where"

    @api.model
    def _get_features(self, user, division, day):
        """What a user may do in a division on a day, and which role lines give it.

        :return: list of ``FeatureAccess``, by the name of the feature
        """
        lines = user._get_role_lines_on(day)
        staff = self.env.ref("bianmin_base.group_user")
        groups = lines.role_id.group_id.all_implied_ids.filtered(
            lambda group: staff in group.all_implied_ids and group != staff
        )
        names = groups.get_external_id()
        roles = lines.role_id.group_id
        here = []
        for group in (groups - roles).sorted("name"):
            scope = names[group.id] and user._get_scope_division_ids_on(
                names[group.id], day
            )
            if scope and division._lies_within(scope):
                giving = lines._filter_giving(group)._filter_held_at(division)
                here.append(FeatureAccess(group, giving))
        return here

    @api.model
    def _get_holders(self, group, divisions, day):
        """The role lines that let their user do something in one of these divisions
        on a day.
        """
        # sudo: res.users.role.line – who of the county may act in the village too
        lines_sudo = self.env["res.users.role.line"].sudo()
        lines = lines_sudo.search(
            lines_sudo._get_domain_in_force(day)
            & lines_sudo._get_domain_held_at(divisions)
        )
        return lines._filter_giving(group)

    @api.model
    def _get_model_access(self, user, division, day):
        """What a user may do with the records of a division, model by model.

        :return: dict of ir.model → set of "read", "write", "create", "unlink"; where
            a rule asks for a state or a person too, it may allow less
        """
        lines = user._get_role_lines_on(day)
        # sudo: ir.model.access, ir.rule – they decide what one may do
        groups = lines.sudo().role_id.group_id.all_implied_ids
        accesses = (
            self.env["ir.model.access"]
            .sudo()
            .search(
                [("group_id", "in", groups.ids), ("model_id.transient", "=", False)]
            )
        )
        staff = self.env.ref("bianmin_base.group_user")
        ours = accesses.filtered(
            lambda access: (
                access.model_id.model.startswith("bianmin.")
                or staff in access.group_id.all_implied_ids
            )
        )
        found = {}
        for model in ours.model_id.sorted("name"):
            rights = accesses.filtered(lambda a, model=model: a.model_id == model)
            modes = {mode for mode in MODES if any(rights.mapped(f"perm_{mode}"))}
            found[model] = self._filter_modes(model, modes, user, division, day, groups)
        return {model: modes for model, modes in found.items() if modes}

    def _filter_modes(self, model, modes, user, division, day, groups):
        # sudo: ir.rule – see _get_model_access
        rules = self.env["ir.rule"].sudo().search([("model_id", "=", model.id)])
        context = {
            **self.env["ir.rule"].with_user(user)._eval_context(),
            "user": UserOnDay(user, day),
        }

        def passes(rule):
            domain = safe_eval(rule.domain_force or "[]", context)
            return division_domain.allows(domain, division._lies_within)

        def is_open(mode):
            asked = rules.filtered(f"perm_{mode}")
            general = asked.filtered(lambda rule: not rule.groups)
            special = asked.filtered(lambda rule: rule.groups & groups)
            return all(map(passes, general)) and (
                not special or any(map(passes, special))
            )

        return {mode for mode in modes if is_open(mode)}
