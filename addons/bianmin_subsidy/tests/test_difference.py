from odoo import Command

from .common import SubsidyCase

REPORT = "bianmin_subsidy.report_subsidy_difference"


class TestDifference(SubsidyCase):
    """Each post sees what is different from the last round before it agrees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.allowance = cls._create_scheme(
            code="GL",
            cycle="month",
            rate_ids=[
                Command.create(
                    {
                        "valid_from": "2018-01-01",
                        "age_from": first,
                        "age_to": last,
                        "amount": amount,
                    }
                )
                for first, last, amount in ((80, 89, 60), (90, 0, 100))
            ],
        )
        cls.people = {}
        for name, born, start in (
            ("李不变", "19450302", "2026-01-01"),
            ("姚九旬", "19361105", "2026-01-01"),
            ("石停发", "19440302", "2026-01-01"),
            ("姚去世", "19420302", "2026-01-01"),
            ("李新增", "19461103", "2026-11-01"),
        ):
            number = cls._make_identity_number(born)
            person = cls._create_payee(name=name, identity_number=number)
            cls._enrol(person, cls.allowance, valid_from=start)
            cls.people[name] = person
        cls.last = cls._create_round(cls.allowance, period="2026-10")
        cls.people["姚去世"].death_date = "2026-10-20"
        cls.record = cls._create_round(cls.allowance, period="2026-11")
        line = cls._get_line(cls.record, cls.people["石停发"])
        line.with_user(cls.officer)._stop("户口迁出")

    def get_groups(self, record=None):
        """By kind: number, sum, and (name, before, now, reason) of each."""
        found = (record or self.record)._get_difference()["groups"]
        return {
            group["label"]: (
                group["count"],
                group["sum"].replace("\N{NO-BREAK SPACE}", ""),
                [
                    (row["name"], row["amount_before"], row["amount_now"])
                    for row in group["rows"]
                ],
            )
            for group in found
        }

    def test_new_stopped_and_changed_people_and_the_sum(self):
        self.assertEqual(
            {label: group[0] for label, group in self.get_groups().items()},
            {"Newly paid": 1, "No longer paid": 2, "Changed amount": 1},
        )
        groups = self.get_groups()
        self.assertEqual(groups["Newly paid"][2], [("李新增", 0, 60)])
        self.assertEqual(
            sorted(groups["No longer paid"][2]), [("姚去世", 60, 0), ("石停发", 60, 0)]
        )
        self.assertEqual(groups["Changed amount"][2], [("姚九旬", 60, 100)])
        self.assertEqual((self.last.total_amount, self.record.total_amount), (240, 220))
        self.assertIn("−", self.record._get_difference()["sum_difference"])
        self.assertIn("20.00", self.record._get_difference()["sum_difference"])

    def test_sums_of_the_groups_add_up_to_the_difference_of_the_rounds(self):
        rows = self.record._read_differences(self.last)
        by_kind = {row["kind"]: row["sum"] for row in rows}
        difference = self.record.total_amount - self.last.total_amount
        self.assertEqual(sum(by_kind.values()), difference)

    def test_the_reason_of_a_stop_is_told(self):
        [stopped] = [
            group
            for group in self.record._get_difference()["groups"]
            if group["label"] == "No longer paid"
        ]
        self.assertEqual(
            {row["name"]: row["reason"] for row in stopped["rows"]},
            {"石停发": "户口迁出", "姚去世": "Has died"},
        )

    def test_the_reason_is_still_told_when_the_bank_has_its_file(self):
        self._advance(self.record, "exported")
        self.test_the_reason_of_a_stop_is_told()

    def test_the_first_round_has_none_before_it(self):
        groups = self.get_groups(self.last)
        self.assertEqual((groups["Newly paid"][0], groups["No longer paid"][0]), (4, 0))
        self.assertIn("no earlier round", self.last.difference)

    def test_a_cancelled_round_is_not_the_last_one(self):
        self.last.action_cancel("重新编制")
        self.assertFalse(self.record._get_last_round())

    def test_many_people_are_counted_and_some_are_shown(self):
        self._enrol_many(230, scheme=self.allowance)
        self.allowance.rate_ids[0].age_from = 60
        december = self._create_round(self.allowance, period="2026-12")
        groups = self.get_groups(december)
        self.assertEqual(len(groups["Newly paid"][2]), 200)
        self.assertGreaterEqual(groups["Newly paid"][0], 230)
        self.assertIn("further people", december.difference)

    def test_paper_names_them_in_chinese(self):
        report = self.env["ir.actions.report"].with_user(self.approver)
        html = report._render_qweb_html(REPORT, self.record.ids)[0].decode()
        for text in ("李新增", "姚九旬", "户口迁出", "100.00", self.record.number):
            self.assertIn(text, html)
        self.assertNotIn(self.people["李新增"].identity_number, html)
