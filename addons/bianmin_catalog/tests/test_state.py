from odoo.exceptions import AccessError, UserError

from .common import CatalogCase


class TestState(CatalogCase):
    def _is_available(self):
        """Whether the village takes applications, by the field and by the search."""
        self.acceptance.invalidate_recordset(["is_available"])
        found = self.acceptance.search(
            [("id", "=", self.acceptance.id), ("is_available", "=", True)]
        )
        self.assertEqual(bool(found), self.acceptance.is_available)
        return self.acceptance.is_available

    def test_in_use_paused_cancelled_and_back(self):
        for record in (
            self.item.with_user(self.editor),
            self.acceptance.with_user(self.editor),
        ):
            self.assertEqual(record.state, "in_use")
            record.action_pause()
            self.assertEqual(record.state, "paused")
            record.action_put_in_use()
            self.assertEqual(record.state, "in_use")
            record.action_cancel()
            self.assertEqual(record.state, "cancelled")
            record.action_put_in_use()
            self.assertEqual(record.state, "in_use")

    def test_cancelled_cannot_be_paused(self):
        self.item.action_cancel()
        with self.assertRaises(UserError):
            self.item.with_user(self.editor).action_pause()

    def test_many_change_together_or_not_at_all(self):
        both = (self.decision | self.acceptance).with_user(self.editor)
        both.action_pause()
        self.acceptance.action_put_in_use()
        with self.assertRaises(UserError):
            both.action_put_in_use()
        self.assertEqual(self.decision.state, "paused")

    def test_state_is_not_written_by_hand(self):
        for record in (self.item, self.decision):
            with self.assertRaises(UserError):
                record.with_user(self.editor).write({"state": "paused"})
        with self.assertRaises(UserError):
            self.env["bianmin.catalog.item"].with_user(self.editor).create(
                {
                    "name": "New",
                    "category_id": self.category.id,
                    "state": "paused",
                }
            )

    def test_reader_changes_no_state(self):
        for record in (self.item, self.decision):
            with self.assertRaises(AccessError):
                record.with_user(self.reader).action_pause()
            self.assertEqual(record.state, "in_use")

    def test_editor_changes_no_state_elsewhere(self):
        elsewhere = self._create_implementation(service_point_id=self.other_hall.id)
        with self.assertRaises(AccessError):
            elsewhere.with_user(self.township_editor).action_cancel()
        with self.assertRaises(AccessError):
            (elsewhere | self.decision).with_user(self.township_editor).action_pause()
        self.assertEqual(self.decision.state, "in_use")

    def test_application_is_taken_while_all_is_in_use(self):
        self.assertTrue(self._is_available())
        for record in (self.item, self.decision, self.acceptance):
            record.action_pause()
            self.assertFalse(self._is_available(), record)
            record.action_put_in_use()
            self.assertTrue(self._is_available(), record)
