import base64
import subprocess
import unicodedata
from io import BytesIO

from PyPDF2 import PdfReader

from odoo.tests import HttpCase, tagged

from .common import CatalogCase

GUIDE = "bianmin_catalog.catalog_guide_report"
POSTER = "bianmin_catalog.catalog_poster_report"
LIST = "bianmin_catalog.service_point_poster_report"
# Heading -> what must follow on the same page.
HEADED = {
    "四、申请材料": "居民户口簿",
    "五、办理时限、收费与结果": "5个工作日",
    "六、办理地点与时间": "姚王庄镇政府院内",
    "七、咨询、投诉与救济": "12345",
    "八、常见问题": "可由代办员代交",
}
PDF = b"%PDF-1.4 blank form %%EOF"
RADICALS = str.maketrans(
    "⺠⻔⻓⻬⻚⻋⻅⻉⻛⻜⻢⻥⻩⻘⻄⻆戶",
    "民门长齐页车见贝风飞马鱼黄青西角户",
)


@tagged("post_install", "-at_install")
class GuideCase(CatalogCase, HttpCase):
    """With a server: wkhtmltopdf fetches the style sheets from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("report.url", cls.base_url())
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.item.legal_basis = "河北省人口与计划生育条例第四十条"
        cls.item.acceptance_conditions = "夫妻双方均为农业户口"
        cls.item.step_ids = [
            (0, 0, {"name": "受理", "actor": "村代办员", "days": 1}),
            (0, 0, {"name": "入户核实", "special_procedure": True}),
            (0, 0, {"name": "审核发放", "actor": "卫生健康办公室", "days": 3}),
        ]
        cls.item.faq_ids = [
            (0, 0, {"question": "外出务工怎么办", "answer": "可由代办员代交"})
        ]
        for name in ("居民户口簿", "身份证", "补贴申请表"):
            cls._create_material(name=name, item_id=cls.item.id, original_count=1)
        cls.hall.phone = "0315-4200000"
        cls.hall.address = "姚王庄镇政府院内"

    def _print(self, report, records):
        """Return the pages of a real PDF in Chinese, each as text without blanks."""
        reports = self.env["ir.actions.report"].with_user(self.reader)
        reports = reports.with_context(force_report_rendering=True, lang="zh_CN")
        content, kind = reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        count = len(PdfReader(BytesIO(content)).pages)
        text = subprocess.run(
            ["pdftotext", "-", "-"],
            input=content,
            capture_output=True,
            check=True,
        ).stdout.decode()
        # Fonts may write some characters as radicals of the same look.
        text = unicodedata.normalize("NFKC", text).translate(RADICALS)
        pages = ["".join(page.split()) for page in text.split("\f")[:count]]
        self.assertEqual(len(pages), count)
        return pages


class TestGuide(GuideCase):
    def test_guide_holds_every_part_paper_step_and_question(self):
        text = "".join(self._print(GUIDE, self.decision))
        for words in (
            *("两女补贴", "河北省人口与计划生育条例第四十条", "夫妻双方均为农业户口"),
            *("居民户口簿", "身份证", "补贴申请表", "必要"),
            *("入户核实", "村代办员", "审核发放"),
            *("外出务工怎么办", "可由代办员代交"),
            *("5个工作日", "20个工作日", "0315-4200000", "姚王庄镇政府院内"),
            *("12345", "行政复议", "扫码"),
        ):
            self.assertIn(words, text)

    def test_pages_of_each_guide_are_numbered_from_one(self):
        pages = self._print(GUIDE, self.decision)
        self.assertGreater(len(pages), 1)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"—{number}—", page)

    def test_several_guides_print_into_one_file(self):
        single = len(self._print(GUIDE, self.decision))
        pages = self._print(GUIDE, self.decision + self.acceptance)
        self.assertGreater(len(pages), single)
        self.assertEqual(sum("—1—" in page for page in pages), 2)

    def test_no_heading_is_parted_from_what_it_heads(self):
        """Wherever the pages break: the text above grows line by line."""
        for count in range(2, 46, 8):
            self.item.legal_basis = "\n".join("第几条依据" for _ in range(count))
            for page in self._print(GUIDE, self.decision):
                for heading, first in HEADED.items():
                    if heading in page:
                        self.assertIn(first, page, count)

    def test_guide_tells_the_result_and_each_charge(self):
        self.item.fee_ids = [(0, 0, {"name": "工本费", "standard": "5元/证"})]
        self.item.result_ids = [(0, 0, {"name": "审批表", "validity": "三年"})]
        text = "".join(self._print(GUIDE, self.decision))
        for words in ("工本费5元/证", "审批表有效期:三年"):
            self.assertIn(words, text)

    def test_guide_shows_a_code_for_each_form(self):
        before = "".join(self._print(GUIDE, self.decision))
        self.assertNotIn("扫码下载空白表格", before)
        self.item.material_ids[-1].blank_form = base64.b64encode(PDF)
        # A printing is a request of its own, which keeps no sizes of files.
        self.env.invalidate_all()
        after = "".join(self._print(GUIDE, self.decision))
        self.assertIn("扫码下载空白表格", after)
        self.assertNotIn("扫码下载填写样表", after)

    def test_village_guide_says_where_it_is_decided(self):
        text = "".join(self._print(GUIDE, self.acceptance))
        self.assertIn(self.station.name, text)
        self.assertIn(self.hall.name, text)

    def test_own_papers_of_a_point_replace_those_of_the_item(self):
        self._create_material(name="村委会证明", implementation_id=self.decision.id)
        text = "".join(self._print(GUIDE, self.decision))
        self.assertIn("村委会证明", text)
        self.assertNotIn("居民户口簿", text)

    def test_markup_in_a_name_is_text(self):
        self.item.name = "<b>补贴</b>&"
        self.assertIn("<b>补贴</b>&", "".join(self._print(GUIDE, self.decision)))

    def test_an_item_without_content_prints_all_the_same(self):
        item = self._create_item(name="空白事项")
        empty = self._create_implementation(
            item_id=item.id, service_point_id=self.hall.id
        )
        text = "".join(self._print(GUIDE, empty))
        self.assertIn("空白事项", text)
        self.assertIn("免费", text)


class TestPoster(GuideCase):
    def test_poster_has_one_page_with_facts_papers_steps_and_phone(self):
        pages = self._print(POSTER, self.decision)
        self.assertEqual(len(pages), 1)
        for words in (
            *("两女补贴", "5个工作日", "免费", self.hall.name),
            *("居民户口簿", "身份证", "补贴申请表"),
            *("受理", "入户核实", "审核发放", "0315-4200000"),
        ):
            self.assertIn(words, pages[0])

    def test_a_poster_stays_one_page_however_much_there_is(self):
        self.item.name = "农村独生子女和双女户家庭奖励扶助金申报、审核及发放一次办"
        for number in range(20):
            self._create_material(
                name=f"{number}号证明材料（由村民委员会出具并加盖公章，说明家庭情况）",
                item_id=self.item.id,
            )
        self.item.step_ids = [(0, 0, {"name": f"环节{n}复核"}) for n in range(12)]
        pages = self._print(POSTER, self.decision)
        self.assertEqual(len(pages), 1)
        self.assertIn("15", pages[0])
        self.assertIn("0315-4200000", pages[0])

    def test_each_of_several_posters_has_a_page(self):
        pages = self._print(POSTER, self.decision + self.acceptance)
        self.assertEqual(len(pages), 2)

    def test_poster_of_a_place_lists_what_it_takes_and_not_what_is_paused(self):
        paused = self._create_item(name="暂停的事项")
        self._create_implementation(
            item_id=paused.id, service_point_id=self.hall.id, state="paused"
        )
        text = "".join(self._print(LIST, self.hall))
        self.assertIn("两女补贴", text)
        self.assertIn(self.category.name.replace(" ", ""), text)
        self.assertNotIn("暂停的事项", text)
