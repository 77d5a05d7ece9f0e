"""Papers as issued: the text that is kept, its fingerprint, its pictures."""

import hashlib
import html
import re

# In the kept text a QR code is its address: drawing 2,100 pictures would hold up a
# bulk acceptance for minutes, and the picture follows from the address alone.
_QR_IMAGE = re.compile(r'(<img\b[^>]*?\bsrc=")qr:([^"]*)(")')


def fingerprint(content):
    """SHA-256 of a paper's text, in hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def draw_qr_codes(content, draw):
    """Put pictures in place of the addresses of QR codes.

    :param str content: HTML with ``<img src="qr:ADDRESS">``
    :param draw: function that makes a data URI of an address
    """
    return _QR_IMAGE.sub(
        lambda match: f"{match[1]}{draw(html.unescape(match[2]))}{match[3]}", content
    )
