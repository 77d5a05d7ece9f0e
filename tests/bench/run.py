"""Run benchmarks in a database and print their rows: see scripts/bench."""

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path

import odoo.api
import odoo.modules.registry
import odoo.sql_db
from odoo.tools import config

from tests import bench as folder
from tests.bench.bench import registered

NOT_BENCHES = {"bench", "run"}
COLUMNS = ("name", "value", "unit", "floor", "ratio", "goal", "holds")


def load_benches():
    for module in pkgutil.iter_modules(folder.__path__):
        if module.name not in NOT_BENCHES:
            importlib.import_module(f"tests.bench.{module.name}")


def chosen(names):
    """The functions of the named rows, each once; all of them without a name."""
    unknown = sorted(set(names) - set(registered))
    if unknown:
        sys.exit(f"ERROR: there is no benchmark {', '.join(unknown)}.")
    return list(dict.fromkeys(registered[name] for name in names or registered))


def allow_plain_passwords(env):
    """Made-up users have their login as password; their rules are measured nowhere."""
    env["ir.config_parameter"].search(
        [
            "|",
            ("key", "=like", "password_security.%"),
            ("key", "=", "auth_password_policy.minlength"),
        ]
    ).value = "0"


def measure(database, function):
    """The rows of one function, run in a transaction that is rolled back."""
    registry = odoo.modules.registry.Registry(database)
    with registry.cursor() as cr:
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {"lang": "zh_CN"})
        allow_plain_passwords(env)
        rows = list(function(env))
        cr.rollback()
    return rows


def text(value):
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def print_table(rows):
    table = [COLUMNS, *([text(row[column]) for column in COLUMNS] for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(COLUMNS))]
    for line in table:
        print(
            "  ".join(
                cell.ljust(width) for cell, width in zip(line, widths, strict=True)
            )
        )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    config.parse_config(
        ["-d", options.database, "--log-level=warn"], setup_logging=True
    )
    load_benches()
    rows = []
    for function in chosen(options.names):
        rows += [row.as_dict() for row in measure(options.database, function)]
    print_table(rows)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=4) + "\n", encoding="utf-8")
    odoo.sql_db.close_all()
    sys.exit(0 if all(row["holds"] for row in rows) else 1)


if __name__ == "__main__":
    main()
