"""The gateways that send through an account with a provider."""

from .provider import Text, call_aliyun, call_all, call_http, call_tencent
from .sms_gateway import SmsGateway


class AccountGateway(SmsGateway):
    """Sends each text in a call of its own, several calls at a time.

    A provider's batch call gives one answer for a hundred texts, so that a time-out
    would leave a hundred villagers in doubt instead of one.
    """

    PROVIDER_TO_SMS_FAILURE_TYPE = SmsGateway.PROVIDER_TO_SMS_FAILURE_TYPE | {
        "insufficient_credit": "sms_credit",
        "limited": "sms_limited",
        "template_unknown": "sms_template",
        "throttled": "sms_server",
        "unclear": "sms_unclear",
        "unregistered": "sms_acc",
    }
    # Whether the provider sends only texts that were registered with it.
    registers_texts = True
    call = None

    def _deliver_all(self, deliveries):
        account_sudo = self.company._get_sms_account_sudo()
        if not account_sudo:
            return self._refuse_all(deliveries, "unregistered")
        codes = account_sudo._get_codes() if self.registers_texts else {}
        messages = self._get_messages(deliveries)
        texts, results = [], []
        for content, recipients in deliveries:
            for recipient in recipients:
                message = messages[recipient["uuid"]]
                code = codes.get(message.template_id.id)
                if self.registers_texts and not code:
                    results.append(self._result(recipient, "template_unknown"))
                    continue
                texts.append(self._prepare_text(message, content, recipient, code))
        answers = call_all(type(self).call, account_sudo._get_account(), texts)
        return results + [
            {
                "uuid": text.identifier,
                "state": answer.state,
                "reference": answer.reference,
                "failure_reason": answer.reason,
            }
            for text, answer in zip(texts, answers, strict=True)
        ]

    def _refuse_all(self, deliveries, state):
        return [
            self._result(recipient, state)
            for _content, recipients in deliveries
            for recipient in recipients
        ]

    def _get_messages(self, deliveries):
        uuids = [recipient["uuid"] for _text, rows in deliveries for recipient in rows]
        # sudo: sms.sms – the gateway reads what it was given to send
        messages_sudo = self.env["sms.sms"].sudo().search([("uuid", "in", uuids)])
        return messages_sudo.grouped("uuid")

    def _prepare_text(self, message, content, recipient, code):
        values = dict(message.variables or ())
        names = code.names if code else tuple(values)
        return Text(
            identifier=recipient["uuid"],
            number=recipient["number"],
            content=content,
            code=code.code if code else "",
            variables=tuple((name, values.get(name, "")) for name in names),
        )


class AliyunGateway(AccountGateway):
    call = staticmethod(call_aliyun)


class TencentGateway(AccountGateway):
    call = staticmethod(call_tencent)


class HttpGateway(AccountGateway):
    """A provider with an interface of its own, described by the account."""

    registers_texts = False
    call = staticmethod(call_http)
