from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class BianminSubsidyEnrolment(models.Model):
    """Until when it is proved that the beneficiary lives, and what is owed after.

    Both follow from dates: no job need run in the night for a payment to be right.
    """

    _inherit = "bianmin.subsidy.enrolment"

    certified_until = fields.Date(
        string="Proof of Life Until",
        compute="_compute_certified_until",
        store=True,
        index="btree_not_null",
        help="The last day that the latest proof covers; each new one moves it. Empty "
        "when the scheme asks for none. Nothing is paid for periods after it.",
    )
    arrears_from = fields.Date(
        string="Nothing Owed Before",
        readonly=True,
        copy=False,
        tracking=True,
        help="Periods before this day that were missed are not paid any more.",
    )

    def _get_gate_fields(self):
        return (*super()._get_gate_fields(), "arrears_from")

    @api.depends(
        "valid_from",
        "scheme_id.certification_months",
        "scheme_id.certification_from",
        "beneficiary_id.certification_ids.certified_on",
        "beneficiary_id.certification_ids.state",
    )
    def _compute_certified_until(self):
        """Enrolling is the first proof: the applicant came himself (人社部 2018)."""
        latest = dict(
            # sudo: bianmin.subsidy.certification – a proof counts wherever it was given
            self.env["bianmin.subsidy.certification"]
            .sudo()
            ._read_group(
                [
                    ("resident_id", "in", self.beneficiary_id.ids),
                    ("result", "=", "alive"),
                    ("state", "=", "recorded"),
                ],
                ["resident_id"],
                ["certified_on:max"],
            )
        )
        for enrolment in self:
            scheme = enrolment.scheme_id
            days = (
                enrolment.valid_from,
                scheme.certification_from,
                latest.get(enrolment.beneficiary_id._origin),
            )
            months = scheme.certification_months
            enrolment.certified_until = bool(months) and (
                max(filter(None, days)) + relativedelta(months=months)
                if any(days)
                else False
            )

    def action_ask_resume(self):
        """Pay again; ask whether what was missed is paid too."""
        return self._ask_reason("active", self.env._("Resume"))

    def _resume(self, arrears):
        """Pay again.

        :param bool arrears: whether the periods missed meanwhile are paid, each once,
            by the next round
        """
        if arrears:
            self._pass_gate("active", state_reason=False)
            return
        for scheme, enrolments in self.grouped("scheme_id").items():
            enrolments._pass_gate(
                "active", state_reason=False, arrears_from=scheme._get_current_start()
            )
