from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import identity_number, masking
from ..tools.local_time import local_today

# More people of one name than this are told apart by their village first.
CANDIDATES = 5000


def _normalize_phone(text):
    return text.strip().replace(" ", "").replace("-", "")


class BianminResident(models.Model):
    """A person in the register of a village.

    Residents are no contacts: contacts can be read by every internal user. A
    resident is read in the divisions where one's role allows it, and nowhere else.
    """

    _name = "bianmin.resident"
    _description = "Resident"
    _inherit = [
        "bianmin.pinyin.mixin",
        "bianmin.scope.mixin",
        "bianmin.masked.mixin",
        "bianmin.attachment.owner",
        "bianmin.change.logged.mixin",
    ]
    _order = "division_id, name, id"

    _pinyin_of_person = True
    _attachment_fields = ("identity_evidence_ids",)
    _masked_fields = {
        "identity_number_masked": (
            "identity_number",
            masking.mask_identity_number,
            identity_number.normalize,
        ),
        "phone_masked": ("phone", masking.mask_phone, _normalize_phone),
    }

    _change_logged_fields = (
        *("name", "identity_type", "identity_number", "birth_date", "sex"),
        *("division_id", "household_id", "relation_to_head", "category_ids"),
        *("phone", "death_date", "active", "merged_into_id"),
    )

    name = fields.Char(string="Full name", required=True, index="trigram")
    active = fields.Boolean(default=True)
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        required=True,
        index=True,
        ondelete="restrict",
        help="Where the person is registered, never read off the ID number.",
    )

    # identity
    identity_type = fields.Selection(
        selection=[
            ("resident_card", "Resident identity card"),
            ("residence_permit", "Residence permit of Hong Kong, Macao or Taiwan"),
            ("other", "Other"),
        ],
        required=True,
        default="resident_card",
    )
    identity_number = fields.Char(
        string="Complete ID number", groups=fields.NO_ACCESS, copy=False
    )
    identity_number_masked = fields.Char(
        string="ID number",
        compute="_compute_masked",
        inverse="_inverse_identity_number_masked",
        search="_search_identity_number_masked",
        compute_sudo=True,
        help="Type the complete number; it is shown masked afterwards (身份证号).",
    )
    identity_override_reason = fields.Char(
        string="Why the number is accepted",
        help="A legacy number with a wrong check digit or date is accepted only with "
        "a reason and the picture of the card or household book, or the paper named.",
    )
    identity_basis = fields.Char(
        string="Paper that shows the number",
        help="Such as page 2 of the household book (依据).",
    )
    identity_evidence_ids = fields.Many2many(
        "ir.attachment", string="Evidence", copy=False
    )
    birth_date = fields.Date(
        compute="_compute_from_identity_number", store=True, readonly=False
    )
    sex = fields.Selection(
        selection=[("male", "Male"), ("female", "Female")],
        compute="_compute_from_identity_number",
        store=True,
        readonly=False,
    )
    age = fields.Integer(compute="_compute_age", aggregator=None)
    death_date = fields.Date(copy=False)

    # household
    household_id = fields.Many2one(
        "bianmin.household", index="btree_not_null", ondelete="restrict"
    )
    relation_to_head = fields.Selection(
        selection=[
            ("head", "Head"),
            ("spouse", "Spouse"),
            ("child", "Son or daughter"),
            ("grandchild", "Grandchild"),
            ("parent", "Parent"),
            ("grandparent", "Grandparent"),
            ("sibling", "Brother or sister"),
            ("other", "Other"),
        ],
        help="Relation to the head of the household (与户主关系, GB/T 4761).",
    )
    category_ids = fields.Many2many("bianmin.resident.category", string="Categories")

    # contact
    phone = fields.Char(
        string="Complete phone number", groups=fields.NO_ACCESS, copy=False
    )
    phone_masked = fields.Char(
        string="Phone",
        compute="_compute_masked",
        inverse="_inverse_phone_masked",
        search="_search_phone_masked",
        compute_sudo=True,
        help="Type the complete number; it is shown masked afterwards.",
    )
    address = fields.Char()
    partner_id = fields.Many2one(
        "res.partner",
        string="Portal account",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    bank_account_ids = fields.One2many("bianmin.bank.account", "resident_id")

    _identity_number_uniq = models.UniqueIndex(
        "(identity_type, identity_number) WHERE identity_number IS NOT NULL",
        "A person with this ID number is registered already.",
    )
    _partner_uniq = models.UniqueIndex(
        "(partner_id) WHERE partner_id IS NOT NULL",
        "This portal account belongs to somebody else already.",
    )
    _life_check = models.Constraint(
        "CHECK (death_date IS NULL OR birth_date IS NULL OR death_date >= birth_date)",
        "Nobody dies before being born.",
    )
    _division_order_index = models.Index("(division_id, name, id)")
    _letters_index = models.Index("USING gin (string_to_array(name, NULL))")
    _phone_index = models.Index("(phone) WHERE phone IS NOT NULL")

    @api.depends("identity_number", "identity_number_masked", "identity_type")
    def _compute_from_identity_number(self):
        for resident in self:
            # While the number is being typed in a form, only the shown field has it.
            typed = resident.identity_number_masked or ""
            number = resident.identity_number if "*" in typed else typed
            try:
                canonical = number and identity_number.validate(number)
            except identity_number.IdentityNumberError:
                canonical = False
            if canonical and resident.identity_type != "other":
                resident.birth_date = identity_number.birth_date(canonical)
                resident.sex = identity_number.sex(canonical)
            else:
                resident.birth_date = resident.birth_date
                resident.sex = resident.sex

    @api.depends("birth_date", "death_date")
    def _compute_age(self):
        today = local_today()
        for resident in self:
            born, last = resident.birth_date, resident.death_date or today
            resident.age = born and (
                last.year
                - born.year
                - ((last.month, last.day) < (born.month, born.day))
            )

    @api.depends("name", "division_id.name")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        # In pickers two people of the same name must be told apart.
        if not self.env.context.get("formatted_display_name"):
            return super()._compute_display_name()
        for resident in self:
            details = (
                f"{resident.division_id.name} {resident.identity_number_masked or ''}"
            )
            resident.display_name = f"{resident.name}\t--{details.strip()}--"

    @api.model
    def _search_display_name(self, operator, value):
        if operator not in ("ilike", "like") or not isinstance(value, str) or not value:
            return super()._search_display_name(operator, value)
        domain = self._get_pinyin_domain(value)
        if domain.is_false():
            domain = Domain("name", "ilike", value) & self._get_letters_domain(value)
        else:
            # Letters inside a Chinese name are in no index: its beginning is enough.
            domain |= Domain("name", "=ilike", f"{value}%")
        return self._narrow_to_candidates(domain)

    @api.model
    def _get_letters_domain(self, value):
        """Names that hold all these characters, by the index of characters.

        Chinese names are too short for trigrams: two characters anywhere in a name
        would be looked for in every row.
        """
        letters = list({letter for letter in value if not letter.isascii()})
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "string_to_array(%s, NULL) @> %s::text[]",
                SQL.identifier(alias, "name"),
                letters,
            )
        )

    @api.model
    def _narrow_to_candidates(self, domain):
        """Put the ids of the few people that fit in the place of their names.

        Asked for a name and for hundreds of villages at once, PostgreSQL goes through
        the villages one by one; by the name alone it finds the people in a millisecond.
        """
        query = self._search(
            domain, limit=CANDIDATES + 1, active_test=False, bypass_access=True
        )
        ids = list(query)
        return Domain("id", "in", ids) if len(ids) <= CANDIDATES else domain

    def _inverse_identity_number_masked(self):
        self._store_masked("identity_number_masked")

    def _inverse_phone_masked(self):
        self._store_masked("phone_masked")

    def _search_identity_number_masked(self, operator, value):
        return self._search_masked("identity_number_masked", operator, value)

    def _search_phone_masked(self, operator, value):
        return self._search_masked("phone_masked", operator, value)

    @api.constrains(
        "identity_number",
        "identity_type",
        "identity_override_reason",
        "identity_basis",
        "identity_evidence_ids",
    )
    def _check_identity_number(self):
        # sudo: the resident – the number itself is closed to everyone
        for resident in self.sudo():
            number = resident.identity_number
            if not number or resident.identity_type == "other":
                continue
            try:
                canonical = identity_number.validate(number)
            except identity_number.IdentityNumberError as error:
                evidence = resident.identity_evidence_ids or resident.identity_basis
                if resident.identity_override_reason and evidence:
                    continue
                raise ValidationError(
                    resident._get_identity_error_sentence(error.reason)
                ) from error
            if canonical != number:
                resident.identity_number = canonical

    def _get_identity_error_sentence(self, reason):
        reasons = {
            "length": self.env._("it does not have 18 digits"),
            "characters": self.env._("it contains something that is no digit"),
            "date": self.env._("the date of birth in it does not exist"),
            "checksum": self.env._("its last digit does not fit the others"),
        }
        return self.env._(
            "The ID number of %(name)s is not right: %(reason)s. Compare it with the "
            "card. If the card really shows this number, say why it is accepted and "
            "attach a picture of the card.",
            name=self.name,
            reason=reasons[reason],
        )
