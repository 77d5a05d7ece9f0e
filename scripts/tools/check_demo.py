"""Log in as every demo user and open his menus, in an Odoo shell."""

import sys

from odoo.exceptions import AccessDenied

env = env(context={"lang": "zh_CN"})  # noqa: F821 - the shell's own
data = env["ir.model.data"].search(
    [("model", "=", "res.users"), ("module", "=like", "bianmin%")]
)
logins = env["res.users"].browse(data.mapped("res_id")).mapped("login")
failed = []
for login in [*logins, "admin"]:
    credential = {"type": "password", "login": login, "password": login}
    try:
        session = env["res.users"].authenticate(credential, {"interactive": True})
        env(user=session["uid"])["ir.ui.menu"].load_menus(False)
    except AccessDenied:
        failed.append(login)
print(f"{len(logins)} demo users, {len(failed)} of them cannot log in", *failed)
sys.exit(1 if failed or not logins else 0)
