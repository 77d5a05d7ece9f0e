from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import CatalogCase

LIMITS = ["handling_kind", "promised_days", "statutory_days", "day_unit"]


class TestImplementation(CatalogCase):
    # ------------------------------------------------------------
    # Who decides
    # ------------------------------------------------------------

    def test_accepting_point_passes_to_the_one_that_decides(self):
        both = self.acceptance | self.decision
        self.assertEqual(self.acceptance._get_decision_implementation(), self.decision)
        self.assertEqual(self.decision._get_decision_implementation(), self.decision)
        self.assertEqual(both._get_decision_implementation(), self.decision)
        self.assertEqual(self.decision.accepting_implementation_ids, self.acceptance)
        self.assertEqual(self.acceptance.decision_point_id, self.hall)

    @mute_logger("odoo.sql_db")
    def test_accepting_point_needs_one_that_decides(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_implementation(
                service_point_id=self.neighbour_station.id, acts_as="accept"
            )
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_implementation(
                service_point_id=self.centre.id,
                acts_as="decide",
                decision_implementation_id=self.decision.id,
            )

    def test_point_of_another_item_cannot_decide(self):
        other = self._create_implementation(
            item_id=self._create_item(name="Other").id, service_point_id=self.hall.id
        )
        with self.assertRaises(ValidationError):
            self.acceptance.decision_implementation_id = other

    def test_accepting_point_cannot_decide(self):
        with self.assertRaises(ValidationError):
            self._create_implementation(
                service_point_id=self.neighbour_station.id,
                acts_as="accept",
                decision_implementation_id=self.acceptance.id,
            )

    def test_deciding_point_that_others_use_cannot_step_down(self):
        centre = self._create_implementation(service_point_id=self.centre.id)
        with self.assertRaises(ValidationError):
            self.decision.write(
                {"acts_as": "accept", "decision_implementation_id": centre.id}
            )

    def test_point_that_begins_to_decide_forgets_the_other(self):
        self.acceptance.acts_as = "decide"
        self.env.flush_all()
        self.assertFalse(self.acceptance.decision_implementation_id)
        self.assertEqual(self.acceptance.promised_days, 5)

    @mute_logger("odoo.sql_db")
    def test_deciding_point_in_use_by_others_cannot_be_deleted(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.decision.unlink()

    @mute_logger("odoo.sql_db")
    def test_one_implementation_per_item_and_point(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_implementation(service_point_id=self.hall.id)

    # ------------------------------------------------------------
    # Limits
    # ------------------------------------------------------------

    def test_limits_are_those_of_the_deciding_point(self):
        self.assertEqual(self.acceptance._get_promised_days(), 5)
        self.assertEqual(self.acceptance._get_statutory_days(), 20)
        self.assertEqual(self.decision._get_promised_days(), 5)
        self.assertEqual(self.acceptance.read(LIMITS), self._read_limits())
        self.assertEqual(self.acceptance.handling_kind, "promised")
        self.assertEqual(self.acceptance.day_unit, "working")

    def _read_limits(self):
        return [{**self.decision.read(LIMITS)[0], "id": self.acceptance.id}]

    def test_limits_follow_the_deciding_point(self):
        self.decision.write(
            {
                "promised_days": 30,
                "statutory_days": 45,
                "day_unit": "calendar",
                "handling_kind": "instant",
            }
        )
        self.env.flush_all()
        self.acceptance.invalidate_recordset()
        self.assertEqual(self.acceptance.read(LIMITS), self._read_limits())

    def test_limits_of_accepting_point_cannot_be_set(self):
        with self.assertRaises(ValidationError):
            self.acceptance.promised_days = 3
        with self.assertRaises(ValidationError):
            self._create_implementation(
                service_point_id=self.neighbour_station.id,
                acts_as="accept",
                decision_implementation_id=self.decision.id,
                promised_days=3,
                statutory_days=3,
            )

    @mute_logger("odoo.sql_db")
    def test_promise_lies_within_the_statutory_limit(self):
        self.decision.promised_days = 20
        for days in (21, -1):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.decision.promised_days = days
                self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_promised_matter_has_a_promise_of_a_day_or_more(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.decision.promised_days = 0
            self.env.flush_all()
        self.decision.write({"handling_kind": "instant", "promised_days": 0})
        self.env.flush_all()

    def test_limit_in_words(self):
        self.assertEqual(self.acceptance.limit_text, "5 working days")
        self.decision.day_unit = "calendar"
        self.assertEqual(self.acceptance.limit_text, "5 calendar days")
        self.decision.handling_kind = "instant"
        self.assertEqual(self.acceptance.limit_text, "On the spot")

    def test_limit_in_chinese_words(self):
        decision = self.decision.with_user(self.reader).with_context(lang="zh_CN")
        self.assertEqual(decision.limit_text, "5个工作日")

    @mute_logger("odoo.sql_db")
    def test_fee_is_not_negative(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.decision.fee = -1
            self.env.flush_all()

    # ------------------------------------------------------------
    # Finding
    # ------------------------------------------------------------

    def test_place_is_that_of_the_point(self):
        self.assertEqual(self.acceptance.division_id, self.village)
        self.assertEqual(self.acceptance.level, "station")
        self.assertEqual(self.acceptance.category_id, self.category)

    def test_place_follows_the_point_and_class_the_item(self):
        self.station.division_id = self.neighbour_village
        other = self.category.copy({"code": "T2"})
        self.item.category_id = other
        self.env.flush_all()
        self.assertEqual(self.acceptance.division_id, self.neighbour_village)
        self.assertEqual(self.acceptance.category_id, other)

    def test_found_by_pinyin_of_the_item(self):
        found = self.env["bianmin.catalog.implementation"].name_search("lnbt")
        self.assertEqual(
            {record_id for record_id, _name in found},
            set((self.decision | self.acceptance).ids),
        )

    def test_name_says_item_and_point(self):
        self.assertEqual(
            self.decision.display_name, f"两女补贴 · {self.hall.display_name}"
        )

    def test_form_takes_over_limits_and_decision(self):
        model = self.env["bianmin.catalog.implementation"].with_user(self.editor)
        with Form(model) as form:
            form.promised_days = 1
            form.item_id = self.item
            form.service_point_id = self.neighbour_station
            form.acts_as = "accept"
            form.decision_implementation_id = self.decision
            self.assertEqual(form.promised_days, 5)
        implementation = form.save()
        self.assertEqual(implementation.statutory_days, 20)
        self.assertEqual(implementation.division_id, self.neighbour_village)

    def test_many_are_made_in_a_batch(self):
        """Past the 100 rows of one INSERT, the queries do not grow with the rows."""
        items = self.env["bianmin.catalog.item"].create(
            [{"name": f"I{i}", "category_id": self.category.id} for i in range(240)]
        )
        vals_list = [
            {
                "item_id": item.id,
                "service_point_id": self.hall.id,
                "handling_kind": "instant",
            }
            for item in items
        ]
        self.env.flush_all()
        with self.assertQueryCount(30):
            records = self.env["bianmin.catalog.implementation"].create(vals_list)
            self.env.flush_all()
        self.assertEqual(set(records.mapped("handling_kind")), {"instant"})
