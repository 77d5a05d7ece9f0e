from .common import CaseCase


class TestBulk(CaseCase):
    """Hundreds at once: the number of queries does not grow with the cases, but by
    one statement for each hundred rows that are written.
    """

    SMALL, LARGE = 20, 320

    def _create_drafts(self, count):
        cases = (
            self.env["bianmin.case"]
            .with_user(self.agent)
            .create(
                [
                    {
                        "item_id": self.item.id,
                        "implementation_id": self.station_point.id,
                        "resident_id": self.resident.id,
                    }
                    for _number in range(count)
                ]
            )
        )
        self._take_papers(cases)
        return cases

    def _count_queries(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_every_step_takes_hundreds_at_once(self):
        small, large = self._create_drafts(self.SMALL), self._create_drafts(self.LARGE)
        spare, statements = self._create_drafts(1), self.LARGE // 100
        for user, step in (
            (self.agent, lambda cases: cases.action_submit()),
            (self.clerk, lambda cases: cases.action_accept()),
            (self.reviewer, lambda cases: cases.action_start_review()),
            (self.reviewer, lambda cases: cases._decide("granted", "同意")),
            (self.issuer, lambda cases: cases.action_deliver()),
        ):
            step(spare.with_user(user))  # fills the caches
            few = self._count_queries(
                lambda step=step, user=user: step(small.with_user(user))
            )
            many = self._count_queries(
                lambda step=step, user=user: step(large.with_user(user))
            )
            # At most a dozen tables are written in one step.
            self.assertLessEqual(many, few + 12 * statements)
        self.assertEqual(set(large.mapped("state")), {"delivered"})

    def test_each_case_has_its_own_number_paper_event_and_message(self):
        cases = self._create_drafts(self.LARGE)
        cases.action_submit()
        cases.with_user(self.clerk).action_accept()
        self.assertEqual(len(set(cases.mapped("name"))), self.LARGE)
        for kind in ("receipt", "acceptance"):
            documents = self._get_papers(cases, kind)
            self.assertEqual(len(set(documents.mapped("number"))), self.LARGE)
        for document in documents:
            self.assertIn(document.case_id.name, document.content)
        self.assertEqual(len(cases.event_ids), 2 * self.LARGE)
        self.assertEqual(len(self._get_messages(cases)), self.LARGE)

    def test_lists_need_no_query_per_case(self):
        self._create_drafts(self.LARGE).action_submit()
        model = self.env["bianmin.case"].with_user(self.clerk)
        specification = {
            "deadline_label": {},
            "deadline_status": {},
            "state": {},
            "applicant_name": {},
            "applicant_phone_masked": {},
            "item_id": {"fields": {"display_name": {}}},
            "service_point_id": {"fields": {"display_name": {}}},
            "promised_due": {},
        }
        counts = [
            self._count_queries(
                lambda limit=limit: model.web_search_read(
                    [], specification, limit=limit
                )
            )
            for limit in (10, 10, 80)
        ]
        self.assertLessEqual(counts[2], counts[1])
