from odoo import api, fields, models
from odoo.http import request

# What a log entry says of one export need not fill pages.
WORDS = 1000


class BianminExportLog(models.Model):
    """Who took which data out of the system, when, and how much (PIPL art. 51)."""

    _name = "bianmin.export.log"
    _description = "Export Log"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "register"

    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    exported_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    kind = fields.Selection(
        selection=[
            ("list", "List"),
            ("report", "Printed or as a report"),
            ("file", "File for others"),
        ],
        required=True,
        readonly=True,
    )
    res_model = fields.Char(string="Model", required=True, readonly=True)
    register = fields.Char(string="Kind of entry", required=True, readonly=True)
    selection_words = fields.Char(
        string="Restricted to",
        readonly=True,
        help="The filter that was set, without numbers of persons.",
    )
    field_names = fields.Char(string="Data", readonly=True)
    row_count = fields.Integer(string="Rows", required=True, readonly=True)
    division_id = fields.Many2one(
        "bianmin.division",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The smallest division that all exported entries lie in.",
    )
    address = fields.Char(string="IP address", readonly=True)

    @api.model
    def _log_export(self, kind, records, row_count, field_names=(), words=""):
        """Log that data leaves the system. Call it from everything that hands data out.

        :param str kind: key of ``kind``
        :param records: what is handed out, or what it was made from
        :param int row_count: rows that somebody gets
        :param field_names: names of the fields in it
        :param str words: what the export was restricted to
        """
        # sudo: ir.model – the name of a register is no secret
        name = self.env["ir.model"].sudo()._get(records._name).name
        labels = [
            records._fields[field]._description_string(self.env)
            if field in records._fields
            else field
            for field in field_names
        ]
        # sudo: bianmin.export.log – written by nobody but this method
        return self.sudo().create(
            {
                "user_id": self.env.uid,
                "kind": kind,
                "res_model": records._name,
                "register": name or records._name,
                "selection_words": words[:WORDS],
                "field_names": "、".join(labels)[:WORDS],
                "row_count": row_count,
                "division_id": self._get_common_division(records).id,
                "address": request.httprequest.remote_addr if request else False,
            }
        )

    @api.model
    def _get_common_division(self, records):
        """The smallest division that all records lie in; the topmost when they have
        none, so that auditors of the whole read of it.
        """
        # sudo: bianmin.division – public reference data
        divisions_sudo = self.env["bianmin.division"].sudo()
        field = records._fields.get("division_id")
        if field and field.store and field.comodel_name == divisions_sudo._name:
            # sudo: the records – they have been read; only their divisions matter
            divisions_sudo = divisions_sudo.union(
                *(
                    division
                    for [division] in records.sudo()
                    .with_context(active_test=False)
                    ._read_group([("id", "in", records.ids)], ["division_id"])
                )
            )
        paths = [division.parent_path.split("/")[:-1] for division in divisions_sudo]
        common = []
        for ids in zip(*paths, strict=False):
            if len(set(ids)) > 1:
                break
            common.append(ids[0])
        if common:
            return divisions_sudo.browse(int(common[-1]))
        return divisions_sudo.search([("parent_id", "=", False)], limit=1)
