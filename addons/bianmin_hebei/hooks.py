import csv
import gzip
import io
from datetime import date

from odoo.tools import convert_file, file_open

from odoo.addons.bianmin_base.tools.division_register import short_name

DIVISIONS_FILE = "bianmin_hebei/data/hebei_divisions_%(year)s.csv.gz"
# Cut-off dates of the statistical registers that the files were taken from.
FIRST_DIVISIONS_VALID_FROM = date(2018, 10, 31)
DIVISIONS_VALID_FROM = date(2023, 6, 30)
CATALOG_FOLDER = "data/catalog"
# In the order of their references.
CATALOG_MODELS = (
    "bianmin.catalog.category",
    "bianmin.catalog.item",
    "bianmin.catalog.material",
    "bianmin.catalog.step",
    "bianmin.catalog.faq",
    "bianmin.catalog.fee",
    "bianmin.catalog.result",
)


def read_divisions(day=DIVISIONS_VALID_FROM):
    """The divisions of Hebei, from the province down to the village.

    :param date day: cut-off date of one of the two registers
    :return: list of (code, official name), upper divisions before lower ones
    """
    path = DIVISIONS_FILE % {"year": day.year}
    with file_open(path, "rb") as packed, gzip.open(packed) as content:
        rows = csv.reader(io.TextIOWrapper(content, encoding="utf-8"))
        next(rows)
        return [(code, name) for code, name in rows]


def load_reference_data(env):
    """Load what the data files and the demonstration refer to, once, when installed."""
    load_divisions(env)
    load_catalog(env)


def load_divisions(env):
    """Import the register of 2018, then that of 2023 and with it what changed.

    What was dissolved in between keeps its row, with an end date and, where codes and
    names leave no doubt, its successor: 北早现乡 became 南岗镇.
    """
    Division = env["bianmin.division"]
    rows = read_divisions()
    if not Division.search_count([("code", "=", "13")], limit=1):
        first_rows = spell_as(rows, read_divisions(FIRST_DIVISIONS_VALID_FROM))
        Division._import_rows(first_rows, FIRST_DIVISIONS_VALID_FROM)
    Division._import_rows(rows, DIVISIONS_VALID_FROM)


def spell_as(rows, older_rows):
    """Older rows, spelled as in ``rows`` where people say the same name.

    The register of 2018 writes 村委会 where that of 2023 writes 村民委员会: 35,508 rows
    that differ in nothing else need not be written twice when the addon is installed.
    """
    names = dict(rows)
    for code, name in older_rows:
        newer = names.get(code, name)
        yield code, newer if short_name(newer) == short_name(name) else name


def load_catalog(env):
    """Load the reference catalogue from the files of ``data/catalog``.

    Not listed as data in the manifest: Odoo overwrites rows of CSV data files at each
    update, but an item belongs to the county that edited it.
    """
    env = env(context={**env.context, "default_is_reference": True})
    for model in CATALOG_MODELS:
        path = f"{CATALOG_FOLDER}/{model}.csv"
        convert_file(env, "bianmin_hebei", path, {}, mode="init", noupdate=True)
