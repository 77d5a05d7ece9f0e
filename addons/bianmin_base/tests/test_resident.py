import base64

import psycopg2
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models import resident
from .common import BianminCase, make_paper

PICTURE = base64.b64encode(make_paper("PNG"))


class ResidentCase(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = cls.env["res.users.role"].create(
            {
                "name": "Test registrar",
                "implied_ids": [
                    Command.link(cls.env.ref(group).id)
                    for group in (
                        "bianmin_base.group_resident_editor",
                        "bianmin_base.group_reveal",
                        "base.group_allow_export",
                    )
                ],
            }
        )
        cls.env["ir.model.data"].create(
            {
                "module": "bianmin_base",
                "name": "test_registrar",
                "model": "res.users.role",
                "res_id": role.id,
            }
        )
        cls.clerk = cls._create_user(
            "t_clerk", ("bianmin_base.test_registrar", cls.township)
        )
        cls.neighbour_clerk = cls._create_user(
            "t_neighbour", ("bianmin_base.test_registrar", cls.other_township)
        )
        cls.residents = cls.env["bianmin.resident"].with_user(cls.clerk)


@tagged("post_install", "-at_install")
class TestResident(ResidentCase):
    def test_clerk_types_a_number_and_sees_it_masked(self):
        number = self._make_identity_number("19521003")
        with Form(self.residents) as form:
            form.name = "柳大爷"
            form.division_id = self.village
            form.identity_number_masked = f" {number.lower()} "
            form.phone_masked = "138 0000 1234"
        resident = form.record
        self.assertEqual(resident.sudo().identity_number, number)
        self.assertEqual(
            resident.identity_number_masked, f"{number[:6]}********{number[-4:]}"
        )
        self.assertEqual(resident.phone_masked, "138****1234")
        self.assertEqual(str(resident.birth_date), "1952-10-03")

    def test_saving_the_mask_again_keeps_the_number(self):
        resident = self._create_resident().with_user(self.clerk)
        number = resident.sudo().identity_number
        resident.write(
            {
                "identity_number_masked": resident.identity_number_masked,
                "phone_masked": resident.phone_masked,
            }
        )
        self.assertEqual(resident.sudo().identity_number, number)
        self.assertEqual(resident.sudo().phone, "13800000000")

    def test_half_a_number_with_stars_is_refused(self):
        resident = self._create_resident().with_user(self.clerk)
        with self.assertRaises(UserError):
            resident.phone_masked = "139****1234"

    def test_complete_number_is_read_by_nobody(self):
        resident = self._create_resident().with_user(self.clerk)
        for field in ("identity_number", "phone"):
            with self.assertRaises(AccessError):
                resident.read([field])
            with self.assertRaises(AccessError):
                resident.export_data([field])
            with self.assertRaises(AccessError):
                self.residents.search([(field, "like", "1")])
            with self.assertRaises(AccessError):
                self.residents._read_group([], [field], ["__count"])
        self.assertNotIn("identity_number", self.residents.fields_get())

    def test_export_is_masked(self):
        resident = self._create_resident().with_user(self.clerk)
        rows = resident.export_data(["name", "identity_number_masked"])["datas"]
        self.assertIn("********", rows[0][1])

    def test_found_by_the_complete_number_only(self):
        resident = self._create_resident()
        number = resident.identity_number
        for domain, found in (
            ([("identity_number_masked", "=", number)], True),
            ([("identity_number_masked", "ilike", number)], True),
            ([("identity_number_masked", "ilike", number[:17])], False),
            ([("identity_number_masked", "=", number[:6])], False),
            ([("phone_masked", "ilike", "138")], False),
            ([("phone_masked", "=", "13800000000")], True),
        ):
            self.assertEqual(resident.id in self.residents.search(domain).ids, found)

    def test_search_by_number_stays_within_the_scope(self):
        resident = self._create_resident()
        domain = [("identity_number_masked", "=", resident.identity_number)]
        other = self.env["bianmin.resident"].with_user(self.neighbour_clerk)
        self.assertFalse(other.search(domain))

    def test_people_without_a_number_are_found(self):
        resident = self._create_resident(identity_number=False)
        domain = [("identity_number_masked", "=", False)]
        self.assertIn(resident.id, self.residents.search(domain).ids)

    def test_wrong_number_names_the_reason(self):
        number = self._make_identity_number()
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        for value, sentence in (
            (wrong, "last digit"),
            (number[:10], "18 digits"),
            ("13022419501340900X", "date of birth"),
        ):
            with self.assertRaisesRegex(ValidationError, sentence):
                self._create_resident(identity_number=value)

    def test_legacy_number_passes_with_reason_and_evidence(self):
        number = self._make_identity_number()
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        reason = {"identity_number": wrong, "identity_override_reason": "老证"}
        with self.assertRaises(ValidationError):
            self._create_resident(**reason)
        evidence = self.env["ir.attachment"].create({"name": "card", "datas": PICTURE})
        resident = self._create_resident(
            **reason, identity_evidence_ids=[Command.link(evidence.id)]
        )
        self.assertEqual(resident.identity_number, wrong)
        self.assertEqual(evidence.res_id, resident.id)

    def test_fifteen_digits_become_eighteen(self):
        resident = self._create_resident(identity_number="110105491231002")
        self.assertEqual(resident.identity_number, "11010519491231002X")

    @mute_logger("odoo.sql_db")
    def test_nobody_is_registered_twice(self):
        resident = self._create_resident()
        with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self._create_resident(identity_number=resident.identity_number)

    def test_age_counts_birthdays(self):
        resident = self._create_resident(
            identity_number=self._make_identity_number("19500310")
        )
        for day, age in (("2026-03-09 12:00:00", 75), ("2026-03-10 12:00:00", 76)):
            with freeze_time(day):
                resident.invalidate_recordset(["age"])
                self.assertEqual(resident.age, age)
        resident.death_date = "2020-03-09"
        self.assertEqual(resident.age, 69)

    def test_clerk_registers_in_his_divisions_only(self):
        values = {"name": "外村人", "division_id": self.other_village.id}
        with self.assertRaises(AccessError):
            self.residents.create(values)

    def test_surname_is_searched_by_its_own_reading(self):
        resident = self._create_resident(name="单田芳草")
        self.assertIn(resident.id, dict(self.residents.name_search("stfc")))

    def test_evidence_is_read_by_who_reads_the_resident(self):
        resident = self._create_resident().with_user(self.clerk)
        file = self.env["ir.attachment"].with_user(self.clerk)
        file = file.create({"name": "card", "datas": PICTURE})
        resident.identity_evidence_ids = [Command.link(file.id)]
        self.assertEqual((file.res_model, file.res_id), (resident._name, resident.id))
        with self.assertRaises(AccessError):
            file.with_user(self.neighbour_clerk).read(["datas"])

    def test_account_is_masked_and_takes_the_name_of_its_owner(self):
        resident = self._create_resident(name="柳大娘")
        account = (
            self.env["bianmin.bank.account"]
            .with_user(self.clerk)
            .create(
                {
                    "resident_id": resident.id,
                    "bank_name": "测试农信社",
                    "number_masked": "6228 4800 0000 0000 026",
                }
            )
        )
        self.assertEqual(account.holder_name, "柳大娘")
        self.assertTrue(account.number_passes_check)
        self.assertTrue(account.number_masked.endswith("0026"))
        self.assertNotIn("6228480", account.number_masked)
        self.assertNotIn("6228480", account.display_name)
        self.assertEqual(account.sudo().number, "6228480000000000026")
        other = self.env["bianmin.bank.account"].with_user(self.neighbour_clerk)
        self.assertFalse(other.search([("id", "=", account.id)]))

    def test_form_tells_nothing_of_people_one_may_not_read(self):
        resident = self._create_resident()
        accounts = self.env["bianmin.bank.account"]
        spec = {"resident_id": {}, "holder_name": {}}
        typed = {"resident_id": resident.id}
        answer = accounts.with_user(self.clerk).onchange(typed, ["resident_id"], spec)
        self.assertEqual(answer["value"]["holder_name"], resident.name)
        stranger = accounts.with_user(self.neighbour_clerk)
        with self.assertRaises(AccessError):
            stranger.onchange(typed, ["resident_id"], spec)
        with self.assertRaises(AccessError):
            stranger.with_context(default_resident_id=resident.id).onchange(
                {}, [], spec
            )

    def test_pickers_tell_namesakes_apart_without_the_number(self):
        resident = self._create_resident(name="柳湾甲")
        label = resident.with_context(formatted_display_name=True).display_name
        self.assertIn("柳湾村", label)
        self.assertNotIn(resident.identity_number, label)


@tagged("post_install", "-at_install")
class TestReveal(ResidentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls._create_resident(name="柳湾甲")

    def _reveal(self, user, reason="窗口核对身份证", record=None):
        record = record or self.resident
        wizard = (
            self.env["bianmin.reveal"]
            .with_user(user)
            .create({"res_model": record._name, "res_id": record.id, "reason": reason})
        )
        wizard.action_reveal()
        return wizard

    def test_reveal_shows_and_logs(self):
        wizard = self._reveal(self.clerk)
        self.assertIn(self.resident.identity_number, wizard.revealed)
        log = self.env["bianmin.reveal.log"].search([], limit=1)
        self.assertEqual(log.user_id, self.clerk)
        self.assertEqual(log.reason, "窗口核对身份证")
        self.assertEqual(log.res_id, self.resident.id)
        self.assertNotIn(self.resident.identity_number, str(log.read()))

    def test_reveal_needs_a_reason(self):
        with self.assertRaises(UserError):
            self._reveal(self.clerk, "  ")

    def test_reveal_stays_within_the_scope(self):
        with self.assertRaises(AccessError):
            self._reveal(self.neighbour_clerk)
        self.assertFalse(
            self.env["bianmin.reveal.log"].search(
                [("user_id", "=", self.neighbour_clerk.id)]
            )
        )

    def test_window_of_somebody_else_is_closed(self):
        wizard = self._reveal(self.clerk)
        with self.assertRaises(AccessError):
            wizard.with_user(self.neighbour_clerk).read(["revealed"])

    def test_nothing_to_reveal_on_other_records(self):
        with self.assertRaises(UserError):
            self._reveal(self.clerk, record=self.village)

    def test_log_is_never_changed_nor_deleted(self):
        self._reveal(self.clerk)
        log = self.env["bianmin.reveal.log"].search([], limit=1)
        with self.assertRaises(UserError):
            log.reason = "别的"
        with self.assertRaises(UserError):
            log.unlink()

    def test_auditor_reads_the_log_of_his_divisions(self):
        self._reveal(self.clerk)
        auditor = self._create_user(
            "t_aud", ("bianmin_base.role_auditor", self.township)
        )
        other = self._create_user(
            "t_aud2", ("bianmin_base.role_auditor", self.other_township)
        )
        logs = self.env["bianmin.reveal.log"]
        self.assertTrue(logs.with_user(auditor).search([]))
        self.assertFalse(logs.with_user(other).search([]))
        with self.assertRaises(AccessError):
            logs.with_user(self.clerk).search([])


@tagged("post_install", "-at_install")
class TestResidentSearch(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Resident = cls.env["bianmin.resident"]
        cls.first = cls._create_resident(name="李志顺")
        cls.second = cls._create_resident(name="姚志顺")
        cls.foreigner = cls._create_resident(name="Anna 李")

    def _find(self, text):
        village = [("division_id", "=", self.village.id)]
        return self.Resident.search([("display_name", "ilike", text), *village])

    def test_a_part_of_a_name_is_enough(self):
        self.assertEqual(self._find("志顺"), self.first | self.second)
        self.assertEqual(self._find("李志"), self.first)
        self.assertFalse(self._find("顺志"), "the order of the characters counts")

    def test_initials_and_pinyin_find_the_beginning(self):
        for text in ("lzs", "LZS", "lizhi", "l z s"):
            self.assertEqual(self._find(text), self.first, text)
        self.assertFalse(self._find("zs"))

    def test_latin_and_chinese_words_are_found_together(self):
        self.assertEqual(self._find("anna"), self.foreigner)
        self.assertEqual(self._find("Anna 李"), self.foreigner)

    def test_more_people_than_candidates_are_found_all_the_same(self):
        self.patch(resident, "CANDIDATES", 1)
        self.assertEqual(self._find("志顺"), self.first | self.second)
        self.assertEqual(self._find("lzs"), self.first)

    def test_an_archived_person_is_found_only_when_asked_for(self):
        self.first.active = False
        self.assertFalse(self._find("lzs"))
        archived = self.Resident.with_context(active_test=False)
        self.assertIn(self.first, archived.search([("display_name", "ilike", "lzs")]))
