from lxml import etree

from odoo import Command
from odoo.tests import Form

from .common import AgentCase

AGENT_ACTIONS = (
    "agent_case_action",
    "agent_case_new_action",
    "agent_resident_action",
    "agent_authorization_action",
    "agent_action",
)


class TestScreens(AgentCase):
    def _get_views(self, user, action_name):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"bianmin_agent.{action_name}"
        )
        model = self.env[action["res_model"]].with_user(user)
        views = [*map(list, action["views"]), [False, "search"]]
        return model.get_views(views)["views"]

    def test_every_screen_opens_for_agent_and_township(self):
        for user in (self.agent_user, self.administrator):
            for name in AGENT_ACTIONS if user == self.agent_user else ("agent_action",):
                for kind, view in self._get_views(user, name).items():
                    self.assertIsNotNone(etree.fromstring(view["arch"]), (name, kind))
        for name in ("agent_authorization_action", "agent_action"):
            self.assertTrue(self._get_views(self.clerk, name))

    def test_every_screen_says_what_to_do_when_empty(self):
        for name in AGENT_ACTIONS:
            self.assertTrue(self.env.ref(f"bianmin_agent.{name}").help, name)

    def test_menus_of_the_agent(self):
        visible = self.env["ir.ui.menu"].with_user(self.agent_user)._visible_menu_ids()
        for name in ("menu_agent_case", "menu_agent_resident"):
            menu = self.env.ref(f"bianmin_agent.{name}")
            self.assertIn(menu.id, visible)
            self.assertNotIn(
                menu.id,
                self.env["ir.ui.menu"].with_user(self.clerk)._visible_menu_ids(),
            )

    def test_agent_sees_his_own_menus_only(self):
        menus = self.env["ir.ui.menu"]
        office = self.env.ref("bianmin_case.menu_case")
        own = self.env.ref("bianmin_agent.menu_agent")
        agent = menus.with_user(self.agent_user).load_menus(False)
        self.assertIn(own.id, agent)
        self.assertNotIn(office.id, agent)
        clerk_role = "bianmin_case.role_window_clerk"
        both = self._create_user(
            "agent_both",
            ("bianmin_agent.role_agent", self.village),
            (clerk_role, self.township),
        )
        for user in (both, self.clerk):
            self.assertIn(office.id, menus.with_user(user).load_menus(False))

    def test_new_request_from_the_villager(self):
        action = self.resident.with_user(self.agent_user).action_new_agent_request()
        view = self.env.ref("bianmin_agent.agent_case_view_form")
        self.assertEqual(action["view_id"][0], view.id)
        cases = self.env["bianmin.case"].with_user(self.agent_user)
        with Form(cases.with_context(**action["context"]), view=view) as form:
            self.assertEqual(form.resident_id, self.resident)
            form.item_id = self.item
            self.assertEqual(form.agent_item_ids.ids, (self.item | self.other_item).ids)
            self.assertEqual(form.authorization_status, "missing")
            self.assertEqual(form.missing_count, 2)
        case = form.record
        self.assertEqual(case.agent_id, self.yao)
        self.assertEqual(case.implementation_id, self.station_point)
        self.assertEqual(len(case.material_ids), 4)
        self.assertEqual(
            case.material_ids.material_id, self.item.material_ids, "no line is lost"
        )

    def test_buttons_on_the_villager(self):
        resident = self.resident.with_user(self.agent_user)
        requests = resident.action_view_agent_requests()
        self.assertIn(("resident_id", "=", self.resident.id), requests["domain"])
        papers = resident.action_view_agent_authorizations()
        self.assertEqual(papers["context"]["default_resident_id"], self.resident.id)

    def test_villager_shows_until_when_he_has_authorized_me(self):
        resident = self.resident.with_user(self.agent_user)
        self.assertFalse(resident.authorized_until)
        authorization = self._create_signed()
        resident.invalidate_recordset()
        self.assertEqual(resident.authorized_until, authorization.valid_to)
        colleague = self.resident.with_user(self.neighbour_user).sudo()
        self.assertFalse(colleague.authorized_until)

    def test_authorized_until_is_read_for_all_in_one_go(self):
        residents = self.resident
        for index in range(20):
            residents |= self._create_resident(name=f"村民{index}")
        residents = residents.with_user(self.agent_user)
        self._count_queries(residents[:1])
        few = self._count_queries(residents[:2])
        self.assertEqual(self._count_queries(residents), few)

    def _count_queries(self, residents):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        residents.mapped("authorized_until")
        return self.env.cr.sql_log_count - before


class TestPaper(AgentCase):
    def _render(self, authorization, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.agent_user)
        html, _kind = report._render_qweb_html(
            "bianmin_agent.report_agent_authorization", authorization.ids
        )
        return html.decode()

    def test_paper_says_who_what_and_how_long(self):
        authorization = self._create_signed(item_ids=[Command.set(self.item.ids)])
        html = self._render(authorization)
        for text in (
            authorization.number,
            "李志顺",
            "姚春燕",
            "妇联主任",
            "两女补贴",
            self.village.complete_name,
            authorization.signed_hash[:16],
            "data:image/png;base64",
        ):
            self.assertIn(text, html)
        self.assertNotIn(self.resident.identity_number, html)

    def test_draft_is_printed_to_be_signed_by_hand(self):
        html = self._render(self._create_authorization())
        self.assertIn("李志顺", html)
        self.assertNotIn("data:image/png;base64", html)

    def test_revoked_paper_says_so(self):
        authorization = self._create_signed()
        authorization._revoke("本人自己办理")
        self.assertIn("本人自己办理", self._render(authorization))

    def test_button_prints_this_paper(self):
        action = self._create_signed().action_print()
        self.assertEqual(
            action["report_name"], "bianmin_agent.report_agent_authorization"
        )
