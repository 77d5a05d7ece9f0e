"""How text messages leave: one class for each gateway."""

from odoo.addons.sms.tools.sms_api import SmsApiBase

from .message_text import mobile_number


class SmsGateway(SmsApiBase):
    """What a gateway has in common with every other; extend it for each provider.

    A provider implements ``_deliver`` and is made known by extending
    ``res.company._get_gateway_classes``. ``label`` is what the settings show.
    """

    label = None

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        """Check the numbers, leave out what went before, deliver the rest.

        Called by ``sms.sms`` in the transaction of the queue; see ``SmsApiBase``
        for the form of ``messages`` and of the results.
        """
        uuids = [recipient["uuid"] for m in messages for recipient in m["numbers"]]
        gone = self.env["bianmin.sms.log"]._get_sent_uuids(uuids)
        results, deliveries = [], []
        for message in messages:
            recipients = []
            for recipient in message["numbers"]:
                number = mobile_number(recipient["number"])
                if recipient["uuid"] in gone:
                    results.append(self._result(recipient, "success", repeated=True))
                elif number:
                    recipients.append({"uuid": recipient["uuid"], "number": number})
                elif recipient["number"]:
                    results.append(self._result(recipient, "wrong_number_format"))
                else:
                    results.append(self._result(recipient, "sms_number_missing"))
            if recipients:
                deliveries.append((message["content"], recipients))
        return results + self._deliver_all(deliveries)

    def _deliver_all(self, deliveries):
        """Hand over many texts; extend where a provider takes several at a time.

        :param list deliveries: pairs of arguments of ``_deliver``
        :return: what ``_deliver`` returns, for all of them
        """
        return [
            result
            for content, recipients in deliveries
            for result in self._deliver(content, recipients)
        ]

    def _result(self, recipient, state, **values):
        return {"uuid": recipient["uuid"], "state": state, **values}

    def _deliver(self, content, recipients):
        """Hand one text to the provider for some telephones. To be implemented.

        :param str content: the text
        :param list recipients: dictionaries with ``uuid`` and ``number``, the
            11 digits of a mobile number
        :return: for each recipient a dictionary with ``uuid``, ``state``
            (``success`` when the provider took it, ``delivered`` when it has
            arrived, else a key of ``PROVIDER_TO_SMS_FAILURE_TYPE``) and, when it
            failed, ``failure_reason`` in the provider's words
        """
        raise NotImplementedError


class LogGateway(SmsGateway):
    """Delivers to the log and nowhere else: nothing leaves the machine.

    The message counts as sent, not as delivered: no telephone has rung.
    """

    def _deliver(self, content, recipients):
        return [self._result(recipient, "success") for recipient in recipients]
