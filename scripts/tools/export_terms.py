"""Write the translatable terms of addons to files, in an Odoo shell.

BIANMIN_TERMS names the folder; BIANMIN_ADDONS lists the addons, one file each.
"""

import os
from pathlib import Path

from odoo.tools.translate import trans_export

folder = Path(os.environ["BIANMIN_TERMS"])
for addon in os.environ["BIANMIN_ADDONS"].split(","):
    with (folder / f"{addon}.po").open("wb") as terms:
        trans_export(None, [addon], terms, "po", env)  # noqa: F821 - the shell's own
