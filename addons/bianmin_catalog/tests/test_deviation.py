from odoo.exceptions import AccessError

from ..tools.standard import compare_limits
from .test_inheritance import InheritanceCase


class TestDeviation(InheritanceCase):
    """The report of what places say otherwise than the one they follow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deviations = cls.env["bianmin.catalog.deviation"].with_user(cls.editor)
        for name in ("Card", "Photo"):
            cls._create_material(name=name, item_id=cls.item.id)

    def _find(self, **vals):
        domain = [(name, "=", value) for name, value in vals.items()]
        self.deviations.invalidate_model()
        return self.deviations.search([("item_id", "=", self.item.id), *domain])

    def _get_directions(self):
        return {row.field: row.direction for row in self._find()}

    def test_where_everybody_follows_there_is_none(self):
        self.assertFalse(self._find())

    def test_each_field_that_differs_has_a_row(self):
        self.township_point.write(
            {"promised_days": 3, "statutory_days": 14, "fee": 0, "online_depth": "5"}
        )
        self._create_material(name="Card", implementation_id=self.township_point.id)
        self.assertEqual(
            self._get_directions(),
            {
                "promise": "stricter",
                "statutory": "different",
                "fee": "stricter",
                "online_depth": "stricter",
                "materials": "stricter",
            },
        )
        for row in self._find():
            self.assertEqual(row.implementation_id, self.township_point)
            self.assertEqual(row.reference_implementation_id, self.county_point)
            self.assertEqual(row.service_point_id, self.hall)
            self.assertEqual(row.division_id, self.township)
            self.assertEqual(row.level, "hall")
            self.assertEqual(row.category_id, self.category)

    def test_row_says_both_values_in_words(self):
        self.township_point.write({"handling_kind": "instant", "fee": 0})
        self.township_point.online_depth = "3"
        self._create_material(name="Card", implementation_id=self.township_point.id)
        said = {row.field: (row.reference_value, row.own_value) for row in self._find()}
        self.assertEqual(said["promise"], ("8 working days", "On the spot"))
        self.assertEqual(said["fee"][1], "Free of charge")
        self.assertIn("20.00", said["fee"][0])
        self.assertEqual(
            said["online_depth"], ("Acceptance Online", "Preliminary Check Online")
        )
        self.assertEqual(said["materials"], ("Card、Photo", "Card"))
        self.assertEqual(self._get_directions()["online_depth"], "looser")

    def test_county_that_betters_its_own_makes_those_below_worse(self):
        self.township_point.write({"promised_days": 6, "fee": 15})
        self.county_point.write({"promised_days": 4, "fee": 10})
        self.assertEqual(self._get_directions(), {"promise": "looser", "fee": "looser"})

    def test_county_that_asks_for_fewer_papers_makes_those_below_worse(self):
        for name in ("Card", "Photo"):
            self._create_material(name=name, implementation_id=self.township_point.id)
        self.assertFalse(self._find())
        self._create_material(name="Card", implementation_id=self.county_point.id)
        self.assertEqual(self._get_directions()["materials"], "looser")

    def test_directions_are_those_that_decide_what_is_refused(self):
        """The lengths in the report and in the check are the same."""
        own = ("promised", 3, "working")
        self.township_point.write({"promised_days": 3})
        for standard in (
            ("promised", 4, "calendar"),
            ("promised", 5, "calendar"),
            ("promised", 2, "working"),
            ("instant", 9, "working"),
        ):
            kind, days, unit = standard
            self.county_point.write(
                {"handling_kind": kind, "promised_days": days, "day_unit": unit}
            )
            length = compare_limits(own, standard)
            self.assertEqual(
                self._get_directions()["promise"],
                "looser" if length > 0 else "stricter",
                standard,
            )

    def test_accepting_point_has_no_limit_of_its_own(self):
        self.township_point.promised_days = 3
        self.village_point.has_own_limits = True
        self.assertEqual(self._find().implementation_id, self.township_point)

    def test_cancelled_point_does_not_stand_in_the_report(self):
        self.township_point.promised_days = 3
        self.township_point.with_user(self.editor).action_cancel()
        self.assertFalse(self._find())

    # ------------------------------------------------------------
    # Taking the standard again
    # ------------------------------------------------------------

    def test_standard_is_taken_again_for_what_is_marked_only(self):
        self.township_point.write({"promised_days": 3, "fee": 0})
        self.other_township_point.fee = 5
        rows = self._find(field="promise") | self._find(
            implementation_id=self.other_township_point.id
        )
        message = rows.action_take_reference_value()["params"]["message"]
        self.assertIn("2 deviations are gone", message)
        self.assertEqual(self.township_point.promised_days, 8)
        self.assertEqual(self.other_township_point.fee, 20)
        self.assertEqual(self._find().implementation_id, self.township_point)
        self.assertEqual(self._find().field, "fee")

    def test_taking_the_papers_again_drops_the_own_list(self):
        self._create_material(name="Card", implementation_id=self.township_point.id)
        self._find().action_take_reference_value()
        self.assertFalse(self.township_point.material_ids)
        self.assertEqual(len(self.village_point._get_materials()), 2)
        self.assertFalse(self._find())

    def test_standard_is_taken_again_by_who_may_change_the_point(self):
        self.township_point.fee = 0
        self.other_township_point.fee = 0
        rows = self._find()
        with self.assertRaises(AccessError):
            rows.with_user(self.township_editor).action_take_reference_value()
        own = rows.filtered(lambda row: row.implementation_id == self.township_point)
        with self.assertRaises(AccessError):
            own.with_user(self.reader).action_take_reference_value()
        own.with_user(self.township_editor).action_take_reference_value()
        self.assertEqual(self.township_point.fee, 20)
        self.assertEqual(self.other_township_point.fee, 0)

    # ------------------------------------------------------------
    # Scope
    # ------------------------------------------------------------

    def test_report_shows_the_places_of_the_own_divisions(self):
        self.township_point.fee = 0
        self.other_township_point.fee = 0
        domain = [("item_id", "=", self.item.id)]
        for user, points in (
            (self.editor, self.township_point | self.other_township_point),
            (self.reader, self.township_point),
            (self._create_user("deviation_nobody"), self.township_point.browse()),
        ):
            rows = self.deviations.with_user(user)
            if user in (self.editor, self.reader):
                self.assertEqual(rows.search(domain).implementation_id, points)
                self.assertEqual(rows.search_count(domain), len(points))
                groups = rows._read_group(domain, ["division_id"], ["__count"])
                self.assertEqual(
                    {division for division, _count in groups}, set(points.division_id)
                )
            else:
                with self.assertRaises(AccessError):
                    rows.search(domain)

    # ------------------------------------------------------------
    # Many
    # ------------------------------------------------------------

    def test_queries_do_not_grow_with_the_number_of_rows(self):
        self._count_queries(1)
        few, many = self._count_queries(150), self._count_queries(300)
        # One more UPDATE of at most 100 rows for each of two fields and two chunks.
        self.assertLessEqual(many - few, 4)
        self.assertLess(many, 40)

    def _count_queries(self, count):
        items = self.env["bianmin.catalog.item"].create(
            [{"name": f"I{i}", "category_id": self.category.id} for i in range(count)]
        )
        for point, fee in ((self.centre, 9), (self.hall, 0)):
            self.county_point.create(
                [
                    {
                        "item_id": item.id,
                        "service_point_id": point.id,
                        "handling_kind": "instant",
                        "fee": fee,
                    }
                    for item in items
                ]
            )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        rows = self.deviations.search([("item_id", "in", items.ids)])
        self.assertEqual(len(rows.mapped("own_value")), count)
        rows.action_take_reference_value()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
