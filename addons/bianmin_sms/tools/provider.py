"""One text to one telephone through a provider, without Odoo.

A call never raises for what a provider or the network does: it answers. What matters
most in an answer is whether the text may have gone out, because none of the providers
recognizes a repeated request.
"""

import json
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NewConnectionError

from .request_signing import aliyun_headers, canonical_query, tencent_headers

# What one process has under way at a time; a provider throttles at some hundred a
# second, and a call takes it about 50 ms.
WORKERS = 8
# Asked to slow down: it was not sent, and may be tried again later.
BUSY_STATUS = {429, 503}


@dataclass(frozen=True)
class Account:
    """What a provider knows its customer by.

    ``timeout`` is in seconds. ``request_body``, ``success_path``, ``success_value`` and
    ``reference_path`` describe the interface of a provider that has no code here.
    """

    endpoint: str
    key_id: str = ""
    secret: str = field(default="", repr=False)
    sign_name: str = ""
    application: str = ""
    region: str = ""
    timeout: float = 5.0
    request_body: str = ""
    success_path: str = ""
    success_value: str = ""
    reference_path: str = ""

    @property
    def host(self):
        return urlsplit(self.endpoint).netloc


class Text(NamedTuple):
    """``identifier`` is ours; ``variables`` are (name, value) in the order that the
    text registered with the provider has them."""

    identifier: str
    number: str
    content: str
    code: str = ""
    variables: tuple = ()


class Answer(NamedTuple):
    """``state`` is ``success``, ``unclear`` (it may have gone out), ``throttled`` (it
    did not, try later) or the reason why it never will."""

    state: str
    reference: str = ""
    reason: str = ""


ALIYUN_FAILURES = {
    "isv.SMS_SIGNATURE_ILLEGAL": "unregistered",
    "isv.SMS_SIGN_ILLEGAL": "unregistered",
    "isv.SMS_TEMPLATE_ILLEGAL": "template_unknown",
    "isv.TEMPLATE_MISSING_PARAMETERS": "template_unknown",
    "isv.TEMPLATE_PARAMS_ILLEGAL": "template_unknown",
    "isv.PARAM_NOT_SUPPORT_URL": "template_unknown",
    "isv.MOBILE_NUMBER_ILLEGAL": "wrong_number_format",
    "isv.BUSINESS_LIMIT_CONTROL": "limited",
    "isv.AMOUNT_NOT_ENOUGH": "insufficient_credit",
    "isv.OUT_OF_SERVICE": "insufficient_credit",
    "isp.SYSTEM_ERROR": "unclear",
}
TENCENT_FAILURES = {
    "AuthFailure": "unregistered",
    "UnauthorizedOperation": "unregistered",
    "FailedOperation.SignatureIncorrectOrUnapproved": "unregistered",
    "FailedOperation.TemplateIncorrectOrUnapproved": "template_unknown",
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": "template_unknown",
    "FailedOperation.InsufficientBalanceInSmsPackage": "insufficient_credit",
    "InvalidParameterValue.IncorrectPhoneNumber": "wrong_number_format",
    "InvalidParameterValue.TemplateParameterFormatError": "template_unknown",
    "LimitExceeded": "limited",
    "RequestLimitExceeded": "throttled",
    "InternalError": "unclear",
}


def call_all(call, account, texts):
    """Send ``texts`` some at a time.

    :param call: one of the functions below
    :return: list of ``Answer``, in the order of ``texts``
    """
    with requests.Session() as session, ThreadPoolExecutor(WORKERS) as pool:
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=WORKERS)
        session.mount(f"{urlsplit(account.endpoint).scheme}://", adapter)
        return list(pool.map(lambda text: call(session, account, text), texts))


def call_aliyun(session, account, text):
    """``SendSms`` of Aliyun, with our identifier as ``OutId``."""
    parameters = {
        "PhoneNumbers": text.number,
        "SignName": account.sign_name,
        "TemplateCode": text.code,
        "TemplateParam": json.dumps(dict(text.variables), ensure_ascii=False),
        "OutId": text.identifier,
    }
    headers = aliyun_headers(
        account.host,
        "SendSms",
        parameters,
        account.key_id,
        account.secret,
        datetime.now(UTC),
        secrets.token_hex(16),
    )
    url = f"{account.endpoint}/?{canonical_query(parameters)}"
    status, answer = _post(session, account, url, headers, b"")
    if status != "answered":
        return Answer(status, reason=answer)
    code = str(answer.get("Code", ""))
    if code == "OK":
        return Answer("success", str(answer.get("BizId", "")))
    if code.startswith("Throttling"):
        return Answer("throttled", reason=code)
    return Answer(_match(ALIYUN_FAILURES, code), reason=code)


def call_tencent(session, account, text):
    """``SendSms`` of Tencent, with our identifier as ``SessionContext``."""
    content = json.dumps(
        {
            "PhoneNumberSet": [f"+86{text.number}"],
            "SmsSdkAppId": account.application,
            "SignName": account.sign_name,
            "TemplateId": text.code,
            "TemplateParamSet": [value for _name, value in text.variables],
            "SessionContext": text.identifier,
        },
        ensure_ascii=False,
    ).encode()
    headers = tencent_headers(
        account.host,
        "SendSms",
        content,
        account.key_id,
        account.secret,
        int(datetime.now(UTC).timestamp()),
        account.region,
    )
    status, answer = _post(session, account, account.endpoint, headers, content)
    if status != "answered":
        return Answer(status, reason=answer)
    return _read_tencent(answer.get("Response") or {})


def _read_tencent(response):
    error = response.get("Error")
    sent = (response.get("SendStatusSet") or [{}])[0]
    code = str(error["Code"] if error else sent.get("Code", ""))
    if code == "Ok":
        return Answer("success", str(sent.get("SerialNo", "")))
    return Answer(_match(TENCENT_FAILURES, code), reason=code)


def call_http(session, account, text):
    """Any provider that takes a JSON object: its form is described by the account."""
    headers = {"content-type": "application/json"}
    if account.secret:
        headers["authorization"] = f"Bearer {account.secret}"
    content = fill_body(account, text).encode()
    status, answer = _post(session, account, account.endpoint, headers, content)
    if status != "answered":
        return Answer(status, reason=answer)
    found = str(_look_up(answer, account.success_path))
    if found == account.success_value:
        return Answer("success", str(_look_up(answer, account.reference_path)))
    return Answer("server_error", reason=f"{account.success_path} = {found}")


def fill_body(account, text):
    """The body that the account describes, with this text in its places.

    :raise ValueError: when the description is no JSON
    """
    values = {
        "{phone}": text.number,
        "{text}": f"【{account.sign_name}】{text.content}",
        "{id}": text.identifier,
        "{code}": text.code,
        "{account}": account.key_id,
    }
    places = re.compile("|".join(map(re.escape, values)))

    def fill(node):
        if isinstance(node, dict):
            return {name: fill(value) for name, value in node.items()}
        if isinstance(node, list):
            return [fill(value) for value in node]
        if node == "{variables}":
            return dict(text.variables)
        if isinstance(node, str):
            # All at once: what is filled in is not looked through again.
            return places.sub(lambda place: values[place[0]], node)
        return node

    return json.dumps(fill(json.loads(account.request_body)), ensure_ascii=False)


def _look_up(answer, path):
    for name in filter(None, path.split(".")):
        answer = answer.get(name, "") if isinstance(answer, dict) else ""
    return answer


def _match(failures, code):
    """The state for a code; providers add details behind a dot."""
    prefixes = (prefix for prefix in failures if f"{code}.".startswith(f"{prefix}."))
    return failures.get(next(prefixes, ""), "server_error")


def _post(session, account, url, headers, content):
    """``("answered", dictionary)``, or a state and the reason."""
    try:
        response = session.post(
            url, data=content, headers=headers, timeout=account.timeout
        )
    except requests.exceptions.RequestException as error:
        state = "throttled" if _is_unreached(error) else "unclear"
        return state, type(error).__name__
    if response.status_code in BUSY_STATUS:
        return "throttled", f"HTTP {response.status_code}"
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return "unclear", f"HTTP {response.status_code}"
    return "answered", answer


def _is_unreached(error):
    """Whether the request cannot have arrived: no connection was ever made."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    cause = error.args and getattr(error.args[0], "reason", None)
    return isinstance(cause, NewConnectionError)
