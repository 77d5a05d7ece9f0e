from odoo import api, models


class BianminAttachmentOwner(models.AbstractModel):
    """Files that are read by whoever may read the record they belong to.

    A file uploaded in a form belongs to nobody until the form is saved: only who
    uploaded it can read it, and the record's own rules do not reach it. This ties
    the files of the fields named in ``_attachment_fields`` to their record. They are
    papers that somebody hands in: each is looked at when it comes (``ir.attachment``).
    """

    _name = "bianmin.attachment.owner"
    _description = "Owner of Attached Files"

    _attachment_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if any(name in vals for vals in vals_list for name in self._attachment_fields):
            records._own_attachments()
        return records

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in self._attachment_fields):
            self._own_attachments()
        return result

    def _own_attachments(self):
        for record in self:
            for name in self._attachment_fields:
                # sudo: ir.attachment – only files that the user just uploaded, which
                # belong to no record yet, are tied to this one
                loose = (
                    record[name]
                    .sudo()
                    .filtered(
                        lambda file: (
                            not file.res_id and file.create_uid == self.env.user
                        )
                    )
                )
                for file in loose.filtered(lambda file: file.res_model != self._name):
                    # It came in as something else and was not looked at yet.
                    file._inspect_paper(file.name, file.raw)
                if loose:
                    loose.write({"res_model": record._name, "res_id": record.id})
