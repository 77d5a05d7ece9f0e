from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools.placeholder_text import fill_in

# Certificates are sealed and named like the decision that grants them.
DECISION = "grant"


class BianminCaseCertificate(models.AbstractModel):
    """Certificates that follow from granting a case."""

    _name = "bianmin.case.certificate"
    _description = "Certificates of a Case"
    _inherit = ["bianmin.case.actions"]

    certificate_ids = fields.One2many("bianmin.certificate", "case_id", readonly=True)
    certificate_count = fields.Integer(compute="_compute_certificate_count")

    @api.depends("certificate_ids")
    def _compute_certificate_count(self):
        for case in self:
            case.certificate_count = len(case.certificate_ids)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_print_certificate(self):
        """Print the certificate, or choose among several."""
        self.ensure_one()
        if len(self.certificate_ids) == 1:
            return self.certificate_ids.action_print()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_case.certificate_action"
        )
        return {**action, "domain": [("case_id", "=", self.id)], "context": {}}

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _after_decision(self, result):
        if result == "granted":
            self._issue_certificates()
        return super()._after_decision(result)

    def _issue_certificates(self):
        """Issue what the version of the item promises as a result.

        :return: ``bianmin.certificate``
        """
        # sudo: bianmin.certificate – nobody writes certificates but the gate
        issued_sudo = self.env["bianmin.certificate"].sudo()
        groups = self._group_by_certificate()
        for (template, point, office, named), cases in groups.items():
            seal = self._get_document_seal(DECISION, point, office, named)
            certificates_sudo = issued_sudo.create(
                cases._prepare_certificate_vals_list(template, office, seal)
            )
            if seal:
                seal._use(certificates_sudo, point)
            issued_sudo |= certificates_sudo
        return issued_sudo.sudo(self.env.su)

    def _group_by_certificate(self):
        """Cases by the template, point, office and named seal of certificates."""
        groups = {}
        for case in self:
            # sudo: bianmin.certificate.template – what is promised is no secret
            for template in case.sudo().version_id.result_ids.certificate_template_id:
                key = (template, *case._get_document_office(DECISION))
                groups[key] = groups.get(key, self.browse()) | case
        return groups

    def _prepare_certificate_vals_list(self, template, office, seal):
        # sudo: bianmin.counter – numbers are taken only here
        numbers = (
            self.env["bianmin.numbering"]
            .sudo()
            ._next_paper_numbers(office, template.character, local_today(), len(self))
        )
        style = self._get_paper_style()
        cases = self.with_context(lang=self._get_paper_language())
        return [
            case._prepare_certificate_vals(template, office, seal, number, style)
            for case, number in zip(cases, numbers, strict=True)
        ]

    def _prepare_certificate_vals(self, template, office, seal, number, style):
        self.ensure_one()
        certificates, today = self.env["bianmin.certificate"], local_today()
        token = certificates._make_verification_token()
        months = template.validity_months
        # The last day is the one before the same day months later.
        end = months and today + relativedelta(months=months, days=-1)
        vals = {
            "case_id": self.id,
            "template_id": template.id,
            "number": number,
            "holder_name": self.applicant_name,
            "office": office.name,
            "issued_at": fields.Datetime.now(),
            "issued_by_id": self.env.uid,
            "valid_from": today,
            "valid_until": end or False,
            "verification_token": token,
        }
        values = {
            "title": template.name,
            "number": number,
            "office": office.name,
            "today": today,
            "seal": seal,
            "verification_address": certificates._get_verification_address(token),
            "words": fill_in(template.body, self._prepare_certificate_places(vals)),
        }
        content = self._render_document("bianmin_case.certificate", values, style)
        return {**vals, "content": content}

    def _prepare_certificate_places(self, vals):
        """Words for the places of a template. Extend together with
        ``bianmin.certificate._get_place_names``.
        """
        end = vals["valid_until"]
        return {
            "holder": vals["holder_name"],
            "item": self.item_id.name,
            "number": vals["number"],
            "issued_on": self._say_date(vals["valid_from"]),
            "valid_until": self._say_date(end) if end else self.env._("without end"),
            "office": vals["office"],
            "division": self.division_id.display_name,
            "case_number": self.name,
        }

    @api.model
    def _say_date(self, date):
        return f"{date.year}年{date.month}月{date.day}日"
