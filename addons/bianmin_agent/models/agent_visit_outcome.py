import base64
import binascii
import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.image import image_process

# A photo of a visit is looked at, not measured: twelve megapixels are not kept.
PHOTO_SIZE = (1600, 1600)
PHOTO_QUALITY = 80
SIGNED = (
    *("result", "visited_name", "purpose", "planned_on", "place"),
    *("note", "photo_sha256", "signed_by_name"),
)


class BianminAgentVisitOutcome(models.Model):
    """What came of a visit: written once, at the door."""

    _name = "bianmin.agent.visit.outcome"
    _description = "Outcome of a Visit"
    _inherit = ["bianmin.append.only", "bianmin.signature.mixin"]
    _order = "id"
    _rec_name = "visited_name"

    visit_id = fields.Many2one(
        "bianmin.agent.visit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="visit_id.division_id", store=True, index=True, precompute=True
    )
    result = fields.Selection(
        [("done", "Done"), ("missed", "Missed"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
    )
    at = fields.Datetime(string="Time", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # the visit as it was then
    visited_name = fields.Char(string="Visited", required=True, readonly=True)
    purpose = fields.Char(required=True, readonly=True)
    planned_on = fields.Date(required=True, readonly=True)
    # what was found
    place = fields.Char(
        string="Met at", readonly=True, help="Where the villager was met (地点)."
    )
    latitude = fields.Float(digits=(9, 6), aggregator=None, readonly=True)
    longitude = fields.Float(digits=(9, 6), aggregator=None, readonly=True)
    note = fields.Text(readonly=True)
    reason = fields.Char(
        readonly=True, help="Why nobody was met, or why the visit was called off."
    )
    photo = fields.Binary(attachment=True, readonly=True)
    photo_sha256 = fields.Char(string="SHA-256 of the Photo", readonly=True)
    receipt_id = fields.Many2one(
        "bianmin.case.document",
        string="Record of Delivery",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The paper of the request that was signed at the door (送达回证).",
    )

    _visit_uniq = models.UniqueIndex("(visit_id)", "This visit has ended already.")
    # The day in China, as statistics count it.
    _day_index = models.Index("(((at + interval '8 hours')::date))")

    @api.model
    def _record(self, visit, result, values):
        """Write down what came of a visit; its gate has let the user through.

        :param visit: one ``bianmin.agent.visit``
        :param str result: key of ``result``
        :param dict values: see ``_finish``; a ``reason`` for what was not done
        """
        values = self._prepare_outcome_vals(visit, result, values)
        signature = values.pop("signature", False)
        name = values.pop("signed_by_name", False)
        if signature:
            draft = self.new(values | {"signed_by_name": name})
            values |= draft._prepare_signature_vals(signature, name)
        # sudo: bianmin.agent.visit.outcome – nobody writes outcomes but this method
        self.sudo().create(values)
        visit.invalidate_recordset(["outcome_ids"])

    @api.model
    def _prepare_outcome_vals(self, visit, result, values):
        purposes = dict(visit._fields["purpose"]._description_selection(self.env))
        photo = self._shrink_photo(values.get("photo"))
        return {
            **values,
            "visit_id": visit.id,
            "result": result,
            "at": fields.Datetime.now(),
            "user_id": self.env.uid,
            # sudo: bianmin.resident – whoever visits him knows his name
            "visited_name": visit.resident_id.sudo().name,
            "purpose": purposes[visit.purpose],
            "planned_on": visit.planned_on,
            "photo": photo and base64.b64encode(photo),
            "photo_sha256": photo and hashlib.sha256(photo).hexdigest(),
        }

    @api.model
    def _shrink_photo(self, photo):
        """A photo in the size in which it is kept, upright, without the data that a
        phone hides in it.

        :param photo: in base64, or nothing
        :raise UserError: when it is no picture
        """
        if not photo:
            return False
        try:
            raw = base64.b64decode(photo, validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("The photo is no picture.")) from error
        return image_process(
            raw, size=PHOTO_SIZE, quality=PHOTO_QUALITY, output_format="JPEG"
        )

    def _get_signed_content(self):
        """What the visited person signs for."""
        self.ensure_one()
        return json.dumps(
            {name: str(self[name] or "") for name in SIGNED}, ensure_ascii=False
        )
