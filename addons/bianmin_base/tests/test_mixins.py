import base64

from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged

from ..tools.transition import Transition
from .common import BianminCase

GROUP = "bianmin_base.group_resident_editor"
PICTURE = base64.b64encode(b"a line drawn by a finger")


class GateTest(models.Model):
    """A paper that is signed and then told: everything the mixins offer at once."""

    _name = "bianmin.gate.test"
    _description = "Paper to Test the Gate"
    _module = None  # no module brings it: only these tests have it
    _inherit = [
        "bianmin.state.gate",
        "bianmin.signature.mixin",
        "bianmin.text.message.mixin",
    ]
    _gate_fields = ("state", "signature", "opinion")

    name = fields.Char()
    opinion = fields.Char()
    division_id = fields.Many2one("bianmin.division")
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed"), ("filed", "Filed")], default="draft"
    )

    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("draft", "signed", GROUP),
            Transition("signed", "filed", GROUP),
        )

    def _check_transition(self, target):
        if target == "filed" and not all(self.mapped("opinion")):
            raise ValidationError(self[0].name)
        return super()._check_transition(target)

    def _get_signed_content(self):
        return self.name or ""


class MixinCase(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_to_registry(cls.registry, GateTest)
        cls.registry._setup_models__(cls.env.cr, [GateTest._name])
        cls.registry.init_models(
            cls.env.cr, [GateTest._name], {"module": "bianmin_base"}
        )
        cls.addClassCleanup(cls.registry.__delitem__, GateTest._name)
        cls._create_access()
        cls.clerk = cls._create_user(
            "t_clerk", ("bianmin_base.test_gate_role", cls.township)
        )
        cls.papers = cls.env[GateTest._name].with_user(cls.clerk)

    @classmethod
    def _create_access(cls):
        cls.env["ir.model.access"].create(
            {
                "name": "gate test",
                "model_id": cls.env["ir.model"]._get_id(GateTest._name),
                "group_id": cls.env.ref(GROUP).id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
            }
        )
        role = cls.env["res.users.role"].create(
            {
                "name": "Test gate",
                "implied_ids": [Command.link(cls.env.ref(GROUP).id)],
            }
        )
        cls.env["ir.model.data"].create(
            {
                "module": "bianmin_base",
                "name": "test_gate_role",
                "model": "res.users.role",
                "res_id": role.id,
            }
        )

    def _create_paper(self, division=None, **values):
        values.setdefault("division_id", (division or self.village).id)
        return self.papers.create({"name": "委托书", **values})


@tagged("post_install", "-at_install")
class TestStateGate(MixinCase):
    def test_allowed_transition_passes(self):
        paper = self._create_paper()
        paper._pass_gate("signed", opinion="同意")
        self.assertEqual((paper.state, paper.opinion), ("signed", "同意"))

    def test_state_is_set_by_nothing_but_the_gate(self):
        paper = self._create_paper()
        for values in ({"state": "filed"}, {"opinion": "同意"}, {"signature": PICTURE}):
            with self.assertRaises(UserError):
                paper.write(values)
            with self.assertRaises(UserError):
                self._create_paper(**values)
        self.assertEqual(paper.state, "draft")

    def test_default_in_the_context_does_not_slip_past(self):
        papers = self.papers.with_context(default_state="filed", default_opinion="好")
        paper = papers.create({"division_id": self.village.id})
        self.assertEqual((paper.state, paper.opinion), ("draft", False))

    def test_illegal_transition_says_why(self):
        paper = self._create_paper().with_context(lang="en_US")
        with self.assertRaisesRegex(UserError, "“Draft”.*“Filed”"):
            paper._pass_gate("filed")

    def test_pressing_twice_is_refused(self):
        paper = self._create_paper()
        paper._pass_gate("signed")
        with self.assertRaises(UserError):
            paper._pass_gate("signed")

    def test_role_is_needed_in_each_division(self):
        papers = self._create_paper() + self._create_paper(self.other_village)
        with self.assertRaises(AccessError):
            papers._pass_gate("signed")
        self.assertEqual(papers.mapped("state"), ["draft", "draft"])

    def test_paper_without_a_division_goes_nowhere(self):
        paper = self._create_paper(division_id=False)
        with self.assertRaises(AccessError):
            paper._pass_gate("signed")

    def test_refused_check_writes_nothing(self):
        papers = self._create_paper() + self._create_paper()
        papers._pass_gate("signed")
        papers[0].sudo().opinion = "同意"
        with self.assertRaises(ValidationError):
            papers._pass_gate("filed")
        self.assertEqual(papers.mapped("state"), ["signed", "signed"])

    def test_queries_do_not_grow_with_the_records(self):
        few = self.papers.create([{"division_id": self.village.id}] * 2)
        many = self.papers.create([{"division_id": self.village.id}] * 90)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(13):
            few._pass_gate("signed")
            self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(13):
            many._pass_gate("signed")
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestSignature(MixinCase):
    def test_signature_is_tied_to_what_was_signed(self):
        paper = self._create_paper()
        paper._pass_gate("signed", **paper._prepare_signature_vals(PICTURE, "柳大爷"))
        self.assertEqual(paper.signed_by_name, "柳大爷")
        self.assertTrue(paper.signed_at)
        self.assertTrue(paper.signature_is_intact)
        paper.name = "另一份委托书"
        paper.invalidate_recordset(["signature_is_intact"])
        self.assertFalse(paper.signature_is_intact)

    def test_signature_is_intact_in_a_form_too(self):
        paper = self._create_paper()
        paper._pass_gate("signed", **paper._prepare_signature_vals(PICTURE, "柳大爷"))
        self.env.flush_all()
        self.env.invalidate_all()
        in_form = paper.with_context(bin_size=True)
        self.assertTrue(in_form.read(["signature", "signature_is_intact"])[0])
        self.assertTrue(in_form.signature_is_intact)

    def test_empty_signature_is_refused(self):
        paper = self._create_paper()
        for picture, name in (
            (False, "柳大爷"),
            (PICTURE, False),
            ("no base64!", "柳"),
        ):
            with self.assertRaises(UserError):
                paper._prepare_signature_vals(picture, name)


@tagged("post_install", "-at_install")
class TestTextMessage(MixinCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["sms.template"].create(
            {
                "name": "test",
                "model_id": cls.env["ir.model"]._get_id(GateTest._name),
                "body": "您的{{ object.name }}已收到。",
            }
        )

    def test_each_villager_with_a_phone_is_told_once(self):
        papers = self._create_paper(name="甲") + self._create_paper(name="乙")
        papers += self._create_paper(name="丙")
        phones = {papers[0].id: "13800000001", papers[1].id: "13800000002"}
        messages = papers._send_text(self.template, phones)
        self.assertEqual(messages.mapped("number"), ["13800000001", "13800000002"])
        self.assertEqual(messages.mapped("body"), ["您的甲已收到。", "您的乙已收到。"])
        self.assertEqual(set(messages.mapped("state")), {"outgoing"})
        self.assertEqual(messages.mapped("origin_id"), papers[:2].ids)

    def test_messages_are_read_masked_and_by_scope(self):
        paper = self._create_paper()
        message = paper._send_text(self.template, {paper.id: "13800000001"})
        role = self.env["res.users.role"].create(
            {
                "name": "Test message reader",
                "implied_ids": [
                    Command.link(
                        self.env.ref("bianmin_base.group_text_message_reader").id
                    )
                ],
            }
        )
        self.env["ir.model.data"].create(
            {
                "module": "bianmin_base",
                "name": "test_message_role",
                "model": "res.users.role",
                "res_id": role.id,
            }
        )
        reader = self._create_user(
            "t_here", ("bianmin_base.test_message_role", self.township)
        )
        other = self._create_user(
            "t_there", ("bianmin_base.test_message_role", self.other_township)
        )
        self.assertEqual(message.with_user(reader).number_masked, "138****0001")
        self.assertNotIn(
            "13800000001",
            str(message.with_user(reader).read(["display_name", "number_masked"])),
        )
        with self.assertRaises(AccessError):
            message.with_user(reader).read(["number"])
        self.assertFalse(
            self.env["sms.sms"].with_user(other).search([("id", "=", message.id)])
        )
