from odoo import api, fields, models
from odoo.tools.image import image_data_uri

from odoo.addons.bianmin_base.tools.language import VILLAGER_LANGUAGE
from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools import paper
from ..tools.paper import PaperKind

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
    def _get_paper_kinds(self):
        """The papers that are issued. Extend for papers of your own.

        :return: dict kind -> :class:`~odoo.addons.bianmin_case.tools.paper.PaperKind`
        """
        window, decision, applicant = "acceptance", "approval", None
        return {
            kind: PaperKind(f"bianmin_case.paper_{kind}", character, seal_kind)
            for kind, character, seal_kind in (
                ("receipt", "收", window),
                ("supplement", "补", window),
                ("acceptance", "受", window),
                ("rejection", "不受", window),
                ("promise", "诺", applicant),
                ("deferral", "容", window),
                ("commitment", "承", applicant),
                ("special", "特", decision),
                ("extension", "延", decision),
                ("grant", "准", decision),
                ("refusal", "不准", decision),
                ("ending", "终", decision),
                ("delivery", "送", applicant),
            )
        }

    def _issue_documents(self, kind):
        """Issue one numbered paper per case and freeze its text.

        The text is rendered now and never again; the PDF is made from the kept text
        when somebody first asks for it, so that issuing thousands takes seconds.

        :param str kind: key of :meth:`_get_paper_kinds`
        :return: the issued ``bianmin.case.document`` records
        """
        documents_sudo = self.env["bianmin.case.document"]
        for (point, office, chosen), cases in self.grouped(
            lambda case: case._get_document_office(kind)
        ).items():
            seal = self._get_document_seal(kind, point, office, chosen)
            vals_list = cases._prepare_document_vals_list(kind, office, seal)
            documents_sudo |= self._create_sealed(
                documents_sudo, vals_list, seal, point
            )
        return documents_sudo.sudo(self.env.su)

    def _get_document_office(self, kind):
        """Where a paper is issued, in whose name, and which seal the catalogue names.

        Decisions under an entrusted power are made in the name of the department that
        entrusts it (行政许可法 art. 24), all other papers in that of the service point.

        :return: tuple of service point, a record with ``name`` and ``short_name``, and
            a seal or none
        """
        self.ensure_one()
        if self._get_paper_kinds()[kind].seal_kind != "approval":
            point = self.acceptance_point_id
            return point, point, self.env["bianmin.seal"]
        point, deciding = self.decision_point_id, self.decision_implementation_id
        department = deciding.decision_department_id
        office = department if department.short_name else point
        return point, office, deciding.seal_id

    def _prepare_document_vals_list(self, kind, office, seal):
        paper_kind = self._get_paper_kinds()[kind]
        numbers = self._take_numbers(office, paper_kind.character)
        papers, style = self.env["bianmin.case.document"], self._get_paper_style()
        return [
            case._prepare_paper_vals(
                papers,
                paper_kind.template,
                case._prepare_document_values(number)
                | {"office": office.name, "seal": seal},
                style,
            )
            | {"kind": kind}
            for case, number in zip(
                self.with_context(lang=self._get_paper_language()), numbers, strict=True
            )
        ]

    def _take_numbers(self, office, character):
        """Numbers for one paper of each of these cases."""
        # sudo: bianmin.counter – numbers are taken only here
        numbering_sudo = self.env["bianmin.numbering"].sudo()
        return numbering_sudo._next_paper_numbers(
            office, character, local_today(), len(self)
        )

    def _prepare_paper_vals(self, papers, template, values, style):
        """Values of one paper as it is kept, with its text.

        :param papers: the model of the paper, a ``bianmin.kept.paper.mixin``
        :param str template: external id of its QWeb template
        :param dict values: what the template says, ``number`` and ``office`` among them
        :param str style: the style sheet
        """
        self.ensure_one()
        token = papers._make_verification_token()
        address = papers._get_verification_address(token)
        content = self._render_document(
            template, values | {"verification_address": address}, style
        )
        return {
            "case_id": self.id,
            "number": values["number"],
            "office": values["office"],
            "issued_at": fields.Datetime.now(),
            "issued_by_id": self.env.uid,
            "verification_token": token,
            "content": content,
        }

    @api.model
    def _create_sealed(self, papers, vals_list, seal, point):
        """Write papers and put the seal on each, if there is one.

        :param papers: the model of the papers
        """
        # sudo: the papers – nobody writes papers but the gate
        issued_sudo = papers.sudo().create(vals_list)
        if seal:
            seal._use(issued_sudo, point)
        return issued_sudo

    @api.model
    def _get_document_seal(self, kind, point, office, chosen):
        """The seal that the user may put on a kind of paper at a point today.

        Without one the paper leaves room for a stamp by hand. On a decision it is the
        one that the catalogue names; where it names none, one of the department in
        whose name the decision is made.
        """
        seals = self.env["bianmin.seal"]
        seal_kind = self._get_paper_kinds()[kind].seal_kind
        if not seal_kind:
            return seals
        if chosen:
            seal = chosen if chosen._is_usable(point) else seals
        else:
            seal = seals._get_usable(seal_kind, point)
            seal = seals if office not in (point, seal.department_id) else seal
        # sudo: bianmin.seal – without a picture there is nothing to print
        return seal if seal.sudo().image else seals

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
            "special": self._get_special_label(),
            "decision_office": self._get_document_office("grant")[1].name,
            "remedy": self._get_remedy(),
            "signature": self._get_promise_picture(),
        }

    def _get_remedy(self):
        """What who does not agree may do (行政复议法 art. 20, 行政诉讼法 art. 46)."""
        return self.env._(
            "If you do not agree, you may within sixty days of receiving this paper "
            "apply to %(authority)s for administrative reconsideration, or within six "
            "months bring an action before the people's court that has jurisdiction.",
            authority=self._get_reconsideration_office(),
        )

    def _get_reconsideration_office(self):
        """Who reconsiders a refusal: the county government (行政复议法 art. 24)."""
        self.ensure_one()
        county = self.decision_point_id.division_id._get_ancestor("county")
        return f"{county.official_name or county.name}人民政府"

    def _get_promise_picture(self):
        """The applicant's signature as a data URI, or nothing."""
        self.ensure_one()
        # sudo: bianmin.case – a signed paper shows the signature
        signature = self.sudo().with_context(bin_size=False).deferral_signature
        return signature and image_data_uri(signature)

    def _get_delivered_documents(self):
        """The papers that say how the case was decided."""
        self.ensure_one()
        return self.document_ids.filtered(
            lambda document: document.kind in ("grant", "refusal", "ending")
        )

    def _get_contact_name(self):
        """Whom the office talks to. Extend when somebody acts for the applicant."""
        self.ensure_one()
        # sudo: bianmin.resident – who acts for an organization stands on its papers
        return (
            self.sudo().resident_id.name
            if self.organization_id
            else self.applicant_name
        )

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
            "special": "bianmin_case.sms_template_special",
            "extended": "bianmin_case.sms_template_extended",
            "ended": "bianmin_case.sms_template_ended",
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
