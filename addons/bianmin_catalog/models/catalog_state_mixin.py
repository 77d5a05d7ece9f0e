from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.transition import Transition

from ..tools.code_lists import EDITOR


class BianminCatalogStateMixin(models.AbstractModel):
    """In use, paused, cancelled (事项状态 1, 2, 3): the life of a catalogue record.

    A cancelled record can be put in use again: an item is unique per service point,
    so what comes back is the record that the old cases refer to.
    """

    _name = "bianmin.catalog.state.mixin"
    _description = "Catalogue State"
    _inherit = ["bianmin.state.gate"]

    state = fields.Selection(
        [
            ("in_use", "In Use"),
            ("paused", "Paused"),
            ("cancelled", "Cancelled"),
        ],
        default="in_use",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        help="Applications are taken only for what is in use.",
    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_pause(self):
        """Stop taking applications for a while."""
        self._pass_gate("paused")

    def action_put_in_use(self):
        """Take applications (again)."""
        self._pass_gate("in_use")

    def action_cancel(self):
        """Take it out of the catalogue; what refers to it stays as it was."""
        self._pass_gate("cancelled")

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() + (
            Transition("in_use", "paused", EDITOR),
            Transition("in_use", "cancelled", EDITOR),
            Transition("paused", "in_use", EDITOR),
            Transition("paused", "cancelled", EDITOR),
            Transition("cancelled", "in_use", EDITOR),
        )
