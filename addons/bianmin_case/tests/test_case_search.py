from lxml import etree

from odoo.tools.safe_eval import safe_eval

from .common import CaseCase


class TestSearch(CaseCase):
    """What a clerk types finds the case: number, name, pinyin, whole numbers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_accepted()
        cls.other = cls._create_received(
            resident_id=cls._create_resident(name="单雨", phone="13700001111").id
        )
        cls.model = cls.env["bianmin.case"].with_user(cls.clerk)
        cls.ours = [("id", "in", (cls.case | cls.other).ids)]
        view = cls.model.get_view(
            cls.env.ref("bianmin_case.case_view_search").id, "search"
        )
        cls.arch = etree.fromstring(view["arch"])

    def _type(self, field, text):
        """Search as the search field of the screen does it."""
        [node] = self.arch.xpath(f"//search/field[@name='{field}']")[:1]
        if domain := node.get("filter_domain"):
            domain = safe_eval(domain, {"self": text})
        else:
            domain = [(field, node.get("operator", "ilike"), text)]
        return self.model.search([*domain, *self.ours])

    def _press(self, name):
        [node] = self.arch.xpath(f"//filter[@name='{name}']")
        domain = safe_eval(node.get("domain"), {"uid": self.clerk.id})
        return self.model.search([*domain, *self.ours])

    def test_by_name_pinyin_initials_and_number(self):
        for text in ("志顺", "lizhishun", "lzs", self.case.name, self.case.name[-4:]):
            self.assertIn(self.case, self._type("applicant_name", text), text)

    def test_two_characters_are_looked_for_where_names_begin_and_end(self):
        for text in ("李志", "志顺", "李", "李志顺"):
            self.assertEqual(self._type("applicant_name", text), self.case, text)
        for text in ("顺", "李顺", "_志", "%顺"):
            self.assertFalse(self._type("applicant_name", text), text)

    def test_whatever_is_typed_one_index_finds_it(self):
        """A province has a million cases: looking everywhere at once reads them all."""
        for text, column in (
            ("李志顺", "applicant_name"),
            ("志顺", "applicant_name"),
            ("lzs", "pinyin"),
            (self.case.name, "name"),
        ):
            domain = self.model._search_display_name("ilike", text)
            columns = {condition.field_expr for condition in domain.iter_conditions()}
            self.assertEqual(columns, {column}, text)
            self.assertEqual(self.model._fields[column].index, "trigram")

    def test_surnames_are_read_as_surnames(self):
        self.assertEqual(self._type("applicant_name", "shanyu"), self.other)

    def test_by_complete_id_number_only(self):
        number = self.resident.sudo().identity_number
        field = "applicant_identity_masked"
        self.assertEqual(self._type(field, number), self.case)
        self.assertEqual(self._type(field, number.lower()), self.case)
        self.assertFalse(self._type(field, number[:-1]))
        self.assertFalse(self._type(field, number[:6]))

    def test_by_complete_phone_number_only(self):
        field = "applicant_phone_masked"
        self.assertEqual(self._type(field, "13812345678"), self.case)
        self.assertEqual(self._type(field, "138 1234 5678"), self.case)
        self.assertFalse(self._type(field, "1381234"))

    def test_who_reads_no_residents_still_searches_cases(self):
        self.model = self.env["bianmin.case"].with_user(self.issuer)
        self.assertIn(self.case, self._type("applicant_name", "lzs"))
        number = self.resident.sudo().identity_number
        self.assertEqual(self._type("applicant_identity_masked", number), self.case)

    def test_a_picker_finds_by_number_name_and_pinyin(self):
        for text in (self.case.name, "李志顺", "lzs"):
            found = [case_id for case_id, _name in self.model.name_search(text)]
            self.assertIn(self.case.id, found)

    def test_the_calendar_names_person_and_item_first(self):
        view = self.model.get_view(
            self.env.ref("bianmin_case.case_view_calendar").id, "calendar"
        )
        title = etree.fromstring(view["arch"]).get("create_name_field")
        self.assertEqual(self.case[title], "李志顺 两女补贴")

    def test_filters_of_the_working_day(self):
        self.assertEqual(self._press("to_accept"), self.other)
        self.assertEqual(self._press("to_decide"), self.case)
        self.assertEqual(self._press("mine"), self.case)
        self.assertEqual(self._press("in_hand"), self.case | self.other)
        for name in ("draft", "to_supplement", "to_deliver", "overdue", "due_today"):
            self.assertFalse(self._press(name), name)

    def test_due_today_and_overdue_follow_the_day(self):
        for moment, name, found in (
            (f"{self.case.promised_due} 00:10", "due_today", self.case),
            (f"{self.case.warn_on} 09:00", "nearly_due", self.case),
            # What nobody answered counts as accepted, and is overdue as well.
            ("2099-01-05 09:00", "overdue", self.case | self.other),
            ("2099-01-05 09:00", "deemed_accepted", self.other),
        ):
            with self._at(moment):
                self.assertEqual(self._press(name), found, name)

    def test_columns_stand_in_the_order_of_work(self):
        # The kanban view asks for the empty columns by this key of Odoo's.
        kanban = self.model.with_context(read_group_expand=True)
        result = kanban.web_read_group(self.ours, ["state"], ["__count"])
        self.assertEqual(
            [group["state"] for group in result["groups"]],
            ["draft", "received", "supplement", "accepted", "review", "closed"],
        )

    def test_a_draft_is_called_so(self):
        draft = self._create_case()
        self.assertTrue(draft.display_name.endswith("李志顺"))
        self.assertFalse(draft.name)
        self.assertEqual(self.case.display_name, f"{self.case.name} 李志顺")
