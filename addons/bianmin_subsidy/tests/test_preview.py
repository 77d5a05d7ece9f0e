from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form

from .common import SubsidyCase


class TestPreview(SubsidyCase):
    """Who would get what, told before a line is written, as the round then makes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
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
        for name, born, village in (
            ("李八旬", "19460302", cls.village),
            ("姚八旬", "19450302", cls.neighbour_village),
            ("石九旬", "19360302", cls.village),
            ("李年轻", "19900302", cls.village),
        ):
            person = cls._create_payee(
                name=name,
                division_id=village.id,
                identity_number=cls._make_identity_number(born),
            )
            cls._enrol(person, cls.allowance, valid_from="2026-01-01")
        cls.dead = cls._create_payee(name="李已故", death_date="2026-09-01")
        cls._enrol(cls.dead, cls.allowance, valid_from="2026-01-01")

    def preview(self, user=None, **vals):
        wizard = self.env["bianmin.subsidy.preview"].with_user(user or self.editor)
        wizard = wizard.with_context(lang="en_US")
        vals = {"scheme_id": self.allowance.id, "period": "2026-11", **vals}
        return wizard.create(vals)

    def get_counts(self, rows):
        return {row["label"]: row["count"] for row in rows}

    # ------------------------------------------------------------
    # WHAT IT SAYS
    # ------------------------------------------------------------

    def test_it_says_what_the_round_then_makes(self):
        values = self.preview(division_id=self.township.id)._get_values()
        lines = self.env["bianmin.subsidy.line"]
        self.assertFalse(lines.search([("scheme_id", "=", self.allowance.id)]))
        record = self._create_round(self.allowance, period="2026-11")
        self.assertEqual(values["total"]["count"], record.line_count)
        self.assertIn("220.00", values["total"]["amount"])
        self.assertEqual(record.total_amount, 220)
        self.assertEqual(values["held_count"], record.blocked_count)
        self.assertEqual(
            self.get_counts(values["reasons"]),
            {"Has died": 1, "No rate for this age or category": 1},
        )

    def test_it_counts_by_rate_and_by_division(self):
        values = self.preview(division_id=self.township.id)._get_values()
        self.assertEqual([row["count"] for row in values["rates"]], [2, 1])
        self.assertEqual(
            self.get_counts(values["areas"]),
            {self.village.name: 2, self.neighbour_village.name: 1},
        )
        county = self.preview(division_id=self.county.id)._get_values()
        self.assertEqual(self.get_counts(county["areas"]), {self.township.name: 3})

    def test_it_names_some_of_them(self):
        values = self.preview(division_id=self.village.id)._get_values()
        ninety = values["rates"][1]
        self.assertEqual(ninety["samples"], [f"石九旬（{self.village.name}）"])
        # The village itself has nothing below it.
        self.assertEqual(self.get_counts(values["areas"]), {self.village.name: 2})

    def test_who_is_on_a_round_already_is_told_and_not_counted(self):
        self._create_round(self.allowance, period="2026-11")
        values = self.preview(division_id=self.township.id)._get_values()
        self.assertEqual(values["elsewhere_count"], 5)
        self.assertEqual((values["total"]["count"], values["held_count"]), (0, 0))

    def test_a_rate_of_next_year_is_seen_in_next_year(self):
        self.allowance.rate_ids[0].valid_to = "2026-12-31"
        later = self.allowance.rate_ids[0].copy(
            {"valid_from": "2027-01-01", "valid_to": False, "amount": 80}
        )
        values = self.preview(period="2027-01")._get_values()
        [eighty] = [r for r in values["rates"] if later.display_name in r["label"]][:1]
        self.assertIn("80.00", eighty["label"])
        self.assertEqual(eighty["count"], 2)

    # ------------------------------------------------------------
    # THE WINDOW
    # ------------------------------------------------------------

    def test_window_opens_with_the_present_period_and_answers_at_once(self):
        action = self.allowance.with_user(self.editor).action_preview()
        model = self.env[action["res_model"]].with_user(self.editor)
        form = Form(model.with_context(**action["context"], lang="en_US"))
        self.assertEqual(form.period, "2026-11")
        self.assertEqual(form.division_id, self.county)
        self.assertIn("220.00", form.result)
        form.period = "2026-10"
        self.assertIn("2026年10月", form.result)
        form.period = "November"
        self.assertIn("is no period", form.result)

    def test_foreign_divisions_are_not_counted(self):
        wizard = self.preview(self.other_officer, division_id=self.township.id)
        self.assertIn("does not reach", wizard.result)
        self.assertNotIn("220.00", wizard.result)
        own = self.preview(self.other_officer, division_id=self.other_township.id)
        self.assertIn("would get", own.result)
        with self.assertRaises(AccessError):
            self.preview(self.agent_user)

    def test_queries_do_not_grow_with_the_people(self):
        counts = []
        # The first fills what is cached by user and model.
        for count in (5, 50, 1050):
            scheme = self._create_scheme(code=f"P{count}")
            self._enrol_many(count, scheme=scheme)
            wizard = self.preview(scheme_id=scheme.id, period="2026")
            self.env.flush_all()
            wizard._get_values()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(wizard._get_values()["total"]["count"], count)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
