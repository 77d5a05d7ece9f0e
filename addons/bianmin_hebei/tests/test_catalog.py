import re

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file

CATEGORIES = {
    "劳动就业": 14,
    "社会保险": 20,
    "医疗保障": 16,
    "人口户籍": 16,
    "民政救助": 26,
    "卫生计生": 14,
    "生产经营和建设": 26,
}
# Whoever may handle a matter in a village or township has no power over punishment.
APPLIED_FOR = {"01", "05", "07", "08", "10", "20"}
# What the report and the regulations say: item -> words that its text contains.
FACTS = {
    "sole_trader": "经营者姓名和住所 组成形式 经营场所 当场登记 三个工作日",
    "small_catering": "五十平方米以下 健康证明 布局图 食品安全管理制度 现场核查",
    "small_workshop": "小作坊登记申请书 三年",
    "small_stall": "三十平方米以下 小食杂店 乡镇市场监督管理所 不收费 三年",
    "tree_felling": "林权权属证明 村内公示 受委托的乡镇人民政府 告知承诺",
    "village_vet": "二〇二二年十月 五年 县农业农村局",
    "medical_enrolment": "九月至十二月 四百元 免缴",
    "medical_correction": "同音不同字 原内容 依据 经办人",
    "social_card": "制卡 到站 激活 代领人居民身份证",
    "minimum_living": "家庭经济状况核对授权书 公示 民发〔2021〕57号",
    "family_reward": "一九七三年至二〇〇一年 六十周岁 两个女孩",
    "pension_certification": "十二个月 现场照片",
}
DAYS = {
    "small_catering": (10, 7),
    "tree_felling": (20, 15),
    "village_vet": (20, 5),
    "minimum_living": (25, 20),
    "two_daughter": (20, 2),
    "identity_card": (60, 30),
    "residence_permit": (15, 10),
}
FEES = {
    "identity_card": "20元/证",
    "identity_card_loss": "40元/证",
    "temporary_identity": "10元/证",
}
# What an item cannot do without in a guide (domain: type, audience, papers, limits …).
COMPLETE = (
    *("category_id", "item_type", "exercise_level", "service_objects"),
    *("legal_basis", "acceptance_conditions", "topic_ids", "faq_ids"),
    *("handling_kind", "statutory_days", "promised_days", "day_unit"),
    *("material_ids", "step_ids", "result_ids"),
)
# Who must hand over or show an optional paper, such as 代领的提供.
WANTED = re.compile("提供|提交|交回|出示")


@tagged("post_install", "-at_install")
class TestCatalog(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.categories = cls._get_own("bianmin.catalog.category")
        cls.items = cls._get_own("bianmin.catalog.item")

    @classmethod
    def _get_own(cls, model):
        """Records of this addon's data files."""
        ids = cls.env["ir.model.data"].search(
            [("module", "=", "bianmin_hebei"), ("model", "=", model)]
        )
        return cls.env[model].browse(ids.mapped("res_id"))

    def _get_text(self, item):
        """Everything a reader of the item's guide sees."""
        texts = [item.name, item.legal_basis, item.acceptance_conditions]
        for lines, fields in (
            (item.material_ids, ("name", "note")),
            (item.step_ids, ("name", "actor", "note")),
            (item.faq_ids, ("question", "answer")),
        ):
            texts += [line[field] for line in lines for field in fields]
        return "\n".join(filter(None, texts))

    def test_there_are_seven_categories_and_132_items(self):
        counts = {
            category.name: len(category.item_ids & self.items)
            for category in self.categories.sorted("sequence")
        }
        self.assertEqual(counts, CATEGORIES)
        self.assertEqual(len(self.items), 132)

    def test_no_two_items_have_the_same_name(self):
        self.assertEqual(len(set(self.items.mapped("name"))), len(self.items))

    def test_every_item_says_what_it_is_for_whom_and_by_which_law(self):
        for item in self.items:
            with self.subTest(item=item.name):
                self.assertIn(item.item_type, APPLIED_FOR)
                self.assertIn(item.exercise_level, {"4", "5", "6"})
                self.assertTrue(item.service_objects)
                self.assertRegex(item.legal_basis, "《|国家|省")
                self.assertRegex(item.acceptance_conditions, "。$")
                self.assertEqual(item.state, "in_use")
                self.assertTrue(item.faq_ids)

    def test_every_item_is_marked_until_somebody_confirms_it(self):
        self.assertTrue(all(self.items.mapped("is_reference")))

    def test_no_official_code_is_invented(self):
        self.assertFalse(any(self.items.mapped("basic_code")))

    def test_every_item_asks_for_two_papers_or_more_each_once(self):
        for item in self.items:
            with self.subTest(item=item.name):
                names = item.material_ids.mapped("name")
                self.assertGreaterEqual(len(names), 2)
                self.assertEqual(len(set(names)), len(names))
                self.assertIn("required", item.material_ids.mapped("necessity"))

    def test_every_paper_is_brought_in_some_number(self):
        for material in self.items.material_ids:
            with self.subTest(item=material.item_id.name, material=material.name):
                self.assertGreaterEqual(material.original_count, 1)
                self.assertTrue(material.form and material.source)

    def test_an_optional_paper_says_when_it_is_wanted(self):
        for material in self.items.material_ids.filtered_domain(
            [("necessity", "=", "optional")]
        ):
            self.assertRegex(f"{material.name}{material.note or ''}", WANTED)

    def test_only_what_may_follow_later_is_deferrable(self):
        """Identity papers are never deferred (容缺 is for the secondary)."""
        deferrable = self.items.material_ids.filtered_domain(
            [("necessity", "=", "deferrable")]
        )
        self.assertGreater(len(deferrable), 20)
        for material in deferrable:
            self.assertNotIn("居民身份证", material.name)
            self.assertNotIn("申请", material.name)

    def test_every_item_has_three_steps_or_more_with_their_actors(self):
        for item in self.items:
            with self.subTest(item=item.name):
                self.assertGreaterEqual(len(item.step_ids), 3)
                self.assertTrue(all(item.step_ids.mapped("actor")))

    def test_steps_fit_into_the_promise_and_the_promise_into_the_law(self):
        for item in self.items:
            with self.subTest(item=item.name):
                counted = item.step_ids.filtered_domain(
                    [("special_procedure", "=", False)]
                )
                self.assertLessEqual(sum(counted.mapped("days")), item.promised_days)
                self.assertLessEqual(item.promised_days, item.statutory_days)
                self.assertGreaterEqual(item.promised_days, 1)
                if item.handling_kind == "instant":
                    self.assertEqual(item.promised_days, 1)

    def test_every_one_of_the_132_items_is_complete(self):
        for item in self.items:
            with self.subTest(item=item.name):
                missing = {name for name in COMPLETE if not item[name]}
                self.assertFalse(missing)
                self.assertEqual(len(item.result_ids), 1)

    def test_papers_cost_something_only_where_the_law_says_so(self):
        fees = {
            self.env.ref(f"bianmin_hebei.item_{name}"): standard
            for name, standard in FEES.items()
        }
        charged = self.items.filtered("fee_ids")
        self.assertEqual({item: item.fee_ids.standard for item in charged}, fees)
        self.assertTrue(all(charged.fee_ids.mapped("legal_basis")))

    def test_every_stage_of_a_life_and_of_a_business_leads_to_items(self):
        """No item is about taxes: townships and villages do not collect any."""
        topics = self.env["bianmin.catalog.topic"].search([])
        empty = topics.filtered(lambda topic: not topic.item_ids & self.items)
        self.assertEqual(empty.mapped("code"), ["taxes"])
        for item in self.items.filtered(
            lambda item: "1" not in item.service_objects.mapped("code")
        ):
            self.assertIn("legal", item.topic_ids.mapped("kind"), item.name)

    def test_the_items_that_the_report_names_carry_its_facts(self):
        for name, facts in FACTS.items():
            text = self._get_text(self.env.ref(f"bianmin_hebei.item_{name}"))
            for fact in facts.split():
                with self.subTest(item=name, fact=fact):
                    self.assertIn(fact, text)

    def test_limits_that_are_known_stand_as_they_are(self):
        for name, days in DAYS.items():
            item = self.env.ref(f"bianmin_hebei.item_{name}")
            self.assertEqual((item.statutory_days, item.promised_days), days, name)

    def test_the_item_of_the_journey_asks_for_what_the_agent_collects(self):
        item = self.env.ref("bianmin_hebei.item_two_daughter")
        self.assertEqual(item.item_type, "05")
        self.assertEqual(item.category_id.name, "卫生计生")
        materials = item.material_ids.grouped("necessity")
        self.assertEqual(len(materials["required"]), 6)
        self.assertEqual(materials["optional"].mapped("name"), ["委托书（代办时提交）"])

    def test_no_text_names_a_person_a_number_or_an_address(self):
        for item in self.items:
            text = self._get_text(item)
            # A hotline has five digits, an office's document number stands in brackets.
            self.assertNotRegex(text, r"\d{6,}|http|@")
            self.assertNotRegex(text, r"某|[A-Za-z]{4,}")

    def test_no_answer_is_said_twice(self):
        answers = self.items.faq_ids.mapped("answer")
        self.assertEqual(len(set(answers)), len(answers))

    def test_an_update_keeps_what_an_editor_changed(self):
        item = self.env.ref("bianmin_hebei.item_small_stall")
        item.acceptance_conditions = "本县的条件"
        item.action_confirm_reference()
        item.faq_ids[0].answer = "本县的答复"
        count = len(item.material_ids)
        item.material_ids[0].unlink()
        for path in Manifest.for_addon("bianmin_hebei")["data"]:
            convert_file(self.env, "bianmin_hebei", path, {}, mode="update")
        self.env["ir.model.data"]._process_end(["bianmin_hebei"])
        self.assertEqual(item.acceptance_conditions, "本县的条件")
        self.assertEqual(item.faq_ids[0].answer, "本县的答复")
        self.assertFalse(item.is_reference)
        self.assertEqual(len(item.material_ids), count - 1)
        self.assertEqual(len(self.items.exists()), 132)
