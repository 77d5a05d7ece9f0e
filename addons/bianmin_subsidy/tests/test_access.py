from odoo.exceptions import AccessError

from .common import SubsidyCase

SCOPED = ("enrolment", "round", "round.event", "line", "handover")


class TestAccess(SubsidyCase):
    """One sees what one's role reaches today, in lists, counts, groups and exports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enrol(payment_mode="handover")
        cls.round = cls._create_paid()
        cls.placeless = cls._create_user(
            "subsidy_placeless",
            ("bianmin_subsidy.role_subsidy_officer", cls.env["bianmin.division"]),
        )
        cls.former = cls._create_user(
            "subsidy_former",
            (
                "bianmin_subsidy.role_subsidy_officer",
                cls.township,
                "2020-01-01",
                "2026-11-23",
            ),
        )
        cls.plain = cls._create_user("subsidy_plain")

    def counts(self, user):
        found = []
        for name in SCOPED:
            model = self.env[f"bianmin.subsidy.{name}"].with_user(user)
            count = model.search_count([])
            self.assertEqual(len(model.search([])), count)
            groups = model.formatted_read_group([], ["division_id"], ["__count"])
            self.assertEqual(sum(group["__count"] for group in groups), count)
            page = model.web_search_read([], {"display_name": {}})
            self.assertEqual(len(page["records"]), count)
            self.assertEqual(len(model.name_search("", limit=None)), count)
            found.append(count)
        return found

    def test_role_in_the_division_sees_it(self):
        for user in (self.officer, self.auditor, self.approver, self.finance):
            with self.subTest(user=user.login):
                counts = self.counts(user)
                self.assertEqual(counts[:2] + counts[3:], [1, 1, 1, 1])
                self.assertGreater(counts[2], 4)

    def test_role_elsewhere_or_nowhere_sees_nothing(self):
        for user in (self.other_officer, self.other_finance, self.placeless):
            with self.subTest(user=user.login):
                self.assertEqual(self.counts(user), [0] * 5)

    def test_no_role_and_a_lapsed_one_have_no_access(self):
        for user in (self.plain, self.former):
            for name in SCOPED:
                with self.subTest(user=user.login, model=name):
                    self.assertFalse(
                        self._find(user, name), "a role that ended shows nothing"
                    )

    def _find(self, user, name):
        try:
            return self.env[f"bianmin.subsidy.{name}"].with_user(user).search([])
        except AccessError:
            return []

    def test_record_named_directly_is_refused_too(self):
        records = (
            self.round,
            self.round.sudo().line_ids,
            self._get_line(self.round).enrolment_id,
            self._get_line(self.round).handover_ids,
            self._get_events(self.round),
        )
        for user in (self.other_officer, self.placeless):
            for record in records:
                with (
                    self.subTest(user=user.login, model=record._name),
                    self.assertRaises(AccessError),
                ):
                    record.with_user(user).read(["display_name"])

    def test_who_reads_does_not_write(self):
        enrolment = self._get_line(self.round).enrolment_id
        for user in (self.auditor, self.approver, self.finance, self.editor):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    enrolment.with_user(user).write({"payment_mode": "card"})
                with self.assertRaises(AccessError):
                    self.round.with_user(user).write({"period": "2025"})

    def test_reader_here_who_writes_elsewhere_does_not_write_here(self):
        mixed = self._create_user(
            "subsidy_mixed_writer",
            ("bianmin_subsidy.role_subsidy_auditor", self.township),
            ("bianmin_subsidy.role_subsidy_officer", self.other_township),
        )
        enrolment = self._get_line(self.round).enrolment_id.with_user(mixed)
        self.assertTrue(enrolment.payment_mode)
        with self.assertRaises(AccessError):
            enrolment.write({"payment_mode": "card"})

    def test_auditor_of_the_logs_reads_the_log_and_nothing_else(self):
        auditor = self._create_user(
            "subsidy_log_auditor", ("bianmin_base.role_auditor", self.county)
        )
        events = self.env["bianmin.subsidy.round.event"].with_user(auditor)
        self.assertTrue(events.search_count([]))
        for name in ("enrolment", "round", "line", "handover", "payment.file"):
            with self.subTest(model=name), self.assertRaises(AccessError):
                self.env[f"bianmin.subsidy.{name}"].with_user(auditor).search([])

    def test_every_group_with_access_to_a_scoped_model_has_its_rule(self):
        """A group with an access line and no rule would see every division."""
        scoped = [f"bianmin.subsidy.{name}" for name in (*SCOPED, "payment.file")]
        for access in self.env["ir.model.access"].search(
            [("model_id.model", "in", scoped), ("perm_read", "=", True)]
        ):
            rules = self.env["ir.rule"].search(
                [
                    ("model_id", "=", access.model_id.id),
                    ("groups", "in", access.group_id.all_implied_ids.ids),
                    ("perm_read", "=", True),
                ]
            )
            with self.subTest(access=access.name):
                self.assertTrue(rules)
                for rule in rules:
                    self.assertIn("_get_scope_division_ids", rule.domain_force)

    def test_buttons_open_what_they_count(self):
        record = self.round.with_user(self.finance)
        for button, model, count in (
            ("action_view_lines", "bianmin.subsidy.line", 1),
            ("action_view_blocked", "bianmin.subsidy.line", 1),
            ("action_view_files", "bianmin.subsidy.payment.file", 2),
            ("action_view_handovers", "bianmin.subsidy.handover", 1),
        ):
            action = getattr(record, button)()
            with self.subTest(button=button):
                self.assertEqual(action["res_model"], model)
                self.assertEqual(
                    self.env[model]
                    .with_user(self.finance)
                    .search_count(action["domain"]),
                    count,
                )
