import random
from collections import Counter
from decimal import Decimal

from psycopg2 import DatabaseError

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import SIGNATURE, SubsidyCase

PEOPLE = 20
ACTS = 200


class TestHandoverChain(SubsidyCase):
    """A sum never disappears between hands: the database does not let it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enrol_many(PEOPLE, payment_mode="handover")
        cls.round = cls._create_paid()
        cls.handovers = cls.round.line_ids.handover_ids
        cls.handover = cls.handovers[0]

    def check_now(self):
        """Ask the database for what it would ask at the commit."""
        self.env.flush_all()
        self.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.cr.execute("SET CONSTRAINTS ALL DEFERRED")

    # ------------------------------------------------------------
    # THE SUM
    # ------------------------------------------------------------

    def sums_by_state(self):
        self.env.flush_all()
        self.cr.execute(
            """SELECT holder, sum(amount) FROM bianmin_subsidy_handover
            WHERE round_id = %s GROUP BY holder""",
            [self.round.id],
        )
        return {holder: Decimal(total) for holder, total in self.cr.fetchall()}

    def sums_by_event(self):
        """What the log alone says: in minus out, for each hand."""
        sums = Counter()
        for event in self.handovers.event_ids:
            sums[event.source] -= Decimal(f"{event.amount:.2f}")
            sums[event.target] += Decimal(f"{event.amount:.2f}")
        return sums

    def assert_nothing_is_lost(self):
        paid = Decimal(f"{sum(self.handovers.mapped('amount')):.2f}")
        by_event = self.sums_by_event()
        self.assertEqual(by_event.pop("bank"), -paid, "all came from the bank, once")
        self.assertEqual(sum(by_event.values()), paid)
        self.assertEqual({k: v for k, v in by_event.items() if v}, self.sums_by_state())

    def test_the_sum_is_the_same_after_every_act(self):
        """Random acts of both sides, allowed and refused ones."""
        chance = random.Random(6)
        outcomes = Counter()
        for __ in range(ACTS):
            some = self.handovers.browse(
                chance.sample(self.handovers.ids, chance.randint(1, 2))
            )
            act = chance.choice(self.acts())
            try:
                with self.cr.savepoint():
                    act(some)
                outcomes[act.__name__, "done"] += 1
            except UserError:
                outcomes[act.__name__, "refused"] += 1
            self.env.invalidate_all()
            self.assert_nothing_is_lost()
            self.check_now()
        for act in self.acts():
            for outcome in ("done", "refused"):
                self.assertTrue(outcomes[act.__name__, outcome], outcomes)

    def acts(self):
        return (
            self._give_out,
            self._give_back,
            self.take_a_sheet,
            self.take_a_sheet,
            self.cancel_a_sheet,
            self.hand_over,
            self.book_back,
        )

    def take_a_sheet(self, handovers):
        self._take(self.need_sheet(handovers))

    def cancel_a_sheet(self, handovers):
        sheet = self.need_sheet(handovers)
        out = sheet.direction == "out"
        sheet.with_user(self.officer if out else self.agent_user).action_cancel()

    def need_sheet(self, handovers):
        sheet = (handovers.sheet_id or self.handovers.sheet_id)[:1]
        if not sheet:
            raise UserError("none")  # pylint: disable=translation-required
        return sheet

    def hand_over(self, handovers):
        handovers[0].with_user(self.agent_user)._hand_over(SIGNATURE, "本人")

    def book_back(self, handovers):
        # Seldom, or everything is soon back in the treasury.
        if handovers[0].id % 3:
            raise UserError("not this one")  # pylint: disable=translation-required
        handovers[0].with_user(self.officer)._book_back("无人领取")

    # ------------------------------------------------------------
    # WHAT THE DATABASE REFUSES
    # ------------------------------------------------------------

    def assert_refused(self, statement, *values):
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(DatabaseError),
            self.cr.savepoint(),
        ):
            self.cr.execute(statement, values)
            self.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_state_agent_and_sum_do_not_change_without_an_act(self):
        self.check_now()
        for change in (
            "state = 'returned', amount = amount - 1",
            "state = 'received'",
            "state = 'booked'",
            "amount = 1",
            "step = 2",
        ):
            with self.subTest(change=change):
                self.assert_refused(
                    f"UPDATE bianmin_subsidy_handover SET {change} WHERE id = %s",
                    self.handover.id,
                )
        self._bring_to_agent(self.handover)
        self.assert_refused(
            "UPDATE bianmin_subsidy_handover SET agent_id = %s WHERE id = %s",
            self.neighbour.id,
            self.handover.id,
        )

    def insert(self, **values):
        """A row of the log, written past all code."""
        values = {
            "handover_id": self.handover.id,
            "kind": "received",
            "at": "2026-11-24",
            "user_id": self.env.uid,
            "currency_id": self.handover.currency_id.id,
            "amount": self.handover.amount,
            "step": 2,
            "source": "township",
            "target": f"agent:{self.agent.id}",
            **values,
        }
        columns = ", ".join(values)
        marks = ", ".join(["%s"] * len(values))
        return (
            f"INSERT INTO bianmin_subsidy_handover_event ({columns}) VALUES ({marks})",
            *values.values(),
        )

    def test_log_begins_where_it_ended(self):
        for wrong in (
            {"source": f"agent:{self.agent.id}", "target": "villager"},
            {"amount": 959.99},
            {"step": 3},
            {"step": 1, "source": "bank", "target": "township"},
            {"target": "villager"},
            {"source": "bank", "target": "township"},
            {"step": 0},
        ):
            with self.subTest(**wrong):
                self.assert_refused(*self.insert(**wrong))

    def test_act_without_its_state_is_refused(self):
        """Right in itself, but the hand-over would not say so."""
        self.assert_refused(*self.insert())

    def test_hand_over_stands_at_its_last_act(self):
        self._bring_to_agent(self.handover)
        self._take(self._give_back(self.handover))
        self.check_now()
        self.assert_refused(
            "UPDATE bianmin_subsidy_handover SET step = 1, state = 'pending'"
            " WHERE id = %s",
            self.handover.id,
        )

    def test_log_is_never_changed_or_deleted(self):
        event = self.handover.event_ids
        with self.assertRaises(UserError):
            event.write({"amount": 1})
        with self.assertRaises(UserError):
            event.unlink()
        for statement in (
            "UPDATE bianmin_subsidy_handover_event SET amount = 1 WHERE id = %s",
            "DELETE FROM bianmin_subsidy_handover_event WHERE id = %s",
        ):
            self.assert_refused(statement, event.id)

    def test_log_follows_a_division_that_moves(self):
        """What is no part of the act may follow: the trigger lets it through."""
        event = self.handover.event_ids
        self.env.flush_all()
        self.cr.execute(
            "UPDATE bianmin_subsidy_handover_event SET division_id = %s WHERE id = %s",
            [self.neighbour_village.id, event.id],
        )
        event.invalidate_recordset()
        self.assertEqual(event.division_id, self.neighbour_village)

    def test_bank_pays_once(self):
        self.env["bianmin.subsidy.handover"]._create_for_lines(self.round.line_ids.ids)
        self.assertEqual(self.handover.event_ids.mapped("kind"), ["arrived"])
        self.assert_nothing_is_lost()


class TestHandoverQueries(SubsidyCase):
    """A packet for 80 people costs as many queries as one for 40."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enrol_many(4 + 40 + 80, payment_mode="handover")
        handovers = cls._create_paid().line_ids.handover_ids
        cls.packets = (handovers[:4], handovers[4:44], handovers[44:])

    def count(self, act, packet):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act(packet)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_packet(self):
        acts = (
            self._give_out,
            lambda packet: self._take(packet.sheet_id),
            self._give_back,
            lambda packet: self._take(packet.sheet_id),
            lambda packet: packet.with_user(self.officer)._book_back("无人领取"),
        )
        for number, act in enumerate(acts):
            __, few, many = (self.count(act, packet) for packet in self.packets)
            with self.subTest(act=number):
                self.assertEqual(few, many)
