from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from .common import CatalogCase


class InheritanceCase(CatalogCase):
    """A county decides an item, two townships decide it too, a village accepts it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls._create_item(
            name="个体工商户登记",
            handling_kind="promised",
            statutory_days=15,
            promised_days=10,
            online_depth="4",
        )
        cls.county_point = cls._create_implementation(
            service_point_id=cls.centre.id,
            promised_days=8,
            statutory_days=15,
            fee=20,
        )
        cls.township_point, cls.other_township_point = cls.env[
            "bianmin.catalog.implementation"
        ].create(
            [
                {"item_id": cls.item.id, "service_point_id": point.id}
                for point in (cls.hall, cls.other_hall)
            ]
        )
        cls.village_point = cls._create_implementation(
            service_point_id=cls.station.id,
            acts_as="accept",
            decision_implementation_id=cls.township_point.id,
        )


class TestInheritance(InheritanceCase):
    # ------------------------------------------------------------
    # Whom one follows
    # ------------------------------------------------------------

    def test_each_follows_the_nearest_point_above(self):
        self.assertFalse(self.county_point.reference_implementation_id)
        for point in (self.township_point, self.other_township_point):
            self.assertEqual(point.reference_implementation_id, self.county_point)
        self.assertEqual(
            self.village_point.reference_implementation_id, self.township_point
        )

    def test_village_without_township_point_follows_the_county(self):
        item = self._create_item(name="Other")
        county = self._create_implementation(
            item_id=item.id, service_point_id=self.centre.id
        )
        village = self.county_point.create(
            {"item_id": item.id, "service_point_id": self.station.id}
        )
        self.assertEqual(village.reference_implementation_id, county)

    def test_point_of_another_item_is_not_followed(self):
        self.assertFalse(self.decision.reference_implementation_id)
        with self.assertRaises(ValidationError):
            self.township_point.reference_implementation_id = self.decision

    def test_nobody_follows_himself(self):
        with self.assertRaises(ValidationError):
            self.county_point.reference_implementation_id = self.township_point

    def test_new_point_in_between_is_followed_from_then_on(self):
        item = self._create_item(name="Other")
        create = self.county_point.create
        county = create(
            {"item_id": item.id, "service_point_id": self.centre.id, "fee": 5}
            | {"promised_days": 8, "statutory_days": 9}
        )
        village = create({"item_id": item.id, "service_point_id": self.station.id})
        self.assertEqual(village.promised_days, 8)
        township = create(
            {"item_id": item.id, "service_point_id": self.hall.id, "promised_days": 6}
        )
        self.assertEqual(village.reference_implementation_id, township)
        self.assertEqual(village.promised_days, 6)
        township.unlink()
        self.assertEqual(village.reference_implementation_id, county)
        self.assertEqual(village.promised_days, 8)

    def test_point_that_was_told_whom_to_follow_goes_on_following_it(self):
        self.township_point.reference_implementation_id = self.other_township_point
        second_centre = self.env["bianmin.service.point"].create(
            {"name": "测试分厅", "level": "centre", "division_id": self.prefecture.id}
        )
        self._create_implementation(service_point_id=second_centre.id)
        self.assertEqual(
            self.township_point.reference_implementation_id, self.other_township_point
        )

    def test_point_that_moves_follows_the_one_above_its_new_place(self):
        self.station.division_id = self.other_village
        self.assertEqual(
            self.village_point.reference_implementation_id, self.other_township_point
        )

    # ------------------------------------------------------------
    # Inherited and own values
    # ------------------------------------------------------------

    def test_what_is_not_said_is_what_the_point_above_says(self):
        for point in (self.township_point, self.village_point):
            self.assertEqual(point.promised_days, 8)
            self.assertEqual(point.statutory_days, 15)
            self.assertEqual(point.fee, 20)
            self.assertEqual(point.online_depth, "4")
            self.assertFalse(point.has_own_limits or point.has_own_fee)

    def test_inherited_values_follow_the_county(self):
        self.county_point.write(
            {"promised_days": 5, "fee": 10, "online_depth": "6", "day_unit": "calendar"}
        )
        for point in (self.township_point, self.village_point):
            self.assertEqual(point.promised_days, 5)
            self.assertEqual(point.day_unit, "calendar")
            self.assertEqual(point.fee, 10)
            self.assertEqual(point.online_depth, "6")

    def test_value_that_is_written_and_differs_is_ones_own(self):
        self.township_point.write({"promised_days": 3, "fee": 0, "online_depth": "5"})
        self.county_point.write({"promised_days": 5, "fee": 10, "online_depth": "6"})
        self.assertEqual(self.township_point.promised_days, 3)
        self.assertEqual(self.township_point.fee, 0)
        self.assertEqual(self.township_point.online_depth, "5")
        self.assertEqual(self.other_township_point.promised_days, 5)
        # What the village accepts is decided in the township.
        self.assertEqual(self.village_point.promised_days, 3)
        self.assertEqual(self.village_point.fee, 0)

    def test_value_that_is_written_and_the_same_is_inherited(self):
        self.township_point.write({"promised_days": 8, "fee": 20, "online_depth": "4"})
        self.assertFalse(self.township_point.has_own_limits)
        self.county_point.write({"promised_days": 5, "fee": 10, "online_depth": "6"})
        self.assertEqual(self.township_point.promised_days, 5)
        self.assertEqual(self.township_point.fee, 10)
        self.assertEqual(self.township_point.online_depth, "6")

    def test_emptied_value_is_inherited_again(self):
        self.township_point.online_depth = "5"
        self.assertTrue(self.township_point.has_own_online_depth)
        self.township_point.write(
            {
                "online_depth": False,
                "has_own_online_depth": False,
                "has_own_limits": False,
            }
        )
        self.assertEqual(self.township_point.online_depth, "4")

    def test_own_mark_that_is_taken_away_brings_the_value_of_the_county(self):
        self.township_point.write({"promised_days": 3, "fee": 0})
        self.township_point.write({"has_own_limits": False, "has_own_fee": False})
        self.assertEqual(self.township_point.promised_days, 8)
        self.assertEqual(self.township_point.fee, 20)
        self.assertEqual(self.village_point.fee, 20)

    def test_what_was_said_before_there_was_a_county_stays_ones_own(self):
        item = self._create_item(name="Other")
        own, alike = (
            self._create_implementation(item_id=item.id, service_point_id=point.id)
            for point in (self.hall, self.other_hall)
        )
        alike.write({"statutory_days": 9, "promised_days": 4})
        county = self._create_implementation(
            item_id=item.id,
            service_point_id=self.centre.id,
            statutory_days=9,
            promised_days=4,
        )
        self.assertEqual((own | alike).reference_implementation_id, county)
        self.assertEqual(own.promised_days, 1)
        self.assertTrue(own.has_own_limits)
        self.assertFalse(alike.has_own_limits)
        county.promised_days = 3
        self.assertEqual(own.promised_days, 1)
        self.assertEqual(alike.promised_days, 3)

    def test_new_point_without_one_above_begins_with_what_is_usual(self):
        item = self._create_item(
            name="Other",
            handling_kind="promised",
            statutory_days=15,
            promised_days=10,
            day_unit="calendar",
            online_depth="3",
        )
        point = self.county_point.create(
            {"item_id": item.id, "service_point_id": self.centre.id}
        )
        self.assertEqual(point._get_limit(), ("promised", 10, "calendar"))
        self.assertEqual(point.statutory_days, 15)
        self.assertEqual(point.online_depth, "3")
        # Only a beginning: the point goes its own way from then on.
        item.write({"promised_days": 12})
        self.assertEqual(point.promised_days, 10)

    def test_form_shows_what_is_usual_or_inherited(self):
        model = self.county_point.with_user(self.editor).browse()
        with Form(model) as form:
            form.item_id = self.item
            self.assertEqual(form.promised_days, 10)
            form.service_point_id = self.neighbour_station
            self.assertEqual(form.reference_implementation_id, self.township_point)
            self.assertEqual(form.promised_days, 8)
            self.assertEqual(form.fee, 20)
            form.has_own_limits = True
            form.promised_days = 2
        point = form.save()
        self.assertEqual(point.promised_days, 2)
        self.assertEqual(point.fee, 20)
        with Form(point) as form:
            form.has_own_limits = False
            self.assertEqual(form.promised_days, 8)
        self.assertEqual(point.promised_days, 8)

    # ------------------------------------------------------------
    # Only better
    # ------------------------------------------------------------

    def test_longer_time_than_in_the_county_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "not slower"):
            self.township_point.promised_days = 9

    def test_new_point_with_a_longer_time_than_above_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "not slower"):
            self._create_implementation(
                service_point_id=self.neighbour_station.id,
                promised_days=9,
                statutory_days=15,
            )

    def test_what_the_county_does_on_the_spot_is_done_on_the_spot(self):
        self.county_point.handling_kind = "instant"
        self.assertEqual(self.township_point.handling_kind, "instant")
        with self.assertRaisesRegex(ValidationError, "not slower"):
            self.township_point.handling_kind = "promised"

    def test_higher_fee_than_in_the_county_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "nor dearer"):
            self.township_point.fee = 21

    def test_county_that_betters_its_own_is_not_held_up_by_those_below(self):
        self.township_point.write({"promised_days": 6, "fee": 15})
        self.county_point.write({"promised_days": 4, "fee": 10})
        self.assertEqual(self.township_point.promised_days, 6)
        self.assertEqual(self.township_point.fee, 15)

    def test_fee_of_accepting_point_is_that_of_the_deciding_one(self):
        with self.assertRaises(ValidationError):
            self.village_point.fee = 5

    def test_own_value_is_given_by_who_may_change_the_point(self):
        other = self.other_township_point.with_user(self.township_editor)
        with self.assertRaises(AccessError):
            other.promised_days = 2
        own = self.township_point.with_user(self.township_editor)
        own.promised_days = 2
        self.assertTrue(own.has_own_limits)

    # ------------------------------------------------------------
    # Many
    # ------------------------------------------------------------

    def test_queries_of_new_points_do_not_grow_with_their_number(self):
        """Past the 100 rows of one INSERT or UPDATE each; all follow and all differ."""
        few, many = self._count_queries(150), self._count_queries(300)
        # Two statements more of 100 rows each for INSERT and for the two UPDATEs.
        self.assertLessEqual(many - few, 8)
        self.assertLess(many, 60)

    def _count_queries(self, count):
        items = self.env["bianmin.catalog.item"].create(
            [{"name": f"I{i}", "category_id": self.category.id} for i in range(count)]
        )
        limits = {"promised_days": 5, "statutory_days": 9, "fee": 9}
        vals_list = [{"item_id": item.id, **limits} for item in items]
        self.county_point.create(
            [{**vals, "service_point_id": self.centre.id} for vals in vals_list]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        points = self.county_point.create(
            [
                {**vals, "service_point_id": self.hall.id, "promised_days": 2}
                for vals in vals_list
            ]
        )
        self.env.flush_all()
        used = self.env.cr.sql_log_count - before
        self.assertTrue(all(points.mapped("has_own_limits")))
        self.assertFalse(any(points.mapped("has_own_fee")))
        return used


class TestInheritanceOfMaterials(InheritanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.papers = cls.env["bianmin.catalog.material"].create(
            [{"name": name, "item_id": cls.item.id} for name in ("Card", "Photo")]
        )

    def test_list_of_the_county_holds_below_it(self):
        own = self._create_material(name="Card", implementation_id=self.county_point.id)
        for point in (self.township_point, self.village_point):
            self.assertEqual(point._get_materials(), own)
            self.assertEqual(point.effective_material_ids, own)
        own.unlink()
        self.assertEqual(self.village_point._get_materials(), self.papers)

    def test_nearest_list_above_counts(self):
        self._create_material(name="Card", implementation_id=self.county_point.id)
        own = self._create_material(
            name="Card", implementation_id=self.township_point.id
        )
        self.assertEqual(self.village_point._get_materials(), own)
        self.assertEqual(
            self.other_township_point._get_materials(),
            self.county_point.material_ids,
        )

    def test_point_may_ask_for_fewer_papers(self):
        own = self._create_material(
            name="Card", implementation_id=self.township_point.id
        )
        self.assertEqual(self.township_point._get_materials(), own)

    def test_point_may_not_ask_for_other_papers(self):
        with self.assertRaisesRegex(ValidationError, "does not ask for “Seal”"):
            self._create_material(name="Seal", implementation_id=self.township_point.id)

    def test_paper_may_not_be_renamed_to_another(self):
        own = self._create_material(
            name="Card", implementation_id=self.township_point.id
        )
        with self.assertRaisesRegex(ValidationError, "does not ask for “Seal”"):
            own.name = "Seal"

    def test_county_may_ask_for_what_it_likes(self):
        own = self._create_material(name="Seal", implementation_id=self.county_point.id)
        self.assertEqual(self.county_point._get_materials(), own)
