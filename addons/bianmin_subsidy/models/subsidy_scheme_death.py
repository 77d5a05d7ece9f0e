from dateutil.relativedelta import relativedelta

from odoo import models

from ..tools import period


class BianminSubsidyScheme(models.Model):
    """From which period on nothing is paid after a death."""

    _inherit = "bianmin.subsidy.scheme"

    def _get_last_paid_day(self, death_date):
        """A day of the last period that is paid for who died on ``death_date``."""
        self.ensure_one()
        if self.pays_period_of_death:
            return death_date
        found = period.containing(self.cycle, death_date)
        if found.end <= death_date:
            return death_date
        return found.start - relativedelta(days=1)
