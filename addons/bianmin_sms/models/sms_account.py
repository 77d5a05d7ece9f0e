from datetime import UTC
from typing import NamedTuple
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.bianmin_base.tools.local_time import to_local

from ..tools.provider import Account, Text, fill_body
from ..tools.quiet_hours import quiet_until

ENDPOINTS = {
    "aliyun": "https://dysmsapi.aliyuncs.com",
    "tencent": "https://sms.tencentcloudapi.com",
}


class TemplateCode(NamedTuple):
    """How a provider calls one of our texts, and the order of its variables."""

    code: str
    names: tuple


class BianminSmsAccount(models.Model):
    """A contract with a provider of text messages."""

    _name = "bianmin.sms.account"
    _description = "Text Message Account"
    _order = "name, id"

    name = fields.Char(required=True)
    gateway = fields.Selection(
        selection=[
            ("aliyun", "Aliyun"),
            ("tencent", "Tencent Cloud"),
            ("http", "Another provider, by HTTP"),
        ],
        string="Provider",
        required=True,
    )
    endpoint = fields.Char(
        string="Address",
        compute="_compute_endpoint",
        store=True,
        readonly=False,
        required=True,
        help="Where the provider takes messages.",
    )
    sign_name = fields.Char(
        string="Sender",
        required=True,
        help="The name in brackets before each text, as registered with the provider "
        "(短信签名).",
    )
    application = fields.Char(help="SmsSdkAppId, of Tencent Cloud only.")
    region = fields.Char(default="ap-beijing", help="Of Tencent Cloud only.")
    key_id = fields.Char(
        string="Access Key", help="AccessKey ID, SecretId, or the account's name."
    )
    secret = fields.Char(help="AccessKey Secret, SecretKey, or the token.")
    timeout_seconds = fields.Float(
        string="Longest Wait",
        default=5.0,
        help="Seconds. A text whose answer takes longer stands as unclear: it is not "
        "sent again by itself.",
    )
    quiet_from = fields.Float(
        default=21.0,
        help="From this hour on texts wait until the morning, but urgent ones.",
    )
    quiet_to = fields.Float(string="Quiet Until", default=8.0)
    receipt_token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: uuid4().hex,
    )
    receipt_url = fields.Char(
        string="Address for Receipts",
        compute="_compute_receipt_url",
        help="Enter it at the provider, so that it tells what arrived.",
    )
    template_code_ids = fields.One2many(
        "bianmin.sms.template.code", "account_id", string="Registered Texts"
    )

    # another provider
    request_body = fields.Text(
        default='{"phone": "{phone}", "content": "{text}", "id": "{id}"}',
        help="JSON. {phone}, {text} (with the sender), {id}, {code}, {account} and "
        "{variables} are filled in.",
    )
    success_path = fields.Char(
        default="code", help="Where the answer says how it went, such as data.status."
    )
    success_value = fields.Char(
        default="0", help="What it says there when all is well."
    )
    reference_path = fields.Char(
        default="id", help="Where the answer holds the provider's own number."
    )

    _name_uniq = models.Constraint(
        "UNIQUE (name)", "There is an account with this name already."
    )
    _receipt_token_uniq = models.Constraint(
        "UNIQUE (receipt_token)", "This address for receipts is in use already."
    )
    _timeout_check = models.Constraint(
        "CHECK (timeout_seconds >= 0.1 AND timeout_seconds <= 60)",
        "The longest wait lies between a tenth of a second and a minute.",
    )
    _quiet_check = models.Constraint(
        "CHECK (quiet_from BETWEEN 0 AND 24 AND quiet_to BETWEEN 0 AND 24)",
        "An hour of the day lies between 0:00 and 24:00.",
    )

    @api.depends("gateway")
    def _compute_endpoint(self):
        for account in self:
            standard = ENDPOINTS.get(account.gateway)
            account.endpoint = standard or account.endpoint

    @api.depends("receipt_token")
    def _compute_receipt_url(self):
        for account in self:
            account.receipt_url = (
                f"{account.get_base_url()}/bianmin_sms/receipt/{account.receipt_token}"
            )

    @api.constrains("endpoint")
    def _check_endpoint(self):
        for account in self:
            if not account.endpoint.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._("The address of the provider begins with https://.")
                )

    @api.constrains("gateway", "request_body")
    def _check_request_body(self):
        sample = Text("id", "13800000000", "text")
        for account in self.filtered(lambda account: account.gateway == "http"):
            try:
                fill_body(account._get_account(), sample)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The body of the request is no JSON: %(reason)s", reason=error
                    )
                ) from error

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_account(self):
        """What the calls need, without Odoo, to be used in threads."""
        self.ensure_one()
        return Account(
            endpoint=self.endpoint.rstrip("/"),
            key_id=self.key_id or "",
            secret=self.secret or "",
            sign_name=self.sign_name,
            application=self.application or "",
            region=self.region or "",
            timeout=self.timeout_seconds,
            request_body=self.request_body or "",
            success_path=self.success_path or "",
            success_value=self.success_value or "",
            reference_path=self.reference_path or "",
        )

    def _get_codes(self):
        """:return: ``TemplateCode`` by id of the template"""
        return {
            line.template_id.id: TemplateCode(line.code, tuple(line._get_names()))
            for line in self.template_code_ids
        }

    def _get_quiet_until(self):
        """When texts may go out again, in UTC; False when they may now."""
        self.ensure_one()
        now = to_local(fields.Datetime.now())
        until = quiet_until(now, self.quiet_from, self.quiet_to)
        return until and until.astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _get_by_receipt_token(self, token):
        """The account of an address for receipts, as superuser; none if unknown."""
        # sudo: bianmin.sms.account – the token is the provider's right to tell
        return self.sudo().search([("receipt_token", "=", token)], limit=1)

    def _get_receipt_answer(self):
        """What the provider wants to hear when its receipts were taken."""
        if self.gateway == "tencent":
            return {"result": 0, "errmsg": "OK"}
        return {"code": 0, "msg": "OK"}
