from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.local_time import local_date, local_today
from odoo.addons.bianmin_base.tools.masking import mask_name

from .certificate_event import ENDING_KINDS

# Holders are reminded so many days before the end.
ENDING_DAYS = 60


class BianminCertificate(models.Model):
    """A certificate as it was issued: for whom, from when to when, and whether it
    still stands (证照).

    The certificate itself never changes. That it was printed or withdrawn is told by
    its events, so that nobody can take either back.
    """

    _name = "bianmin.certificate"
    _description = "Certificate"
    _inherit = [
        "bianmin.append.only",
        "bianmin.kept.paper.mixin",
        "bianmin.scope.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "holder_name"]

    _landscape = True

    case_id = fields.Many2one(
        "bianmin.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="case_id.division_id", store=True, index=True, precompute=True
    )
    template_id = fields.Many2one(
        "bianmin.certificate.template",
        string="Kind",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    holder_name = fields.Char(
        string="Holder", required=True, readonly=True, index="trigram"
    )
    office = fields.Char(
        required=True, readonly=True, help="In whose name it was issued (发证机关)."
    )
    valid_from = fields.Date(required=True, readonly=True)
    valid_until = fields.Date(
        readonly=True,
        index="btree_not_null",
        help="Last day; empty for a certificate without an end (有效期至).",
    )
    state = fields.Selection(
        [("valid", "Valid"), ("expired", "Expired"), ("withdrawn", "Withdrawn")],
        string="Status",
        compute="_compute_state",
        search="_search_state",
    )
    event_ids = fields.One2many(
        "bianmin.certificate.event", "certificate_id", readonly=True
    )
    print_count = fields.Integer(string="Printed", compute="_compute_print_count")

    _case_template_uniq = models.Constraint(
        "UNIQUE (case_id, template_id)",
        "This certificate was issued for the case already.",
    )
    _period_check = models.Constraint(
        "CHECK (valid_until IS NULL OR valid_until >= valid_from)",
        "A certificate cannot end before it begins.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("event_ids.kind", "valid_until")
    def _compute_state(self):
        today = local_today()
        for certificate in self:
            if set(certificate.event_ids.mapped("kind")) & set(ENDING_KINDS):
                certificate.state = "withdrawn"
            elif certificate.valid_until and certificate.valid_until < today:
                certificate.state = "expired"
            else:
                certificate.state = "valid"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        withdrawn = Domain("event_ids.kind", "in", ENDING_KINDS)
        expired = Domain("valid_until", "<", local_today())
        domains = {
            "withdrawn": withdrawn,
            "expired": ~withdrawn & expired,
            "valid": ~withdrawn & ~expired,
        }
        return Domain.OR([domains[state] for state in value if state in domains])

    @api.depends("event_ids.kind")
    def _compute_print_count(self):
        for certificate in self:
            kinds = certificate.event_ids.mapped("kind")
            certificate.print_count = kinds.count("printed") + kinds.count("reprinted")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_print(self):
        """Print the original; who prints it again says why.

        :raise UserError: when it is withdrawn
        :raise AccessError: when the user issues nothing there
        """
        self.ensure_one()
        self._check_printable()
        if self.print_count:
            return self._open_window("reprinted", self.env._("Print again"))
        return self._log("printed")._get_download_action()

    def action_withdraw(self):
        """Ask why the certificate does not stand any more."""
        self.ensure_one()
        return self._open_window("revoked", self.env._("Withdraw the certificate"))

    def _open_window(self, kind, title):
        window = self.env["bianmin.certificate.act"].create(
            {"certificate_id": self.id, "kind": kind}
        )
        return window._get_window_action(title)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _log(self, kind, reason=False):
        """Write down what was done with these certificates.

        :param str kind: key of ``bianmin.certificate.event.kind``
        :return: the events
        """
        # sudo: bianmin.certificate.event – written by nobody but these acts
        events_sudo = self.env["bianmin.certificate.event"].sudo()
        vals_list = [
            {"certificate_id": one.id, "kind": kind, "reason": reason} for one in self
        ]
        return events_sudo.create(vals_list).sudo(self.env.su)

    def _print_again(self, reason):
        """Print once more, for a reason that stays on file (补证, 换证)."""
        self._check_printable()
        self.env["bianmin.case"]._require_words(reason)
        return self._log("reprinted", reason)._get_download_action()

    def _withdraw(self, kind, reason):
        """Say that the certificates do not stand any more (行政许可法 art. 69, 70).

        :param str kind: ``revoked`` or ``cancelled``
        :raise UserError: without a reason, or when it is withdrawn already
        :raise AccessError: when the user decides nothing there
        """
        self.env["bianmin.case"]._require_words(reason)
        self._check_scope("bianmin_case.group_case_decider")
        self._check_standing()
        self._log(kind, reason)

    def _check_printable(self):
        self._check_scope("bianmin_case.group_case_issuer")
        self._check_standing()

    def _check_standing(self):
        withdrawn = self.filtered(lambda certificate: certificate.state == "withdrawn")
        if withdrawn:
            raise UserError(
                self.env._(
                    "%(number)s was withdrawn and does not stand any more.",
                    number=withdrawn[0].number,
                )
            )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_place_names(self):
        """The places that the words of a template may have. Extend to offer more."""
        return (
            "holder",
            "item",
            "number",
            "issued_on",
            "valid_until",
            "office",
            "division",
            "case_number",
        )

    def _prepare_verification_values(self):
        states = {"withdrawn": "withdrawn", "expired": "expired"}
        return {
            **super()._prepare_verification_values(),
            "kind": self.template_id.name,
            "office": self.office,
            "date": local_date(self.issued_at),
            "holder": mask_name(self.holder_name),
            "valid_until": self.valid_until,
            "state": states.get(self.state, "valid") if self.is_intact else "altered",
        }
