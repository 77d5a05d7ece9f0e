from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_date


class BianminCase(models.Model):
    _inherit = "bianmin.case"

    scheme_id = fields.Many2one(related="item_id.scheme_id", string="Subsidy Scheme")
    payment_mode = fields.Selection(
        [("card", "To the Account"), ("handover", "Handed Over by the Agent")],
        string="Way of Payment",
        default="card",
        help="Handed over: the agent draws the money for a villager who cannot, and "
        "hands it over against a signature.",
    )
    bank_account_id = fields.Many2one(
        "bianmin.bank.account",
        compute="_compute_bank_account_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('resident_id', '=', resident_id)]",
        help="The account that the subsidy is paid to.",
    )
    enrolment_ids = fields.One2many(
        "bianmin.subsidy.enrolment",
        "case_id",
        groups="bianmin_subsidy.group_subsidy_reader",
    )

    @api.depends("resident_id", "item_id")
    def _compute_bank_account_id(self):
        """The applicant's account, when there is only one to choose."""
        for case in self:
            accounts = case.resident_id.bank_account_ids
            if not case.item_id.scheme_id:
                case.bank_account_id = False
            elif case.bank_account_id not in accounts:
                case.bank_account_id = accounts if len(accounts) == 1 else False

    # ------------------------------------------------------------
    # HOOKS
    # ------------------------------------------------------------

    def _check_filing(self):
        """Nobody need hand in papers for what he receives already."""
        for scheme, cases in self.filtered("scheme_id").grouped("scheme_id").items():
            live = self._find_live_enrolments(scheme, cases.resident_id)
            if live:
                raise UserError(
                    self.env._(
                        "%(name)s receives “%(scheme)s” already: no application is "
                        "needed.",
                        name=live[0].beneficiary_id.name,
                        scheme=scheme.name,
                    )
                )
        return super()._check_filing()

    def _after_decision(self, result):
        if result == "granted":
            self.filtered("scheme_id")._enrol()
        return super()._after_decision(result)

    def _check_reopening(self, target):
        """A grant goes back into review only when nothing is paid on it any more."""
        # sudo: bianmin.subsidy.enrolment – who is enrolled decides, not what one sees
        live_sudo = (
            self.env["bianmin.subsidy.enrolment"]
            .sudo()
            .search([("case_id", "in", self.ids), ("state", "!=", "ended")], limit=1)
        )
        if live_sudo:
            raise UserError(
                self.env._(
                    "%(name)s is enrolled on %(case)s: end the enrolment first, then "
                    "reopen the case.",
                    name=live_sudo.beneficiary_id.name,
                    case=live_sudo.case_id.name,
                )
            )
        return super()._check_reopening(target)

    def _enrol(self):
        """Enrol the applicants, each once, however often this is called."""
        # sudo: bianmin.subsidy.enrolment – who decides a case enrols by deciding
        enrolments_sudo = self.env["bianmin.subsidy.enrolment"].sudo()
        done = enrolments_sudo.search([("case_id", "in", self.ids)]).case_id
        vals_list = []
        for scheme, cases in (self - done).grouped("scheme_id").items():
            live = self._find_live_enrolments(scheme, cases.resident_id)
            taken = live.beneficiary_id
            households = live.household_id
            for case in cases:
                resident = case.resident_id
                household = scheme.per == "household" and resident.household_id
                if resident in taken or (household and household in households):
                    continue
                taken |= resident
                households |= household or households
                vals_list.append(case._prepare_enrolment_vals())
        enrolments_sudo.create(vals_list)

    def _prepare_enrolment_vals(self):
        """Values of the enrolment that this granted case makes."""
        self.ensure_one()
        return {
            "scheme_id": self.scheme_id.id,
            "beneficiary_id": self.resident_id.id,
            "case_id": self.id,
            "valid_from": self.scheme_id._get_start(local_date(self.decided_at)),
            "payment_mode": self.payment_mode or "card",
            **(
                {"bank_account_id": self.bank_account_id.id}
                if self.bank_account_id.resident_id == self.resident_id
                and self.scheme_id.per == "person"
                else {}
            ),
        }

    @api.model
    def _find_live_enrolments(self, scheme, residents):
        """Enrolments of these people, or of their households, that are not ended."""
        # sudo: bianmin.subsidy.enrolment – who is enrolled decides, not what one sees
        enrolments_sudo = self.env["bianmin.subsidy.enrolment"].sudo()
        return enrolments_sudo.search(
            enrolments_sudo._get_live_domain(scheme, residents)
        )
