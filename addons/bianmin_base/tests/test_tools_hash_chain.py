import unittest

from hypothesis import given
from hypothesis import strategies as st

from ..tools import hash_chain

HASH = st.text("0123456789abcdef", min_size=64, max_size=64)
ROWS = st.dictionaries(st.integers(1, 2**31), HASH, min_size=1, max_size=20)
PARTS = {
    "previous_hash": hash_chain.GENESIS,
    "number": 1,
    "res_model": "a.log",
    "columns": "id,name",
    "row_ids": "1,2",
    "row_hashes": "a" * 128,
    "at": "2026-11-24 02:00:00",
}


class TestBlockHash(unittest.TestCase):
    def test_every_part_counts(self):
        hashes = {hash_chain.block_hash(**PARTS)}
        for name, value in PARTS.items():
            other = value + 1 if name == "number" else f"{value}x"
            hashes.add(hash_chain.block_hash(**PARTS | {name: other}))
        self.assertEqual(len(hashes), len(PARTS) + 1)

    @given(st.text(), st.text(), st.text(), st.text())
    def test_nothing_can_be_moved_from_one_part_to_the_next(self, a, b, c, d):
        one = hash_chain.block_hash(**PARTS | {"res_model": a, "columns": b})
        two = hash_chain.block_hash(**PARTS | {"res_model": c, "columns": d})
        self.assertEqual(one == two, (a, b) == (c, d))


class TestRows(unittest.TestCase):
    @given(ROWS)
    def test_packing_and_unpacking_give_the_same_rows(self, rows):
        packed = hash_chain.pack(list(rows.items()))
        self.assertEqual(hash_chain.unpack(*packed), rows)

    def test_ids_and_hashes_that_do_not_fit_are_refused(self):
        for ids, hashes in (("1,2", "a" * 64), ("1", "a" * 65), ("", ""), ("x", "")):
            with self.assertRaises(ValueError):
                hash_chain.unpack(ids, hashes)

    @given(ROWS)
    def test_rows_as_they_were_are_no_difference(self, rows):
        self.assertEqual(hash_chain.compare(rows, {**rows, 0: "more"}), [])

    @given(ROWS, st.data())
    def test_the_row_that_differs_is_named(self, rows, data):
        row_id = data.draw(st.sampled_from(sorted(rows)))
        changed = {**rows, row_id: "x" * 64}
        self.assertEqual(hash_chain.compare(rows, changed), [(row_id, "changed")])
        del changed[row_id]
        self.assertEqual(hash_chain.compare(rows, changed), [(row_id, "deleted")])
