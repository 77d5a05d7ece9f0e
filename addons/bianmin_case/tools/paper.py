"""Papers as issued: the text that is kept, its fingerprint, its pictures."""

import hashlib
import re
from dataclasses import dataclass
from html import escape, unescape

from lxml import html

# In the kept text a QR code is its address: drawing 2,100 pictures would hold up a
# bulk acceptance for minutes, and the picture follows from the address alone.
_QR_IMAGE = re.compile(r'(<img\b[^>]*?\bsrc=")qr:([^"]*)(")')
# Nor is the picture of a seal kept 2,100 times: a seal that was used never changes.
_SEAL_IMAGE = re.compile(r'(<img\b[^>]*?\bsrc=")seal:([0-9]+)(")')


@dataclass(frozen=True)
class PaperKind:
    """How a kind of paper is written.

    :ivar template: external id of its QWeb template
    :ivar character: what its number says of it (文书性质), such as 受
    :ivar seal_kind: kind of seal that it carries: ``acceptance`` of the office that
        accepts, ``approval`` of the one that decides; None for what the applicant signs
    """

    template: str
    character: str
    seal_kind: str | None


def fingerprint(content):
    """SHA-256 of a paper's text, in hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def draw_qr_codes(content, draw):
    """Put pictures in place of the addresses of QR codes.

    :param str content: HTML with ``<img src="qr:ADDRESS">``
    :param draw: function that makes a data URI of an address
    """
    return _QR_IMAGE.sub(
        lambda match: f"{match[1]}{draw(unescape(match[2]))}{match[3]}", content
    )


def draw_seals(content, draw):
    """Put pictures in place of the ids of seals.

    :param str content: HTML with ``<img src="seal:ID">``
    :param draw: function that makes a data URI of an id
    """
    return _SEAL_IMAGE.sub(
        lambda match: f"{match[1]}{draw(int(match[2]))}{match[3]}", content
    )


def complete_html(page, style, title):
    """The sheet of a rendered page with its style inside.

    What a report page loads from elsewhere (style sheets, scripts) is left out: in
    ten years the kept text must still look as it was issued.

    :param str page: HTML with the sheet in an element of class ``article``
    :param str style: CSS
    :param str title: title of the document
    """
    [sheet] = html.document_fromstring(page).find_class("article")
    body = html.tostring(sheet, encoding="unicode", with_tail=False)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"/>'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
        f"<body>{body}</body></html>"
    )


def add_block(content, block):
    """Put a block under the text of a paper, on its last page.

    :param str content: complete HTML document of :func:`complete_html`
    :param str block: HTML
    """
    text, end, rest = content.rpartition("</body>")
    return f"{text}{block}{end}{rest}"


def get_text_of_body(content):
    """The text of a paper as HTML without pictures and style.

    :param str content: complete HTML document of :func:`complete_html`
    """
    body = html.document_fromstring(content).body
    for picture in body.xpath(".//img"):
        picture.drop_tree()
    return _inner_html(body)


def join_pages(contents):
    """Papers one after the other, each on a new page, in as few documents as possible.

    Papers share a document while they share a style sheet: one of a former version
    keeps its own look.

    :param contents: complete HTML documents of :func:`complete_html`
    :return: list of HTML documents
    """
    documents = []  # [style, [sheet, …]]
    for content in contents:
        page = html.document_fromstring(content)
        style = page.findtext(".//style")
        if not documents or documents[-1][0] != style:
            documents.append((style, []))
        documents[-1][1].append(
            f'<div style="page-break-after: always">{_inner_html(page.body)}</div>'
        )
    return [
        '<!DOCTYPE html><html><head><meta charset="utf-8"/>'
        f"<style>{style}</style></head><body>{''.join(sheets)}</body></html>"
        for style, sheets in documents
    ]


def _inner_html(element):
    return "".join(html.tostring(child, encoding="unicode") for child in element)
