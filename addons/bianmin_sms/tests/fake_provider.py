"""Servers that answer as the providers do, and check what the providers check.

The signature is worked out anew from what arrived, by code of its own: a mistake in
ours would not be repeated here.
"""

import hashlib
import hmac
import json
import sys
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qsl, quote, urlsplit

from odoo.tests.common import _super_send

KEY_ID, SECRET = "key-of-the-hall", "secret-of-the-hall"


def _digest(content):
    return hashlib.sha256(content).hexdigest()


def _mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256)


def _part(authorization, name):
    return authorization.split(f"{name}=")[1].split(",")[0].strip()


class ShortTimeouts:
    """For test classes: Odoo lengthens short time-outs, the very matter here."""

    @classmethod
    def _request_handler(cls, session, request, /, **kwargs):
        if urlsplit(request.url).hostname != "127.0.0.1":
            return super()._request_handler(session, request, **kwargs)
        return _super_send(session, request, **kwargs)


class FakeProvider(ThreadingHTTPServer):
    """Remembers which number got which text how often.

    :ivar Counter sent: times each (identifier, number) went out
    :ivar slow: identifiers whose answer comes too late, though the text goes out
    :ivar answer_for: function of the identifier, giving an error code or None
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, delay=0.6):
        super().__init__(("127.0.0.1", 0), self.handler)
        self.lock = Lock()
        self.sent = Counter()
        self.texts = {}
        self.slow = set()
        self.delay = delay
        self.answer_for = lambda identifier: None
        self.nonces = set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self):
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """Keep quiet about callers who hang up: those who have waited too long do."""
        if isinstance(sys.exc_info()[1], ConnectionError):
            return None
        return super().handle_error(request, client_address)

    def take(self, identifier, number, text):
        """Send, and answer: the provider's number of the message."""
        with self.lock:
            self.sent[identifier, number] += 1
            self.texts[identifier] = text
            serial = sum(self.sent.values())
        if identifier in self.slow:
            time.sleep(self.delay)
        return f"reference-{serial}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def read_body(self):
        return self.rfile.read(int(self.headers.get("content-length") or 0))

    def answer(self, content, status=200):
        body = json.dumps(content).encode()
        try:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            # The caller has stopped waiting, as it does in life.
            self.close_connection = True


class AliyunHandler(Handler):
    def do_POST(self):
        body = self.read_body()
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        if not self.is_signed(query, body):
            self.answer({"Code": "SignatureDoesNotMatch"}, 400)
            return
        code = self.server.answer_for(query["OutId"])
        if code:
            self.answer({"Code": code, "Message": code})
            return
        reference = self.server.take(
            query["OutId"], query["PhoneNumbers"], json.loads(query["TemplateParam"])
        )
        self.answer({"Code": "OK", "Message": "OK", "BizId": reference})

    def is_signed(self, query, body):
        authorization = self.headers["authorization"]
        names = _part(authorization, "SignedHeaders").split(";")
        if self.headers["x-acs-content-sha256"] != _digest(body):
            return False
        with self.server.lock:
            nonce = self.headers["x-acs-signature-nonce"]
            if nonce in self.server.nonces:
                return False
            self.server.nonces.add(nonce)
        canonical = "&".join(
            f"{quote(key, safe='~')}={quote(query[key], safe='~')}"
            for key in sorted(query)
        )
        headers = "".join(f"{name}:{self.headers[name]}\n" for name in names)
        request = f"POST\n/\n{canonical}\n{headers}\n{';'.join(names)}\n{_digest(body)}"
        wanted = _mac(
            SECRET.encode(), f"ACS3-HMAC-SHA256\n{_digest(request.encode())}"
        ).hexdigest()
        return _part(authorization, "Signature") == wanted and (
            f"Credential={KEY_ID}" in authorization
        )


class TencentHandler(Handler):
    def do_POST(self):
        body = self.read_body()
        if not self.is_signed(body):
            self.fail("AuthFailure.SignatureFailure")
            return
        call = json.loads(body)
        identifier = call["SessionContext"]
        code = self.server.answer_for(identifier)
        if code:
            self.fail(code)
            return
        number = call["PhoneNumberSet"][0].removeprefix("+86")
        reference = self.server.take(identifier, number, call["TemplateParamSet"])
        status = {"SerialNo": reference, "Code": "Ok", "Message": "send success"}
        self.answer({"Response": {"SendStatusSet": [status], "RequestId": "1"}})

    def fail(self, code):
        error = {"Code": code, "Message": code}
        self.answer({"Response": {"Error": error, "RequestId": "1"}})

    def is_signed(self, body):
        authorization = self.headers["authorization"]
        seconds = int(self.headers["x-tc-timestamp"])
        date = time.strftime("%Y-%m-%d", time.gmtime(seconds))
        request = (
            "POST\n/\n\n"
            f"content-type:{self.headers['content-type']}\nhost:{self.headers['host']}\n"
            f"\ncontent-type;host\n{_digest(body)}"
        )
        scope = f"{date}/sms/tc3_request"
        to_sign = f"TC3-HMAC-SHA256\n{seconds}\n{scope}\n{_digest(request.encode())}"
        key = f"TC3{SECRET}".encode()
        for word in (date, "sms", "tc3_request"):
            key = _mac(key, word).digest()
        return (
            _part(authorization, "Signature") == _mac(key, to_sign).hexdigest()
            and f"Credential={KEY_ID}/{scope}" in authorization
        )


class HttpHandler(Handler):
    def do_POST(self):
        call = json.loads(self.read_body())
        if self.headers["authorization"] != f"Bearer {SECRET}":
            self.answer({"code": 403}, 403)
            return
        reference = self.server.take(call["id"], call["phone"], call["content"])
        self.answer({"code": 0, "data": {"id": reference}})


class BrokenHandler(Handler):
    """A proxy before the provider that has lost its way."""

    def do_POST(self):
        self.read_body()
        self.server.take("any", "any", "")
        status = self.server.status
        self.send_response(status)
        self.send_header("content-length", "4")
        self.end_headers()
        self.wfile.write(b"oops")


class FakeAliyun(FakeProvider):
    handler = AliyunHandler


class FakeTencent(FakeProvider):
    handler = TencentHandler


class FakeHttp(FakeProvider):
    handler = HttpHandler


class FakeBroken(FakeProvider):
    handler = BrokenHandler
    status = 502
