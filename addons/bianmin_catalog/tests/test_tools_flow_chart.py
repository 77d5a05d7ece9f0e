import unittest
from itertools import combinations
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.bianmin_catalog.tools.flow_chart import (
    DETAIL_SIZE,
    WIDTH,
    Branch,
    Step,
    draw_flow_chart,
    measure,
    wrap,
)

SVG = "{http://www.w3.org/2000/svg}"
BOXES = ("end", "step", "diamond", "side")
chinese = st.text(st.sampled_from("两女户补贴申请受理审核决定送达村级便民站，。（）"))
texts = st.one_of(st.text(max_size=80), chinese, st.just("W" * 90))
steps = st.lists(
    st.builds(Step, texts, texts, texts, st.booleans(), texts), max_size=20
)
branches = st.lists(
    st.builds(Branch, st.integers(0, 25), texts, texts, st.booleans()), max_size=5
)


def get_box(element):
    """Left, top, right, bottom of an outline."""
    if element.tag == f"{SVG}rect":
        left, top = float(element.get("x")), float(element.get("y"))
        width, height = float(element.get("width")), float(element.get("height"))
        return left, top, left + width, top + height
    points = [point.split(",") for point in element.get("points").split()]
    across = [float(x) for x, _y in points]
    down = [float(y) for _x, y in points]
    return min(across), min(down), max(across), max(down)


def squeeze(text):
    return "".join(text.split())


class TestFlowChart(unittest.TestCase):
    def _draw(self, steps, branches=()):
        svg = draw_flow_chart("标题", steps, "开始", "结束", branches)
        return ElementTree.fromstring(svg)

    def _get_boxes(self, root):
        return [get_box(one) for one in root.iter() if one.get("class") in BOXES]

    def _get_texts(self, root):
        return [one.text for one in root.iter(f"{SVG}text")]

    def test_steps_stand_in_their_order_between_start_and_end(self):
        root = self._draw([Step("受理", "窗口", "1个工作日"), Step("审核")])
        self.assertEqual(
            self._get_texts(root), ["开始", "受理", "窗口", "1个工作日", "审核", "结束"]
        )
        tops = [box[1] for box in self._get_boxes(root)]
        self.assertEqual(tops, sorted(tops))

    def test_special_procedure_is_a_diamond_and_ends_are_rounded(self):
        root = self._draw([Step("受理"), Step("现场核查", special=True)])
        kinds = [one.get("class") for one in root.iter() if one.get("class") in BOXES]
        self.assertEqual(kinds, ["end", "step", "diamond", "end"])
        rounded = [float(one.get("rx")) > 10 for one in root.iter(f"{SVG}rect")]
        self.assertEqual(rounded, [True, False, True])

    def test_without_steps_an_arrow_leads_from_start_to_end(self):
        root = self._draw([])
        self.assertEqual(self._get_texts(root), ["开始", "结束"])
        self.assertEqual(len(self._get_heads(root)), 1)

    def _get_heads(self, root):
        return [one for one in root.iter() if one.get("class") == "head"]

    def test_each_box_is_reached_by_an_arrow_and_a_return_has_two_heads(self):
        root = self._draw(
            [Step("受理"), Step("决定")],
            [Branch(0, "补正", returns=True), Branch(0, "不予受理")],
        )
        self.assertEqual(len(self._get_heads(root)), 3 + 2 + 1)

    def test_branch_of_a_step_that_is_not_there_is_left_out(self):
        root = self._draw([Step("受理")], [Branch(1, "不予受理")])
        self.assertNotIn("不予受理", self._get_texts(root))

    def test_signs_of_markup_are_text(self):
        svg = draw_flow_chart("<b>&", [Step("<script>alert(1)</script>")], "", "")
        self.assertNotIn("<script", svg)
        root = ElementTree.fromstring(svg)
        self.assertEqual(root.find(f"{SVG}title").text, "<b>&")

    def test_screen_readers_get_title_and_description(self):
        root = ElementTree.fromstring(
            draw_flow_chart("流程图", [], "", "", description="受理; 决定")
        )
        self.assertEqual(root.get("role"), "img")
        self.assertEqual(root.find(f"{SVG}title").text, "流程图")
        self.assertEqual(root.find(f"{SVG}desc").text, "受理; 决定")

    @settings(deadline=None, max_examples=150)
    @given(steps, branches)
    def test_nothing_overlaps_and_all_lies_inside_the_view_box(self, steps, branches):
        root = self._draw(steps, branches)
        width, height = map(float, root.get("viewBox").split()[2:])
        boxes = self._get_boxes(root)
        for left, top, right, bottom in boxes:
            self.assertTrue(0 <= left < right <= width == WIDTH)
            self.assertTrue(0 <= top < bottom <= height)
        for one, other in combinations(boxes, 2):
            apart = (
                one[2] <= other[0]
                or other[2] <= one[0]
                or one[3] <= other[1]
                or other[3] <= one[1]
            )
            self.assertTrue(apart, (one, other))

    @settings(deadline=None, max_examples=150)
    @given(steps, branches)
    def test_each_text_is_readable_and_inside_its_own_box(self, steps, branches):
        root = self._draw(steps, branches)
        box = None
        for element in root.iter():
            if element.get("class") in BOXES:
                box = get_box(element)
                is_diamond = element.get("class") == "diamond"
            if element.tag == f"{SVG}text":
                size = int(element.get("font-size"))
                half = measure(element.text, size) / 2
                room = (box[2] - box[0]) / (4 if is_diamond else 2)
                self.assertGreaterEqual(size, DETAIL_SIZE)
                self.assertLessEqual(half, room + 0.1)
                self.assertTrue(box[1] < float(element.get("y")) < box[3])

    @settings(deadline=None)
    @given(st.lists(chinese.filter(bool), min_size=1, max_size=20))
    def test_every_word_of_every_step_appears(self, names):
        root = self._draw([Step(name) for name in names])
        self.assertEqual("".join(self._get_texts(root)[1:-1]), "".join(names))


class TestWrap(unittest.TestCase):
    def test_closing_marks_do_not_begin_a_line(self):
        self.assertEqual(wrap("两女户，补贴", 10, 30), ["两女", "户，补", "贴"])

    def test_words_stay_whole_where_they_fit(self):
        self.assertEqual(wrap("call 12345 now", 10, 70), ["call 12345", "now"])

    def test_a_word_wider_than_a_line_is_cut(self):
        self.assertEqual("".join(wrap("W" * 50, 10, 100)), "W" * 50)
        self.assertGreater(len(wrap("W" * 50, 10, 100)), 4)

    def test_paragraphs_stay_apart(self):
        self.assertEqual(wrap("一\n\n二", 10, 100), ["一", "二"])

    def test_a_chinese_character_is_as_wide_as_high(self):
        self.assertEqual(measure("两女", 20), 40)

    @settings(deadline=None)
    @given(st.text(max_size=200), st.integers(40, 400))
    def test_no_line_is_too_wide_and_nothing_is_lost(self, text, width):
        lines = wrap(text, 20, width)
        for line in lines:
            self.assertLessEqual(measure(line, 20), width + 1e-6)
        kept = squeeze("".join(lines))
        self.assertTrue(set(kept) <= set(text))
        printable = squeeze("".join(filter(str.isalnum, text)))
        self.assertEqual("".join(filter(str.isalnum, kept)), printable)
