from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import CaseCase


class TestScope(CaseCase):
    """What lies in another village or township does not exist for its people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_accepted()
        cls.insiders = cls.agent | cls.clerk | cls.reviewer | cls.issuer | cls.manager
        cls.outsiders = cls.neighbour | cls.other_clerk | cls.placeless
        cls.models = (
            "bianmin.case",
            "bianmin.case.material",
            "bianmin.case.event",
            "bianmin.case.document",
        )

    def _records(self, model):
        link = "id" if model == "bianmin.case" else "case_id"
        return self.env[model].search([(link, "=", self.case.id)])

    def test_insiders_read_all_of_it(self):
        for user in self.insiders:
            for model in self.models:
                records = self._records(model)
                self.assertTrue(records)
                self.assertEqual(
                    self.env[model].with_user(user).search([]) & records, records
                )
                self.assertTrue(records.with_user(user).read())

    def test_outsiders_find_nothing(self):
        for user in self.outsiders:
            for name in self.models:
                model = self.env[name].with_user(user)
                domain = [("id", "in", self._records(name).ids)]
                self.assertFalse(model.search(domain))
                self.assertFalse(model.search_count(domain))
                self.assertFalse(model.search_read(domain, ["display_name"]))
                self.assertFalse(model.name_search(self.case.name))
                self.assertEqual(
                    model._read_group(domain, [], ["__count"]), [(0,)], (user, name)
                )
                self.assertFalse(
                    model.formatted_read_group(domain, ["division_id"], ["__count"])
                )

    def test_outsiders_may_do_nothing_with_what_they_guess(self):
        for user in self.outsiders:
            for name in self.models:
                records = self._records(name).with_user(user)
                with self.assertRaises(AccessError):
                    records.read(["display_name"])
                with self.assertRaises(UserError):
                    records.export_data(["id"])
                with self.assertRaises(AccessError):
                    records.check_access("read")
            case = self.case.with_user(user)
            with self.assertRaises(AccessError):
                case.message_post(body="?")
            with self.assertRaises(AccessError):
                case.action_print_documents()
            with self.assertRaises(AccessError):
                self.case.document_ids.with_user(user).action_print()
            with self.assertRaises(AccessError):
                case.action_reveal()

    def test_the_resident_does_not_show_the_case_to_outsiders(self):
        resident = self.resident.with_user(self.neighbour)
        cases = self.env["bianmin.case"].with_user(self.neighbour)
        self.assertFalse(
            cases.search([("resident_id", "=", resident.id)])
            | cases.search([("applicant_phone_masked", "=", "13812345678")])
        )

    def test_a_role_that_ended_gives_nothing(self):
        line = self.agent.role_line_ids
        line.write({"date_from": "2020-01-01", "date_to": "2020-12-31"})
        with self.assertRaises(AccessError):
            self.env["bianmin.case"].with_user(self.agent).search([])
        with self.assertRaises(AccessError):
            self._create_case()

    def test_chatter_is_read_by_those_who_read_the_case(self):
        message = self.case.with_user(self.reviewer).message_post(body="请核实户口")
        messages = self.env["mail.message"]
        for user in self.insiders:
            self.assertTrue(messages.with_user(user).search([("id", "=", message.id)]))
        for user in self.outsiders:
            self.assertFalse(messages.with_user(user).search([("id", "=", message.id)]))
            with self.assertRaises(AccessError):
                message.with_user(user).read(["body"])

    def test_nobody_follows_by_filing(self):
        """Clerks look after hundreds of cases; mails about each would be noise."""
        self.assertFalse(self.case.message_follower_ids)
        self.assertFalse(self.case.message_ids)

    def test_text_messages_are_read_in_ones_divisions(self):
        message = self._get_messages(self.case)
        self.assertTrue(message)
        model = self.env["sms.sms"]
        self.assertIn(message[0], model.with_user(self.clerk).search([]))
        self.assertNotIn(message[0], model.with_user(self.other_clerk).search([]))


class TestRoles(CaseCase):
    """Who may change what inside his own divisions."""

    def test_readers_write_nothing(self):
        case = self._create_case()
        for user in (self.reviewer, self.issuer, self.manager):
            for records in (case, case.material_ids):
                with self.assertRaises(AccessError):
                    records.with_user(user).write({"note": "x"})
                with self.assertRaises(AccessError):
                    records.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self._create_case(user=user)

    def test_readers_leave_notes_in_the_chatter(self):
        case = self._create_received()
        message = case.with_user(self.manager).message_post(body="今天办完")
        self.assertIn(message, case.message_ids)

    def test_windows_belong_to_those_whose_buttons_open_them(self):
        case = self._create_received()
        for user, button in (
            (self.agent, "action_reject"),
            (self.agent, "action_grant"),
            (self.issuer, "action_refuse"),
            (self.manager, "action_request_supplement"),
        ):
            with self.assertRaises(AccessError):
                getattr(case.with_user(user), button)()

    def test_the_window_of_somebody_else_gives_no_rights(self):
        case = self._create_in_review()
        action = case.action_grant()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.opinion = "同意"
        with self.assertRaises(AccessError):
            wizard.with_user(self.clerk).action_confirm()
        with self.assertRaises(AccessError):
            wizard.with_user(self.agent).read(["opinion"])

    def test_everybody_opens_the_screens_of_his_role(self):
        case = self._create_closed()
        for user in (
            self.agent,
            self.clerk,
            self.reviewer,
            self.issuer,
            self.manager,
        ):
            form = Form(case.with_user(user))
            self.assertEqual(form.applicant_name, "李志顺")
            self.assertEqual(form.applicant_phone_masked, "138****5678")
            self.assertIn("********", form.applicant_identity_masked)

    def test_each_role_has_the_groups_of_its_post(self):
        expected = {
            "role_window_clerk": {"reader", "filer", "acceptor"},
            "role_reviewer": {"reader", "decider"},
            "role_issuing_clerk": {"reader", "issuer"},
            "role_hall_manager": {"reader", "supervisor"},
        }
        for role, names in expected.items():
            groups = self.env.ref(f"bianmin_case.{role}").group_id.all_implied_ids
            held = {
                name
                for name in (
                    "reader",
                    "filer",
                    "acceptor",
                    "decider",
                    "issuer",
                    "supervisor",
                )
                if self.env.ref(f"bianmin_case.group_case_{name}") in groups
            }
            self.assertEqual(held, names)

    def test_every_group_with_access_has_a_rule(self):
        """A model that a group may touch without a rule of its own would be open."""
        for model in (
            "bianmin.case",
            "bianmin.case.material",
            "bianmin.case.event",
            "bianmin.case.document",
        ):
            rules = self.env["ir.rule"].search([("model_id.model", "=", model)])
            for access in self.env["ir.model.access"].search(
                [("model_id.model", "=", model)]
            ):
                for mode in ("read", "write", "create", "unlink"):
                    if not access[f"perm_{mode}"]:
                        continue
                    groups = access.group_id.all_implied_ids
                    self.assertTrue(
                        rules.filtered(
                            lambda rule, mode=mode, groups=groups: (
                                rule[f"perm_{mode}"] and rule.groups & groups
                            )
                        ),
                        (model, access.name, mode),
                    )


class TestReveal(CaseCase):
    def _reveal(self, user, reason):
        case = self.case.with_user(user)
        action = case.action_reveal()
        wizard = (
            self.env[action["res_model"]]
            .with_user(user)
            .with_context(**action["context"])
            .create({"reason": reason})
        )
        wizard.action_reveal()
        return wizard.revealed

    def test_the_phone_number_is_revealed_against_a_reason(self):
        self.case = self._create_received()
        self.assertIn("13812345678", self._reveal(self.clerk, "电话核实"))
        log = self.env["bianmin.reveal.log"].search(
            [("res_model", "=", "bianmin.case"), ("res_id", "=", self.case.id)]
        )
        self.assertEqual(log.user_id, self.clerk)
        self.assertEqual(log.division_id, self.village)

    def test_not_to_everybody(self):
        self.case = self._create_received()
        with self.assertRaises(AccessError):
            self._reveal(self.manager, "好奇")
