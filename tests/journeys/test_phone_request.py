"""The agent's phone in the field: camera, finger, and a network that breaks.

A browser of the size of a phone with the camera that Chromium pretends to have; what it
keeps, it keeps over being closed.
"""

import io
from pathlib import Path

from PIL import Image

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from ..browser import run_script
from ..common import JourneyHttpCase

SCRIPT = Path(__file__).parent / "phone" / "run.mjs"
NOTE = "孩子在外地上学，请尽快办理"
IDENTITY = "委托书"


@tagged("post_install", "-at_install")
class TestPhoneRequest(JourneyHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item.material_ids.necessity = "required"

    def _walk_phone(self, name, **facts):
        self.env.flush_all()
        self.authenticate(self.agent_user.login, self.agent_user.login)
        with self.allow_requests():
            complaint = run_script(SCRIPT, name, facts=self._prepare_facts() | facts)
        self.assertEqual(complaint, "")
        self.env.invalidate_all()

    def _prepare_facts(self):
        return {
            "server": self.base_url(),
            "cookies": [
                {"name": "test_request_key", "value": self.http_request_key},
                {"name": "session_id", "value": self.session.sid},
            ],
            "initials": "lccm",
            "villager": self.villager.name,
            "matter": self.item.name,
            # The last one is the ID card, for the authorization.
            "papers": [*self.item.material_ids.mapped("name"), IDENTITY],
        }

    def _check_case(self, note):
        """One case, with legible pages of each paper and the villager's signature."""
        case = self.env["bianmin.case"].search([("item_id", "=", self.item.id)])
        self.assertEqual(len(case), 1)
        self.assertEqual((case.state, case.note), ("received", note))
        self.assertEqual(case.filed_by_id, self.agent_user)
        self.assertEqual(len(case.material_ids), 2)
        files = case.material_ids.mapped("attachment_ids")
        copy = case.authorization_id.identity_copy_ids
        for file in files | copy:
            self.assertEqual(file.mimetype, "application/pdf")
            [page] = PdfFileReader(io.BytesIO(file.raw)).pages
            [picture] = page.images
            width = Image.open(io.BytesIO(picture.data)).width
            self.assertGreaterEqual(width, 640, "as the camera has it")
        self.assertEqual((len(files), len(copy)), (2, 1))
        self.assertTrue(case.authorization_id.signature_is_intact)
        self.assertGreater(len(case.authorization_id.signature), 500, "a stroke")
        self.assertEqual(
            len(
                self.env["bianmin.agent.authorization"].search(
                    [("resident_id", "=", self.villager.id)]
                )
            ),
            1,
        )
        texts = self.env["sms.sms"].search(
            [("origin_model", "=", "bianmin.case"), ("origin_id", "=", case.id)]
        )
        self.assertEqual(len(texts), 1)

    def test_a_request_takes_six_taps(self):
        self._walk_phone("taps")
        self._check_case("")

    def test_what_is_written_without_a_network_comes_in_once(self):
        self._walk_phone("cut", note=NOTE)
        self._check_case(NOTE)
