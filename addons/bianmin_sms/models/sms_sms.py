from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.sms_gateway import SmsGateway

# A run that has not come back by then was killed.
INTERRUPTED_AFTER = timedelta(minutes=10)
# A provider that is busy or out of reach is tried again after 2, 4, 8, 16 minutes.
ATTEMPTS = 5
MAY_HAVE_LEFT = ("sms_unclear", "sms_not_delivered")


class SmsSms(models.Model):
    """Text messages: sent by the gateway of the company, kept and logged.

    No provider recognizes a message that it is given twice. So a message is marked as
    handed over, and that is committed, before anything leaves: what is found so marked
    later may have gone out, and only a person sends it again.
    """

    _inherit = "sms.sms"

    failure_type = fields.Selection(
        selection_add=[
            ("sms_unclear", "No Answer: It May Have Been Sent"),
            ("sms_template", "Text Not Registered with the Provider"),
            ("sms_limited", "Too Many Messages to This Number"),
            ("sms_not_delivered", "Not Delivered"),
        ]
    )
    template_id = fields.Many2one(
        "sms.template", string="Text", readonly=True, ondelete="set null"
    )
    variables = fields.Json(
        readonly=True, help="Name and value of what changes in the text, in order."
    )
    is_urgent = fields.Boolean(string="Also in Quiet Hours", readonly=True)
    handed_at = fields.Datetime(
        readonly=True, copy=False, help="Set while the provider's answer is awaited."
    )
    attempt_count = fields.Integer(string="Attempts", readonly=True, copy=False)
    next_attempt_at = fields.Datetime(readonly=True, copy=False)
    provider_reference = fields.Char(
        readonly=True, copy=False, index="btree_not_null", help="The provider's number."
    )

    _queue_index = models.Index("(id) WHERE state = 'outgoing'")
    _handed_index = models.Index("(handed_at) WHERE handed_at IS NOT NULL")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_send_again(self):
        """Put failed messages into the queue once more, as a person's decision."""
        # The record rules of reading say whose messages these are.
        self.check_access("read")
        if any(message.state != "error" for message in self):
            raise UserError(self.env._("Only a message that failed is sent again."))
        # sudo: sms.sms – who reads a message may have it repeated, not change it
        messages_sudo = self.sudo()
        for message_sudo in messages_sudo:
            if message_sudo.failure_type in MAY_HAVE_LEFT:
                # What left under the old identifier is never handed over again.
                message_sudo.uuid = uuid4().hex
        messages_sudo.write(
            {
                "state": "outgoing",
                "failure_type": False,
                "attempt_count": 0,
                "next_attempt_at": False,
            }
        )
        self._trigger_queue()

    # ------------------------------------------------------------
    # QUEUE
    # ------------------------------------------------------------

    def send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        """Leave it to the queue, which sends after the commit and never twice.

        The standard method calls the provider inside the transaction of the button: a
        rollback after that would send the message once more.
        """
        self._trigger_queue()

    @api.model
    def _trigger_queue(self, at=None):
        # sudo: ir.cron – whoever writes a message sets its queue going
        self.env.ref("sms.ir_cron_sms_scheduler_action").sudo()._trigger(at)

    @api.model
    def _process_queue(self):
        self._fail_interrupted()
        domain = self._get_queue_domain()
        size = self._get_send_batch_size()
        messages = self.search(domain, limit=size, order="id").try_lock_for_update()
        if messages:
            messages._hand_over()
            # From here on a crash leaves them in doubt, and not in the queue.
            self.env["ir.cron"]._commit_progress()
            messages._send_handed_over()
        remaining = self.search_count(domain)
        self.env["ir.cron"]._commit_progress(len(messages), remaining=remaining)
        if not remaining:
            self._trigger_next_time()

    def _hand_over(self):
        now = fields.Datetime.now()
        for attempt_count, group in self.grouped("attempt_count").items():
            group.write(
                {
                    "state": "process",
                    "handed_at": now,
                    "attempt_count": attempt_count + 1,
                    "next_attempt_at": False,
                }
            )

    def _send_handed_over(self):
        for gateway, group in self._split_by_api():
            group.with_context(sms_api=gateway)._send()

    @api.model
    def _get_queue_domain(self):
        """Domain of the messages that may leave now."""
        domain = Domain("state", "=", "outgoing") & Domain("to_delete", "!=", True)
        domain &= Domain("next_attempt_at", "=", False) | Domain(
            "next_attempt_at", "<=", fields.Datetime.now()
        )
        if self.env.company._get_sms_quiet_until():
            domain &= Domain("is_urgent", "=", True)
        return domain

    @api.model
    def _trigger_next_time(self):
        """Wake the queue when a message that waits now may leave."""
        waiting = Domain("state", "=", "outgoing") & Domain("to_delete", "!=", True)
        first = self.search(
            waiting & Domain("next_attempt_at", "!=", False),
            order="next_attempt_at",
            limit=1,
        )
        if first:
            self._trigger_queue(first.next_attempt_at)
        until = self.env.company._get_sms_quiet_until()
        if until and self.search_count(waiting, limit=1):
            self._trigger_queue(until)

    @api.model
    def _fail_interrupted(self):
        """Tell of the messages whose run was killed: nobody knows if they left."""
        interrupted = self.search(
            [("handed_at", "<", fields.Datetime.now() - INTERRUPTED_AFTER)]
        ).try_lock_for_update()
        if not interrupted:
            return
        interrupted.write(
            {"state": "error", "failure_type": "sms_unclear", "handed_at": False}
        )
        self.env["bianmin.sms.log"]._log_results(
            interrupted,
            [{"uuid": uuid, "state": "unclear"} for uuid in interrupted.mapped("uuid")],
        )

    # ------------------------------------------------------------
    # GATEWAY
    # ------------------------------------------------------------

    def _split_by_api(self):
        """Let every message use the chosen gateway.

        The standard method goes straight to Odoo's own service.
        """
        for company, messages in self.grouped(
            lambda sms: sms._get_sms_company()
        ).items():
            api_class = company._get_sms_api_class()
            if issubclass(api_class, SmsGateway):
                gateway = api_class(self.env)
                gateway._set_company(company)
                yield gateway, messages
            else:
                yield from super(SmsSms, messages)._split_by_api()

    def _send_with_api(
        self, sms_api, unlink_failed=False, unlink_sent=True, raise_exception=False
    ):
        """Keep what was sent: the outbox shows what a villager was told, and when."""
        return super()._send_with_api(
            sms_api,
            unlink_failed=False,
            unlink_sent=False,
            raise_exception=raise_exception,
        )

    def _handle_call_result_hook(self, results):
        self.env["bianmin.sms.log"]._log_results(self, results)
        self.handed_at = False
        self._keep_references(results)
        self._wait_for_throttled(results)
        return super()._handle_call_result_hook(results)

    def _keep_references(self, results):
        message_by_uuid = self.grouped("uuid")
        for result in results:
            if result.get("reference"):
                message_by_uuid[result["uuid"]].provider_reference = result["reference"]

    def _wait_for_throttled(self, results):
        """A provider that was busy, or never reached, has sent nothing: try later."""
        throttled = {r["uuid"] for r in results if r["state"] == "throttled"}
        messages = self.filtered(
            lambda message: (
                message.uuid in throttled and message.attempt_count < ATTEMPTS
            )
        )
        now = fields.Datetime.now()
        for attempt_count, group in messages.grouped("attempt_count").items():
            group.write(
                {
                    "state": "outgoing",
                    "failure_type": False,
                    "next_attempt_at": now + timedelta(minutes=2**attempt_count),
                }
            )

    # ------------------------------------------------------------
    # RECEIPTS
    # ------------------------------------------------------------

    @api.model
    def _apply_receipts(self, receipts):
        """Note what arrived and what did not; a repeated receipt changes nothing.

        :param list receipts: as ``tools.receipt.read_receipts`` gives them
        """
        by_uuid, by_reference = self._find_for_receipts(receipts)
        told = {True: set(), False: set()}
        for receipt in receipts:
            message = by_uuid.get(receipt.identifier) or by_reference.get(
                receipt.reference
            )
            if message and message.state != "sent":
                told[receipt.delivered].add(message.id)
        delivered = self.browse(sorted(told[True]))
        undelivered = self.browse(sorted(told[False] - told[True])).filtered(
            lambda message: message.failure_type != "sms_not_delivered"
        )
        delivered.write({"state": "sent", "failure_type": False, "handed_at": False})
        undelivered.write(
            {"state": "error", "failure_type": "sms_not_delivered", "handed_at": False}
        )
        self.env["bianmin.sms.log"]._log_receipts(delivered, undelivered)

    @api.model
    def _find_for_receipts(self, receipts):
        identifiers = [receipt.identifier for receipt in receipts if receipt.identifier]
        references = [receipt.reference for receipt in receipts if receipt.reference]
        messages = self.search(
            Domain("uuid", "in", identifiers)
            | Domain("provider_reference", "in", references)
        )
        messages.lock_for_update()
        # Two providers, or one after years, may give the same number: the latest
        # message is meant.
        by_reference = {
            reference: group.sorted("id")[-1:]
            for reference, group in messages.grouped("provider_reference").items()
        }
        return messages.grouped("uuid"), by_reference
