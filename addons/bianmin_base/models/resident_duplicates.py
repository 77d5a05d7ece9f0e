from odoo import api, models
from odoo.tools import SQL

from ..tools.name_match import sounds_alike

# More proposals than this nobody looks through in one sitting.
PAIRS = 200


class BianminResident(models.Model):
    """Which entries may stand for one person: proposed here, merged by a person."""

    _inherit = "bianmin.resident"

    @api.model
    def _find_likely_duplicates(self):
        """Pairs that may be one person, the surest first. Only entries that the user
        may read.

        :rtype: list of (ground, older entry, younger entry)
        """
        pairs = {}
        for ground, found in (
            ("number", self._find_same_numbers()),
            ("person", self._find_same_people()),
        ):
            for one, two in found:
                pairs.setdefault((one, two), ground)
        return [(ground, *pair) for pair, ground in pairs.items()][:PAIRS]

    @api.model
    def _find_same_numbers(self):
        """Pairs with one ID number.

        Entered today, the second is refused. Registers from before hold them: as 15
        digits here and 18 there, with blanks, as another kind of paper.
        """
        self.flush_model(["identity_number", "active"])
        # SQL: the number is closed to everyone and compared by its 17 digits; the
        # entries are those that the rules let the user read.
        groups = self.env.execute_query(
            SQL(
                """
                SELECT array_agg(id ORDER BY id) FROM (
                    SELECT id, regexp_replace(identity_number, '[^0-9A-Za-z]', '', 'g')
                        AS number
                    FROM bianmin_resident
                    WHERE identity_number IS NOT NULL AND id IN %(readable)s
                ) entry
                GROUP BY CASE
                    WHEN number ~ '^[0-9]{15}$'
                        THEN left(number, 6) || '19' || substr(number, 7, 11)
                    WHEN number ~ '^[0-9]{17}[0-9Xx]$' THEN left(number, 17)
                    ELSE upper(number)
                END
                HAVING count(*) > 1
                ORDER BY min(id)
                LIMIT %(limit)s
                """,
                readable=self._search([]).subselect(),
                limit=PAIRS,
            )
        )
        return [
            (self.browse(ids[0]), self.browse(id_))
            for (ids,) in groups
            for id_ in ids[1:]
        ]

    @api.model
    def _find_same_people(self):
        """Pairs of one village and day of birth with names that sound alike."""
        groups = self._read_group(
            [("birth_date", "!=", False), ("death_date", "=", False)],
            ["division_id", "birth_date:day"],
            ["id:recordset"],
            having=[("__count", ">", 1)],
        )
        pairs = []
        for _division, _birth_date, residents in groups:
            ordered = residents.sorted("id")
            pairs += [
                (one, two)
                for index, one in enumerate(ordered)
                for two in ordered[index + 1 :]
                if sounds_alike(one.name, two.name)
            ]
            if len(pairs) >= PAIRS:
                break
        return pairs

    def action_find_duplicates(self):
        """Show the pairs that may be one person.

        :raise AccessError: without the right to read the register
        """
        self.check_access("read")
        merges = self.env["bianmin.resident.merge"].create(
            [
                {"ground": ground, "kept_id": one.id, "other_id": two.id}
                for ground, one, two in self._find_likely_duplicates()
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Possible duplicates"),
            "res_model": "bianmin.resident.merge",
            "view_mode": "list,form",
            "domain": [("id", "in", merges.ids)],
            "help": self.env._("No two entries look like one person."),
        }
