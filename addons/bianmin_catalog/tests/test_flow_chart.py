from xml.etree import ElementTree

from .common import CatalogCase


class TestFlowChart(CatalogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item.step_ids = [
            (0, 0, {"name": "初审", "actor": "村代办员", "days": 2}),
            (0, 0, {"name": "入户核实", "days": 3, "special_procedure": True}),
        ]

    def _read(self, svg):
        return [
            element.text
            for element in ElementTree.fromstring(svg).iter()
            if element.tag.endswith("}text")
        ]

    def test_chart_of_an_item_shows_each_step_with_actor_and_limit(self):
        words = "".join(self._read(self.item._get_flow_chart_svg()))
        for word in ("初审", "村代办员", "At most 2", "入户核实"):
            self.assertIn(word, words)

    def test_time_of_a_special_procedure_does_not_count(self):
        words = " ".join(self._read(self.item._get_flow_chart_svg()))
        self.assertIn("Time does not", words)
        self.assertNotIn("3 working", words)

    def test_chart_says_what_happens_when_papers_are_missing(self):
        words = " ".join(self._read(self.item._get_flow_chart_svg()))
        self.assertIn("Papers incomplete", words)
        self.assertIn("Not accepted", words)

    def test_chart_of_an_implementation_is_that_of_its_item(self):
        self.assertEqual(
            self.acceptance._get_flow_chart_svg(), self.item._get_flow_chart_svg()
        )

    def test_an_item_without_steps_has_a_start_and_an_end(self):
        self.item.step_ids.unlink()
        words = " ".join(self._read(self.item._get_flow_chart_svg()))
        self.assertIn("hands in", words)
        self.assertIn("handed over", words)
        self.assertNotIn("Not accepted", words)
