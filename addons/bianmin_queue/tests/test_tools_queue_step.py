from odoo.tests import BaseCase

from ..tools.queue_step import AT_WINDOW, OCCUPYING, STEPS


class TestQueueStep(BaseCase):
    def test_what_is_over_stays_over(self):
        for step in STEPS.values():
            self.assertFalse({"done", "cancelled"} & set(step.sources))

    def test_everybody_who_waits_can_be_served_to_the_end(self):
        reached, border = {"waiting"}, {"waiting"}
        while border:
            border = {
                step.target for step in STEPS.values() if border & set(step.sources)
            } - reached
            reached |= border
        self.assertEqual(
            reached,
            {"waiting", "called", "serving", "held", "done", "missed", "cancelled"},
        )

    def test_a_window_has_room_for_one_who_is_not_set_aside(self):
        self.assertEqual(set(AT_WINDOW) - set(OCCUPYING), {"held"})
