"""A villager's request as a phone sends it, looked at before it is used."""

import re
from dataclasses import dataclass
from datetime import date

KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Incomplete(Exception):
    """What came is no whole request."""


@dataclass(frozen=True)
class SignedTerms:
    """What the villager read on the phone, his ID card and his signature."""

    powers: str
    valid_from: date
    valid_to: date
    pages: list
    signature: str


@dataclass(frozen=True)
class PhoneRequest:
    """One request.

    :ivar dict papers: pages by the paper's id in the catalogue
    :ivar SignedTerms authorization: None when the agent was authorized before
    """

    resident_id: int
    implementation_id: int
    note: str
    papers: dict
    authorization: SignedTerms | None


def parse_key(key):
    """The key by which the phone knows its request.

    :param str key: a UUID
    :raise Incomplete: when it is none
    """
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise Incomplete
    return key


def parse_request(data):
    """Read what the phone sent.

    :param dict data: see ``file_from_phone`` of ``bianmin.case``
    :rtype: PhoneRequest
    :raise Incomplete: when a part is missing or of another kind
    """
    try:
        papers = {
            _parse_id(paper["material_id"]): _parse_pages(paper["pages"])
            for paper in data["papers"]
        }
        signed = data["authorization"]
        return PhoneRequest(
            _parse_id(data["resident_id"]),
            _parse_id(data["implementation_id"]),
            _parse_text(data["note"]),
            papers,
            _parse_terms(signed) if signed else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Incomplete from error


def _parse_terms(data):
    return SignedTerms(
        _parse_text(data["powers"]),
        date.fromisoformat(data["valid_from"]),
        date.fromisoformat(data["valid_to"]),
        _parse_pages(data["pages"]),
        _parse_text(data["signature"]),
    )


def _parse_id(value):
    # True is a number, too.
    if type(value) is not int or value <= 0:
        raise ValueError
    return value


def _parse_text(value):
    if not isinstance(value, str):
        raise TypeError
    return value


def _parse_pages(value):
    if not isinstance(value, list):
        raise TypeError
    return value
