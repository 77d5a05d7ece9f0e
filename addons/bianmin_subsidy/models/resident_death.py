from odoo import models
from odoo.tools import SQL


class BianminResident(models.Model):
    """What a death that was looked into means for subsidies."""

    _inherit = "bianmin.resident"

    def _stop_after_death(self):
        """End the enrolments of these dead people, find what was paid too much.

        Nothing is paid after a death in any case: each round looks at the register.
        An ended enrolment says so to those who read it, and frees the household.
        """
        dead = self.filtered("death_date")
        # sudo: bianmin.subsidy.enrolment – whose death was registered is paid no more,
        # whoever may read the enrolments; the act itself was allowed
        enrolments_sudo = (
            self.env["bianmin.subsidy.enrolment"]
            .sudo()
            .search([("beneficiary_id", "in", dead.ids), ("state", "!=", "ended")])
        )
        for (day, scheme), found in enrolments_sudo.grouped(
            lambda enrolment: (enrolment.beneficiary_id.death_date, enrolment.scheme_id)
        ).items():
            found._end(
                self.env._("Died on %(day)s.", day=day), scheme._get_last_paid_day(day)
            )
        self.env["bianmin.subsidy.recovery"]._find_overpaid(
            SQL("beneficiary.id = ANY(%s::int[])", dead.ids)
        )
