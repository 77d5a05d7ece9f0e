from odoo.exceptions import AccessError, UserError

from .common import SubsidyCase


class TestSample(SubsidyCase):
    """Whom to call is drawn by chance, and anybody can draw the same again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enrol_many(31)
        cls._enrol_many(20, cls.neighbour_village)
        cls.round = cls._create_paid()

    def draw(self, user=None, **vals):
        return (
            self.env["bianmin.subsidy.sample"]
            .with_user(user or self.auditor)
            .create({"round_id": self.round.id, "percent": 10, **vals})
        )

    def test_share_is_drawn_and_rounded_up(self):
        self.assertEqual(len(self.draw().call_ids), 6)
        sample = self.draw(village_id=self.village.id)
        self.assertEqual(len(sample.call_ids), 4)
        self.assertEqual(sample.call_ids.division_id, self.village)
        self.assertEqual(sample.division_id, self.village)
        self.assertEqual(len(self.draw(percent=100).call_ids), 51)

    def test_same_seed_draws_the_same_people(self):
        sample = self.draw().sudo()
        lines = sample.call_ids.line_id
        twin = self.draw().sudo()
        self.assertNotEqual(twin.seed, sample.seed)
        twin.call_ids.unlink()
        twin.seed = sample.seed
        twin._draw()
        self.assertEqual(twin.call_ids.line_id, lines)

    def test_nobody_chooses_the_seed_or_the_people(self):
        sample = self.draw(seed="1234", drawn_by_id=self.officer.id)
        self.assertNotEqual(sample.seed, "1234")
        self.assertEqual(sample.drawn_by_id, self.auditor)
        for vals in ({"seed": "1"}, {"percent": 50}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                sample.with_user(self.auditor).write(vals)
        with self.assertRaises(AccessError):
            sample.with_user(self.auditor).unlink()

    def test_drawing_differs_from_time_to_time(self):
        drawn = {tuple(self.draw().call_ids.line_id.ids) for __ in range(5)}
        self.assertGreater(len(drawn), 1)

    def test_result_of_each_call_is_written_once(self):
        first, second, third = self.draw().call_ids[:3].with_user(self.auditor)
        with self.assertRaises(UserError):
            first._settle("right", "")
        first._settle("right", "本人接听，金额无误")
        second._settle("unreached", "无人接听")
        second._settle("wrong", "说少给了五十元")
        action = third.action_ask_right()
        window = self.env[action["res_model"]].browse(action["res_id"])
        window = window.with_user(self.auditor)
        window.note = "女儿接听"
        window.action_confirm()
        with self.assertRaises(UserError):
            first._settle("wrong", "改口")
        sample = first.sample_id
        self.assertEqual((sample.done_count, sample.wrong_count), (3, 1))
        self.assertEqual(third.settled_by_id, self.auditor)

    def test_who_prepares_or_pays_does_not_audit(self):
        for user in (self.officer, self.finance, self.other_officer, self.agent_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.draw(user)
        call = self.draw().call_ids[0]
        with self.assertRaises(AccessError):
            call.with_user(self.officer)._settle("right", "好")
        self.assertTrue(call.with_user(self.officer).read(["state"]))
        self.assertFalse(
            self.env["bianmin.subsidy.sample"].with_user(self.other_officer).search([])
        )

    def test_village_outside_the_round_draws_nobody(self):
        with self.assertRaises(AccessError):
            self.draw(village_id=self.other_village.id)

    def test_list_names_the_people_without_their_numbers(self):
        sample = self.draw()
        report = self.env["ir.actions.report"].with_user(self.auditor)
        html, __ = report._render_qweb_html(
            "bianmin_subsidy.report_subsidy_sample", sample.ids
        )
        text = html.decode()
        self.assertIn(sample.seed, text)
        for call in sample.call_ids:
            self.assertIn(call.payee_name, text)
            self.assertNotIn(call.sudo().line_id.account_number, text)

    def test_drawing_many_costs_as_many_queries_as_few(self):
        counts = []
        for percent in (5, 40, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.draw(percent=percent)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
