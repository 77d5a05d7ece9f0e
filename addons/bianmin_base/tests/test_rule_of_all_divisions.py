from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import BianminCase

MODEL = "bianmin.resident"
GROUP = "bianmin_base.group_resident_reader"


@tagged("post_install", "-at_install")
class TestRuleOfAllDivisions(BianminCase):
    """Who holds all divisions is asked for none, and only as long as he holds all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = cls.env["res.users.role"].create(
            {"name": "Reader", "implied_ids": cls.env.ref(GROUP).ids}
        )
        cls.env["ir.model.data"].create(
            {
                "module": "bianmin_base",
                "name": "test_reader_of_all",
                "model": "res.users.role",
                "res_id": role.id,
            }
        )
        cls.tops = cls.env["bianmin.division"].browse(
            cls.env["bianmin.division"]._get_top_ids()
        )
        cls.user = cls._create_user(
            "t_all", ("bianmin_base.test_reader_of_all", cls.tops)
        )
        cls.resident = cls._create_resident(name="柳湾甲")

    def _get_rule(self, user=None, model=MODEL):
        rules = self.env["ir.rule"].with_user(user or self.user)
        return list(rules._compute_domain(model))

    def _get_operators(self, user=None):
        return {leaf[1] for leaf in self._get_rule(user) if isinstance(leaf, tuple)}

    def _sees(self, resident, user=None):
        residents = self.env[MODEL].with_user(user or self.user)
        return bool(residents.search_count([("id", "=", resident.id)]))

    def test_the_tops_are_those_without_parent(self):
        self.assertIn(self.province, self.tops)
        self.assertNotIn(self.prefecture, self.tops)
        self.assertFalse(self.tops.parent_id)

    def test_who_holds_all_is_asked_for_none(self):
        self.assertNotIn("child_of", self._get_operators())
        self.assertTrue(self._sees(self.resident))

    def test_who_holds_less_is_asked_as_before(self):
        less = self._create_user(
            "t_less", ("bianmin_base.test_reader_of_all", self.tops - self.province)
        )
        most = self._create_user(
            "t_most", ("bianmin_base.test_reader_of_all", self.prefecture)
        )
        nothing = self._create_user(
            "t_none", ("bianmin_base.test_reader_of_all", self.tops.browse())
        )
        self.assertTrue(self._sees(self.resident, most))
        for user in (less, nothing):
            self.assertFalse(self._sees(self.resident, user))

    def test_a_new_top_division_is_not_his(self):
        self.assertTrue(self._sees(self.resident))
        province = self._create_division("98", "新省")
        stranger = self._create_resident(
            name="新省甲", division_id=self._create_village(province).id
        )
        self.assertFalse(self._sees(stranger))
        self.assertTrue(self._sees(self.resident))
        self.assertIn("child_of", self._get_operators())

    def test_no_other_division_comes_to_the_top(self):
        """Codes tell where a division lies: the tops change by new ones only."""
        with self.assertRaises(ValidationError):
            self.prefecture.parent_id = False

    def test_after_a_top_division_is_gone_all_are_left(self):
        province = self._create_division("98", "新省")
        self.assertIn("child_of", self._get_operators())
        province.unlink()
        self.assertNotIn("child_of", self._get_operators())

    def test_a_record_without_division_stays_closed(self):
        """As before: what lies nowhere lies below no division."""
        account = "bianmin.bank.account"
        self.assertFalse(self.env[account]._fields["division_id"].required)
        rule = self._get_rule(model=account)
        self.assertIn(("division_id", "!=", False), [tuple(leaf) for leaf in rule])

    def test_where_nothing_lies_nowhere_nothing_is_asked(self):
        """Each household has its village: an index on other columns suffices."""
        household = "bianmin.household"
        self.assertTrue(self.env[household]._fields["division_id"].required)
        self.assertEqual(self._get_rule(model=household), [(1, "=", 1)])

    def _create_village(self, province):
        parent = province
        for code, name in (
            ("9801", "新市"),
            ("980101", "新县"),
            ("980101101", "新镇"),
            ("980101101201", "新村"),
        ):
            parent = self._create_division(code, name, parent)
        return parent
