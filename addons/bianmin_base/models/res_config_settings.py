from odoo import api, fields, models

# 等保 2.0 (GB/T 22239-2019): the customary numbers of its levels.
SECURITY_LEVELS = {
    "2": {
        "auth_password_policy.minlength": "8",
        "base.login_cooldown_duration": "900",
        "bianmin_base.inactivity_minutes": "30",
        "auth_totp.policy": False,
    },
    "3": {
        "auth_password_policy.minlength": "10",
        "base.login_cooldown_duration": "1800",
        "bianmin_base.inactivity_minutes": "10",
        "auth_totp.policy": "employee_required",
    },
}
BOTH_LEVELS = {
    "base.login_cooldown_after": "5",
    "bianmin_base.password_classes": "3",
    "password_security.expiration_days": "90",
    "password_security.history": "5",
    # Kinds of characters are counted together: no single one is asked for.
    "password_security.lower": "0",
    "password_security.upper": "0",
    "password_security.numeric": "0",
    "password_security.special": "0",
    "password_security.minimum_hours": "0",
}


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    bianmin_password_classes = fields.Integer(
        string="Kinds of characters",
        config_parameter="bianmin_base.password_classes",
        help="So many must occur of small letters, capital letters, digits, others.",
    )
    bianmin_login_tries = fields.Integer(
        string="Failed attempts", config_parameter="base.login_cooldown_after"
    )
    bianmin_login_seconds = fields.Integer(
        string="Seconds locked", config_parameter="base.login_cooldown_duration"
    )
    bianmin_inactivity_minutes = fields.Integer(
        string="Minutes without activity",
        config_parameter="bianmin_base.inactivity_minutes",
        help="After so long the screen asks for the password again; 0 for never.",
    )
    bianmin_map_tile_url = fields.Char(
        string="Map server",
        config_parameter="bianmin_base.map_tile_url",
        help="Address of the pictures of a map server (底图地址), such as "
        "https://map.example.org/{z}/{x}/{y}.png. Empty: villages are drawn on a plain "
        "background and nothing is asked from the internet.",
    )
    bianmin_map_attribution = fields.Char(
        string="Source of the map",
        config_parameter="bianmin_base.map_attribution",
        help="Stands in the corner of the map, such as the approval number (审图号).",
    )

    def set_values(self):
        result = super().set_values()
        self._apply_inactivity()
        return result

    def action_apply_level_2(self):
        """Set all values of account security to those of level 2 (等保二级)."""
        return self._apply_security_level("2")

    def action_apply_level_3(self):
        """Set all values of account security to those of level 3 (等保三级)."""
        return self._apply_security_level("3")

    @api.model
    def _apply_security_level(self, level):
        """Set all values of account security at once.

        :param str level: ``2`` or ``3``
        :raise AccessError: when the user may not open the settings
        """
        self.browse().check_access("create")
        # sudo: ir.config_parameter – whoever may open the settings may set these
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        for name, value in {**BOTH_LEVELS, **SECURITY_LEVELS[level]}.items():
            parameters_sudo.set_param(name, value)
        self._apply_inactivity()
        return {"type": "ir.actions.client", "tag": "reload"}

    @api.model
    def _apply_inactivity(self):
        """Hand the minutes on to the group of all staff, which enforces them."""
        # sudo: ir.config_parameter, res.groups – see above
        minutes = (
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("bianmin_base.inactivity_minutes", 0)
        )
        self.env.ref("base.group_user").sudo().lock_timeout_inactivity = int(minutes)
