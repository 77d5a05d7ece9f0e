"""Print the demo's users with their roles and divisions, in an Odoo shell."""

import unicodedata

env = env(context={"lang": "zh_CN"})  # noqa: F821 - the shell's own


def columns(text):
    """How many columns a terminal needs; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def rows():
    data = env["ir.model.data"].search(
        [("model", "=", "res.users"), ("module", "=like", "bianmin%")]
    )
    yield "LOGIN = PASSWORD", "NAME", "ROLES"
    for user in env["res.users"].browse(data.mapped("res_id")).exists().sorted("id"):
        roles = (
            f"{line.role_id.name} ({'、'.join(line.division_ids.mapped('name'))})"
            for line in user.role_line_ids
        )
        yield user.login, user.name, "; ".join(roles)
    yield "admin", env.ref("base.user_admin").name, "Odoo"


table = list(rows())
widths = [max(map(columns, column)) for column in zip(*table, strict=True)]
for row in table:
    cells = zip(row, widths, strict=True)
    line = "  ".join(cell + " " * (width - columns(cell)) for cell, width in cells)
    print("   ", line.rstrip())
