import unittest
from dataclasses import FrozenInstanceError

from odoo.addons.bianmin_base.tools.transition import Transition


class TestTransition(unittest.TestCase):
    def test_fields_come_in_the_order_source_target_group(self):
        move = Transition("draft", "received", "base.group_user")
        self.assertEqual(
            (move.source, move.target, move.group),
            ("draft", "received", "base.group_user"),
        )

    def test_a_transition_cannot_be_bent_afterwards(self):
        move = Transition("draft", "received", "base.group_user")
        with self.assertRaises(FrozenInstanceError):
            move.group = "base.group_public"

    def test_equal_transitions_are_one_in_a_set(self):
        moves = {Transition("a", "b", "x.y"), Transition("a", "b", "x.y")}
        self.assertEqual(len(moves), 1)
