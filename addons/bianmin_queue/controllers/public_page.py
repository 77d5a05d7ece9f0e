"""What all public pages of a hall have in common."""

import re

from odoo.http import request

# What no token or key looks like is not worth a look into the database.
TOKEN = re.compile(r"[0-9a-f]{32}")
CHINESE, ENGLISH = "zh_CN", "en_US"

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        # Odoo's own onerror of a script tag, by its hash; nothing else inline runs.
        "script-src 'self' 'unsafe-hashes' "
        "'sha256-8yDIMBSmZv57Ba62SxKgyLxU6rUm3YRxan7K7J0owqQ='; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def speak_chinese():
    """Halls speak Chinese, whatever the browser of a device was installed with."""
    chinese = request.env["res.lang"]._get_data(code=CHINESE)
    request.update_context(lang=CHINESE if chinese else ENGLISH)


def render_page(template, values):
    """A page that nobody keeps."""
    language = request.env.lang.replace("_", "-")
    response = request.render(
        f"bianmin_queue.{template}", {"language": language, **values}
    )
    response.headers.update(HEADERS)
    return response


def make_json(values):
    """An answer that nobody keeps."""
    return request.make_json_response(values, headers=HEADERS)
