from odoo.http import Controller, request, route

from ..tools.receipt import read_receipts

# A provider tells of some hundred messages at a time.
MAXIMUM_BYTES = 1024 * 1024


class ReceiptController(Controller):
    @route(
        "/bianmin_sms/receipt/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def receive(self, token):
        """Take what a provider tells of its messages; the token is its right to.

        Answers in the words of the provider, who repeats what was not confirmed.
        """
        account_sudo = request.env["bianmin.sms.account"]._get_by_receipt_token(token)
        if not account_sudo:
            raise request.not_found()
        if (request.httprequest.content_length or 0) > MAXIMUM_BYTES:
            return request.make_json_response({"code": 413}, status=413)
        try:
            receipts = read_receipts(
                account_sudo.gateway, request.httprequest.get_data()
            )
        except ValueError:
            return request.make_json_response({"code": 400}, status=400)
        # sudo: sms.sms – what the provider tells of, whoever wrote it
        request.env["sms.sms"].sudo()._apply_receipts(receipts)
        return request.make_json_response(account_sudo._get_receipt_answer())
