"""J8: a visitor looks up what he needs on the wall, or takes it home on his phone.

No one logs in. A real browser walks through the real pages; axe-core looks at each of
them in both contrasts.
"""

from pathlib import Path

from odoo.tests import HttpCase, tagged

from odoo.addons.bianmin_base.tests.common import BianminDataMixin
from odoo.addons.bianmin_catalog.tests.public_common import (
    PDF,
    SAMPLE,
    PublicDataMixin,
)

from ..browser import run_script

SCRIPT = Path(__file__).parent / "touch_screen" / "run.mjs"


@tagged("post_install", "-at_install")
class TestTouchScreen(PublicDataMixin, BianminDataMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_bianmin()
        cls._set_up_public_data()
        cls.topic = cls.env.ref("bianmin_catalog.topic_business")
        cls.trader.topic_ids = cls.topic
        # An address the tests can open; visitors get it from the QR code.
        cls.env["ir.config_parameter"].set_param("web.base.url", cls.base_url())

    def test_the_wall_from_the_first_page_to_the_code_for_the_phone(self):
        self._walk("wall")

    def test_the_phone_dials_and_saves_forms(self):
        self._walk("phone")

    def test_the_wall_shows_its_last_content_while_the_line_is_cut(self):
        self._walk("offline")

    def _walk(self, name):
        self.env.flush_all()
        with self.allow_requests():
            complaint = run_script(SCRIPT, name, facts=self._prepare_facts())
        self.assertEqual(complaint, "")

    def _prepare_facts(self):
        item_path = f"{self.path}/item/{self.trader_here.id}"
        return {
            "server": self.base_url(),
            "cookie": {"name": "test_request_key", "value": self.http_request_key},
            "path": self.path,
            "home": f"{self.base_url()}{self.path}",
            "item": self.trader.name,
            "itemPath": item_path,
            "idle": self.hall.screen_idle_seconds,
            "codes": self._draw_codes(item_path),
            "form": [self.form.blank_form_name, PDF.decode()],
            "sample": [self.form.sample_name, SAMPLE.decode()],
            "pages": self._list_pages(),
        }

    def _draw_codes(self, item_path):
        files = f"{item_path}/file/{self.form.id}"
        return [
            self.env["ir.actions.report"]._get_qr_data_uri(f"{self.base_url()}{path}")
            for path in (item_path, f"{files}/blank_form", f"{files}/sample")
        ]

    def _list_pages(self):
        """What a screen keeps: each page in both languages."""
        paths = ("", "/all", "/items.json", f"/category/{self.medical.id}")
        paths += (f"/topic/{self.topic.id}",)
        paths += tuple(
            f"/item/{one.id}"
            for one in (self.trader_here, self.paused_here, self.aid_here)
        )
        return [
            f"{self.path}{path}{query}"
            for path in paths
            for query in ("", "?lang=en_US")
        ]
