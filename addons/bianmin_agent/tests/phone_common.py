import base64
import uuid

from odoo.addons.bianmin_base.tests.common import make_paper

from .common import SIGNATURE

PAGE = {
    "picture": base64.b64encode(make_paper()).decode(),
    "turns": 0,
    "cut": [0, 0, 1, 1],
}


class PhoneMixin:
    """Requests as the phone sends them."""

    @classmethod
    def _get_form(cls, user=None, resident=None):
        cases = cls.env["bianmin.case"].with_user(user or cls.agent_user)
        return cases.get_phone_form((resident or cls.resident).id)

    @classmethod
    def _fill_in(cls, form, name="两女补贴", **vals):
        """All papers that must be there, and the signature where it is needed."""
        [matter] = [one for one in form["matters"] if one["name"] == name]
        papers = [
            {"material_id": int(paper["key"]), "pages": [PAGE]}
            for paper in matter["papers"]
            if paper["required"] and paper["key"] != "identity"
        ]
        signed = {
            **form["authorization"]["terms"],
            "pages": [PAGE, PAGE],
            "signature": SIGNATURE,
        }
        return {
            "resident_id": form["resident"]["id"],
            "implementation_id": matter["implementation_id"],
            "note": "",
            "papers": papers,
            "authorization": not matter["authorized"] and signed,
            **vals,
        }

    @classmethod
    def _make_key(cls):
        return str(uuid.uuid4())

    @classmethod
    def _send(cls, request, key=None, user=None):
        cases = cls.env["bianmin.case"].with_user(user or cls.agent_user)
        answer = cases.file_from_phone(key or cls._make_key(), request)
        return cls.env["bianmin.case"].browse(answer["id"])
