"""J5: the yearly proof of life in the village, unpaid while overdue, arrears after.

Three old people of 李营村: one is overdue for two months, one is due in three weeks,
one has died. The agent comes with his phone, the officer looks into the death, the next
round pays what was missed, once.
"""

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.tests import tagged

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..common import JourneyHttpCase

MONTHLY = 50


@tagged("post_install", "-at_install")
class TestProofOfLife(JourneyHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = local_today()
        cls.month = cls.today.replace(day=1)
        cls.allowance = cls.env["bianmin.subsidy.scheme"].create(
            {
                "name": "旅程高龄补贴",
                "code": "J5GL",
                "department_id": cls.department.id,
                "cycle": "month",
                "notice_days": 0,
                "certification_months": 12,
                "bank_format_id": cls.env.ref("bianmin_subsidy.bank_format_generic").id,
                "rate_ids": [
                    Command.create(
                        {"valid_from": "2018-01-01", "age_from": 80, "amount": MONTHLY}
                    )
                ],
            }
        )
        # His proof ran out in the month before the two that he misses.
        cls.overdue = cls._enrol_old(
            "旅程逾期老人", cls.month - relativedelta(months=3)
        )
        due = cls.today + relativedelta(days=20)
        cls.due = cls._enrol_old("旅程到期老人", due)
        cls.dead = cls._enrol_old("旅程去世老人", due)

    @classmethod
    def _enrol_old(cls, name, certified_until):
        person = cls._create_resident(
            name=name, identity_number=cls._make_identity_number("19380303")
        )
        cls.env["bianmin.bank.account"].create(
            {
                "resident_id": person.id,
                "bank_name": "农村信用社",
                "number": f"62170000000005{person.id % 100000:05d}",
            }
        )
        enrolment = cls.env["bianmin.subsidy.enrolment"].create(
            {
                "scheme_id": cls.allowance.id,
                "beneficiary_id": person.id,
                "valid_from": certified_until - relativedelta(months=12),
            }
        )
        assert enrolment.certified_until == certified_until
        return person

    def test_from_the_overdue_proof_to_the_arrears(self):
        for months in (2, 1):
            record = self._pay(self.month - relativedelta(months=months))
            self.assertEqual(record.line_count, 2)
            self._check_held_back(record)
        self._check_reminders()
        self._photograph()
        self._look_into_the_death()
        self._check_arrears(self._pay(self.month))
        following = self._generate(self.month + relativedelta(months=1))
        self.assertEqual(
            following.line_ids.filtered(lambda li: li.state == "pending")
            .sudo()
            .beneficiary_id,
            self.overdue | self.due,
        )
        self.assertEqual(following.total_amount, 2 * MONTHLY)

    # ------------------------------------------------------------
    # ROUNDS
    # ------------------------------------------------------------

    def _generate(self, month):
        record = (
            self.env["bianmin.subsidy.round"]
            .with_user(self.clerk)
            .create(
                {
                    "scheme_id": self.allowance.id,
                    "division_id": self.township.id,
                    "period": f"{month:%Y-%m}",
                }
            )
        )
        record.action_generate()
        return record.with_env(self.env)

    def _pay(self, month):
        """A whole round by its four posts; the bank pays everybody."""
        record = self._generate(month)
        record.with_user(self.clerk).action_submit()
        record.with_user(self.reviewer).action_audit()
        record.with_user(self.department_reviewer).action_approve()
        file = self._export_round(record)
        head, *rows = self._read_bank_file(file).splitlines()
        batch, count, total = head.split("|")[:3]
        answer = [f"{batch}|{count}|{total}"]
        answer += ["|".join([*row.split("|")[:4], "00", ""]) for row in rows if row]
        content = "".join(f"{line}\r\n" for line in answer).encode("gb18030")
        self._import_return(record, content)
        self.env.invalidate_all()
        self.assertEqual(record.state, "paid")
        return record

    def _get_paid(self, record, person):
        lines = record.line_ids.filtered(
            lambda li: li.beneficiary_id == person and li.state == "paid"
        )
        return sorted(lines.mapped("period"))

    def _check_held_back(self, record):
        self.assertFalse(self._get_paid(record, self.overdue))
        line = record.line_ids.filtered(lambda li: li.beneficiary_id == self.overdue)
        self.assertEqual(line.block_reason, "uncertified")
        self.assertEqual(self._get_paid(record, self.due), [record.period])

    def _check_arrears(self, record):
        months = [self.month - relativedelta(months=n) for n in (2, 1, 0)]
        periods = [f"{month:%Y-%m}" for month in months]
        self.assertEqual(self._get_paid(record, self.overdue), periods)
        self.assertEqual(self._get_paid(record, self.due), periods[-1:])
        # The month of the death is still paid.
        self.assertEqual(self._get_paid(record, self.dead), periods[-1:])
        self.assertEqual(record.total_amount, 5 * MONTHLY)

    # ------------------------------------------------------------
    # IN THE VILLAGE
    # ------------------------------------------------------------

    def _check_reminders(self):
        people = self.overdue | self.due
        people.with_user(self.agent_user).action_remind()
        texts = self.env["sms.sms"].search(
            [
                ("origin_model", "=", "bianmin.resident"),
                ("origin_id", "in", people.ids),
            ]
        )
        self.assertEqual(len(texts), 2)
        for text in texts:
            self.assertNotIn(self.overdue.identity_number, text.body)

    def _photograph(self):
        self.start_tour(
            "/odoo/action-bianmin_subsidy.certification_session_action",
            "bianmin_j5_agent_photographs",
            login=self.agent_user.login,
        )
        self.env.invalidate_all()
        proofs = (self.overdue | self.due).certification_ids
        self.assertEqual(proofs.mapped("state"), ["recorded"] * 2)
        self.assertEqual(set(proofs.mapped("place")), {"李营村便民服务站前"})
        self.assertEqual(proofs.operator_id, self.agent_user)
        self.assertEqual(set(proofs.mapped("certified_on")), {self.today})
        self.assertTrue(all(proofs.mapped("photo")))
        year = self.today + relativedelta(months=12)
        for person in (self.overdue, self.due):
            self.assertEqual(person.certified_until, year)
        self.assertEqual(self.dead.certification_ids.state, "reported")

    def _look_into_the_death(self):
        held = self._generate(self.month)
        line = held.line_ids.filtered(lambda li: li.beneficiary_id == self.dead)
        self.assertEqual(line.block_reason, "reported")
        held.with_user(self.clerk).action_cancel("待核实后重新编制")
        self.start_tour(
            "/odoo/action-bianmin_subsidy.subsidy_certification_report_action",
            "bianmin_j5_officer_confirms",
            login=self.clerk.login,
        )
        self.env.invalidate_all()
        self.assertEqual(self.dead.certification_ids.state, "confirmed")
        self.assertEqual(self.dead.death_date, self.today)
