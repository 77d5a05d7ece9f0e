from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.language import VILLAGER_LANGUAGE
from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools import paper

PAPER_BUNDLE = "bianmin_case.assets_paper"


class BianminCaseCorrespondence(models.AbstractModel):
    """What leaves the office: statutory papers and text messages."""

    _name = "bianmin.case.correspondence"
    _description = "Correspondence of a Case"
    _inherit = ["bianmin.text.message.mixin"]

    # ------------------------------------------------------------
    # PAPERS
    # ------------------------------------------------------------

    @api.model
    def _get_document_templates(self):
        """QWeb template and character of the number, by kind of paper. Extend for
        papers of your own.

        :return: dict kind -> (template, character)
        """
        return {"acceptance": ("bianmin_case.notice_acceptance", "受")}

    def _issue_documents(self, kind):
        """Issue one numbered paper per case and freeze its text.

        The text is rendered now and never again; the PDF is made from the kept text
        when somebody first asks for it, so that issuing thousands takes seconds.

        :param str kind: key of :meth:`_get_document_templates`
        :return: the issued ``bianmin.case.document`` records
        """
        # sudo: bianmin.case.document – nobody writes papers but the gate
        documents_sudo = self.env["bianmin.case.document"].sudo()
        for office, cases in self.grouped("acceptance_point_id").items():
            seal = self._get_document_seal(kind, office)
            issued_sudo = documents_sudo.create(
                cases._prepare_document_vals_list(kind, office, seal)
            )
            if seal:
                seal._use(issued_sudo, office)
            documents_sudo |= issued_sudo
        return documents_sudo.sudo(self.env.su)

    def _prepare_document_vals_list(self, kind, office, seal):
        template, character = self._get_document_templates()[kind]
        # sudo: bianmin.counter – numbers are taken only here
        numbers = (
            self.env["bianmin.numbering"]
            .sudo()
            ._next_paper_numbers(office, character, local_today(), len(self))
        )
        style, now = self._get_paper_style(), fields.Datetime.now()
        documents = self.env["bianmin.case.document"]
        vals_list = []
        for case, number in zip(
            self.with_context(lang=self._get_paper_language()), numbers, strict=True
        ):
            token = documents._make_verification_token()
            values = case._prepare_document_values(number) | {
                "verification_address": documents._get_verification_address(token),
                "seal": seal,
            }
            vals_list.append(
                {
                    "case_id": case.id,
                    "kind": kind,
                    "number": number,
                    "issued_at": now,
                    "issued_by_id": self.env.uid,
                    "verification_token": token,
                    "content": case._render_document(template, values, style),
                }
            )
        return vals_list

    @api.model
    def _get_document_seal(self, kind, office):
        """The seal that the user may put on a kind of paper at an office today.

        Without one the paper leaves room for a stamp by hand.
        """
        return self.env["bianmin.seal"]._get_usable(kind, office)

    def _render_document(self, template, values, style):
        """The complete HTML of one paper, as it is kept: nothing in it is loaded from
        elsewhere.
        """
        self.ensure_one()
        page = self.env["ir.qweb"]._render(template, values)
        return paper.complete_html(page, style, values["number"])

    @api.model
    def _get_paper_style(self):
        """The style sheet of papers, compiled."""
        # sudo: ir.attachment – the compiled style sheet is kept as a public file
        bundle = self.env["ir.qweb"].sudo()._get_asset_bundle(PAPER_BUNDLE, js=False)
        return "\n".join(file.raw.decode() for file in bundle.css())

    def _prepare_document_values(self, number):
        """Values of a paper. Extend for papers that say more."""
        self.ensure_one()
        return {
            "case": self,
            "number": number,
            "today": local_today(),
            "address": self._get_public_address(),
            "clerk": self.env.user.name,
            "contact": self._get_contact_name(),
            "limit": self._get_limit_label(),
        }

    def _get_contact_name(self):
        """Whom the office talks to. Extend when somebody acts for the applicant."""
        self.ensure_one()
        return self.applicant_name

    # ------------------------------------------------------------
    # MESSAGES
    # ------------------------------------------------------------

    @api.model
    def _get_text_templates(self):
        """External ids of the text messages, by occasion. Extend for your own."""
        return {
            "accepted": "bianmin_case.sms_template_accepted",
            "supplement": "bianmin_case.sms_template_supplement",
            "rejected": "bianmin_case.sms_template_rejected",
            "granted": "bianmin_case.sms_template_granted",
            "refused": "bianmin_case.sms_template_refused",
        }

    def _notify_applicant(self, occasion):
        """Put a text message to each applicant into the outbox, in this transaction.

        :param str occasion: key of :meth:`_get_text_templates`
        """
        # sudo: sms.template – data of this addon
        template_sudo = self.env.ref(self._get_text_templates()[occasion]).sudo()
        self._send_text(template_sudo, self._get_text_phone())

    def _get_text_phone(self):
        """Phone numbers to which messages about these cases go.

        :return: dict case id -> phone; cases without one are left out
        """
        # sudo: bianmin.case – the number is closed to everyone, the sender needs it
        return {
            case_sudo.id: case_sudo.applicant_phone
            for case_sudo in self.sudo()
            if case_sudo.applicant_phone
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_paper_language(self):
        installed = dict(self.env["res.lang"].get_installed())
        return VILLAGER_LANGUAGE if VILLAGER_LANGUAGE in installed else self.env.lang

    def _get_public_address(self):
        """Address of the public page that shows where the case stands."""
        self.ensure_one()
        # sudo: bianmin.case – the token goes only onto the applicant's own papers
        return f"{self.get_base_url()}/bianmin/case/{self.sudo().token}"
