import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_base.tests.common import make_paper

from .common import CaseCase


class TestChecklist(CaseCase):
    def test_the_list_comes_from_the_catalogue(self):
        case = self._create_case()
        self.assertEqual(
            case.material_ids.mapped("name"),
            ["身份证复印件", "户口簿复印件", "银行卡", "照片"],
        )
        self.assertEqual(
            case.material_ids.mapped("necessity"),
            ["required", "required", "deferrable", "optional"],
        )

    def test_another_point_brings_its_own_list(self):
        case = self._create_case(user=self.clerk)
        self.instant_item.material_ids = [Command.create({"name": "社保卡"})]
        case.write(
            {
                "item_id": self.instant_item.id,
                "implementation_id": self.instant_point.id,
            }
        )
        self.assertEqual(case.material_ids.mapped("name"), ["社保卡"])

    def test_required_papers_must_be_there(self):
        case = self._create_case()
        case.material_ids[0].collection_mode = False
        case.material_ids[0].state = "missing"
        self.assertEqual(case.missing_count, 1)
        with self.assertRaisesRegex(UserError, "李志顺：身份证复印件"):
            case.action_submit()
        case.material_ids[0].state = "received"
        case.action_submit()
        self.assertEqual(case.state, "received")

    def test_what_may_follow_later_may_be_missing(self):
        case = self._create_without_bank_card()
        self.assertEqual(
            case.material_ids.filtered(lambda line: line.state == "missing").mapped(
                "necessity"
            ),
            ["deferrable", "optional"],
        )

    def test_a_list_without_a_required_paper_does_not_pass(self):
        case = self._create_case(material_ids=[])
        self.assertFalse(case.material_ids)
        with self.assertRaisesRegex(UserError, "身份证复印件、户口簿复印件"):
            case.action_submit()
        case = self._create_case()
        case.material_ids[0].unlink()
        with self.assertRaisesRegex(UserError, "身份证复印件"):
            case.action_submit()

    def test_the_catalogue_decides_what_is_required(self):
        material = self.item.material_ids[0]
        case = self._create_case(
            material_ids=[
                Command.create(
                    {
                        "material_id": material.id,
                        "name": "随便",
                        "necessity": "optional",
                    }
                )
            ]
        )
        self.assertEqual(case.material_ids.name, "身份证复印件")
        self.assertEqual(case.material_ids.necessity, "required")
        for vals in (
            {"necessity": "optional"},
            {"name": "x"},
            {"material_id": False},
            {"case_id": self._create_case().id},
        ):
            with self.assertRaises(UserError):
                case.material_ids.write(vals)

    def test_a_clerk_adds_and_removes_lines_of_his_own(self):
        case = self._create_received().with_user(self.clerk)
        case.material_ids = [Command.create({"name": "村委会证明"})]
        line = case.material_ids.filtered(lambda line: not line.material_id)
        line.name = "村委会证明信"
        self.assertEqual(line.necessity, "optional")
        line.action_remove()
        self.assertFalse(line.exists())
        with self.assertRaises(UserError):
            case.material_ids[0].action_remove()

    def test_the_catalogue_may_change_later(self):
        case = self._create_received()
        self.item.material_ids[0].unlink()
        self.assertEqual(len(case.material_ids), 4)
        self.assertEqual(case.material_ids[0].name, "身份证复印件")

    def test_only_who_accepts_does_without_a_paper(self):
        case = self._create_case()
        line = case.material_ids[0]
        with self.assertRaises(AccessError):
            line.with_user(self.agent).action_waive()
        with self.assertRaises(AccessError):
            self._create_case(
                material_ids=[Command.create({"name": "x", "state": "waived"})]
            )
        line.with_user(self.clerk).action_waive()
        self.assertEqual(line.state, "waived")
        case.action_submit()
        self.assertEqual(case.state, "received")

    def test_papers_on_file_do_not_change(self):
        case = self._create_accepted()
        for user in (self.agent, self.clerk):
            line = case.material_ids[0].with_user(user)
            with self.assertRaises(UserError):
                line.collection_mode = "3"
            with self.assertRaises(UserError):
                line.unlink()
            with self.assertRaises(UserError):
                case.with_user(user).material_ids = [Command.create({"name": "x"})]

    def test_the_paper_that_may_follow_comes_in_once(self):
        case = self._create_deferred()
        line = case.material_ids[2].with_user(self.agent)
        line.collection_mode = "1"
        self.assertEqual(line.state, "received")
        with self.assertRaises(AccessError):
            line.collection_mode = "3"


class TestFiles(CaseCase):
    def _upload(self, user, material=None, **vals):
        """A file, uploaded as the field of the form does it."""
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": "身份证.jpg",
                    "raw": make_paper(),
                    "res_model": "bianmin.case.material",
                    "res_id": material.id if material else 0,
                    **vals,
                }
            )
        )

    def _create_missing(self):
        case = self._create_case()
        case.material_ids.write({"collection_mode": False})
        case.material_ids.write({"state": "missing"})
        return case

    def test_a_file_makes_the_paper_received(self):
        case = self._create_missing()
        line = case.material_ids[0]
        file = self._upload(self.agent)
        case.write(
            {
                "material_ids": [
                    Command.update(line.id, {"attachment_ids": [Command.link(file.id)]})
                ]
            }
        )
        self.assertEqual(line.state, "received")
        self.assertEqual(line.collection_mode, "2")
        self.assertEqual((file.res_model, file.res_id), (line._name, line.id))

    def test_files_come_in_with_a_new_case(self):
        file = self._upload(self.agent)
        case = self._create_case(
            material_ids=[
                Command.create(
                    {
                        "material_id": self.item.material_ids[0].id,
                        "attachment_ids": [Command.link(file.id)],
                    }
                )
            ]
        )
        self.assertEqual(file.res_id, case.material_ids.id)
        self.assertEqual(case.material_ids.state, "received")

    def test_those_who_see_the_case_see_its_files_and_nobody_else(self):
        case = self._create_missing()
        file = self._upload(self.agent, case.material_ids[0])
        case.material_ids[0].attachment_ids = file
        for user in (self.clerk, self.reviewer, self.manager):
            self.assertTrue(file.with_user(user).read(["name", "datas"]))
        for user in (self.neighbour, self.other_clerk, self.placeless):
            with self.assertRaises(AccessError):
                file.with_user(user).read(["datas"])
            self.assertFalse(
                self.env["ir.attachment"]
                .with_user(user)
                .search([("res_model", "=", "bianmin.case.material")])
            )

    def test_who_may_not_edit_the_case_uploads_nothing(self):
        case = self._create_missing()
        for user in (self.neighbour, self.other_clerk, self.reviewer, self.manager):
            with self.assertRaises(AccessError):
                self._upload(user, case.material_ids[0])

    def test_a_file_of_something_else_is_refused(self):
        case = self._create_missing()
        other = self._create_missing()
        foreign = self._upload(self.agent, other.material_ids[0])
        loose = self._upload(self.clerk)
        for file in (foreign, loose):
            with self.assertRaises(AccessError):
                case.material_ids[0].attachment_ids = [Command.link(file.id)]

    def test_files_on_file_stay_as_they_are(self):
        case = self._create_missing()
        file = self._upload(self.agent, case.material_ids[0])
        case.material_ids[0].attachment_ids = file
        self._take_papers(case)
        case.action_submit()
        case.with_user(self.clerk).action_accept()
        for user in (self.agent, self.clerk):
            with self.assertRaises(AccessError):
                file.with_user(user).unlink()
            with self.assertRaises(AccessError):
                file.with_user(user).datas = base64.b64encode(make_paper(colour="blue"))
            with self.assertRaises(AccessError):
                self._upload(user, case.material_ids[0])

    def test_a_late_paper_is_uploaded_while_the_case_is_handled(self):
        case = self._create_deferred()
        line = case.material_ids[2]
        file = self._upload(self.agent, line)
        line.with_user(self.agent).attachment_ids = [Command.link(file.id)]
        self.assertEqual(line.state, "received")
