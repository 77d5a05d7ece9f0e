from odoo import api, models
from odoo.exceptions import AccessError

from ..tools import resident_row
from ..tools.spreadsheet import Mistake
from .spreadsheet_import import Column

EDITOR = "bianmin_base.group_resident_editor"
# Fields that a row may change in a person who is known already. A death and a move are
# acts of their own, which end categories and leave a history.
CHANGEABLE = ("household_id", "relation_to_head", "phone", "address")
# What the registers of villages and of other systems call these columns.
OTHER_LABELS = {
    "identity_number": ("身份证号码", "公民身份号码", "证件号码"),
    "village": ("所在村", "村", "村名", "村庄", "村居"),
    "household": ("户口簿编号", "户编号"),
    "phone": ("电话", "手机", "手机号", "电话号码", "手机号码"),
    "address": ("住址", "家庭住址"),
    "categories": ("类别",),
    "identity_override_reason": ("理由",),
    "identity_basis": ("依据",),
}


class BianminResidentImport(models.TransientModel):
    """The register of a village or township, taken from a workbook.

    The key is the ID number. What the workbook leaves empty stays as it is; a name is
    never changed, since two spellings of one name are for a person to look at.
    """

    _name = "bianmin.resident.import"
    _description = "Import of Residents"
    _inherit = ["bianmin.spreadsheet.import"]

    @api.model
    def _get_window_title(self):
        return self.env._("Import Residents")

    @api.model
    def _get_import_columns(self):
        categories = "、".join(
            self.env["bianmin.resident.category"].search([], limit=2).mapped("name")
        )
        columns = [
            Column("name", self.env._("Full name"), required=True, sample="李志顺"),
            Column("identity_type", self.env._("ID type"), sample="居民身份证"),
            Column("identity_number", self.env._("ID number"), required=True),
            Column("sex", self.env._("Sex")),
            Column("birth_date", self.env._("Birth date")),
            Column("village", self.env._("Village"), required=True, sample="李营村"),
            Column("household", self.env._("Household number"), sample="0012"),
            Column("relation_to_head", self.env._("Relation to head"), sample="户主"),
            Column("phone", self.env._("Phone"), sample="13800130001"),
            Column("address", self.env._("Address")),
            Column("categories", self.env._("Categories"), sample=categories),
            Column("death_date", self.env._("Death date")),
            Column("identity_override_reason", self.env._("Why a wrong number holds")),
            Column("identity_basis", self.env._("Paper that shows it")),
        ]
        return [
            column._replace(other_labels=OTHER_LABELS.get(column.key, ()))
            for column in columns
        ]

    # ------------------------------------------------------------
    # CHECK
    # ------------------------------------------------------------

    def _check_import_rows(self, rows):
        if not self.env.user._get_scope_division_ids(EDITOR):
            raise AccessError(
                self.env._("Your role does not allow registering residents anywhere.")
            )
        parsed = {row.number: resident_row.parse(row.cells) for row in rows}
        known = self._get_known(parsed)
        first_row = {}
        changes, mistakes = [], {}
        for row in rows:
            values, wrong, warnings = parsed[row.number]
            found = [Mistake(key, self._get_sentence(reason)) for key, reason in wrong]
            found += self._check_duplicate(row, values, first_row)
            found += self._resolve(values, known)
            found += self._check_person(values, known)
            if found:
                mistakes[row.number] = found
            else:
                change = self._prepare_change(row, values, known)
                changes.append(
                    change._replace(
                        warnings=tuple(self._get_warnings(warnings, values))
                    )
                )
        return changes, mistakes

    def _get_warnings(self, warnings, values):
        """What is taken though it is wrong by itself, with what speaks for it."""
        for key, reason in warnings:
            yield Mistake(
                key,
                self.env._(
                    "%(mistake)s; taken because of: %(reason)s (%(basis)s)",
                    mistake=self._get_sentence(reason),
                    reason=values["identity_override_reason"],
                    basis=values["identity_basis"],
                ),
            )

    def _get_known(self, parsed):
        """What the rows refer to, read at once: {kind: {key: value}}."""
        values = [row.values for row in parsed.values()]
        known = self._get_known_divisions({v.get("village") for v in values})
        known["categories"] = self._get_known_categories()
        known["residents"] = self._get_known_residents(
            [v["identity_number"] for v in values if v.get("identity_number")]
        )
        known["readable"] = set(
            self.env["bianmin.resident"]
            .with_context(active_test=False)
            .search([("id", "in", [r.id for r in known["residents"].values()])])
            .ids
        )
        known["households"] = self._get_known_households(
            {v.get("household") for v in values}
        )
        return known

    def _get_known_divisions(self, words):
        """Villages by code and by each of their names, those of one's role and all."""
        words = list(words - {None})
        domain = [
            ("level", "=", "village"),
            ("valid_to", "=", False),
            *("|", "|", ("code", "in", words)),
            *(("name", "in", words), ("official_name", "in", words)),
        ]
        Division = self.env["bianmin.division"]
        everywhere = Division.search(domain)
        allowed = Division.search(
            [
                ("id", "in", everywhere.ids),
                ("id", "child_of", self.env.user._get_scope_division_ids(EDITOR)),
            ]
        )
        return {
            "everywhere": self._by_word(everywhere),
            "allowed": self._by_word(allowed),
        }

    @api.model
    def _by_word(self, divisions):
        by_word = {}
        for division in divisions:
            for word in {division.code, division.name, division.official_name}:
                by_word[word] = by_word.get(word, division.browse()) | division
        return by_word

    def _get_known_categories(self):
        """Categories by code and by name in both languages."""
        return {
            word: category
            for lang in ("en_US", "zh_CN", self.env.lang)
            for category in self.env["bianmin.resident.category"]
            .with_context(lang=lang)
            .search([])
            for word in (category.code, category.name)
        }

    def _get_known_residents(self, numbers):
        """Everybody with one of these ID numbers, wherever registered.

        Only whether somebody is registered elsewhere is told of those whom the user
        may not read.
        """
        # sudo: bianmin.resident – the number is closed, and one person is registered
        # once in the whole county
        residents_sudo = (
            self.env["bianmin.resident"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch(
                [("identity_number", "in", numbers)],
                [
                    *("identity_number", "identity_type", "name"),
                    *("division_id", "death_date", *CHANGEABLE),
                ],
            )
        )
        return {
            (resident.identity_type, resident.identity_number): resident
            for resident in residents_sudo
        }

    def _get_known_households(self, numbers):
        households = self.env["bianmin.household"].search_fetch(
            [("number", "in", list(numbers - {None}))], ["number", "division_id"]
        )
        return {(h.division_id.id, h.number): h for h in households}

    def _check_duplicate(self, row, values, first_row):
        key = self._get_key(values)
        if not key[1]:
            return []
        first = first_row.setdefault(key, row.number)
        if first == row.number:
            return []
        return [
            Mistake(
                "identity_number",
                self.env._("the same ID number stands in row %(row)s", row=first),
            )
        ]

    @api.model
    def _get_key(self, values):
        return (
            values.get("identity_type", "resident_card"),
            values.get("identity_number"),
        )

    def _resolve(self, values, known):
        """Put records in the place of words."""
        mistakes = []
        word = values.pop("village", None)
        village = known["allowed"].get(word, self.env["bianmin.division"])
        if len(village) == 1:
            values["division_id"] = village.id
        else:
            mistakes.append(
                Mistake("village", self._get_village_sentence(word, village, known))
            )
        categories = self.env["bianmin.resident.category"]
        for word in values.pop("categories", ()):
            if word in known["categories"]:
                categories |= known["categories"][word]
            else:
                mistakes.append(
                    Mistake(
                        "categories",
                        self.env._("there is no category %(word)s", word=word),
                    )
                )
        values["category_ids"] = categories.ids
        return mistakes

    def _get_village_sentence(self, word, villages, known):
        if not word:
            return self._get_sentence("missing")
        if villages:
            return self.env._(
                "there are several villages %(word)s: write the code", word=word
            )
        if word in known["everywhere"]:
            return self.env._(
                "your role does not allow registering residents of %(word)s", word=word
            )
        return self.env._("there is no village %(word)s", word=word)

    def _check_person(self, values, known):
        resident = known["residents"].get(self._get_key(values))
        if not resident:
            return []
        if resident.id not in known["readable"] or not (
            self.env.user._has_scope(EDITOR, resident.division_id)
        ):
            return [
                Mistake(
                    "identity_number",
                    self.env._(
                        "this person is registered in a village that your role does "
                        "not reach: have the person moved first"
                    ),
                )
            ]
        return list(self._check_acts_of_their_own(resident, values))

    def _check_acts_of_their_own(self, resident, values):
        """What a workbook may not change in a person who is known."""
        if values.get("name") and resident.name != values["name"]:
            yield Mistake(
                "name",
                self.env._(
                    "with this ID number %(name)s is registered: compare with the "
                    "ID card",
                    name=resident.name,
                ),
            )
        if values.get("division_id", resident.division_id.id) != (
            resident.division_id.id
        ):
            yield Mistake(
                "village",
                self.env._(
                    "this person is registered in %(village)s: register the move there",
                    village=resident.division_id.name,
                ),
            )
        if values.get("death_date", resident.death_date) != resident.death_date:
            yield Mistake(
                "death_date",
                self.env._("register the death on the person's form, with its paper"),
            )

    def _get_sentence(self, reason):
        return {
            "missing": self.env._("must be filled in"),
            "number": self.env._(
                "Excel has cut off the last digits: make the cells text and type the "
                "number again"
            ),
            "date": self.env._("is no date such as 1952-03-04"),
            "unknown": self.env._("is none of the words known here"),
            "phone": self.env._("is no phone number"),
            "before_birth": self.env._("lies before the birth"),
            "identity_length": self.env._("does not have 18 digits"),
            "identity_characters": self.env._("contains something that is no digit"),
            "identity_date": self.env._("the date of birth in it does not exist"),
            "identity_checksum": self.env._("its last digit does not fit the others"),
        }[reason]
