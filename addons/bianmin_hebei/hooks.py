import csv
import gzip
import io
from datetime import date

from odoo.tools import file_open

DIVISIONS_FILE = "bianmin_hebei/data/hebei_divisions_2023.csv.gz"
# Cut-off date of the statistical register that the file was taken from.
DIVISIONS_VALID_FROM = date(2023, 6, 30)


def read_divisions():
    """The divisions of Hebei, from the province down to the village.

    :return: list of (code, official name), upper divisions before lower ones
    """
    with file_open(DIVISIONS_FILE, "rb") as packed, gzip.open(packed) as content:
        rows = csv.reader(io.TextIOWrapper(content, encoding="utf-8"))
        next(rows)
        return [(code, name) for code, name in rows]


def load_divisions(env):
    """Import the divisions before the data files, which refer to them."""
    env["bianmin.division"]._import_rows(read_divisions(), DIVISIONS_VALID_FROM)
