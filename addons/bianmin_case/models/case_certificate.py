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
        issued_sudo = self.env["bianmin.certificate"]
        groups = self._group_by_certificate()
        for (template, point, office, named), cases in groups.items():
            seal = self._get_document_seal(DECISION, point, office, named)
            vals_list = cases._prepare_certificate_vals_list(template, office, seal)
            issued_sudo |= self._create_sealed(issued_sudo, vals_list, seal, point)
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
        numbers = self._take_numbers(office, template.character)
        style = self._get_paper_style()
        cases = self.with_context(lang=self._get_paper_language())
        return [
            case._prepare_certificate_vals(template, office, seal, number, style)
            for case, number in zip(cases, numbers, strict=True)
        ]

    def _prepare_certificate_vals(self, template, office, seal, number, style):
        self.ensure_one()
        today, months = local_today(), template.validity_months
        vals = {
            "template_id": template.id,
            "holder_name": self.applicant_name,
            "valid_from": today,
            # The last day is the one before the same day months later.
            "valid_until": months and today + relativedelta(months=months, days=-1),
        }
        values = {
            "title": template.name,
            "number": number,
            "office": office.name,
            "today": today,
            "seal": seal,
        }
        places = self._prepare_certificate_places(vals | values)
        values["words"] = fill_in(template.body, places)
        papers = self.env["bianmin.certificate"]
        sheet = "bianmin_case.certificate"
        return vals | self._prepare_paper_vals(papers, sheet, values, style)

    def _prepare_certificate_places(self, vals):
        """Words for the places of a template. Extend together with
        ``bianmin.certificate._get_place_names``.

        :param dict vals: what the certificate says
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
