from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.placeholder_text import find_places


class BianminCertificateTemplate(models.Model):
    """What a certificate says (证照模板): its title, its words with places to fill in,
    and how long it is valid.
    """

    _name = "bianmin.certificate.template"
    _description = "Certificate Template"
    _order = "name, id"

    name = fields.Char(
        string="Title",
        required=True,
        help="As it stands on the certificate, such as 小餐饮登记证 (证照名称).",
    )
    character = fields.Char(
        string="Word of the Number",
        required=True,
        help="What the number says of it, such as 餐登 in 姚王庄便民餐登字〔2026〕3号 "
        "(文书性质).",
    )
    body = fields.Html(
        string="Words",
        required=True,
        help="With places to fill in, in braces: {holder} {item} {number} {issued_on} "
        "{valid_until} {office} {division} {case_number}.",
    )
    validity_months = fields.Integer(
        string="Valid for Months",
        help="Counted from the day of issue; 0 for a certificate without an end "
        "(有效期).",
    )
    result_ids = fields.One2many(
        "bianmin.catalog.result", "certificate_template_id", string="Results"
    )
    active = fields.Boolean(default=True)

    _validity_positive = models.Constraint(
        "CHECK (validity_months >= 0)", "A certificate is valid for 0 months or more."
    )
    _name_uniq = models.UniqueIndex(
        "(name) WHERE active", "There is a template with this title already."
    )

    @api.constrains("body")
    def _check_places(self):
        known = self.env["bianmin.certificate"]._get_place_names()
        for template in self:
            unknown = [name for name in find_places(template.body) if name not in known]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "{%(place)s} is not known. The places are: %(known)s.",
                        place=unknown[0],
                        known=" ".join(f"{{{name}}}" for name in known),
                    )
                )
