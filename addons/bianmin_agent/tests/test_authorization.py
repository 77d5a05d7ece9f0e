import json
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import ROLE, SIGNATURE, AgentCase, make_picture


class TestAuthorizationSigning(AgentCase):
    def test_signing_numbers_freezes_and_seals(self):
        authorization = self._create_authorization()
        self.assertEqual(authorization.state, "draft")
        self.assertFalse(authorization.number)
        authorization._sign(SIGNATURE, "李志顺")
        year = local_today().year
        self.assertEqual(authorization.state, "signed")
        self.assertEqual(authorization.number, f"柳湾便民委字〔{year}〕1号")
        self.assertEqual(authorization.principal_name, "李志顺")
        self.assertEqual(authorization.agent_name, "姚春燕")
        self.assertEqual(authorization.signed_by_name, "李志顺")
        self.assertTrue(authorization.signed_at)
        self.assertEqual(len(authorization.signed_hash), 64)
        self.assertTrue(authorization.signature_is_intact)
        self.assertTrue(authorization.is_in_force)

    def test_a_merge_leaves_it_with_the_entry_it_was_signed_for(self):
        authorization = self._create_signed()
        kept = self._create_resident(name="李至顺")
        self.resident._merge_into(kept, [], "窗口核对", self.env["ir.attachment"])
        self.assertEqual(authorization.resident_id, self.resident)
        self.assertTrue(authorization.signature_is_intact)

    def test_numbers_run_on_by_station_and_drafts_take_none(self):
        first = self._create_signed()
        self._create_authorization()
        second = self._create_signed(item_ids=[Command.set(self.item.ids)])
        self.assertEqual(first.number[-2], "1")
        self.assertEqual(second.number[-2], "2")

    def test_number_of_the_station_in_the_villagers_village(self):
        line = self.agent_user.role_line_ids
        line.division_ids = [Command.link(self.neighbour_village.id)]
        self.yao.division_ids = [Command.link(self.neighbour_village.id)]
        neighbour = self._create_resident(
            name="邻村人", division_id=self.neighbour_village.id
        )
        authorization = self._create_signed(resident=neighbour)
        self.assertTrue(authorization.number.startswith("石桥便民委字"))

    def test_wizard_shows_the_words_and_signs(self):
        authorization = self._create_authorization(
            item_ids=[Command.set(self.item.ids)], identity_copy_ids=False
        )
        action = authorization.action_open_sign()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.agent_user)
            .create({"authorization_id": authorization.id})
        )
        self.assertIn("李志顺", wizard.content)
        self.assertIn("两女补贴", wizard.content)
        self.assertIn("姚春燕", wizard.content)
        number = self.resident.identity_number
        self.assertNotIn(number, wizard.content)
        copy = self._create_copy(res_model=wizard._name, res_id=wizard.id)
        wizard.write(
            {"identity_copy_ids": [Command.set(copy.ids)], "signature": SIGNATURE}
        )
        wizard.action_sign()
        self.assertEqual(authorization.state, "signed")
        self.assertEqual(copy.sudo().res_model, "bianmin.agent.authorization")
        self.assertEqual(copy.sudo().res_id, authorization.id)

    def test_wizard_without_signature_is_refused(self):
        authorization = self._create_authorization()
        wizard = (
            self.env["bianmin.agent.authorization.sign"]
            .with_user(self.agent_user)
            .create({"authorization_id": authorization.id})
        )
        self.assertEqual(wizard.identity_copy_ids, authorization.identity_copy_ids)
        with self.assertRaises(UserError):
            wizard.action_sign()
        self.assertEqual(authorization.state, "draft")

    def test_signing_needs_a_copy_of_the_id_card(self):
        authorization = self._create_authorization(identity_copy_ids=False)
        with self.assertRaisesRegex(UserError, "李志顺"):
            authorization._sign(SIGNATURE, "李志顺")

    def test_the_dead_sign_nothing(self):
        authorization = self._create_authorization()
        self.resident.death_date = local_today()
        with self.assertRaises(UserError):
            authorization._sign(SIGNATURE, "李志顺")

    def test_period_that_is_over_cannot_be_signed(self):
        yesterday = local_today() - timedelta(days=1)
        authorization = self._create_authorization(
            valid_from=yesterday - timedelta(days=9), valid_to=yesterday
        )
        with self.assertRaises(UserError):
            authorization._sign(SIGNATURE, "李志顺")

    def test_agent_without_station_gets_a_clear_word(self):
        authorization = self._create_authorization()
        self.yao.service_point_ids = False
        with self.assertRaisesRegex(UserError, "姚春燕"):
            authorization._sign(SIGNATURE, "李志顺")

    def test_signed_twice_is_refused(self):
        authorization = self._create_signed()
        with self.assertRaises(UserError):
            authorization._sign(SIGNATURE, "李志顺")

    def test_period_ends_after_it_begins(self):
        with Form(
            self.env["bianmin.agent.authorization"].with_user(self.agent_user)
        ) as form:
            form.resident_id = self.resident
        draft = form.record
        self.assertEqual(draft.agent_id, self.yao)
        self.assertEqual((draft.valid_to - draft.valid_from).days, 365)
        self.assertTrue(draft.powers)

    def test_villager_is_told_by_sms(self):
        authorization = self._create_signed()
        [message] = self._get_texts(authorization)
        self.assertEqual(message.sudo().number, self.resident.sudo().phone)
        self.assertIn("姚春燕", message.body)
        self.assertIn(authorization.number, message.body)
        self.assertEqual(message.division_id, self.village)
        self.assertNotIn(self.resident.sudo().identity_number, message.body)

    def test_villager_without_phone_stops_nothing(self):
        self.resident.sudo().phone = False
        authorization = self._create_signed()
        self.assertEqual(authorization.state, "signed")
        self.assertFalse(self._get_texts(authorization))


class TestAuthorizationFrozen(AgentCase):
    def test_signed_content_changes_no_more_not_even_as_superuser(self):
        authorization = self._create_signed()
        changes = {
            "powers": "一切",
            "valid_to": local_today() + timedelta(days=9999),
            "valid_from": local_today(),
            "item_ids": [Command.clear()],
            "resident_id": self._create_resident(name="别人").id,
            "agent_id": self.neighbour_agent.id,
            "identity_copy_ids": [Command.clear()],
        }
        for name, value in changes.items():
            for record in (authorization, authorization.sudo()):
                with self.assertRaises(UserError, msg=name):
                    record.write({name: value})

    def test_agent_exchanges_no_file_once_it_is_signed(self):
        authorization = self._create_authorization()
        copy = authorization.identity_copy_ids
        copy.name = "正面.png"
        authorization._sign(SIGNATURE, "李志顺")
        with self.assertRaises(AccessError):
            copy.with_user(self.agent_user).datas = make_picture("blue")
        with self.assertRaises(AccessError):
            copy.with_user(self.agent_user).unlink()
        with self.assertRaises(AccessError):
            self._create_copy(res_model=authorization._name, res_id=authorization.id)
        self.assertTrue(copy.read(["datas"]))

    def test_register_may_change_the_paper_stays(self):
        authorization = self._create_signed()
        self.resident.write({"name": "李至顺", "division_id": self.other_village.id})
        self.yao.name = "姚爱瑛"
        self.assertEqual(authorization.principal_name, "李志顺")
        self.assertEqual(authorization.agent_name, "姚春燕")
        self.assertEqual(authorization.division_id, self.village)
        self.assertTrue(authorization.signature_is_intact)
        values = authorization._get_paper_values()
        self.assertEqual(values["principal_name"], "李志顺")
        self.assertEqual(values["agent_name"], "姚春燕")

    def test_change_behind_the_back_is_seen(self):
        changes = {
            "powers": "一切",
            "valid_to": "2099-12-31",
            "principal_name": "张三",
            "scope_text": "所有",
        }
        for column, value in changes.items():
            authorization = self._create_signed()
            self.env.flush_all()
            self.env.cr.execute(
                f"UPDATE bianmin_agent_authorization SET {column} = %s WHERE id = %s",
                (value, authorization.id),
            )
            authorization.invalidate_recordset()
            self.assertFalse(authorization.signature_is_intact, column)

    def test_exchanged_signature_or_copy_is_seen(self):
        authorization = self._create_signed()
        authorization.sudo().signature = make_picture("red")
        authorization.invalidate_recordset()
        self.assertFalse(authorization.signature_is_intact)
        authorization = self._create_signed()
        authorization.identity_copy_ids.sudo().datas = make_picture("blue")
        authorization.invalidate_recordset()
        self.assertFalse(authorization.signature_is_intact)

    def test_form_asks_for_sizes_and_still_gets_the_truth(self):
        authorization = self._create_signed()
        authorization.invalidate_recordset()
        [values] = authorization.web_read(
            {"signature": {}, "signature_is_intact": {}, "state": {}}
        )
        self.assertTrue(values["signature_is_intact"])
        sized = authorization.with_context(bin_size=True)
        sized.invalidate_recordset()
        self.assertTrue(sized.signature_is_intact)

    def test_content_names_everything_that_binds(self):
        authorization = self._create_signed(item_ids=[Command.set(self.item.ids)])
        content = json.loads(authorization._get_signed_content())
        self.assertEqual(content["division"], self.village.code)
        self.assertEqual(content["item_ids"], self.item.ids)
        self.assertEqual(
            content["principal_identity_number"], self.resident.identity_number
        )
        self.assertEqual(len(content["identity_copies"]), 1)

    def test_gate_fields_are_closed_to_write_and_create(self):
        draft = self._create_authorization()
        closed = {
            "state": "signed",
            "number": "假1号",
            "principal_name": "张三",
            "signature": SIGNATURE,
            "signed_hash": "0" * 64,
            "signed_at": "2026-01-01 00:00:00",
            "division_id": self.neighbour_village.id,
        }
        for name, value in closed.items():
            with self.assertRaises(UserError, msg=name):
                draft.write({name: value})
            with self.assertRaises(UserError, msg=name):
                self._create_authorization(**{name: value})

    def test_default_in_the_context_opens_no_gate(self):
        draft = (
            self.env["bianmin.agent.authorization"]
            .with_user(self.agent_user)
            .with_context(default_state="signed", default_number="假1号")
            .create({"resident_id": self.resident.id})
        )
        self.assertEqual(draft.state, "draft")
        self.assertFalse(draft.number)

    def test_id_number_stays_closed(self):
        authorization = self._create_signed()
        for user in (self.agent_user, self.clerk):
            with self.assertRaises(AccessError):
                authorization.with_user(user).read(["principal_identity_number"])
        masked = authorization._get_paper_values()["identity_number"]
        self.assertIn("********", masked)

    def test_only_drafts_are_deleted(self):
        self._create_authorization().unlink()
        authorization = self._create_signed()
        with self.assertRaises(UserError):
            authorization.unlink()
        with self.assertRaises(UserError):
            authorization.sudo().unlink()


class TestAuthorizationPeople(AgentCase):
    def test_agent_takes_no_villager_of_a_neighbouring_village(self):
        stranger = self._create_resident(
            name="邻村人", division_id=self.neighbour_village.id
        )
        with self.assertRaises(UserError):
            self._create_authorization(resident=stranger)
        draft = self._create_authorization()
        with self.assertRaises(UserError):
            draft.resident_id = stranger

    def test_agent_draws_up_nothing_for_a_colleague(self):
        colleague = self._create_user("agent_colleague", (ROLE, self.village))
        second = self._create_agent("姚二", colleague, self.village)
        with self.assertRaises(AccessError):
            self._create_authorization(agent=second)
        draft = self._create_authorization()
        with self.assertRaises(AccessError):
            draft.agent_id = second
        with self.assertRaises(AccessError):
            draft.with_user(colleague).powers = "一切"
        with self.assertRaises(UserError):
            draft.with_user(colleague)._sign(SIGNATURE, "李志顺")

    def test_nobody_but_agents_draws_up_or_takes_signatures(self):
        draft = self._create_authorization()
        for user in (self.clerk, self.reviewer, self.manager, self.administrator):
            with self.assertRaises(UserError, msg=user.login):
                draft.with_user(user)._sign(SIGNATURE, "李志顺")
            with self.assertRaises(AccessError, msg=user.login):
                self._create_authorization(
                    user=user, identity_copy_ids=[Command.clear()]
                )
            with self.assertRaises(AccessError, msg=user.login):
                draft.with_user(user).action_open_sign()

    def test_agent_takes_no_signature_once_his_role_has_ended(self):
        draft = self._create_authorization()
        self._end_role(self.agent_user, local_today() - timedelta(days=1))
        with self.assertRaises(AccessError):
            draft._sign(SIGNATURE, "李志顺")

    def test_agent_takes_no_signature_once_the_village_is_not_his(self):
        draft = self._create_authorization()
        self.yao.division_ids = [Command.set(self.neighbour_village.ids)]
        with self.assertRaises(UserError):
            draft._sign(SIGNATURE, "李志顺")

    def test_wizard_of_another_user_is_closed(self):
        draft = self._create_authorization()
        wizard = (
            self.env["bianmin.agent.authorization.sign"]
            .with_user(self.agent_user)
            .create({"authorization_id": draft.id, "signature": SIGNATURE})
        )
        with self.assertRaises(AccessError):
            wizard.with_user(self.neighbour_user).read(["signature"])
        stolen = (
            self.env["bianmin.agent.authorization.sign"]
            .with_user(self.neighbour_user)
            .create({"authorization_id": draft.id, "signature": SIGNATURE})
        )
        with self.assertRaises(AccessError):
            stolen.read(["content"])
        with self.assertRaises(AccessError):
            stolen.action_sign()
