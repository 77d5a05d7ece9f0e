from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request


class BianminReveal(models.TransientModel):
    """Show masked personal data of one record, against a reason that is logged."""

    _name = "bianmin.reveal"
    _description = "Reveal Personal Data"
    _transient_max_hours = 0.1

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    subject = fields.Char(compute="_compute_subject")
    reason = fields.Char(
        help="Why you need it. Your name, the time and this are logged."
    )
    revealed = fields.Text(readonly=True)

    @api.depends("res_model", "res_id")
    def _compute_subject(self):
        for wizard in self:
            wizard.subject = wizard._get_record().display_name

    def action_reveal(self):
        """Log the act, then show the complete data in the same window.

        :raise UserError: without a reason
        :raise AccessError: when the record is out of the user's scope, or his role
            does not allow revealing there
        """
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please say why you need the data."))
        record = self._get_record()
        record._check_scope("bianmin_base.group_reveal")
        # sudo: the record – its complete data is closed; the act is logged here
        values = {
            shown: record.sudo()[stored]
            for shown, (stored, _m, _n) in record._masked_fields.items()
        }
        labels = {
            shown: record._fields[shown]._description_string(self.env)
            for shown in values
        }
        # sudo: bianmin.reveal.log – written by nobody but this act
        self.env["bianmin.reveal.log"].sudo().create(
            self._prepare_log_vals(record, labels.values())
        )
        self.revealed = "\n".join(
            f"{labels[shown]}：{value or '—'}" for shown, value in values.items()
        )
        return self._get_window_action(self.env._("Reveal personal data"))

    def _prepare_log_vals(self, record, labels):
        return {
            "user_id": self.env.uid,
            "res_model": record._name,
            "res_id": record.id,
            "subject": record.display_name,
            "division_id": record.division_id.id,
            "field_names": "、".join(labels),
            "reason": self.reason.strip(),
            "address": request.httprequest.remote_addr if request else False,
        }

    def _get_record(self):
        """The record to reveal, which the user must be able to read.

        :raise UserError: when the model has nothing masked
        """
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        if not record or not getattr(record, "_masked_fields", None):
            raise UserError(self.env._("There is nothing to reveal here."))
        record.check_access("read")
        return record
