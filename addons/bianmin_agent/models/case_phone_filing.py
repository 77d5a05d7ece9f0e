from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Command

from ..tools import phone_request


class BianminCase(models.Model):
    """A request that an agent wrote on his phone, perhaps without a network.

    The phone makes up a key for each request and sends it until it has an answer. The
    key is kept with the case under a UNIQUE index: however often a request comes, and
    from however many windows at once, there is one case.
    """

    _inherit = "bianmin.case"

    filing_key = fields.Char(
        copy=False,
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Made up by the phone on which the request was written: it tells a "
        "repeated request from a new one (幂等键).",
    )

    _filing_key_uniq = models.UniqueIndex(
        "(filing_key) WHERE filing_key IS NOT NULL",
        "This request has been handed in already.",
    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def file_from_phone(self, key, request):
        """Hand in, once, what the agent wrote on his phone: papers, authorization and
        request in one transaction.

        :param str key: UUID that the phone made up for this request
        :param dict request: ``resident_id``, ``implementation_id`` and ``note``;
            ``papers``: a list of dicts of ``material_id`` (in the catalogue) and
            ``pages`` (see ``add_scan`` of ``bianmin.case.material``);
            ``authorization``: false, or ``pages`` of the ID card, ``signature``
            (picture in base64) and what was signed: ``powers``, ``valid_from``,
            ``valid_to``
        :return: dict of ``id`` and ``number`` of the case
        :raise AccessError: when villager or station are not the agent's today
        :raise UserError: when a paper or the authorization is missing
        """
        try:
            key = phone_request.parse_key(key)
            parsed = phone_request.parse_request(request)
        except phone_request.Incomplete as error:
            raise UserError(
                self.env._(
                    "The request did not arrive whole. Open it on the phone and send "
                    "it again."
                )
            ) from error
        case = self._get_by_filing_key(key) or self._file_from_phone(key, parsed)
        return {"id": case.id, "number": case.name}

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_gate_fields(self):
        return (*super()._get_gate_fields(), "filing_key")

    @api.model
    def _get_by_filing_key(self, key):
        """The case that this key made before, or an empty recordset.

        :raise AccessError: when it is another agent's
        """
        # sudo: bianmin.case – the key is closed to everyone
        case_sudo = self.sudo().search([("filing_key", "=", key)])
        if case_sudo and case_sudo.agent_id.user_id != self.env.user:
            raise AccessError(
                self.env._("This request was handed in by another agent.")
            )
        return case_sudo.with_env(self.env)

    @api.model
    def _file_from_phone(self, key, request):
        """
        :param PhoneRequest request: what was sent
        """
        case = self.create(
            {
                "resident_id": request.resident_id,
                "implementation_id": request.implementation_id,
                "item_id": self._get_phone_item(request.implementation_id).id,
                "note": request.note,
            }
        )
        if error := case._get_reach_error():
            raise AccessError(error)
        case._keep_filing_key(key)
        if request.authorization and case.authorization_status == "missing":
            case._sign_on_phone(request.authorization)
        case._take_photographs(request.papers)
        case.action_submit()
        return case

    @api.model
    def _get_phone_item(self, implementation_id):
        """The matter that is taken under this entry at one of the agent's stations."""
        taken = self._get_agent_implementations()
        implementation = taken.filtered(lambda one: one.id == implementation_id)
        if not implementation:
            raise UserError(
                self.env._(
                    "This matter is no longer taken at your station. Choose another "
                    "one."
                )
            )
        return implementation.item_id

    def _keep_filing_key(self, key):
        """Put the key on the case; who comes second waits here for the first.

        :raise ConcurrencyError: when the same request was handed in meanwhile: the
            server then repeats this one, which finds the case
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                # sudo: bianmin.case – the key is set by nothing but this
                self.sudo().filing_key = key
                self.flush_recordset(["filing_key"])
        except UniqueViolation as error:
            raise ConcurrencyError("The same request is being handed in") from error

    def _sign_on_phone(self, terms):
        """Draw up the authorization that the villager read and signed on the phone.

        :param SignedTerms terms: what he signed
        """
        self.ensure_one()
        Authorization = self.env["bianmin.agent.authorization"]
        copy = self.env["ir.attachment"].create(
            {
                "name": self.env._("ID card.pdf"),
                "raw": self.material_ids._make_scan(terms.pages, b""),
                "res_model": Authorization._name,
                "res_id": 0,
            }
        )
        authorization = Authorization.create(
            {
                **self._prepare_authorization_vals(),
                "powers": terms.powers,
                "valid_from": terms.valid_from,
                "valid_to": terms.valid_to,
                "identity_copy_ids": [Command.set(copy.ids)],
            }
        )
        authorization._sign(terms.signature, self.resident_id.name)

    def _take_photographs(self, papers):
        """Keep the photographs of each paper as one PDF.

        :param dict papers: pages by the paper's id in the catalogue
        :raise UserError: when the catalogue asks for this paper no longer
        """
        self.ensure_one()
        lines = {line.material_id.id: line for line in self.material_ids}
        if papers.keys() - lines.keys():
            raise UserError(
                self.env._(
                    "The papers of “%(item)s” have changed meanwhile. Choose the "
                    "matter again.",
                    item=self.item_id.name,
                )
            )
        for material_id, pages in papers.items():
            lines[material_id].add_scan(pages)
