"""Two people reach for the same money at once: one gets it, the other is told."""

import base64

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..committed import CommittedCase
from ..common import SCAN

SIGNATURE = base64.b64encode(SCAN)


@tagged("post_install", "-at_install")
class TestHandoverConcurrency(CommittedCase):
    """Real cursors on committed records, which are removed at the end."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            village = env["bianmin.division"].search(
                [("level", "=", "village")], limit=1
            )
            self.agent_user_id = self._create_agent(env, village)
            self.handover_id = self._pay(env, village)

    def _create_agent(self, env, village):
        user = env["res.users"].create(
            {
                "name": "并发代办员",
                "login": "concurrent_agent",
                "role_line_ids": [
                    Command.create(
                        {
                            "role_id": env.ref("bianmin_agent.role_agent").id,
                            "division_ids": [Command.set(village.ids)],
                        }
                    )
                ],
            }
        )
        env["bianmin.agent"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "kind": "full_time",
                "division_ids": [Command.set(village.ids)],
            }
        )
        return user.id

    def _pay(self, env, village):
        """A payment that the bank has made, to be handed over."""
        department = env["bianmin.department"].create(
            {
                "name": "并发局",
                "short_name": "并发交",
                "division_id": village.parent_id.id,
            }
        )
        scheme = env["bianmin.subsidy.scheme"].create(
            {
                "name": "并发补贴",
                "code": "BINGFAJIAO",
                "department_id": department.id,
                "cycle": "year",
                "rate_ids": [
                    Command.create({"valid_from": "2018-01-01", "amount": 960})
                ],
            }
        )
        resident = env["bianmin.resident"].create(
            {"name": "并发村民", "division_id": village.id, "identity_type": "other"}
        )
        env["bianmin.bank.account"].create(
            {
                "resident_id": resident.id,
                "bank_name": "农村信用社",
                "number": "6217000000009999998",
            }
        )
        env["bianmin.subsidy.enrolment"].create(
            {
                "scheme_id": scheme.id,
                "beneficiary_id": resident.id,
                "valid_from": "2020-01-01",
                "payment_mode": "handover",
            }
        )
        record = env["bianmin.subsidy.round"].create(
            {"scheme_id": scheme.id, "division_id": village.id, "period": "2026"}
        )
        record.action_generate()
        env.flush_all()
        env.cr.execute(
            "UPDATE bianmin_subsidy_line SET state = 'paid', paid_on = now()"
            " WHERE round_id = %s",
            [record.id],
        )
        env.invalidate_all()
        env["bianmin.subsidy.handover"]._create_for_lines(record.line_ids.ids)
        return record.line_ids.handover_ids.id

    def _get_handover(self, env):
        return env["bianmin.subsidy.handover"].browse(self.handover_id)

    def _give_out(self, env):
        return self._get_handover(env)._put_on_sheet("out", SIGNATURE, medium="cash")

    def test_one_packs_the_money_and_the_other_is_told(self):
        with self._env() as first, self._env() as second:
            self._give_out(first)
            with self.assertRaisesRegex(UserError, "并发村民"):
                self._give_out(second)
        with self._env() as later, self.assertRaises(UserError):
            self._give_out(later)
        with self._env() as env:
            sheets = env["bianmin.subsidy.handover.sheet"]
            self.assertEqual(
                sheets.search_count([("handover_ids", "=", self.handover_id)]), 1
            )

    def test_packet_is_counted_or_taken_apart_but_not_both(self):
        with self._env() as env:
            sheet_id = self._give_out(env).id
        with self._env(self.agent_user_id) as agent, self._env() as officer:
            agent["bianmin.subsidy.handover.sheet"].browse(sheet_id)._take(
                1, 960, SIGNATURE
            )
            with self.assertRaises(UserError):
                officer["bianmin.subsidy.handover.sheet"].browse(
                    sheet_id
                ).action_cancel()
        with self._env() as env:
            handover = self._get_handover(env)
            self.assertEqual((handover.state, handover.step), ("received", 2))
            self.assertFalse(handover.sheet_id)
