from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What was granted and paid under an entry stays there: its rosters, bank files and
# receipts say so.
STAYING = {
    ("bianmin.subsidy.enrolment", "beneficiary_id"),
    ("bianmin.subsidy.line", "beneficiary_id"),
    ("bianmin.subsidy.line", "payee_id"),
    ("bianmin.subsidy.line", "head_id"),
}


class BianminResident(models.Model):
    """Two entries for one person, when subsidies were paid under one of them.

    Enrolments and payments stay with the closed entry. What is to be paid from now on
    is granted to the entry that goes on; a round pays it nothing for a period that was
    paid under the closed one.
    """

    _inherit = "bianmin.resident"

    @api.model
    def _get_merge_references(self):
        return [
            reference
            for reference in super()._get_merge_references()
            if reference not in STAYING
        ]

    def _check_mergeable(self, kept):
        result = super()._check_mergeable(kept)
        # sudo: bianmin.subsidy.enrolment – whoever merges need not read subsidies, but
        # must not stop one unseen
        live_sudo = (
            self.env["bianmin.subsidy.enrolment"]
            .sudo()
            .search(
                Domain("beneficiary_id", "in", self.ids)
                & Domain("state", "!=", "ended")
            )
        )
        if live_sudo:
            raise UserError(
                self.env._(
                    "%(name)s receives %(schemes)s under the entry that is to be "
                    "closed. Have the enrolment ended first, or let this entry go on "
                    "and close the other one.",
                    name=self.name,
                    schemes="、".join(live_sudo.scheme_id.mapped("name")),
                )
            )
        return result
