"""How two providers want a request signed, without Odoo.

Both signatures cover a canonical form of the request, so that nobody on the way can
change the number or the text.
"""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import quote


def _sha256(content):
    return hashlib.sha256(content).hexdigest()


def _hmac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _canonical_request(method, query, headers, names, content):
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    return "\n".join([method, "/", query, lines, ";".join(names), _sha256(content)])


def canonical_query(parameters):
    """``parameters`` as Aliyun signs and sends them: sorted, percent-encoded.

    :param dict parameters: text by name
    """
    return "&".join(
        f"{quote(name, safe='-_.~')}={quote(str(value), safe='-_.~')}"
        for name, value in sorted(parameters.items())
    )


def aliyun_headers(host, action, parameters, key_id, secret, when, nonce):
    """Headers of a signed call to Aliyun (ACS3-HMAC-SHA256, API of 2017-05-25).

    :param str host: name and port of the server
    :param str action: such as ``SendSms``
    :param dict parameters: what goes into the query
    :param str key_id: access key
    :param str secret: its secret
    :param datetime when: time of the call, in UTC
    :param str nonce: text that no other call carries
    :return: dictionary of headers, names in small letters
    """
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": _sha256(b""),
        "x-acs-date": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": "2017-05-25",
    }
    names = sorted(headers)
    request = _canonical_request(
        "POST", canonical_query(parameters), headers, names, b""
    )
    to_sign = f"ACS3-HMAC-SHA256\n{_sha256(request.encode())}"
    return headers | {
        "authorization": (
            f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={';'.join(names)},"
            f"Signature={_hmac(secret.encode(), to_sign).hex()}"
        )
    }


def tencent_headers(host, action, content, key_id, secret, timestamp, region):
    """Headers of a signed call to Tencent (TC3-HMAC-SHA256, API of 2021-01-11).

    :param str host: name and port of the server
    :param str action: such as ``SendSms``
    :param bytes content: the JSON text that is sent
    :param str key_id: SecretId
    :param str secret: SecretKey
    :param int timestamp: seconds since 1970, in UTC
    :param str region: such as ``ap-beijing``
    :return: dictionary of headers, names in small letters
    """
    headers = {
        "content-type": "application/json",
        "host": host,
        "x-tc-action": action,
        "x-tc-region": region,
        "x-tc-timestamp": str(timestamp),
        "x-tc-version": "2021-01-11",
    }
    names = ["content-type", "host"]
    request = _canonical_request("POST", "", headers, names, content)
    date = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")
    scope = f"{date}/sms/tc3_request"
    to_sign = f"TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{_sha256(request.encode())}"
    key = _hmac(_hmac(_hmac(f"TC3{secret}".encode(), date), "sms"), "tc3_request")
    return headers | {
        "authorization": (
            f"TC3-HMAC-SHA256 Credential={key_id}/{scope}, "
            f"SignedHeaders={';'.join(names)}, Signature={_hmac(key, to_sign).hex()}"
        )
    }
