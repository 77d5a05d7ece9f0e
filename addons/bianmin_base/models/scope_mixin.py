from odoo import models
from odoo.exceptions import AccessError


class BianminScopeMixin(models.AbstractModel):
    """Records that lie in a division, and the question whether one may act there."""

    _name = "bianmin.scope.mixin"
    _description = "Record in the Scope of a Division"

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
