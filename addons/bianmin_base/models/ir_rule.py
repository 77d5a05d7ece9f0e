from odoo import models, tools
from odoo.fields import Domain

from ..tools.local_time import local_today


class IrRule(models.Model):
    _inherit = "ir.rule"

    @tools.ormcache(
        "self.env.uid",
        "self.env.su",
        "model_name",
        "mode",
        "tuple(self._compute_domain_context_values())",
    )
    def _compute_domain(self, model_name, mode="read"):
        """Ask for no division of who holds all of them.

        A whole province would compare each of a million cases with the paths of its
        64,000 divisions, to find that all lie within. Below the top divisions lies
        every division; what has none stays closed, and whoever holds less is compared
        as before.
        """
        domain = super()._compute_domain(model_name, mode)
        tops = self.env["bianmin.division"]._get_top_ids()
        fields = self.env[model_name]._fields

        def open_up(condition):
            field = fields.get(condition.field_expr)
            if (
                condition.operator == "child_of"
                and tops
                and field is not None
                and field.type == "many2one"
                and field.comodel_name == "bianmin.division"
                and not isinstance(condition.value, (int, str))
                and set(tops).issubset(condition.value)
            ):
                return (
                    Domain.TRUE
                    if field.required
                    else Domain(condition.field_expr, "!=", False)
                )
            return condition

        return domain.map_conditions(open_up)

    def _compute_domain_context_values(self):
        """Forget the domains of yesterday: roles begin and end with a day.

        Domains are cached per user with the divisions he holds, and a role must
        lapse at midnight also for somebody who is logged in.
        """
        yield from super()._compute_domain_context_values()
        yield local_today()
