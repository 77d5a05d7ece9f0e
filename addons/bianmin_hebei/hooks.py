import csv
import gzip
import io
from datetime import date

from odoo.tools import convert_file, file_open

DIVISIONS_FILE = "bianmin_hebei/data/hebei_divisions_2023.csv.gz"
# Cut-off date of the statistical register that the file was taken from.
DIVISIONS_VALID_FROM = date(2023, 6, 30)
CATALOG_FOLDER = "data/catalog"
# In the order of their references.
CATALOG_MODELS = (
    "bianmin.catalog.category",
    "bianmin.catalog.item",
    "bianmin.catalog.material",
    "bianmin.catalog.step",
    "bianmin.catalog.faq",
)


def read_divisions():
    """The divisions of Hebei, from the province down to the village.

    :return: list of (code, official name), upper divisions before lower ones
    """
    with file_open(DIVISIONS_FILE, "rb") as packed, gzip.open(packed) as content:
        rows = csv.reader(io.TextIOWrapper(content, encoding="utf-8"))
        next(rows)
        return [(code, name) for code, name in rows]


def load_reference_data(env):
    """Load what the data files and the demonstration refer to, once, when installed."""
    load_divisions(env)
    load_catalog(env)


def load_divisions(env):
    """Import the divisions of the province."""
    env["bianmin.division"]._import_rows(read_divisions(), DIVISIONS_VALID_FROM)


def load_catalog(env):
    """Load the reference catalogue from the files of ``data/catalog``.

    Not listed as data in the manifest: Odoo overwrites rows of CSV data files at each
    update, but an item belongs to the county that edited it.
    """
    env = env(context={**env.context, "default_is_reference": True})
    for model in CATALOG_MODELS:
        path = f"{CATALOG_FOLDER}/{model}.csv"
        convert_file(env, "bianmin_hebei", path, {}, mode="init", noupdate=True)
