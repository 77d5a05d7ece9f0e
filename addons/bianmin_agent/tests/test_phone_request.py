from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.phone_request import Incomplete, parse_key, parse_request

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
PAGE = {"picture": "AAAA", "turns": 0, "cut": [0, 0, 1, 1]}


def make_request(**vals):
    return {
        "resident_id": 7,
        "implementation_id": 8,
        "note": "",
        "papers": [{"material_id": 9, "pages": [PAGE]}],
        "authorization": {
            "powers": "代为提交申请",
            "valid_from": "2026-11-24",
            "valid_to": "2027-11-24",
            "pages": [PAGE],
            "signature": "AAAA",
        },
        **vals,
    }


class TestPhoneRequest(BaseCase):
    """What a phone sends is looked at before anything is done with it."""

    def test_a_whole_request_is_read(self):
        request = parse_request(make_request())
        self.assertEqual(request.papers, {9: [PAGE]})
        self.assertEqual(request.authorization.valid_to, date(2027, 11, 24))

    def test_without_authorization_there_is_none(self):
        self.assertIsNone(
            parse_request(make_request(authorization=False)).authorization
        )

    def test_parts_of_another_kind_are_refused(self):
        for vals in (
            {"resident_id": "7"},
            {"resident_id": True},
            {"implementation_id": -1},
            {"note": None},
            {"papers": [{"material_id": 9}]},
            {"papers": [{"material_id": 9, "pages": "AAAA"}]},
            {"papers": None},
            {"authorization": {"powers": ""}},
            {"authorization": {**make_request()["authorization"], "valid_to": "soon"}},
        ):
            with self.assertRaises(Incomplete, msg=str(vals)):
                parse_request(make_request(**vals))

    @given(st.sampled_from(sorted(make_request())))
    def test_no_part_may_be_missing(self, name):
        request = make_request()
        del request[name]
        with self.assertRaises(Incomplete):
            parse_request(request)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=8,
        )
    )
    def test_nothing_else_is_taken_for_a_request(self, data):
        with self.assertRaises(Incomplete):
            parse_request(data)

    @given(st.uuids())
    def test_any_uuid_is_a_key(self, key):
        self.assertEqual(parse_key(str(key)), str(key))

    def test_only_a_uuid_is_a_key(self):
        for key in ("", KEY.upper(), f"{KEY}0", f" {KEY}", KEY[:-1], None, 5, [KEY]):
            with self.assertRaises(Incomplete, msg=str(key)):
                parse_key(key)
