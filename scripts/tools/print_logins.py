"""Print the demo's users with their roles and divisions, in an Odoo shell."""

import unicodedata

env = env(context={"lang": "zh_CN"})  # noqa: F821 - the shell's own


def wide(text, width):
    """The text padded to so many columns; a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * (width - taken)


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


for login, name, roles in rows():
    print("   ", wide(login, 22), wide(name, 14), roles)
