import io

from odoo.exceptions import AccessError, UserError
from odoo.tools.pdf import PdfFileReader

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import AgentCase
from .phone_common import PAGE, PhoneMixin


class TestPhoneFiling(PhoneMixin, AgentCase):
    """A request written on the phone: whole, once, and under the rules of any other."""

    # ------------------------------------------------------------
    # FORM
    # ------------------------------------------------------------

    def test_the_form_has_matters_and_papers_of_the_agents_station(self):
        form = self._get_form()
        matters = {one["name"]: one for one in form["matters"]}
        self.assertEqual(set(matters), {"两女补贴", "高龄津贴"})
        papers = matters["两女补贴"]["papers"]
        self.assertEqual(
            [(one["name"], one["required"]) for one in papers[:4]],
            [
                ("身份证复印件", True),
                ("户口簿复印件", True),
                ("银行卡", False),
                ("照片", False),
            ],
        )
        self.assertEqual((papers[4]["key"], papers[4]["required"]), ("identity", True))
        self.assertEqual(form["resident"]["name"], "李志顺")
        self.assertNotIn(self.resident.identity_number, str(form), "numbers are masked")

    def test_what_the_villager_signs_is_told_in_full(self):
        authorization = self._get_form()["authorization"]
        texts = [line["text"] for line in authorization["lines"]]
        for text in ("李志顺", "姚春燕", authorization["terms"]["powers"]):
            self.assertIn(text, texts)
        self.assertEqual(authorization["terms"]["valid_from"], str(local_today()))

    def test_who_has_authorized_the_agent_need_not_sign_again(self):
        self._create_signed(item_ids=self.item.ids)
        matters = {one["name"]: one for one in self._get_form()["matters"]}
        self.assertTrue(matters["两女补贴"]["authorized"])
        self.assertFalse(matters["高龄津贴"]["authorized"])
        self.assertNotIn(
            "identity", [one["key"] for one in matters["两女补贴"]["papers"]]
        )
        self._create_signed()
        matters = {one["name"]: one for one in self._get_form()["matters"]}
        self.assertTrue(matters["高龄津贴"]["authorized"], "one for all matters")

    def test_for_himself_the_agent_signs_nothing(self):
        self.yao.resident_id = self._create_resident(name="姚春燕")
        form = self._get_form(resident=self.yao.resident_id)
        self.assertTrue(all(one["authorized"] for one in form["matters"]))

    def test_there_is_no_form_for_villagers_of_others_or_the_dead(self):
        for user in (self.neighbour_user, self.clerk):
            with self.assertRaises(AccessError):
                self._get_form(user)
        self.resident.death_date = local_today()
        with self.assertRaises(UserError):
            self._get_form()

    def test_the_form_costs_the_same_queries_for_few_and_for_many_matters(self):
        counts = []
        for number in (1, 1, 8):
            for index in range(number):
                item = self._create_item(f"事项{number}{index}")
                self._create_implementation(
                    item,
                    self.station,
                    decided_at=self._create_implementation(
                        item, self.hall, promised_days=5, statutory_days=20
                    ),
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._get_form()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    # ------------------------------------------------------------
    # FILING
    # ------------------------------------------------------------

    def test_papers_signature_and_request_come_in_together(self):
        case = self._send(self._fill_in(self._get_form(), note="急用"))
        self.assertEqual((case.state, case.note), ("received", "急用"))
        self.assertEqual(case.agent_id, self.yao)
        self.assertEqual(case.service_point_id, self.station)
        for paper in case.material_ids[:2]:
            self.assertEqual(paper.collection_mode, "3")
            self.assertEqual(paper.attachment_ids.mimetype, "application/pdf")
        authorization = case.authorization_id
        self.assertEqual(authorization.item_ids, self.item)
        self.assertTrue(authorization.signature_is_intact)
        copy = authorization.identity_copy_ids
        self.assertEqual(len(PdfFileReader(io.BytesIO(copy.raw)).pages), 2)
        self.assertEqual(copy.res_id, authorization.id)
        self.assertEqual(len(self._get_texts(case)), 1)

    def test_an_authorization_that_holds_is_used(self):
        authorization = self._create_signed()
        request = self._fill_in(self._get_form())
        self.assertFalse(request["authorization"])
        self.assertEqual(self._send(request).authorization_id, authorization)

    def test_what_was_signed_elsewhere_meanwhile_is_not_signed_twice(self):
        request = self._fill_in(self._get_form())
        authorization = self._create_signed()
        self.assertEqual(self._send(request).authorization_id, authorization)

    def test_the_same_request_sent_again_is_the_same_case(self):
        request, key = self._fill_in(self._get_form()), self._make_key()
        case = self._send(request, key)
        again = self._send(request, key)
        self.assertEqual(again, case)
        self.assertEqual(self._count_cases(), 1)
        self.assertEqual(len(case.material_ids[0].attachment_ids), 1)
        self.assertEqual(len(self._get_texts(case)), 1)

    def test_a_repeated_request_finds_its_case_whatever_became_of_it(self):
        request, key = self._fill_in(self._get_form()), self._make_key()
        case = self._send(request, key)
        case.with_user(self.clerk).material_ids[2].collection_mode = "1"
        case.with_user(self.clerk).action_accept()
        case.authorization_id.with_user(self.agent_user)._revoke("村民要求")
        self.assertEqual(self._send(request, key), case)
        self.assertEqual(case.state, "accepted")

    def test_another_request_of_the_villager_is_another_case(self):
        form = self._get_form()
        first = self._send(self._fill_in(form))
        self.assertNotEqual(self._send(self._fill_in(form)), first)

    def test_a_key_belongs_to_who_made_it(self):
        key = self._make_key()
        self._send(self._fill_in(self._get_form()), key)
        person = self._create_resident(
            name="李长林", division_id=self.neighbour_village.id
        )
        request = self._fill_in(self._get_form(self.neighbour_user, person))
        with self.assertRaises(AccessError):
            self._send(request, key, self.neighbour_user)

    def test_the_key_is_not_to_be_set_or_read_by_hand(self):
        case = self._send(self._fill_in(self._get_form())).with_user(self.agent_user)
        with self.assertRaises(AccessError):
            case.read(["filing_key"])
        with self.assertRaises(UserError):
            case.filing_key = self._make_key()
        self.assertFalse(case.sudo().copy().filing_key)

    # ------------------------------------------------------------
    # REFUSED
    # ------------------------------------------------------------

    def _count_cases(self):
        return self.env["bianmin.case"].search_count(
            [("resident_id", "=", self.resident.id)]
        )

    def _check_refused(self, request, user=None):
        with self.assertRaises(UserError):
            self._send(request, user=user)
        self.env.invalidate_all()
        self.assertEqual(self._count_cases(), 0)

    def test_what_lacks_a_paper_or_the_signature_leaves_nothing_behind(self):
        request = self._fill_in(self._get_form())
        signed = request["authorization"]
        for vals in (
            {"papers": request["papers"][:1]},
            {"authorization": False},
            {"authorization": {**signed, "signature": ""}},
            {"authorization": {**signed, "pages": []}},
            {"papers": [{**request["papers"][0], "pages": [{**PAGE, "turns": "x"}]}]},
            {"papers": [{"material_id": 10**9, "pages": [PAGE]}]},
            {"implementation_id": self.hall_point.id},
            {"implementation_id": 10**9},
        ):
            self._check_refused({**request, **vals})

    def test_what_was_signed_for_another_time_does_not_do(self):
        request = self._fill_in(self._get_form())
        terms = {"valid_from": "2020-01-01", "valid_to": "2020-12-31"}
        self._check_refused(
            {**request, "authorization": {**request["authorization"], **terms}}
        )

    def test_half_a_request_is_refused(self):
        request = self._fill_in(self._get_form())
        self._check_refused({"resident_id": self.resident.id})
        self._check_refused([])
        with self.assertRaises(UserError):
            self._send(request, key="1")

    def test_nobody_files_for_a_village_that_is_not_his(self):
        form = self._get_form()
        request = self._fill_in(form)
        self._check_refused(request, self.neighbour_user)
        person = self._create_resident(
            name="李长林", division_id=self.neighbour_village.id
        )
        self._check_refused({**request, "resident_id": person.id})
        for user in (self.clerk, self.reviewer, self.administrator):
            self._check_refused(request, user)

    def test_nothing_is_filed_after_the_role_has_ended(self):
        request = self._fill_in(self._get_form())
        self._end_role(self.agent_user, "2026-01-01")
        self._check_refused(request)

    def test_an_authorization_that_has_lapsed_or_was_revoked_does_not_do(self):
        authorization = self._create_signed()
        request = self._fill_in(self._get_form())
        authorization._revoke("村民要求")
        self._check_refused(request)
        lapsed = self._create_signed()
        request = self._fill_in(self._get_form())
        # As time does it: what was signed cannot be changed by hand.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE bianmin_agent_authorization SET valid_from = '2020-01-01',"
            " valid_to = '2020-12-31' WHERE id = %s",
            [lapsed.id],
        )
        self.env.invalidate_all()
        self._check_refused(request)
