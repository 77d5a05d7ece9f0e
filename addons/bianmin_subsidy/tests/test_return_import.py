import base64
from datetime import date

from odoo.exceptions import AccessError, UserError

from .common import TODAY, SubsidyCase


class TestReturnImport(SubsidyCase):
    """What the bank answers, row by row; a doubtful file or row changes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enrol()
        cls.second = cls._create_payee(name="张大爷", phone="13900001111")
        cls.third = cls._create_payee(name="王秀兰", phone=False)
        cls._enrol(cls.second)
        cls._enrol(cls.third)

    def setUp(self):
        super().setUp()
        self.round = self._create_exported()
        self.rows = self._get_rows(self.round)

    def read_rows(self, rows, **header):
        return self._read_back(
            self.round, content=self._build_return(self.round, rows, **header)
        )

    def states(self):
        return self.round.line_ids.sorted("sequence").mapped("state")

    def refused(self, pattern, content, **vals):
        with self.assertRaisesRegex(UserError, pattern) as caught:
            self._read_back(self.round, content=content, **vals)
        self.round.invalidate_recordset()
        self.assertEqual(self.states(), ["exported"] * 3)
        self.assertEqual(self.round.state, "exported")
        self.assertEqual(len(self.round.sudo().payment_file_ids), 1)
        return str(caught.exception)

    # ------------------------------------------------------------
    # GOOD FILES
    # ------------------------------------------------------------

    def test_round_is_paid_when_the_bank_has_answered_for_all(self):
        file = self._read_back(self.round, failed=("张大爷",))
        self.assertEqual(self.round.state, "paid")
        self.assertEqual((self.round.paid_count, self.round.failed_count), (2, 1))
        self.assertEqual(self.round.paid_amount, 1920)
        self.assertEqual(self.round.failed_amount, 960)
        failed = self._get_line(self.round, self.second)
        self.assertEqual((failed.state, failed.paid_on), ("failed", False))
        self.assertEqual(failed.return_reason, "02 账号不存在")
        paid = self._get_line(self.round)
        self.assertEqual((paid.state, paid.paid_on), ("paid", TODAY))
        self.assertEqual(paid.return_file_id, file)
        self.assertEqual((file.paid_count, file.failed_count), (2, 1))
        self.assertEqual((file.problem_count, file.total_amount), (0, 1920))
        self.assertEqual(
            self.round.event_ids.sorted("id").mapped("kind")[-2:], ["result", "paid"]
        )
        self.assertFalse(self.round.problem_line_ids - failed)

    def test_answers_may_come_in_several_files(self):
        first = self.read_rows(self.rows[:1])
        self.assertEqual(self.states(), ["paid", "exported", "exported"])
        self.assertEqual(self.round.state, "exported")
        self.assertEqual(first.problem_count, 2)
        self.assertIn("2", first.problems)
        second = self.read_rows(self.rows)
        self.assertEqual(self.round.state, "paid")
        self.assertEqual((second.settled_count, second.paid_count), (1, 2))
        self.assertFalse(second.problem_count)

    def test_failed_line_waits_for_its_correction(self):
        file = self._read_back(self.round, failed=("张大爷",))
        self.assertEqual(file.failed_count, 1)
        self.assertEqual(self.round.correctable_count, 1)
        self.assertFalse(self._create_round().line_ids)

    # ------------------------------------------------------------
    # FILES REFUSED AS A WHOLE
    # ------------------------------------------------------------

    def test_same_file_twice(self):
        content = self._build_return(self.round, self.rows[:2])
        self._read_back(self.round, content=content)
        with self.assertRaisesRegex(UserError, "回盘.txt"):
            self._read_back(self.round, content=content)
        self.assertEqual(self.states(), ["paid", "paid", "exported"])

    def test_file_of_another_round_by_its_batch_number(self):
        content = self._build_return(self.round, self.rows, batch="2026999999")
        sentence = self.refused("2026999999", content)
        self.assertIn(self.round.number, sentence)

    def test_file_of_another_round_by_its_rows(self):
        self.bank_format.return_header_lines = 0
        rows = [(f"9{row[0][1:]}", *row[1:]) for row in self.rows]
        content = b"".join(
            self._build_return(self.round, rows).splitlines(keepends=True)[1:]
        )
        self.refused(self.round.name, content)

    def test_wrong_total(self):
        content = self._build_return(self.round, self.rows, total="2880.01")
        self.refused("2880.01.*2880.00", content)

    def test_wrong_count(self):
        content = self._build_return(self.round, self.rows, count=4)
        self.refused("4.*3", content)

    def test_wrong_encoding(self):
        rows = [(*row[:4], "02", "户名不符") for row in self.rows]
        content = self._build_return(self.round, rows)
        self.refused("UTF-8", content.decode("gb18030").encode())
        broken = content.replace("王秀兰".encode("gb18030"), b"\xff\xff\xff")
        line = 2 + [row[2] for row in rows].index("王秀兰")
        self.refused(f"{line}", broken)

    def test_file_cut_in_half(self):
        content = self._build_return(self.round, self.rows)
        self.refused("3.*[12]", content[: len(content) // 2])

    def test_empty_file_and_header_only(self):
        self.refused(".", b"")
        self.refused(".", self._build_return(self.round, []))
        self.refused("abc", b"abc\r\n" + self._build_return(self.round, self.rows))

    # ------------------------------------------------------------
    # ROWS LEFT OUT, GOOD ROWS KEPT
    # ------------------------------------------------------------

    def check_left_out(self, rows, patterns, states, **vals):
        file = self.read_rows(rows, **vals)
        found = file.problems.splitlines()
        self.assertEqual(len(found), file.problem_count)
        self.assertEqual(len(found), len(patterns), file.problems)
        for sentence, pattern in zip(found, patterns, strict=True):
            self.assertRegex(sentence, pattern)
        self.assertEqual(self.states(), states)
        return file

    def test_unknown_row_is_named(self):
        unknown = (f"{self.round.number}000099", *self.rows[0][1:])
        self.check_left_out([*self.rows, unknown], [f"5.*{unknown[0]}"], ["paid"] * 3)
        self.assertEqual(self.round.state, "paid")

    def test_doubled_rows_are_named_and_wait(self):
        twice = (*self.rows[0][:4], "02", "账号不存在")
        self.check_left_out(
            [*self.rows, twice], ["2.*", "5.*2"], ["exported", "paid", "paid"]
        )
        self.assertEqual(self.round.state, "exported")

    def test_missing_payment_is_named(self):
        self.check_left_out(
            self.rows[:2], ["3.*" + self.rows[2][2]], ["paid", "paid", "exported"]
        )

    def test_many_missing_payments_are_counted(self):
        self._enrol_many(30)
        self.round = self._create_exported()
        file = self.read_rows(self._get_rows(self.round)[:1])
        self.assertEqual(file.problem_count, 16)
        self.assertIn("14", file.problems.splitlines()[-1])

    def test_other_account_or_amount_is_named(self):
        account = (self.rows[0][0], "6217999999999", *self.rows[0][2:])
        amount = (*self.rows[1][:3], "959.99", *self.rows[1][4:])
        self.check_left_out(
            [account, amount, self.rows[2]],
            [f"2.*{account[2]}", "3.*959.99.*960.00"],
            ["exported", "exported", "paid"],
        )

    def test_unreadable_rows_are_named(self):
        rows = [
            self.rows[0],
            self.rows[1][:3],
            (*self.rows[2][:3], "九百六", *self.rows[2][4:]),
        ]
        lines = [f"{self.round.number}|3|2880.00", *("|".join(row) for row in rows)]
        content = "".join(f"{line}\r\n" for line in lines).encode("gb18030")
        file = self._read_back(self.round, content=content)
        self.assertRegex(file.problems, "3")
        self.assertRegex(file.problems, "4.*九百六")
        self.assertEqual(self.states(), ["paid", "exported", "exported"])

    def test_last_line_without_end_is_named(self):
        self.bank_format.write(
            {"return_header_count_column": 0, "return_header_total_column": 0}
        )
        content = self._build_return(self.round, self.rows)[:-4]
        file = self._read_back(self.round, content=content)
        self.assertRegex(file.problems.splitlines()[0], "4")
        self.assertEqual(self.states(), ["paid", "paid", "exported"])

    def test_other_result_than_an_earlier_file_is_named(self):
        self._read_back(self.round, failed=("张大爷",))
        file = self.read_rows(self.rows)
        self.assertEqual((file.settled_count, file.problem_count), (2, 1))
        self.assertIn("张大爷", file.problems)
        self.assertEqual(self._get_line(self.round, self.second).state, "failed")

    def test_account_and_amount_as_key(self):
        self.bank_format.return_key = "account_amount"
        rows = [("", *row[1:]) for row in self.rows]
        self.read_rows(rows)
        self.assertEqual(self.round.state, "paid")

    def test_same_account_and_amount_twice_must_agree(self):
        self.round = self._create_with_one_account()
        self.bank_format.return_key = "account_amount"
        rows = self._get_rows(self.round)
        split = [rows[0], (*rows[1][:4], "02", "户名不符")]
        file = self.read_rows(split)
        self.assertEqual(file.problem_count, 2)
        self.assertEqual(self.states(), ["exported"] * 2)
        self.read_rows(rows)
        self.assertEqual(self.states(), ["paid"] * 2)

    def _create_with_one_account(self):
        scheme = self._create_scheme(code="TWO")
        number = "6217000088888888"
        for __ in range(2):
            resident = self._create_resident(name="同名")
            self._create_account(resident, number=number)
            self._enrol(resident, scheme)
        return self._create_exported(scheme=scheme)

    # ------------------------------------------------------------
    # WHO AND WHEN
    # ------------------------------------------------------------

    def test_only_finance_of_the_division_reads_it_in(self):
        for user in (self.officer, self.approver, self.other_finance):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._read_back(self.round, user=user)

    def test_round_that_was_not_sent_takes_no_file(self):
        scheme = self._create_scheme(code="NEW")
        self._enrol(scheme=scheme)
        draft = self._create_round(scheme)
        with self.assertRaisesRegex(UserError, draft.name):
            self._read_back(draft, content=b"x")

    def test_day_of_payment_lies_between_sending_and_today(self):
        for day in (date(2026, 11, 23), date(2026, 11, 25)):
            with self.subTest(day=day), self.assertRaises(UserError):
                self._read_back(self.round, paid_on=day)

    def test_window_takes_the_file(self):
        action = self.round.with_user(self.finance).action_ask_return_file()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.finance)
            .browse(action["res_id"])
        )
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.write(
            {
                "file": base64.b64encode(self._build_return(self.round, self.rows)),
                "file_name": "20261124.ret",
            }
        )
        opened = wizard.action_confirm()
        file = self.env[opened["res_model"]].browse(opened["res_id"])
        self.assertEqual((file.name, file.kind), ("20261124.ret", "return"))
        self.assertFalse(wizard.file)
        self.assertEqual(self.round.state, "paid")

    # ------------------------------------------------------------
    # MESSAGES
    # ------------------------------------------------------------

    def test_payees_with_a_phone_are_told_once(self):
        self._read_back(self.round, failed=("张大爷",))
        messages = self._get_texts(self.round.line_ids)
        self.assertEqual(len(messages), 1)
        self.assertEqual(messages.number, "13800000000")
        self.assertEqual(messages.division_id, self.village)
        body = messages.body
        for part in (
            "李志顺",
            "两女户补贴",
            "2026",
            "960.00",
            self.account.number[-4:],
        ):
            self.assertIn(part, body)
        self.assertNotIn(self.account.number, body)
        self.env["bianmin.subsidy.line"]._send_due_texts(100)
        self.assertEqual(len(self._get_texts(self.round.line_ids)), 1)

    def test_messages_of_a_large_round_follow_by_the_job(self):
        enrolments = self._enrol_many(120)
        enrolments.beneficiary_id.write({"phone": "13700000000"})
        self.round = self._create_exported()
        self.read_rows(self._get_rows(self.round))
        self.assertEqual(len(self._get_texts(self.round.line_ids)), 100)
        cron = self.env.ref("bianmin_subsidy.ir_cron_send_texts")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(len(self._get_texts(self.round.line_ids)), 120)
