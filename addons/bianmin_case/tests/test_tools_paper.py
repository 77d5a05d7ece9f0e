import unittest

from hypothesis import given
from hypothesis import strategies as st

from ..tools import paper

PAGE = """<!DOCTYPE html><html><head><link rel="stylesheet" href="/web/assets/1.css"/>
<script src="/web/assets/1.js"></script></head><body><main>
<div class="article"><p>第一条</p><img src="qr:http://x/?a=1&amp;b=2" alt="QR"/></div>
tail</main></body></html>"""


class TestFingerprint(unittest.TestCase):
    def test_is_the_usual_sha256(self):
        self.assertEqual(
            paper.fingerprint("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        )

    @given(st.text(), st.text())
    def test_other_text_has_another_fingerprint(self, one, other):
        self.assertEqual(
            one == other, paper.fingerprint(one) == paper.fingerprint(other)
        )


class TestQrCodes(unittest.TestCase):
    def test_the_address_becomes_a_picture(self):
        drawn = []

        def draw(address):
            drawn.append(address)
            return "data:image/png;base64,AAAA"

        content = paper.draw_qr_codes(PAGE, draw)
        self.assertEqual(drawn, ["http://x/?a=1&b=2"])
        self.assertIn('src="data:image/png;base64,AAAA"', content)
        self.assertNotIn("qr:", content)

    def test_other_pictures_stay(self):
        content = '<img src="data:image/png;base64,AAAA"/><p>qr:not-an-image</p>'
        self.assertEqual(paper.draw_qr_codes(content, lambda address: "x"), content)


class TestSeals(unittest.TestCase):
    def test_the_id_becomes_a_picture(self):
        content = '<img class="x" src="seal:7" alt=""/>'
        self.assertEqual(
            paper.draw_seals(content, lambda seal_id: f"data:{seal_id + 1}"),
            '<img class="x" src="data:8" alt=""/>',
        )

    def test_other_pictures_stay(self):
        content = '<img src="seal:x"/><img src="qr:7"/><p>src="seal:7"</p>'
        self.assertEqual(paper.draw_seals(content, lambda seal_id: "x"), content)


class TestCompleteHtml(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.content = paper.complete_html(PAGE, "p { margin: 0 }", "东河<1>号")

    def test_nothing_is_loaded_from_elsewhere(self):
        for word in ("<link", "<script", "/web/assets"):
            self.assertNotIn(word, self.content)
        self.assertIn("<style>p { margin: 0 }</style>", self.content)

    def test_the_sheet_is_whole_and_nothing_around_it(self):
        self.assertIn("<p>第一条</p>", self.content)
        self.assertIn("qr:http://x/?a=1&amp;b=2", self.content)
        self.assertNotIn("tail", self.content)

    def test_the_title_is_text(self):
        self.assertIn("<title>东河&lt;1&gt;号</title>", self.content)


class TestJoinPages(unittest.TestCase):
    def _make(self, words, style="p {}"):
        page = f'<html><body><div class="article"><p>{words}</p></div></body></html>'
        return paper.complete_html(page, style, words)

    def test_papers_of_one_style_share_a_document_on_pages_of_their_own(self):
        [joined] = paper.join_pages([self._make("甲"), self._make("乙")])
        self.assertEqual(joined.count("page-break-after: always"), 2)
        self.assertEqual(joined.count("<style>"), 1)
        self.assertLess(joined.index("甲"), joined.index("乙"))

    def test_a_paper_with_another_style_keeps_it_and_the_order_stays(self):
        joined = paper.join_pages(
            [self._make("甲"), self._make("乙", "p {color: red}"), self._make("丙")]
        )
        self.assertEqual(len(joined), 3)
        for words, document in zip("甲乙丙", joined, strict=True):
            self.assertIn(words, document)
        self.assertIn("color: red", joined[1])
