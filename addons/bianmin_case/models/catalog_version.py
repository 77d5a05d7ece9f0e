from odoo import models


class BianminCatalogVersion(models.Model):
    _inherit = "bianmin.catalog.version"

    def _get_referred(self):
        # sudo: bianmin.case – whether there is any, not which
        groups = (
            self.env["bianmin.case"]
            .sudo()
            ._read_group([("version_id", "in", self.ids)], ["version_id"])
        )
        # sudo: only the ids are handed on
        referred = self.browse(version.id for (version,) in groups)
        return super()._get_referred() | referred

    def _after_effect(self, former):
        """Applications that are not handed in yet follow the new version."""
        # sudo: bianmin.case – the version is the catalogue's choice, not the filer's
        drafts_sudo = (
            self.env["bianmin.case"]
            .sudo()
            .search([("state", "=", "draft"), ("version_id", "in", former.ids)])
        )
        drafts_sudo._renew_version()
        drafts_sudo._add_checklist()
        return super()._after_effect(former)
