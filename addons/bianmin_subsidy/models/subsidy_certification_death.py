from odoo import models


class BianminSubsidyCertification(models.Model):
    """A death that an agent reported, once the township has found it right."""

    _inherit = "bianmin.subsidy.certification"

    def _follow_report(self, note, evidence):
        result = super()._follow_report(note, evidence)
        if self.result == "died":
            self.resident_id._stop_after_death()
        return result
