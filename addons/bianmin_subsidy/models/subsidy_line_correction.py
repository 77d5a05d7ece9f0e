from odoo import fields, models
from odoo.exceptions import UserError


class BianminSubsidyLine(models.Model):
    """A payment that failed, and the one that pays it again."""

    _inherit = "bianmin.subsidy.line"

    source_line_id = fields.Many2one(
        "bianmin.subsidy.line",
        string="Corrects",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The payment that the bank sent back and this one pays again.",
    )
    correction_round_id = fields.Many2one(
        "bianmin.subsidy.round",
        string="Corrected by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The corrected round that has taken this failed payment.",
    )

    # What failed is paid again once, whatever the code does.
    _source_uniq = models.UniqueIndex(
        "(source_line_id) WHERE source_line_id IS NOT NULL AND state <> 'stopped'",
        "This failed payment is being corrected already.",
    )
    _failed_index = models.Index(
        "(beneficiary_id, scheme_id, period) WHERE state = 'failed'"
    )

    def _release(self, reason):
        result = super()._release(reason)
        corrections = self.round_id.filtered("is_correction")
        if corrections:
            corrections._free_sources()
        return result

    def action_resume(self):
        """Take stopped lines back; a correction once given up is made anew.

        :raise UserError: for a line of a corrected round
        """
        if self.source_line_id:
            raise UserError(
                self.env._(
                    "A stopped correction is not taken back: another corrected round "
                    "may have taken the payment. Correct it anew."
                )
            )
        return super().action_resume()
