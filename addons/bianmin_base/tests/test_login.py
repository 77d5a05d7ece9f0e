import unittest

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessDenied, AccessError, ValidationError
from odoo.tests import tagged

from ..tools import password
from .common import BianminCase

TOO_MANY = 5


class TestPasswordClasses(unittest.TestCase):
    def test_each_kind_counts_once(self):
        for text, count in (
            ("", 0),
            ("abc", 1),
            ("abC", 2),
            ("abC1", 3),
            ("abC1!", 4),
            ("密码", 1),
        ):
            self.assertEqual(password.count_classes(text), count, text)

    @given(st.text(), st.text())
    def test_more_characters_never_make_it_less(self, one, other):
        self.assertGreaterEqual(
            password.count_classes(one + other), password.count_classes(one)
        )


@tagged("post_install", "-at_install")
class TestLogin(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._create_user("t_login_user")

    def setUp(self):
        super().setUp()
        self.registry_enter_test_mode()
        self.env["res.config.settings"]._apply_security_level("2")

    def _login(self, text="t_login_user", login="t_login_user"):
        credential = {"login": login, "password": text, "type": "password"}
        return self.env["res.users"]._login(credential, {"interactive": True})

    def _fail(self, times=1, **values):
        for _number in range(times):
            self._assert_denied("wrong-Passw0rd", **values)

    def _assert_denied(self, *args, **values):
        # Not assertRaises: it rolls back what another transaction writes in earnest.
        try:
            self._login(*args, **values)
        except AccessDenied:
            return
        self.fail("The login was let through.")

    def _get_logs(self):
        return self.env["bianmin.login.log"].search([], order="id desc", limit=10)

    def test_success_and_failure_are_logged(self):
        self._login()
        self._fail()
        failed, success = self._get_logs()[:2]
        self.assertEqual((success.result, success.user_id), ("success", self.user))
        self.assertEqual((failed.result, failed.user_id), ("failed", self.user))

    def test_a_password_typed_as_the_name_is_not_kept(self):
        self._fail(login="Geheim123!")
        log = self._get_logs()[0]
        self.assertFalse(log.user_id)
        self.assertNotIn("eheim123", log.login)
        self.assertNotIn("wrong-Passw0rd", str(log.read()))

    def test_after_five_failures_the_account_is_locked_for_its_time(self):
        with freeze_time("2026-11-24 02:00:00"):
            self._fail(TOO_MANY - 1)
            self._login()
            self._fail(TOO_MANY)
            self._assert_denied()
            self.assertEqual(self._get_logs()[0].result, "locked")
        with freeze_time("2026-11-24 02:14:00"):
            self._assert_denied()
        with freeze_time("2026-11-24 02:16:00"):
            self._login()

    def test_others_are_not_locked(self):
        self._create_user("t_other_user")
        self._fail(TOO_MANY)
        self._login("t_other_user", "t_other_user")

    def test_zero_attempts_mean_never_locked(self):
        self.env["ir.config_parameter"].set_param("base.login_cooldown_after", "0")
        self._fail(TOO_MANY + 1)
        self._login()

    def test_auditors_read_of_users_in_their_divisions(self):
        member = self._create_user(
            "t_member", ("bianmin_base.role_auditor", self.village)
        )
        log = self.env["bianmin.login.log"].create(
            {"login": member.login, "user_id": member.id, "result": "failed"}
        )
        for login, divisions, seen in (
            ("t_own", self.township, True),
            ("t_sibling", self.other_township, False),
        ):
            auditor = self._create_user(login, ("bianmin_base.role_auditor", divisions))
            found = log.with_user(auditor).search([("id", "=", log.id)])
            self.assertEqual(bool(found), seen, login)
        with self.assertRaises(AccessError):
            log.with_user(self.user).search([])


@tagged("post_install", "-at_install")
class TestAccountSecurity(BianminCase):
    def _get(self, name):
        return self.env["ir.config_parameter"].get_param(name)

    def test_level_2_and_3_set_all_values(self):
        settings = self.env["res.config.settings"]
        settings.action_apply_level_3()
        self.assertEqual(self._get("auth_totp.policy"), "employee_required")
        self.assertEqual(self._get("base.login_cooldown_duration"), "1800")
        group = self.env.ref("base.group_user")
        self.assertEqual(group.lock_timeout_inactivity, 10)
        settings.action_apply_level_2()
        self.assertFalse(self._get("auth_totp.policy"))
        self.assertEqual(self._get("base.login_cooldown_after"), "5")
        self.assertEqual(self._get("auth_password_policy.minlength"), "8")
        self.assertEqual(group.lock_timeout_inactivity, 30)

    def test_switched_on_staff_need_a_second_factor(self):
        user = self._create_user("t_staff")
        self.assertFalse(user._mfa_type())
        self.env["res.config.settings"].action_apply_level_3()
        self.assertEqual(user._mfa_type(), "totp_mail")

    def test_the_minutes_of_the_settings_reach_the_group(self):
        self.env["res.config.settings"].create(
            {"bianmin_inactivity_minutes": 15}
        ).execute()
        self.assertEqual(self.env.ref("base.group_user").lock_timeout_inactivity, 15)

    def test_only_who_runs_the_system_sets_them(self):
        user = self._create_user("t_clerk")
        settings = self.env["res.config.settings"].with_user(user)
        for act in (settings.action_apply_level_2, settings.action_apply_level_3):
            with self.assertRaises(AccessError):
                act()

    def test_users_need_three_kinds_of_characters(self):
        self.env["res.config.settings"].action_apply_level_2()
        user = self._create_user("t_password")
        users = user.with_user(user)
        for text in ("abcdefgh", "abcdefgh1"):
            with self.assertRaises(ValidationError):
                users._check_password_policy([text])
        users._check_password_policy(["Abcdefgh1", False])
