from odoo import fields, models


class BianminResidentMove(models.Model):
    """The household in which somebody who moves arrives."""

    _inherit = "bianmin.resident.move"

    household_id = fields.Many2one(
        "bianmin.household",
        string="Joins household",
        index="btree_not_null",
        ondelete="restrict",
        help="The household of the new village that he joins (迁入户).",
    )
    book_number = fields.Char(
        string="New household book",
        help="Number of the book that those who move get together (新立户号).",
    )
    relation_to_head = fields.Selection(
        selection="_selection_relation_to_head",
        help="What he is to the head of the household he arrives in (与户主关系).",
    )

    def _selection_relation_to_head(self):
        field = self.env["bianmin.resident"]._fields["relation_to_head"]
        return field._description_selection(self.env)

    def _get_arrival_households(self):
        """The household that each of these moves leads into, made where it is new.

        Those who share a book may be taken in one after the other: the first makes it.

        :return: dict of households by move
        """
        with_book = self.filtered(
            lambda move: move.book_number and not move.household_id
        )
        wanted = {(move.division_id.id, move.book_number) for move in with_book}
        books = self.env["bianmin.household"]
        found = {
            (book.division_id.id, book.number): book
            for book in books.search(
                [
                    ("division_id", "in", with_book.division_id.ids),
                    ("number", "in", with_book.mapped("book_number")),
                ]
            )
        }
        missing = sorted(wanted - found.keys())
        made = books.create(
            [
                {"division_id": division_id, "number": number}
                for division_id, number in missing
            ]
        )
        found |= dict(zip(missing, made, strict=True))
        return {
            move: move.household_id
            or found.get((move.division_id.id, move.book_number), books)
            for move in self
        }

    def _close_empty(self, households):
        """A household book that nobody is left in is closed."""
        left = households.exists().filtered(lambda household: household.active)
        left.filtered(lambda household: not household.member_ids).active = False
