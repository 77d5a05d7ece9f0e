from datetime import timedelta

from odoo import api, fields, models
from odoo.http import request

from ..tools.masking import mask_name


class BianminLoginLog(models.Model):
    """Who logged in or tried to, from where (等保: 登录失败处理, 安全审计).

    Never holds a password: a name that no user has may be one typed into the wrong
    field, and is kept masked.
    """

    _name = "bianmin.login.log"
    _description = "Login Log"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "login"

    at = fields.Datetime(
        string="Time", required=True, readonly=True, default=fields.Datetime.now
    )
    login = fields.Char(string="Login name", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    result = fields.Selection(
        selection=[
            ("success", "Logged in"),
            ("failed", "Failed"),
            ("locked", "Refused: too many failures"),
        ],
        required=True,
        readonly=True,
    )
    address = fields.Char(string="IP address", readonly=True)

    _user_index = models.Index("(user_id, at) WHERE user_id IS NOT NULL")

    @api.model
    def _log(self, login, result):
        """Log an attempt in a transaction of its own: a refused login is rolled back.

        :param str login: what was typed as the name
        :param str result: key of ``result``
        """
        with self.pool.cursor() as cr:
            logs = self.with_env(self.env(cr=cr, su=True))
            user = logs._find_user(login)
            logs.create(
                {
                    "login": login if user else mask_name(login or "?"),
                    "user_id": user.id,
                    "result": result,
                    "address": request.httprequest.remote_addr if request else False,
                }
            )

    @api.model
    def _find_user(self, login):
        # sudo: res.users – nobody is logged in yet
        users_sudo = self.env["res.users"].sudo()
        return users_sudo.search(users_sudo._get_login_domain(login), limit=1)

    @api.model
    def _is_locked_out(self, login):
        """Whether a user failed too often, on whichever worker and from wherever.

        Odoo counts per address and per process; the rule is about the account.
        """
        # sudo: ir.config_parameter, bianmin.login.log – nobody is logged in yet
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        allowed = int(parameters_sudo.get_param("base.login_cooldown_after", 5))
        seconds = int(parameters_sudo.get_param("base.login_cooldown_duration", 60))
        user = self._find_user(login) if allowed else None
        if not user:
            return False
        tried_sudo = self.sudo().search(
            [
                ("user_id", "=", user.id),
                ("at", ">", fields.Datetime.now() - timedelta(seconds=seconds)),
                ("result", "!=", "locked"),
            ],
            limit=allowed,
        )
        return len(tried_sudo) == allowed and set(tried_sudo.mapped("result")) == {
            "failed"
        }
