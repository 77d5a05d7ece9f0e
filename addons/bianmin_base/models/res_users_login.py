from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessDenied, ValidationError

from ..tools import password


class ResUsers(models.Model):
    _inherit = "res.users"

    def _login(self, credential, user_agent_env):
        # sudo: bianmin.login.log – nobody is logged in yet
        logs_sudo = self.env["bianmin.login.log"].sudo()
        login = credential.get("login") or ""
        if logs_sudo._is_locked_out(login):
            logs_sudo._log(login, "locked")
            raise AccessDenied(
                self.env._("Too many failed attempts: please wait, then try again.")
            )
        try:
            result = super()._login(credential, user_agent_env)
        except AccessDenied:
            logs_sudo._log(login, "failed")
            raise
        logs_sudo._log(login, "success")
        return result

    def _check_password_policy(self, passwords):
        result = super()._check_password_policy(passwords)
        # Nobody logs in as the superuser: it sets the passwords of data files.
        if self.env.uid == SUPERUSER_ID:
            return result
        # sudo: ir.config_parameter – the rule applies to everybody
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        wanted = int(parameters_sudo.get_param("bianmin_base.password_classes", 0))
        for text in filter(None, passwords):
            if password.count_classes(text) < wanted:
                raise ValidationError(
                    self.env._(
                        "A password needs %(count)s of these four: small letters, "
                        "capital letters, digits, other characters.",
                        count=wanted,
                    )
                )
        return result
