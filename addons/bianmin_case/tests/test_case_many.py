from odoo import Command
from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_case.wizards.case_bulk import CHUNK

from .common import CaseCase


class TestMany(CaseCase):
    """One step for many cases: a result for each, and nobody holds up the others."""

    @classmethod
    def _create_many(cls, count):
        cases = (
            cls.env["bianmin.case"]
            .with_user(cls.clerk)
            .create(
                [
                    {
                        "item_id": cls.item.id,
                        "implementation_id": cls.hall_point.id,
                        "resident_id": cls.resident.id,
                    }
                    for _number in range(count)
                ]
            )
        )
        cls._take_papers(cases)
        cases.action_submit()
        return cases

    def _open(self, cases, button, **vals):
        action = getattr(cases, button)()
        bulk = cases.env[action["res_model"]].browse(action["res_id"])
        bulk.write(vals)
        return bulk

    def _run(self, bulk):
        """Ask for chunks as the browser does."""
        rounds = 0
        while bulk.run_chunk()["waiting"]:
            rounds += 1
        return rounds + 1

    def test_each_chunk_goes_by_itself(self):
        cases = self._create_many(CHUNK + 5)
        bulk = self._open(cases, "action_accept_many")
        first = bulk.run_chunk()
        self.assertEqual(
            first, {"total": CHUNK + 5, "done": CHUNK, "failed": 0, "waiting": 5}
        )
        self.assertEqual(len(cases.filtered(lambda c: c.state == "accepted")), CHUNK)
        self.assertEqual(bulk.run_chunk()["waiting"], 0)
        self.assertEqual(set(cases.mapped("state")), {"accepted"})
        self.assertEqual(len(self._get_papers(cases)), CHUNK + 5)

    def test_each_result_names_the_applicant_to_who_may_read_the_case(self):
        cases = self._create_many(2)
        lines = self._open(cases, "action_accept_many").line_ids
        self.assertEqual(lines.mapped("applicant_name"), ["李志顺"] * 2)
        self.assertEqual(set(lines.mapped("case_number")), set(cases.mapped("name")))
        foreign = (
            self.env["bianmin.case.bulk"]
            .with_user(self.other_clerk)
            .create(
                {
                    "step": "accept",
                    "line_ids": [Command.create({"case_id": cases[0].id})],
                }
            )
        )
        with self.assertRaises(AccessError):
            foreign.line_ids.mapped("applicant_name")

    def test_one_that_cannot_does_not_stop_the_others(self):
        cases = self._create_many(9)
        bad, gone = cases[4], cases[7]
        bad.sudo().material_ids[0].state = "missing"
        gone.action_withdraw()
        bulk = self._open(cases, "action_accept_many")
        self._run(bulk)
        self.assertEqual((bulk.done, bulk.failed), (7, 2))
        good = cases - bad - gone
        self.assertEqual(set(good.mapped("state")), {"accepted"})
        self.assertEqual((bad.state, gone.state), ("received", "withdrawn"))
        failed = bulk.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual(failed.case_id, bad | gone)
        self.assertIn(
            "身份证复印件", failed.filtered(lambda x: x.case_id == bad).message
        )
        for case in good:
            self.assertEqual(case.event_ids.mapped("kind"), ["receive", "accept"])
            self.assertEqual(len(self._get_papers(case)), 1)

    def test_going_on_repeats_nothing(self):
        cases = self._create_many(3)
        bulk = self._open(cases, "action_accept_many")
        self._run(bulk)
        result = bulk.run_chunk()
        self.assertEqual(result["done"], 3)
        self.assertEqual(len(self._get_papers(cases)), 3)

    def test_who_may_not_is_told_for_each(self):
        cases = self._create_many(2).with_user(self.issuer)
        bulk = self._open(cases, "action_accept_many")
        self._run(bulk)
        self.assertEqual((bulk.done, bulk.failed), (0, 2))
        self.assertTrue(all(bulk.line_ids.mapped("message")))
        self.assertEqual(set(cases.mapped("state")), {"received"})

    def test_the_window_of_somebody_else_is_closed(self):
        bulk = self._open(self._create_many(1), "action_accept_many")
        with self.assertRaises(AccessError):
            bulk.with_user(self.other_clerk).run_chunk()

    def test_granting_needs_the_opinion(self):
        cases = self._create_many(3)
        cases.action_accept()
        cases = cases.with_user(self.reviewer)
        self._run(self._open(cases, "action_start_review_many"))
        bulk = self._open(cases, "action_grant_many")
        with self.assertRaises(UserError):
            bulk.run_chunk()
        bulk.opinion = "符合条件"
        self._run(bulk)
        self.assertEqual(set(cases.mapped("result")), {"granted"})
        self._run(self._open(cases.with_user(self.issuer), "action_deliver_many"))
        self.assertEqual(set(cases.mapped("state")), {"delivered"})

    def test_what_was_issued_is_printed_a_hundred_at_a_time(self):
        cases = self._create_many(CHUNK + 3)
        bulk = self._open(cases, "action_print_many")
        self._run(bulk)
        self.assertEqual(bulk.done, CHUNK + 3)
        first, rest = bulk.action_print()["url"], bulk.action_print()["url"]
        self.assertEqual(len(first.split(",")), CHUNK)
        self.assertEqual(len(rest.split(",")), 3)
        with self.assertRaises(UserError):
            bulk.action_print()

    def test_what_has_no_paper_is_not_printed(self):
        draft = self._create_case(user=self.clerk, point=self.hall_point)
        bulk = self._open(draft, "action_print_many")
        self._run(bulk)
        self.assertEqual(bulk.failed, 1)

    def test_queries_follow_the_chunks_and_the_refusals_not_the_cases(self):
        counts = {}
        for name, count, bad in (("warm", 4, 0), ("few", 20, 0), ("many", CHUNK, 0)):
            cases = self._create_many(count)
            bulk = self._open(cases, "action_accept_many")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run(bulk)
            self.env.flush_all()
            counts[name] = self.env.cr.sql_log_count - before
            self.assertEqual(bulk.failed, bad)
        self.assertLessEqual(counts["many"], counts["few"] + 12)
