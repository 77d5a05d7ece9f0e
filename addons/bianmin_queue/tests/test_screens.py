from lxml import etree

from odoo.tests import Form

from .common import QueueCase

SCREENS = (
    "queue_desk_action",
    "queue_ticket_action",
    "queue_hall_action",
    "queue_business_action",
    "queue_window_action",
    "queue_ticket_event_action",
)


class TestScreens(QueueCase):
    def _get_views(self, user, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"bianmin_queue.{name}")
        model = self.env[action["res_model"]].with_user(user)
        views = [*map(list, action["views"]), [False, "search"]]
        return model.get_views(views)["views"]

    def test_every_screen_opens_for_clerk_and_manager(self):
        for user in (self.clerk, self.manager):
            for name in SCREENS:
                for kind, view in self._get_views(user, name).items():
                    self.assertIsNotNone(etree.fromstring(view["arch"]), (name, kind))

    def test_every_screen_says_what_to_do_when_empty(self):
        for name in SCREENS:
            self.assertTrue(self.env.ref(f"bianmin_queue.{name}").help, name)

    def test_the_desk_has_its_buttons(self):
        arch = etree.fromstring(
            self._get_views(self.clerk, "queue_desk_action")["form"]["arch"]
        )
        names = set(arch.xpath("//header/button/@name"))
        self.assertLessEqual(
            {"action_call_next", "action_start", "action_finish", "action_no_show"},
            names,
        )

    def test_the_manager_sets_up_businesses_and_windows_on_one_form(self):
        hall = self.queue_hall.with_user(self.manager)
        with Form(hall, view="bianmin_queue.queue_hall_view_form") as form:
            form.priority_policy = "ratio"
            form.priority_ratio = 4
            with form.business_ids.new() as business:
                business.letter = "C"
                business.name = "户籍"
        self.assertEqual(hall.business_ids.mapped("letter"), ["A", "B", "C"])

    def test_menus_are_for_who_works_in_a_hall(self):
        menu = self.env.ref("bianmin_queue.menu_queue")
        for user, seen in (
            (self.clerk, True),
            (self.manager, True),
            (self.agent, False),
        ):
            menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertEqual(menu.id in menus, seen)

    def test_the_case_form_shows_the_number_to_who_reads_queues(self):
        form = self.env.ref("bianmin_case.case_view_form")
        for user, seen in ((self.clerk, True), (self.agent, False)):
            arch = self.env["bianmin.case"].with_user(user).get_view(form.id)["arch"]
            self.assertEqual('name="ticket_id"' in arch, seen)
