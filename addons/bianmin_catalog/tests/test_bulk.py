from .common import CatalogCase

COUNT = 230
# Users and rules are cached once; what counts is that it is far from COUNT.
FEW = 40


class TestBulk(CatalogCase):
    """A county has thousands of implementations: nothing grows by a query per row.

    230 rows are more than two chunks of the 100 that one INSERT or UPDATE takes.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = cls.env["bianmin.catalog.item"].create(
            [
                {"name": f"Bulk {i}", "category_id": cls.category.id}
                for i in range(COUNT)
            ]
        )
        cls.decisions = cls.env["bianmin.catalog.implementation"].create(
            [
                {
                    "item_id": item.id,
                    "service_point_id": cls.hall.id,
                    "handling_kind": "instant",
                }
                for item in cls.items
            ]
        )
        cls.acceptances = cls.env["bianmin.catalog.implementation"].create(
            [
                {
                    "item_id": decision.item_id.id,
                    "service_point_id": cls.station.id,
                    "acts_as": "accept",
                    "decision_implementation_id": decision.id,
                }
                for decision in cls.decisions
            ]
        )
        cls.env.flush_all()

    def _forget(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def test_many_items_are_paused_at_once(self):
        items = self.items.with_user(self.editor)
        self._forget()
        with self.assertQueryCount(FEW):
            items.action_pause()
            self.env.flush_all()
        self.assertEqual(set(items.mapped("state")), {"paused"})

    def test_many_points_are_paused_at_once(self):
        acceptances = self.acceptances.with_user(self.editor)
        self._forget()
        with self.assertQueryCount(FEW):
            acceptances.action_pause()
            self.env.flush_all()
        self.assertFalse(any(acceptances.mapped("is_available")))

    def test_availability_of_many_points_is_read_at_once(self):
        acceptances = self.acceptances.with_user(self.reader)
        self._forget()
        with self.assertQueryCount(FEW):
            self.assertTrue(all(acceptances.mapped("is_available")))

    def test_names_and_limits_of_many_points_are_read_at_once(self):
        acceptances = self.acceptances.with_user(self.reader)
        self._forget()
        with self.assertQueryCount(FEW):
            rows = acceptances.read(["display_name", "limit_text"])
        self.assertEqual(len(rows), COUNT)

    def test_new_limits_reach_every_accepting_point(self):
        self.decisions.write(
            {"handling_kind": "promised", "promised_days": 3, "statutory_days": 7}
        )
        self._forget()
        self.assertEqual(set(self.acceptances.mapped("promised_days")), {3})
        self.assertEqual(set(self.acceptances.mapped("statutory_days")), {7})
