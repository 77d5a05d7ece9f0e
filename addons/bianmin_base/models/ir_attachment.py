import base64

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..tools import uploaded_file
from ..tools.uploaded_file import MEGABYTE, MIMETYPES, UploadProblem

# The largest paper that is taken, in megabytes; an administrator may set another.
LIMIT_PARAMETER = "bianmin_base.upload_megabytes"
LIMIT_MEGABYTES = 20

_lt = LazyTranslate(__name__)

# One sentence for each reason of an ``UploadProblem``.
SENTENCES = {
    "empty": _lt("“%(file)s” is empty. Take the picture or scan again."),
    "large": _lt(
        "“%(file)s” has %(megabytes)s MB; the most that is taken is %(limit)s MB. "
        "Take a smaller picture or scan in grey."
    ),
    "program": _lt(
        "“%(file)s” is a program, whatever its name says. Upload a picture or a PDF of "
        "the paper."
    ),
    "archive": _lt("“%(file)s” is an archive. Upload the papers one by one."),
    "unknown": _lt(
        "“%(file)s” is neither a picture (JPEG, PNG) nor a PDF, OFD, Word or Excel "
        "file."
    ),
    "broken": _lt("“%(file)s” is damaged. Take the picture or scan again."),
    "pixels": _lt(
        "“%(file)s” has far too many points. Take the picture or scan again in a lower "
        "resolution."
    ),
    "bomb": _lt("“%(file)s” unpacks to far more than a paper can hold."),
    "active": _lt(
        "“%(file)s” holds a script, a macro or another file. Print it to a PDF or take "
        "a picture of it."
    ),
    "locked": _lt(
        "“%(file)s” is locked with a password. Upload it without the password."
    ),
}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def _check_contents(self, values):
        """Look into papers that come in, and keep them under a clean name."""
        if self._is_paper(values.get("res_model")) and not values.get("res_field"):
            kind = self._inspect_paper(values.get("name"), values.get("raw") or b"")
            # The caller keeps the very dictionary it has given.
            values["name"] = uploaded_file.clean_name(values.get("name"), kind)
            values["mimetype"] = MIMETYPES[kind]
        return super()._check_contents(values)

    def write(self, vals):
        """Look into what takes the place of a paper, too."""
        if vals.keys() & {"raw", "datas"}:
            self._inspect_exchanged_papers(vals)
        return super().write(vals)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _is_paper(self, model_name):
        """Whether files of this model are papers that somebody hands in."""
        model = self.env.get(model_name) if model_name else None
        return bool(getattr(model, "_attachment_fields", ()))

    @api.model
    def _inspect_paper(self, name, data):
        """Return the kind of a paper that is to be taken in.

        :param str name: the name as it was sent, for the sentence
        :param bytes data: the whole content
        :raise UserError: when it is not taken, in one sentence that says why
        """
        limit = self._get_upload_megabytes()
        try:
            return uploaded_file.inspect(data, limit * MEGABYTE)
        except UploadProblem as problem:
            sentence = self.env._(SENTENCES[problem.code])
            raise UserError(
                sentence
                % {"file": name, "megabytes": problem.megabytes, "limit": limit}
            ) from problem

    def _inspect_exchanged_papers(self, vals):
        """The same content passes unseen, as when files move to another storage."""
        raw = vals.get("raw") or base64.b64decode(vals.get("datas") or b"")
        raw = raw.encode() if isinstance(raw, str) else raw
        checksum = self._compute_checksum(raw)
        for file in self:
            changed = not file.res_field and file.checksum != checksum
            if changed and self._is_paper(file.res_model):
                self._inspect_paper(file.name, raw)

    @api.model
    def _get_upload_megabytes(self):
        # sudo: ir.config_parameter – the limit is no secret
        value = self.env["ir.config_parameter"].sudo().get_param(LIMIT_PARAMETER)
        return int(value or LIMIT_MEGABYTES)
