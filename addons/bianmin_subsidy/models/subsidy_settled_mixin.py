from odoo import fields, models
from odoo.exceptions import UserError


class BianminSubsidySettledMixin(models.AbstractModel):
    """What a person looks into and settles through the gate, with an opinion."""

    _name = "bianmin.subsidy.settled.mixin"
    _description = "Settled by a Person With an Opinion"
    _inherit = ["bianmin.state.gate"]

    settled_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    settled_at = fields.Datetime(readonly=True, copy=False)
    settled_note = fields.Char(
        string="Opinion", readonly=True, copy=False, help="What was found, and why."
    )

    def _get_gate_fields(self):
        return (
            *super()._get_gate_fields(),
            *("settled_by_id", "settled_at", "settled_note"),
        )

    def _settle(self, target, note):
        """Say what was found.

        :param str target: the state to come
        :param str note: the opinion
        :raise UserError: without an opinion, or when it was settled before
        """
        if not (note or "").strip():
            raise UserError(self.env._("Please say why: the others will read it."))
        self._pass_gate(
            target,
            settled_by_id=self.env.uid,
            settled_at=fields.Datetime.now(),
            settled_note=note.strip(),
        )

    def _ask_settlement(self, target):
        """Open the window that asks for the opinion."""
        self.check_access("read")
        wizard = self.env["bianmin.subsidy.settlement"].create(
            {"model": self._name, "record_ids": self.ids, "target": target}
        )
        return wizard._get_window_action(self._get_state_label(target))
