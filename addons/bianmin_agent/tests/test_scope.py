import json

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import SIGNATURE, AgentCase, AgentHttpCase


class ScopeData:
    """A request, its files, its villager and his authorization in the first village."""

    @classmethod
    def _set_up_scope(cls):
        cls.authorization = cls._create_signed()
        cls.id_copy = cls.authorization.identity_copy_ids
        cls.request = cls._create_request()
        paper = cls.request.material_ids[0]
        cls.scan = cls._create_copy(name="扫描件.png", datas=SIGNATURE)
        paper.with_user(cls.agent_user).attachment_ids = [Command.set(cls.scan.ids)]
        cls.request.action_submit()
        cls.records = (
            cls.request.sudo(),
            cls.request.material_ids.sudo(),
            cls.request.event_ids.sudo(),
            cls.authorization.sudo(),
            cls.resident.sudo(),
        )


class TestScope(ScopeData, AgentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_scope()
        cls.strangers = (cls.neighbour_user, cls.other_clerk, cls.placeless)

    def test_agent_and_his_township_see_it(self):
        for user in (self.agent_user, self.clerk):
            for record in self.records:
                found = record.with_user(user).search([("id", "in", record.ids)])
                self.assertEqual(found, record, (user.login, record))

    def test_strangers_find_nothing(self):
        for user in self.strangers:
            for record in self.records:
                model = self.env[record._name].with_user(user)
                domain = [("id", "in", record.ids)]
                label = (user.login, record._name)
                self.assertFalse(model.search(domain), label)
                self.assertEqual(model.search_count(domain), 0, label)
                [[count]] = model._read_group(domain, [], ["__count"])
                self.assertEqual(count, 0, label)
                self.assertFalse(model.formatted_read_group(domain, ["create_uid"]))
                found = model.name_search(record[0].display_name or "")
                self.assertFalse(set(record.ids) & {key for key, _name in found}, label)
                self.assertFalse(model.web_search_read(domain, {"id": {}})["records"])

    def test_strangers_read_export_and_change_nothing(self):
        for user in self.strangers:
            for record in self.records:
                stranger = record.with_user(user)
                with self.assertRaises(AccessError):
                    stranger.read(["display_name"])
                with self.assertRaises(AccessError):
                    stranger.web_read({"display_name": {}})
                with self.assertRaises(UserError):
                    stranger.export_data(["id", "display_name"])
                with self.assertRaises(UserError):
                    stranger.write({"active": False})
                with self.assertRaises(UserError):
                    stranger.unlink()

    def test_strangers_reach_no_file(self):
        signature = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self.authorization._name),
                ("res_field", "=", "signature"),
                ("res_id", "=", self.authorization.id),
            ]
        )
        self.assertTrue(signature)
        for file in (self.id_copy.sudo(), self.scan.sudo(), signature):
            for user in self.strangers:
                with self.assertRaises(AccessError, msg=(file.name, user.login)):
                    file.with_user(user).read(["datas"])
                found = (
                    self.env["ir.attachment"]
                    .with_user(user)
                    .search([("id", "=", file.id), ("res_field", "!=", 0)])
                )
                self.assertFalse(found)
            self.assertTrue(file.with_user(self.agent_user).read(["datas"]))

    def test_strangers_press_no_button(self):
        for user in self.strangers:
            request = self.request.with_user(user)
            for button in (
                "action_withdraw",
                "action_supplement_received",
                "action_sign_authorization",
                "action_accept",
            ):
                with self.assertRaises(UserError, msg=button):
                    getattr(request, button)()
            with self.assertRaises(UserError):
                self.authorization.with_user(user).action_open_sign()
            with self.assertRaises(UserError):
                self.authorization.with_user(user).action_open_revoke()

    def test_another_villages_file_cannot_be_borrowed(self):
        draft = self._create_authorization(
            user=self.neighbour_user,
            agent=self.neighbour_agent,
            resident=self._create_resident(
                name="邻村人", division_id=self.neighbour_village.id
            ),
        )
        with self.assertRaises(AccessError):
            draft.identity_copy_ids = [Command.link(self.id_copy.id)]
            self.env.flush_all()
            draft.identity_copy_ids.with_user(self.neighbour_user).read(["datas"])

    def test_no_form_tells_about_other_villages(self):
        spec = {"resident_id": {}, "display_name": {}, "division_id": {}}
        told = {"applicant_name": {}, "applicant_phone_masked": {}}
        told |= {"applicant_identity_masked": {}, "resident_id": {}}
        values = {"resident_id": self.resident.id}
        cases = self.env["bianmin.case"]
        papers = self.env["bianmin.agent.authorization"]
        own = cases.with_user(self.agent_user).onchange(values, ["resident_id"], told)
        self.assertEqual(own["value"]["applicant_name"], "李志顺")
        for user in (self.neighbour_user, self.other_clerk):
            with self.assertRaises(AccessError):
                cases.with_user(user).onchange(values, ["resident_id"], told)
            with self.assertRaises(AccessError):
                papers.with_user(user).onchange(values, ["resident_id"], spec)

    def test_my_villagers_are_those_of_my_villages(self):
        neighbour = self._create_resident(
            name="邻村人", division_id=self.neighbour_village.id
        )
        both = self.resident | neighbour
        residents = self.env["bianmin.resident"]
        domain = [("is_my_villager", "=", True), ("id", "in", both.ids)]
        self.assertEqual(
            residents.with_user(self.agent_user).search(domain), self.resident
        )
        self.assertEqual(
            residents.with_user(self.neighbour_user).search(domain), neighbour
        )
        self.assertTrue(self.resident.with_user(self.agent_user).is_my_villager)
        others = [("is_my_villager", "=", False), ("id", "in", both.ids)]
        self.assertFalse(residents.with_user(self.agent_user).search(others))

    def test_agent_with_a_township_role_has_only_his_villages_there(self):
        self.env["res.users.role.line"].create(
            self._prepare_role_line(
                self.agent_user, "bianmin_case.role_hall_manager", self.township
            )
        )
        neighbour = self._create_resident(
            name="邻村人", division_id=self.neighbour_village.id
        )
        residents = self.env["bianmin.resident"].with_user(self.agent_user)
        self.assertIn(neighbour, residents.search([]))
        self.assertNotIn(neighbour, residents.search([("is_my_villager", "=", True)]))


class TestScopeOverHttp(ScopeData, AgentHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_scope()
        for user in (cls.agent_user, cls.neighbour_user, cls.other_clerk):
            user.password = user.login

    def _get(self, login, url):
        self.authenticate(login, login)
        with mute_logger("odoo.http"):
            return self.url_open(url)

    def _call(self, model, method, args):
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        with mute_logger("odoo.http"):
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                data=json.dumps({"params": params}),
                headers={"Content-Type": "application/json"},
            )
        return answer.json()

    def test_files_by_their_address(self):
        urls = [
            f"/web/content/{self.id_copy.id}",
            f"/web/image/{self.scan.id}",
            f"/web/image/bianmin.agent.authorization/{self.authorization.id}/signature",
        ]
        own = self._get("agent_village", urls[0])
        self.assertEqual(own.status_code, 200)
        for login in ("agent_neighbour", "agent_other_clerk"):
            for url in urls:
                answer = self._get(login.replace("agent_other", "case_other"), url)
                self.assertNotEqual(answer.content, own.content, (login, url))

    def test_printed_paper_by_its_address(self):
        url = (
            "/report/html/bianmin_agent.report_agent_authorization/"
            f"{self.authorization.id}"
        )
        self.assertIn("李志顺", self._get("agent_village", url).text)
        for login in ("agent_neighbour", "case_other_clerk"):
            self.assertNotIn("李志顺", self._get(login, url).text, login)

    def test_remote_calls_of_the_neighbour(self):
        self.authenticate("agent_neighbour", "agent_neighbour")
        papers, requests = self.authorization, self.request
        calls = [
            (requests, "action_submit", []),
            (requests, "read", [["applicant_name"]]),
            (requests, "action_sign_authorization", []),
            (papers, "action_open_sign", []),
            (papers, "action_open_revoke", []),
            (papers, "_sign", ["", ""]),
            (papers, "_revoke", ["x"]),
            (papers, "_pass_gate", ["revoked"]),
            (self.resident, "action_new_agent_request", []),
            (self.resident, "action_view_agent_authorizations", []),
        ]
        for records, method, args in calls:
            answer = self._call(records._name, method, [records.ids, *args])
            self.assertIn("error", answer, (records._name, method))
        self.assertEqual(self.authorization.state, "signed")
