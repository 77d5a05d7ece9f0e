from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestAmountToText(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("zh_CN", "en_US"):
            cls.env["res.lang"]._activate_lang(code)
        cls.yuan = cls.env.ref("base.CNY").with_context(lang="zh_CN")
        cls.dollar = cls.env.ref("base.USD").with_context(lang="zh_CN")

    def test_yuan_are_written_in_capitals_in_chinese(self):
        for amount, text in (
            (0, "零元整"),
            (960.0, "玖佰陆拾元整"),
            (1680.32, "壹仟陆佰捌拾元叁角贰分"),
            (107000.53, "壹拾万柒仟元零伍角叁分"),
            (100001000.0, "壹亿零壹仟元整"),
            (-20.5, "负贰拾元伍角整"),
        ):
            self.assertEqual(self.yuan.amount_to_text(amount), text)

    def test_the_noise_of_floats_is_rounded_away(self):
        self.assertEqual(self.yuan.amount_to_text(0.1 + 0.2), "叁角整")
        self.assertEqual(self.yuan.amount_to_text(1.005), "壹元零壹分")

    def test_yuan_are_spelled_in_other_languages(self):
        text = self.yuan.with_context(lang="en_US").amount_to_text(12)
        self.assertIn("Twelve", text)

    def test_other_currencies_are_read_in_chinese_numbers(self):
        text = self.dollar.amount_to_text(1203)
        self.assertIn("一千二百零三", text)
        self.assertNotIn("元整", text)

    def test_amounts_are_written_one_currency_at_a_time(self):
        with self.assertRaises(ValueError):
            (self.yuan + self.dollar).amount_to_text(1)
