"""What a provider tells later: whether a text arrived. Without Odoo."""

import json
from typing import NamedTuple


class Receipt(NamedTuple):
    """``identifier`` is ours, ``reference`` the provider's; one of them is given."""

    identifier: str
    reference: str
    number: str
    delivered: bool
    reason: str


def _read_aliyun(entry):
    return Receipt(
        str(entry.get("out_id") or ""),
        str(entry.get("biz_id") or ""),
        str(entry.get("phone_number") or ""),
        entry.get("success") is True,
        str(entry.get("err_code") or ""),
    )


def _read_tencent(entry):
    return Receipt(
        "",
        str(entry.get("sid") or ""),
        str(entry.get("mobile") or ""),
        entry.get("report_status") == "SUCCESS",
        str(entry.get("errmsg") or ""),
    )


def _read_http(entry):
    return Receipt(
        str(entry.get("id") or ""),
        "",
        "",
        entry.get("delivered") is True,
        str(entry.get("reason") or ""),
    )


READERS = {"aliyun": _read_aliyun, "tencent": _read_tencent, "http": _read_http}


def read_receipts(gateway, content):
    """The receipts in a provider's message.

    :param str gateway: ``aliyun``, ``tencent`` or ``http``
    :param bytes content: JSON text, a list of objects or a single one
    :rtype: list[Receipt]
    :raise ValueError: when it is something else
    """
    entries = json.loads(content)
    entries = entries if isinstance(entries, list) else [entries]
    if not all(isinstance(entry, dict) for entry in entries):
        raise ValueError("receipts are objects")
    receipts = [READERS[gateway](entry) for entry in entries]
    return [receipt for receipt in receipts if receipt.identifier or receipt.reference]
