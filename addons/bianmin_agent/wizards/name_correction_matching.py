from odoo import api, models
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools import name_roster
from odoo.addons.bianmin_base.tools.name_match import KINDS, compare_names
from odoo.addons.bianmin_base.tools.spreadsheet import Mistake
from odoo.addons.bianmin_base.wizards.spreadsheet_import import Change

# Kinds by which somebody who was found by birth date and village only is still meant.
LIKELY_KINDS = KINDS[: KINDS.index("different")]


class BianminNameCorrectionMatching(models.AbstractModel):
    """Who in the register is meant by each row, and how the names differ.

    All rows are looked up together: two queries, however many rows there are.
    """

    _name = "bianmin.name.correction.matching"
    _description = "Matching of a Roster With the Register"

    def _check_import_rows(self, rows):
        people, mistakes = {}, {}
        for row in rows:
            people[row.number], found = name_roster.parse(row.cells)
            if found:
                mistakes[row.number] = [
                    Mistake(key, self._get_row_sentence(reason))
                    for key, reason in found
                ]
        good = {n: person for n, person in people.items() if n not in mistakes}
        matches = self._find_residents(good)
        known = self._get_known_corrections(
            {match["id"] for found in matches.values() for match in found}
        )
        changes, first_row = [], {}
        for row in rows:
            if row.number in mistakes:
                continue
            found = matches.get(row.number, [])
            mistake = self._check_match(
                row.number, people[row.number], found, first_row
            )
            if mistake:
                mistakes[row.number] = [mistake]
            else:
                changes.append(
                    self._prepare_change(row, people[row.number], found[0], known)
                )
        return changes, mistakes

    def _check_match(self, number, person, found, first_row):
        """A row that means nobody, or several, or the same person as another row."""
        if len(found) == 1:
            first = first_row.setdefault(found[0]["id"], number)
            if first == number:
                return None
            sentence = self.env._("the same person stands in row %(row)s", row=first)
        elif found:
            sentence = self.env._(
                "several people of this village were born on this day: write the ID "
                "number"
            )
        elif person.doubt:
            sentence = self._get_row_sentence(person.doubt)
        else:
            sentence = self.env._(
                "nobody in the register of %(division)s is meant: compare the ID "
                "number with the card",
                division=self.division_id.name,
            )
        return Mistake("identity_number", sentence)

    # ------------------------------------------------------------
    # REGISTER
    # ------------------------------------------------------------

    def _find_residents(self, people):
        """Who is meant by each row number: by ID number, else by birth and village."""
        found = self._query_residents(
            [(n, p.number) for n, p in people.items() if p.number],
            "number",
            SQL("resident.identity_number = wanted.key"),
        )
        villages = self._get_villages()
        by_birth = [
            (n, f"{p.birth_date} {villages[p.village]}")
            for n, p in people.items()
            if n not in found and p.birth_date and p.village in villages
        ]
        candidates = self._query_residents(
            by_birth,
            "birth",
            SQL(
                "resident.birth_date = split_part(wanted.key, ' ', 1)::date"
                " AND resident.division_id = split_part(wanted.key, ' ', 2)::int"
            ),
        )
        for number, matches in candidates.items():
            if likely := self._get_likeliest(people[number].name, matches):
                found[number] = likely
        return found

    def _query_residents(self, wanted, matched_by, condition):
        """Residents of the roster's division for each wanted key, by row number.

        SQL: a join with a hundred thousand keys is one pass over the register; a
        domain with as many values would be answered without telling which is which.
        """
        if not wanted:
            return {}
        self.env["bianmin.resident"].flush_model()
        divisions = self.env["bianmin.division"].search(
            [("id", "child_of", self.division_id.id)]
        )
        self.env.cr.execute(
            SQL(
                """SELECT wanted.row_number, resident.id, resident.name,
                    resident.division_id
                FROM unnest(%s::int[], %s::text[]) AS wanted(row_number, key)
                JOIN bianmin_resident AS resident ON %s
                WHERE resident.active AND resident.division_id = ANY(%s::int[])
                ORDER BY wanted.row_number, resident.id""",
                [number for number, _key in wanted],
                [key for _number, key in wanted],
                condition,
                divisions.ids,
            )
        )
        found = {}
        for number, resident_id, name, division_id in self.env.cr.fetchall():
            found.setdefault(number, []).append(
                {
                    "id": resident_id,
                    "name": name,
                    "division_id": division_id,
                    "matched_by": matched_by,
                }
            )
        return found

    def _get_villages(self):
        """Villages of the division by code and name; a name borne twice is no name."""
        villages = self.env["bianmin.division"].search(
            [("id", "child_of", self.division_id.id), ("level", "=", "village")]
        )
        by_word = {}
        for village in villages:
            for word in {village.code, village.name, village.official_name}:
                by_word[word] = False if word in by_word else village.id
        return {word: id_ for word, id_ in by_word.items() if id_}

    @api.model
    def _get_likeliest(self, name, matches):
        """Who of those born on this day in this village is meant: whose name is most
        alike. Nobody, when all names are different."""
        by_kind = {}
        for match in matches:
            kind = compare_names(name, match["name"]).kind
            by_kind.setdefault(kind, []).append(match)
        return next((by_kind[kind] for kind in LIKELY_KINDS if kind in by_kind), [])

    @api.model
    def _get_known_corrections(self, resident_ids):
        """What is being looked at or was decided: {(resident id, name): correction}."""
        # sudo: bianmin.name.correction – also those of a village from which somebody
        # has moved meanwhile: no spelling is proposed twice
        corrections_sudo = self.env["bianmin.name.correction"].sudo()
        corrections = corrections_sudo.search_fetch(
            [("resident_id", "in", list(resident_ids)), ("state", "!=", "corrected")],
            ["resident_id", "office_name", "register_name", "state"],
        )
        return corrections.grouped(lambda line: line.resident_id.id)

    # ------------------------------------------------------------
    # CHANGES
    # ------------------------------------------------------------

    def _prepare_change(self, row, person, match, known):
        resident = self.env["bianmin.resident"].browse(match["id"])
        lines = known.get(match["id"], self.env["bianmin.name.correction"])
        kind, differences = compare_names(person.name, match["name"])
        if kind == "same":
            return self._prepare_same_change(row, resident, lines, match["name"])
        if lines.filtered(lambda line: line.office_name == person.name):
            return Change(row, resident, {})
        values = {
            "row_number": row.number,
            "resident_id": match["id"],
            "division_id": match["division_id"],
            "office_name": person.name,
            "register_name": match["name"],
            "identity_number": person.number,
            "cells": row.cells.get("raw"),
            "kind": kind,
            "comparison": self._show_differences(differences),
            "matched_by": match["matched_by"],
        }
        return Change(row, self.env["bianmin.name.correction"], values)

    def _prepare_same_change(self, row, resident, lines, name):
        """The office writes the name of the register: nothing to do, or done."""
        done = lines.filtered(
            lambda line: (
                line.state in ("confirmed", "filed") and line.register_name == name
            )
        )
        if not done:
            return Change(row, resident, {"same": True})
        difference = ("", done[0].office_name, name)
        return Change(row, done, {"same": True}, (difference,))

    @api.model
    def _show_differences(self, differences):
        """小→晓（xiao）、晴→睛（形近）"""
        shown = []
        for character, other, why in differences:
            if why == "shape":
                why = self.env._("looks alike")
            shown.append(f"{character}→{other}" + (f"（{why}）" if why else ""))
        return "、".join(shown)

    # ------------------------------------------------------------
    # WORDS
    # ------------------------------------------------------------

    def _prepare_comparison_table(self, changes):
        """What is proposed, the two names side by side."""
        kinds = dict(
            self.env["bianmin.name.correction"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        corrected = self.env._("Corrected")
        cells = (
            (
                change.row.number,
                *(
                    (change.values["office_name"], change.values["register_name"])
                    if change.kind == "new"
                    else change.differences[0][1:]
                ),
                kinds.get(change.values.get("kind"), corrected),
            )
            for change in changes
            if change.kind != "unchanged"
        )
        titles = (
            self.env._("Row"),
            self.env._("In the office's system"),
            self.env._("In the register"),
            self.env._("Difference"),
        )
        return self._prepare_table(titles, cells)

    def _get_row_sentence(self, reason):
        return {
            "missing": self.env._(
                "must be filled in: name, and ID number or birth date and village"
            ),
            "number": self.env._(
                "Excel has cut off the last digits: make the cells text and type the "
                "number again"
            ),
            "date": self.env._("is no date such as 1952-03-04"),
            "identity_length": self.env._("does not have 18 digits"),
            "identity_characters": self.env._("contains something that is no digit"),
            "identity_date": self.env._("the date of birth in it does not exist"),
            "identity_checksum": self.env._("its last digit does not fit the others"),
        }[reason]
