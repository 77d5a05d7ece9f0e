"""The chain that shows whether logs were tampered with.

Rows are linked in blocks. A block keeps the hash of each of its rows and the hash of
the block before, under a hash of its own: who changes, deletes or inserts a row, or
mends a hash to hide it, breaks something that can be recomputed.
"""

import hashlib

# What the first block follows.
GENESIS = "0" * 64
HASH_LENGTH = 64


def block_hash(previous_hash, number, res_model, columns, row_ids, row_hashes, at):
    """The hash of a block over all it holds, in hexadecimal digits.

    :param str previous_hash: hash of the block before
    :param int number: place in the chain, from 1 without a gap
    :param str res_model: the log that the rows belong to
    :param str columns: names of the columns that the hashes of rows cover
    :param str row_ids: ids of the rows
    :param str row_hashes: hashes of the rows, in the order of the ids
    :param str at: when the block was linked
    """
    parts = (previous_hash, str(number), res_model, columns, row_ids, row_hashes, at)
    # The length before each part: no two blocks give the same text.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()


def pack(rows):
    """Ids and hashes of rows as a block keeps them.

    :param rows: list of (id, hash)
    :return: tuple of two strings
    """
    return ",".join(str(row_id) for row_id, _hash in rows), "".join(
        row_hash for _id, row_hash in rows
    )


def unpack(row_ids, row_hashes):
    """The rows of a block as a dict id -> hash.

    :raise ValueError: when ids and hashes do not fit each other
    """
    ids = [int(row_id) for row_id in row_ids.split(",")]
    if len(ids) * HASH_LENGTH != len(row_hashes):
        raise ValueError("ids and hashes differ in number")
    return {
        row_id: row_hashes[start : start + HASH_LENGTH]
        for row_id, start in zip(
            ids, range(0, len(row_hashes), HASH_LENGTH), strict=True
        )
    }


def compare(expected, found):
    """What became of the rows of a block.

    :param dict expected: id -> hash when they were linked
    :param dict found: id -> hash now
    :return: list of (id, ``changed`` or ``deleted``)
    """
    return [
        (row_id, "changed" if row_id in found else "deleted")
        for row_id, row_hash in expected.items()
        if found.get(row_id) != row_hash
    ]
