from odoo import models
from odoo.exceptions import AccessError


class BianminScopeMixin(models.AbstractModel):
    """Records that lie in a division, and the question whether one may act there."""

    _name = "bianmin.scope.mixin"
    _description = "Record in the Scope of a Division"

    def onchange(self, values, field_names, fields_spec):
        self._check_chosen_residents(values)
        return super().onchange(values, field_names, fields_spec)

    def _check_chosen_residents(self, values):
        """Refuse to fill in a form for somebody whom the user may not read.

        Fields that follow from a resident are computed as superuser, and choosing a
        person in a field asks for no right: without this, a form would tell name and
        masked numbers of anybody whose id is guessed.

        :param dict values: what was typed
        :raise AccessError: when a chosen resident is out of the user's scope
        """
        for name, field in self._fields.items():
            if field.type == "many2one" and field.comodel_name == "bianmin.resident":
                chosen = values.get(name) or self.env.context.get(f"default_{name}")
                self.env["bianmin.resident"].browse(chosen or ()).check_access("read")

    def _check_scope(self, group):
        """Refuse what the user may not do in the divisions of these records.

        :param str group: external id of the feature group that allows the act
        :raise AccessError: when the group is not held *today* in one of the divisions
        """
        divisions = self.division_id
        if self.env.su or (
            all(record.division_id for record in self)
            and self.env.user._has_scope(group, divisions)
        ):
            return
        raise AccessError(
            self.env._(
                "Your role does not allow this in %(divisions)s: “%(group)s” is needed "
                "there. Ask your administrator for the role.",
                divisions="、".join(divisions.mapped("display_name"))
                or self.env._("a place without a division"),
                # sudo: res.groups – names of groups are no secret
                group=self.env.ref(group).sudo().name,
            )
        )
