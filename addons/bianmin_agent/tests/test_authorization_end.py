from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..models import agent_authorization
from .common import AgentCase


class TestAuthorizationRevoked(AgentCase):
    def _revoke(self, authorizations, reason="本人自己办理"):
        action = authorizations.action_open_revoke()
        form = Form(
            self.env[action["res_model"]]
            .with_user(authorizations.env.user)
            .with_context(**action["context"])
        )
        form.reason = reason
        form.save().action_revoke()

    def test_agent_and_window_clerk_may_revoke(self):
        for user in (self.agent_user, self.clerk):
            authorization = self._create_signed()
            self._revoke(authorization.with_user(user))
            self.assertEqual(authorization.state, "revoked")
            self.assertEqual(authorization.ended_by_id, user)
            self.assertEqual(authorization.revocation_reason, "本人自己办理")
            self.assertTrue(authorization.ended_at)
            self.assertFalse(authorization.is_in_force)
            self.assertTrue(authorization.signature_is_intact)

    def test_revoking_needs_a_reason(self):
        authorization = self._create_signed()
        for reason in ("", "  "):
            with self.assertRaises(UserError):
                authorization._revoke(reason)

    def test_others_do_not_revoke(self):
        authorization = self._create_signed()
        for user in (self.neighbour_user, self.other_clerk, self.reviewer):
            with self.assertRaises(AccessError, msg=user.login):
                authorization.with_user(user)._revoke("x")

    def test_only_what_is_signed_is_revoked(self):
        draft = self._create_authorization()
        with self.assertRaises(UserError):
            draft._revoke("x")
        authorization = self._create_signed()
        authorization._revoke("x")
        with self.assertRaises(UserError):
            authorization._revoke("x")

    def test_many_at_once(self):
        both = self._create_signed() | self._create_signed()
        self._revoke(both)
        self.assertEqual(set(both.mapped("state")), {"revoked"})

    def test_villager_is_told(self):
        authorization = self._create_signed()
        authorization._revoke("x")
        _signed, revoked = self._get_texts(authorization)
        self.assertIn("李志顺", revoked.body)
        self.assertIn(authorization.number, revoked.body)

    def test_drafts_lose_it_filed_requests_keep_it(self):
        authorization = self._create_signed()
        filed = self._create_request()
        filed.action_submit()
        draft = self._create_request()
        self.assertEqual(draft.authorization_id, authorization)
        authorization._revoke("x")
        self.assertFalse(draft.authorization_id)
        self.assertEqual(draft.authorization_status, "missing")
        self.assertEqual(filed.authorization_id, authorization)


class TestAuthorizationExpired(AgentCase):
    def _run_cron(self):
        cron = self.env.ref("bianmin_agent.ir_cron_expire_authorization")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()

    def _create_lapsing(self, count=1, days=10):
        until = local_today() + timedelta(days=days)
        records = self.env["bianmin.agent.authorization"]
        for _index in range(count):
            records |= self._create_signed(valid_to=until)
        return records, until

    def test_it_is_void_the_day_after_whatever_the_job_did(self):
        authorization, until = self._create_lapsing()
        search = self.env["bianmin.agent.authorization"].search
        with freeze_time(f"{until} 15:59:00"):
            authorization.invalidate_recordset()
            self.assertTrue(authorization.is_in_force)
            self.assertIn(authorization, search([("is_in_force", "=", True)]))
        # Sixteen o'clock in Greenwich is midnight in China.
        with freeze_time(f"{until} 16:01:00"):
            authorization.invalidate_recordset()
            self.assertEqual(authorization.state, "signed")
            self.assertFalse(authorization.is_in_force)
            self.assertNotIn(authorization, search([("is_in_force", "=", True)]))
            self.assertIn(authorization, search([("is_in_force", "!=", True)]))

    def test_it_is_void_before_it_begins(self):
        authorization = self._create_signed(
            valid_from=local_today() + timedelta(days=1)
        )
        self.assertFalse(authorization.is_in_force)

    def test_job_ends_what_lapsed_past_its_chunk(self):
        lapsed, until = self._create_lapsing(count=5)
        kept, _until = self._create_lapsing(days=400)
        with (
            freeze_time(until + timedelta(days=2)),
            patch.object(agent_authorization, "EXPIRE_BATCH", 2),
        ):
            self._run_cron()
        (lapsed | kept).invalidate_recordset()
        self.assertEqual(set(lapsed.mapped("state")), {"expired"})
        self.assertTrue(all(lapsed.mapped("ended_at")))
        self.assertEqual(kept.state, "signed")

    def test_nobody_ends_what_still_holds(self):
        authorization = self._create_signed()
        with self.assertRaises(UserError):
            authorization._pass_gate("expired")

    def test_expired_cannot_be_revoked(self):
        lapsed, until = self._create_lapsing()
        with freeze_time(until + timedelta(days=2)):
            lapsed.sudo()._pass_gate("expired")
            with self.assertRaises(UserError):
                lapsed._revoke("x")


class TestAuthorizationFound(AgentCase):
    def _find(self, case):
        return self.env["bianmin.agent.authorization"]._find_for(case)[case.id]

    def test_one_for_the_matter_or_for_all(self):
        case = self._create_request()
        self.assertFalse(self._find(case))
        other = self._create_signed(item_ids=[Command.set(self.other_item.ids)])
        self.assertFalse(self._find(case))
        self.assertTrue(other.is_in_force)
        general = self._create_signed()
        self.assertEqual(self._find(case), general)
        narrow = self._create_signed(
            item_ids=[Command.set((self.item | self.other_item).ids)],
            valid_to=local_today() + timedelta(days=400),
        )
        self.assertEqual(self._find(case), narrow)

    def test_not_of_another_villager_nor_for_another_agent(self):
        case = self._create_request()
        self._create_signed(resident=self._create_resident(name="别人"))
        self.assertFalse(self._find(case))

    def test_looked_up_for_many_in_one_query(self):
        cases = self.env["bianmin.case"]
        for index in range(5):
            resident = self._create_resident(name=f"村民{index}")
            cases |= self._create_request(resident_id=resident.id)
            self._create_signed(resident=resident)
        Authorization = self.env["bianmin.agent.authorization"]
        cases.mapped("item_id.name")
        with self.assertQueryCount(6):
            self.env.invalidate_all()
            found = Authorization._find_for(cases)
        self.assertTrue(all(found.values()))
