from odoo import api, fields, models

# Outcomes after which the office's system still has the wrong name.
WITHOUT_RESULT = ("rejected", "withdrawn")


class BianminCase(models.Model):
    """A request that an office correct a name: its end is told to the roster's row."""

    _inherit = "bianmin.case"

    name_correction_ids = fields.One2many(
        "bianmin.name.correction", "case_id", string="Names to Correct", readonly=True
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_request_of_correction(self):
        """Who throws a draft away may draw it up again."""
        self._end_name_corrections("confirmed")

    def _after_transition(self, sources, target):
        result = super()._after_transition(sources, target)
        if target == "closed":
            granted = self.filtered(lambda case: case.result == "granted")
            granted._end_name_corrections("corrected")
            (self - granted)._end_name_corrections("confirmed")
        elif target in WITHOUT_RESULT:
            self._end_name_corrections("confirmed")
        return result

    def _end_name_corrections(self, target):
        # sudo: bianmin.name.correction – it follows the request, whoever handles that
        lines_sudo = self.sudo().name_correction_ids
        lines_sudo.filtered(lambda line: line.state == "filed")._pass_gate(target)
