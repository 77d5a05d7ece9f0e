from odoo import api, fields, models

from odoo.addons.bianmin_base.tools import masking

from ..tools import message_text


class BianminSmsLog(models.Model):
    """What became of each text message: one row for each attempt, never changed.

    Holds no telephone number and no number of a person in full, so that it can be
    kept and read where the messages themselves may not.
    """

    _name = "bianmin.sms.log"
    _description = "Text Message Log"
    _inherit = ["bianmin.append.only"]
    _order = "at desc, id desc"
    _rec_name = "phone_masked"

    at = fields.Datetime(
        string="Time", required=True, default=fields.Datetime.now, index=True
    )
    sms_uuid = fields.Char(string="Message Identifier", required=True, index=True)
    division_id = fields.Many2one("bianmin.division", index=True, ondelete="restrict")
    gateway = fields.Selection(
        selection="_selection_gateway",
        required=True,
    )
    phone_masked = fields.Char(string="Phone")
    body_masked = fields.Text(
        string="Message", help="The text, with the numbers of persons masked."
    )
    length = fields.Integer(help="Characters of the text.", aggregator="sum")
    part_count = fields.Integer(
        string="Parts",
        help="Messages that the operator bills: 70 characters for one, 67 each when "
        "there are more.",
    )
    result = fields.Selection(
        selection=[
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("delivered", "Delivered"),
            ("undelivered", "Not Delivered"),
        ],
        required=True,
        index=True,
    )
    failure_type = fields.Selection(
        selection="_selection_failure_type",
        string="Reason",
    )
    failure_reason = fields.Char(
        string="Provider's Answer", help="What the provider said, in its own words."
    )

    _sent_once_uniq = models.UniqueIndex(
        "(sms_uuid) WHERE result = 'sent'",
        "This text message has been sent before.",
    )

    @api.model
    def _selection_gateway(self):
        return self.env["res.company"]._selection_sms_gateway()

    @api.model
    def _selection_failure_type(self):
        field = self.env["sms.sms"]._fields["failure_type"]
        return field._description_selection(self.env)

    @api.model
    def _get_sent_uuids(self, uuids):
        """Which of these messages a gateway took before: they are not repeated."""
        # sudo: bianmin.sms.log – who sends may not read the log, yet must not repeat
        rows = self.sudo().search_fetch(
            [("sms_uuid", "in", uuids), ("result", "in", ("sent", "delivered"))],
            ["sms_uuid"],
        )
        return set(rows.mapped("sms_uuid"))

    @api.model
    def _log_results(self, messages, results):
        """Write one row for each result of a gateway.

        :param messages: the ``sms.sms`` records of these results
        :param list results: what ``_send_sms_batch`` returned
        """
        message_by_uuid = messages.grouped("uuid")
        vals_list = [
            self._prepare_log_vals(message_by_uuid[result["uuid"]], result)
            for result in results
            if result["uuid"] in message_by_uuid and not result.get("repeated")
        ]
        # sudo: bianmin.sms.log – nobody may write the log but this method
        return self.sudo().create(vals_list)

    @api.model
    def _log_receipts(self, delivered, undelivered):
        """Write one row for each message of which a provider told how it ended."""
        # sudo: bianmin.sms.log – nobody may write the log but its own methods
        return self.sudo().create(
            [self._prepare_message_vals(m) | {"result": "delivered"} for m in delivered]
            + [
                self._prepare_message_vals(m)
                | {"result": "undelivered", "failure_type": m.failure_type}
                for m in undelivered
            ]
        )

    @api.model
    def _prepare_log_vals(self, message, result):
        failed = message.state == "error"
        return self._prepare_message_vals(message) | {
            "result": "failed" if failed else "sent",
            "failure_type": message.failure_type if failed else False,
            # A provider may repeat the telephone in what he says.
            "failure_reason": failed
            and message_text.redact(result.get("failure_reason")),
        }

    @api.model
    def _prepare_message_vals(self, message):
        return {
            "sms_uuid": message.uuid,
            "division_id": message.division_id.id,
            "gateway": message._get_sms_company().sms_gateway,
            "phone_masked": masking.mask_phone(message.number or ""),
            "body_masked": message_text.redact(message.body),
            "length": len(message.body or ""),
            "part_count": message_text.part_count(message.body),
        }
