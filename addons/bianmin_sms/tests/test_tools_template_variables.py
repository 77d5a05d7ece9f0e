from odoo.tests import BaseCase, tagged

from ..tools.template_variables import clean_value, find_variables, registered_text

BODY = (
    "{{ object.applicant_name }}，您申请的“{{ object.item_id.name }}”已受理，"
    "编号{{ object.name }}，承诺{{ format_date(object.promised_due, 'long') }}前办结。"
)


@tagged("post_install", "-at_install")
class TestTemplateVariables(BaseCase):
    def test_a_variable_is_called_after_the_field_it_shows(self):
        self.assertEqual(
            [variable.name for variable in find_variables(BODY)],
            ["applicant_name", "item", "name", "promised_due"],
        )

    def test_a_place_used_twice_is_one_variable_and_names_stay_apart(self):
        body = (
            "{{ object.name }}{{ object.name }}{{ object.item_id.name }}"
            "{{ object.item }}{{ 1 }}"
        )
        self.assertEqual(
            [variable.name for variable in find_variables(body)],
            ["name", "item", "item_2", "value"],
        )

    def test_the_text_to_register_has_names_or_numbers(self):
        self.assertEqual(
            registered_text(BODY),
            "${applicant_name}，您申请的“${item}”已受理，编号${name}，"
            "承诺${promised_due}前办结。",
        )
        self.assertTrue(registered_text(BODY, numbered=True).startswith("{1}，您"))
        self.assertEqual(registered_text("停电通知"), "停电通知")
        self.assertEqual(registered_text(False), "")

    def test_the_brackets_of_the_sender_are_kept_out_of_values(self):
        self.assertEqual(clean_value("【李志顺】 "), "[李志顺]")
        self.assertEqual(clean_value(None), "")
