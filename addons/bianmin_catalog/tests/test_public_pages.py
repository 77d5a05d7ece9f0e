from odoo import Command

from .public_common import PDF, SAMPLE, SECRET_PHONE, PublicHttpCase

MISSING_TOKEN = "0" * 32


class TestPublicPages(PublicHttpCase):
    """Everybody reads what a place shows; nobody finds what it does not show."""

    # ------------------------------------------------------------
    # WHAT IS SHOWN
    # ------------------------------------------------------------

    def test_the_first_page_leads_to_each_class_and_audience(self):
        page = self._read()
        for path in (
            f"/category/{self.business.id}",
            f"/category/{self.medical.id}",
            "/audience/personal",
            "/audience/legal",
            "/all",
        ):
            self.assertIn(f'href="{self.path}{path}"', page)
        self.assertIn("0999-1234567", page)

    def test_a_class_lists_its_own_items(self):
        page = self._read(f"/category/{self.medical.id}")
        self.assertIn("医疗救助对象审核", page)
        self.assertNotIn("个体工商户设立登记", page)

    def test_an_audience_lists_what_it_may_apply_for(self):
        personal = self._read("/audience/personal")
        self.assertIn("个体工商户设立登记", personal)
        self.assertNotIn("小餐饮登记", personal)
        self.assertIn("小餐饮登记", self._read("/audience/legal"))

    def test_an_item_without_audience_is_listed_for_both(self):
        self.aid.service_objects = [Command.clear()]
        for audience in ("personal", "legal"):
            self.assertIn("医疗救助对象审核", self._read(f"/audience/{audience}"))

    def test_a_stage_of_life_lists_what_it_is_about(self):
        birth, closing = self._get_topic("birth"), self._get_topic("business_change")
        self.aid.topic_ids = birth | closing
        page = self._read(f"/topic/{birth.id}?lang=en_US")
        self.assertIn(f"{birth.name}\n", page)
        self.assertIn("医疗救助对象审核", page)
        self.assertNotIn("个体工商户设立登记", page)

    def test_the_first_page_offers_stages_in_the_order_of_a_life(self):
        """Those only about which something is handled here."""
        death, birth = self._get_topic("death"), self._get_topic("birth")
        closing, move = self._get_topic("business_change"), self._get_topic("move")
        self.trader.topic_ids = death | closing
        self.aid.topic_ids = birth | death
        self.cancelled.topic_ids = move
        home = self._read()
        places = [home.find(f"/topic/{one.id}") for one in (birth, death, closing)]
        self.assertEqual(places, sorted(places))
        self.assertGreater(places[0], 0)
        self.assertNotIn(f"/topic/{move.id}", home)
        self._assert_missing(f"/topic/{move.id}")

    def test_a_place_about_no_stage_shows_no_empty_part(self):
        self.assertNotIn("js_lives", self._read())

    def _get_topic(self, code):
        return self.env.ref(f"bianmin_catalog.topic_{code}")

    def test_an_item_tells_what_one_gets_and_whom_to_ask_and_to_tell(self):
        self.trader.result_ids = [
            Command.create({"name": "营业执照", "validity": "长期"})
        ]
        self.hall.traffic_guide = "3路车到镇政府下"
        page = self._read(f"/item/{self.trader_here.id}?lang=en_US")
        for words in ("营业执照", "Valid: 长期", "tel:12345", "3路车到镇政府下"):
            self.assertIn(words, page)
        contacts = page.partition("js_contacts")[2]
        self.assertIn("tel:0999-1234567", contacts)

    def test_what_is_charged_stands_also_where_it_is_only_accepted(self):
        path = f"/item/{self.aid_here.id}?lang=en_US"
        self.assertIn("<dd>Free</dd>", self._read(path))
        self.aid.fee_ids = [
            Command.create(
                {
                    "name": "工本费",
                    "standard": "20元/证",
                    "may_be_reduced": True,
                    "reduction_note": "低保户减半",
                }
            )
        ]
        page = self._read(path)
        for words in ("<dd>20元/证</dd>", "工本费 20元/证", "低保户减半"):
            self.assertIn(words, page)
        self.aid_centre.fee = 15
        self.assertRegex(self._read(path), "<dd>[^<]*15.00")

    def test_own_words_about_complaints_take_the_place_of_the_hotline(self):
        self.trader.write({"consultation": "登记窗口", "complaint": "县纪委信访室"})
        page = self._read(f"/item/{self.trader_here.id}")
        self.assertIn("登记窗口", page)
        self.assertIn("县纪委信访室", page)
        self.assertNotIn("12345<", page)

    def test_an_item_tells_papers_steps_places_law_and_answers(self):
        page = self._read(f"/item/{self.trader_here.id}")
        for words in (
            "登记申请书",
            "居民身份证",
            "受理",
            "综合窗口",
            "《市场主体登记管理条例》第十九条",
            "当场能拿到吗？",
            "东河镇中心街1号",
        ):
            self.assertIn(words, page)

    def test_the_flow_chart_runs_nothing_that_an_editor_wrote(self):
        self.trader.step_ids[0].name = "<script>alert(1)</script>"
        page = self._read(f"/item/{self.trader_here.id}")
        self.assertIn("<svg", page.partition("screen_flow_chart")[2])
        self.assertNotIn("<script>alert", page)

    def test_an_item_that_is_only_accepted_names_who_decides(self):
        page = self._read(f"/item/{self.aid_here.id}")
        self.assertIn("测试县府前路2号", page)
        self.assertIn("tel:0999-7654321", page)

    def test_what_is_paused_is_marked_and_sends_to_the_next_place(self):
        self.assertIn("screen_badge_paused", self._read("/all"))
        page = self._read(f"/item/{self.paused_here.id}")
        self.assertIn("screen_alert", page)
        self.assertIn("测试县府前路2号", page)

    def test_what_is_cancelled_is_nowhere(self):
        for path in ("", "/all", "/items.json"):
            self.assertNotIn("旧事项", self._read(path))
        self._assert_missing(f"/item/{self.cancelled_here.id}")

    def test_an_item_cancelled_everywhere_is_nowhere(self):
        self.trader.action_cancel()
        self.assertNotIn("个体工商户", self._read("/all"))
        self._assert_missing(f"/item/{self.trader_here.id}")

    def test_a_place_without_items_says_so(self):
        self.path = self.other_hall._get_public_path()
        self.assertIn("screen_empty", self._read())
        self._assert_missing("/all")

    # ------------------------------------------------------------
    # WHAT IS NOT SHOWN
    # ------------------------------------------------------------

    def _assert_missing(self, path):
        answer = self._open(path)
        self.assertEqual(answer.status_code, 404, path)
        self.assertEqual(answer.text, self._missing_page(), path)

    def _missing_page(self):
        return self.url_open(f"/bianmin/{MISSING_TOKEN}").text

    def test_wrong_token_archived_place_and_foreign_item_look_the_same(self):
        self._assert_missing(f"/item/{self.trader_station.id}")
        self._assert_missing("/item/2147483647")
        self._assert_missing(f"/item/{10**20}")
        self._assert_missing("/category/0")
        self._assert_missing(f"/category/{10**20}")
        self._assert_missing("/topic/0")
        self._assert_missing(f"/topic/{10**20}")
        self.hall.active = False
        paths = ("", "/all", "/items.json", "/alive", "/service-worker.js")
        for path in (*paths, f"/item/{self.trader_here.id}"):
            self._assert_missing(path)

    def test_a_renewed_address_ends_the_old_one(self):
        old = self.path
        self.hall.action_renew_public_token()
        self.env.flush_all()
        self._assert_missing("")
        self.path = self.hall._get_public_path()
        self.assertNotEqual(self.path, old)
        self._read()

    def test_pages_hold_nothing_personal(self):
        self._create_resident(name="李志顺", phone=SECRET_PHONE)
        user = self._create_user(
            "public_editor", ("bianmin_base.role_administrator", self.township)
        )
        for path in ("", "/all", "/items.json", f"/item/{self.trader_here.id}"):
            page = self._read(path)
            for words in ("李志顺", SECRET_PHONE, user.name):
                self.assertNotIn(words, page)

    def test_pages_cannot_be_written_to(self):
        answer = self.url_open(self.path, data={"name": "x"})
        self.assertEqual(answer.status_code, 405)

    # ------------------------------------------------------------
    # FILES
    # ------------------------------------------------------------

    def _get_file(self, kind, material=None, implementation=None):
        implementation = implementation or self.trader_here
        material = material or self.form
        return self._open(f"/item/{implementation.id}/file/{material.id}/{kind}")

    def test_forms_and_samples_are_saved_under_their_names(self):
        for kind, content, name in (
            ("blank_form", PDF, "%E7%99%BB%E8%AE%B0"),
            ("sample", SAMPLE, "%E6%A0%B7%E8%A1%A8"),
        ):
            answer = self._get_file(kind)
            self.assertEqual(answer.content, content)
            disposition = answer.headers["Content-Disposition"]
            self.assertTrue(disposition.startswith("attachment"))
            self.assertIn(name, disposition)

    def test_files_of_other_items_or_places_cannot_be_fetched(self):
        for answer in (
            self._get_file("blank_form", self.foreign_form),
            self._get_file("blank_form", implementation=self.trader_station),
            self._get_file("blank_form", implementation=self.cancelled_here),
            self._get_file("blank_form", self.card),
            self._get_file("name"),
        ):
            self.assertEqual(answer.status_code, 404)

    def test_only_what_has_a_file_offers_it(self):
        page = self._read(f"/item/{self.trader_here.id}")
        for kind in ("blank_form", "sample"):
            self.assertIn(f"/file/{self.form.id}/{kind}", page)
        self.assertNotIn(f"/file/{self.card.id}/", page)

    # ------------------------------------------------------------
    # LANGUAGE AND HEADERS
    # ------------------------------------------------------------

    def test_english_stays_while_one_walks_on(self):
        page = self._read("?lang=en_US")
        self.assertIn('<html lang="en-US">', page)
        self.assertIn("Papers", self._read(f"/item/{self.trader_here.id}?lang=en_US"))
        self.assertIn(f'href="{self.path}/category/{self.medical.id}?lang=en_US"', page)

    def test_chinese_unless_asked_otherwise(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        for query in ("", "?lang=zh_CN", "?lang=fr_FR", "?lang=xx"):
            self.assertIn('<html lang="zh-CN">', self._read(query))

    def test_visitors_get_no_cookie_and_strict_headers(self):
        answer = self._open()
        self.assertNotIn("Set-Cookie", answer.headers)
        self.assertIn("default-src 'self'", answer.headers["Content-Security-Policy"])
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")

    def test_the_service_worker_may_look_after_its_own_place_only(self):
        answer = self._open("/service-worker.js")
        self.assertEqual(answer.headers["Service-Worker-Allowed"], self.path)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/javascript"))

    def test_the_index_names_every_page_that_a_screen_keeps(self):
        topic = self._get_topic("business")
        self.trader.topic_ids = topic
        index = self._open("/items.json").json()
        links = [item["link"] for item in index["items"]]
        self.assertEqual(
            links,
            [
                f"{self.path}/item/{one.id}"
                for one in (self.trader_here, self.paused_here, self.aid_here)
            ],
        )
        self.assertIn(f"{self.path}/topic/{topic.id}", index["lists"])
        trader = index["items"][0]
        self.assertEqual(trader["pinyin"], self.trader.pinyin)
        self.assertEqual([item["open"] for item in index["items"]], [True, False, True])
        for link in (*index["lists"], *links):
            self.assertEqual(self.url_open(link).status_code, 200, link)
