#!/usr/bin/env bash
# Inside the container: creates the county's database, without demo data, and replaces
# the administrator's well-known password before anybody can reach it.
set -euo pipefail

/entrypoint.sh odoo --database="$BIANMIN_DB" --init="$BIANMIN_ADDONS" \
  --load-language=zh_CN --workers=0 --no-http --stop-after-init

/entrypoint.sh odoo shell --database="$BIANMIN_DB" --workers=0 --no-http <<'PYTHON'
import os

env.ref("base.user_admin").write(
    {
        "password": os.environ["ADMIN_PASSWORD"],
        "lang": "zh_CN",
        "tz": "Asia/Shanghai",
    }
)
# Papers fetch their styles from the server itself, not through the proxy.
env["ir.config_parameter"].set_param("report.url", "http://localhost:8069")
env.cr.commit()
PYTHON
