import json

from odoo.exceptions import AccessError, UserError
from odoo.http import request, route

from odoo.addons.web.controllers.binary import Binary, clean


class BianminBinary(Binary):
    @route()
    def upload_attachment(self, model, id, ufile, callback=None):  # pylint: disable=redefined-builtin
        """Take each paper that is good, and say of each other one why it is not."""
        if not request.env["ir.attachment"]._is_paper(model):
            return super().upload_attachment(model, id, ufile, callback=callback)
        files = request.httprequest.files.getlist("ufile")
        return json.dumps([self._take_paper(model, int(id), file) for file in files])

    def _take_paper(self, model, record_id, file):
        attachments = request.env["ir.attachment"]
        vals = {
            "name": file.filename,
            "raw": file.read(),
            "res_model": model,
            "res_id": record_id,
        }
        try:
            with request.env.cr.savepoint():
                paper = attachments.create(vals)
                paper._post_add_create()
        except (AccessError, UserError) as error:
            return {"error": str(error)}
        return {
            "id": paper.id,
            "filename": clean(paper.name),
            "mimetype": paper.mimetype,
            "size": paper.file_size,
        }
