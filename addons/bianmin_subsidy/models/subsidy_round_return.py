import base64
import hashlib
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.local_time import local_date, local_today

from ..tools import return_file
from .subsidy_line import TEXTS_AT_ONCE
from .subsidy_round_gate import FINANCE

# As many as a clerk reads; a file with more needs the bank, not more lines.
SHOWN_PROBLEMS = 200


class Match(NamedTuple):
    """What a return file says of the lines of its round."""

    results: dict  # row by line id, of lines that wait for their result
    known: list  # rows that an earlier file had told
    problems: list  # sentences
    total: Decimal  # paid now, in yuan

    def add(self, pairs):
        """Return the match with (row, line) pairs that fit each other."""
        total = self.total
        for row, line in pairs:
            if line["state"] != "exported":
                self.known.append(row)
                continue
            self.results[line["id"]] = row
            total += line["amount"] if row.success else 0
        return self._replace(total=total)


class BianminSubsidyRound(models.Model):
    """What the bank says became of each payment, written back to its line."""

    _inherit = "bianmin.subsidy.round"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_return_file(self):
        """Open the sheet that takes the bank's return file."""
        self.ensure_one()
        wizard = self.env["bianmin.subsidy.return.import"].create({"round_id": self.id})
        return wizard._get_window_action(self.env._("Read the return file"))

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def _import_return(self, content, name, paid_on):
        """Read a return file: good rows settle their lines, doubtful ones are told.

        :param bytes content: the file
        :param str name: its name
        :param date paid_on: day of the bank's credits
        :return: the ``bianmin.subsidy.payment.file`` with what was left out
        :raise UserError: when the file as a whole cannot be trusted; nothing is
            written then
        """
        self.ensure_one()
        self._check_return_allowed(paid_on)
        bank_format = self._get_bank_format()
        digest = hashlib.sha256(content).hexdigest()
        self._check_new(digest)
        try:
            parsed = return_file.parse(
                content, bank_format._get_return_layout(), self.number
            )
        except return_file.ReturnFileError as error:
            raise UserError(self._get_return_sentence(error)) from error
        match = self._match_rows(parsed, bank_format.return_key)
        file = self._store_return_file(
            bank_format,
            content,
            {
                "name": name,
                "sha256": digest,
                "paid_on": paid_on,
                "line_count": len(parsed.rows),
                **self._prepare_result_vals(match),
            },
        )
        self._apply_results(match.results, paid_on, file)
        self._log_event(
            "result",
            self.env._(
                "%(paid)s paid, %(failed)s failed, %(problems)s left out.",
                paid=file.paid_count,
                failed=file.failed_count,
                problems=file.problem_count,
            ),
        )
        self._settle()
        self._after_results(match.results)
        return file

    def _check_return_allowed(self, paid_on):
        self.check_access("read")
        self._check_scope(FINANCE)
        # sudo: bianmin.subsidy.round – the right to act was checked in the line above
        self.sudo()._lock_at_gate()
        self.invalidate_recordset(["state"])
        if self.state not in ("exported", "paid"):
            raise UserError(
                self.env._(
                    "%(round)s is “%(state)s”: it has not been sent to the bank, so no "
                    "return file can belong to it.",
                    round=self.name,
                    state=self._get_state_label(self.state),
                )
            )
        if not local_date(self.exported_at) <= paid_on <= local_today():
            raise UserError(
                self.env._(
                    "The bank cannot have paid on %(day)s: the round was sent on "
                    "%(sent)s, and today is %(today)s.",
                    day=paid_on,
                    sent=local_date(self.exported_at),
                    today=local_today(),
                )
            )

    def _get_bank_format(self):
        """The format in which the round went out: the answer comes in the same."""
        files = self.payment_file_ids
        return files.filtered(lambda file: file.kind == "payment").format_id

    def _check_new(self, digest):
        # sudo: bianmin.subsidy.payment.file – a file of another county counts too
        known_sudo = (
            self.env["bianmin.subsidy.payment.file"]
            .sudo()
            .search([("kind", "=", "return"), ("sha256", "=", digest)], limit=1)
        )
        if known_sudo:
            raise UserError(
                self.env._(
                    "This file was read already, on %(day)s as “%(name)s”. Nothing was "
                    "changed.",
                    day=local_date(known_sudo.exported_at),
                    name=known_sudo.name,
                )
            )

    # ------------------------------------------------------------
    # MATCHING
    # ------------------------------------------------------------

    def _match_rows(self, parsed, key):
        """Find the line of each row.

        :param parsed: :class:`~..tools.return_file.ReturnFile`
        :param str key: by what the bank knows its payments
        :return: :class:`Match`
        """
        lines = self._get_return_lines(key)
        by_key, rows_by_key = defaultdict(list), defaultdict(list)
        for line in lines.values():
            by_key[line["key"]].append(line)
        for row in parsed.rows:
            rows_by_key[row.key].append(row)
        self._check_round_of_rows(parsed.rows, by_key)
        match = Match({}, [], [], Decimal(0))
        problems = [(p.line, self._get_row_sentence(p)) for p in parsed.problems]
        answered = {p.key for p in parsed.problems if p.key} | set(rows_by_key)
        for row_key, rows in rows_by_key.items():
            found = by_key.get(row_key, [])
            sentence = self._get_mismatch(rows, found)
            if sentence:
                problems.extend((row.line, sentence(row)) for row in rows)
            else:
                match = match.add(zip(rows, found, strict=True))
        open_lines = [
            line
            for line in lines.values()
            if line["state"] == "exported" and line["key"] not in answered
        ]
        match.problems.extend(sentence for __, sentence in sorted(problems))
        match.problems.extend(self._get_missing_sentences(open_lines))
        return match

    def _check_round_of_rows(self, rows, by_key):
        if rows and not any(row.key in by_key for row in rows):
            raise UserError(
                self.env._(
                    "No row of this file belongs to %(round)s: line %(line)s and all "
                    "others name payments it does not have. It is the file of another "
                    "round, or the format of another bank. Nothing was changed.",
                    round=self.name,
                    line=rows[0].line,
                )
            )

    def _get_return_lines(self, key):
        """The round's lines at the bank, by id, each with the key the bank uses.

        SQL: account numbers are closed to everyone, amounts must be exact.
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT id, sequence, reference, account_number, amount::text, state,
                    payee_name
                FROM bianmin_subsidy_line WHERE round_id = %(round)s
                AND state IN ('exported', 'paid', 'failed') ORDER BY sequence""",
                round=self.id,
            )
        )
        lines = {}
        for line_id, sequence, reference, account, amount, state, name in rows:
            amount = Decimal(amount).quantize(Decimal("0.01"))
            keys = {
                "serial": sequence,
                "reference": reference,
                "account_amount": (account, amount),
            }
            lines[line_id] = {
                "id": line_id,
                "key": keys[key],
                "sequence": sequence,
                "account": account,
                "amount": amount,
                "state": state,
                "name": name,
            }
        return lines

    def _get_mismatch(self, rows, lines):
        """Return what makes a sentence for a row that may not settle its line."""
        if not lines:
            return lambda row: self.env._(
                "Line %(line)s: the round has no payment “%(key)s”.",
                line=row.line,
                key=self._format_key(row.key),
            )
        if len(rows) != len(lines) or len({row.success for row in rows}) > 1:
            return lambda row: self.env._(
                "Line %(line)s: several payments have this account and amount, and the "
                "file does not tell which of them is meant.",
                line=row.line,
            )
        row, line = rows[0], lines[0]
        if row.account and row.account != line["account"]:
            return lambda row: self.env._(
                "Line %(line)s, %(name)s: the account is not the one that was sent.",
                line=row.line,
                name=line["name"],
            )
        if row.amount is not None and row.amount != line["amount"]:
            return lambda row: self.env._(
                "Line %(line)s, %(name)s: the bank says %(found)s yuan, %(sent)s yuan "
                "were sent.",
                line=row.line,
                name=line["name"],
                found=row.amount,
                sent=line["amount"],
            )
        told = {
            line["state"] == "paid" for line in lines if line["state"] != "exported"
        }
        if told - {row.success}:
            return lambda row: self.env._(
                "Line %(line)s, %(name)s: an earlier file told another result. Ask the "
                "bank which one holds.",
                line=row.line,
                name=line["name"],
            )
        return None

    def _format_key(self, key):
        if isinstance(key, tuple):
            return f"****{key[0][-4:]} {key[1]}"
        return str(key)

    # ------------------------------------------------------------
    # RESULTS
    # ------------------------------------------------------------

    def _prepare_result_vals(self, match):
        paid = sum(row.success for row in match.results.values())
        shown = match.problems[:SHOWN_PROBLEMS]
        hidden = len(match.problems) - len(shown)
        if hidden:
            shown.append(self.env._("… and %(count)s more.", count=hidden))
        return {
            "paid_count": paid,
            "failed_count": len(match.results) - paid,
            "settled_count": len(match.known),
            "total_amount": float(match.total),
            "problem_count": len(match.problems),
            "problems": "\n".join(shown),
        }

    def _store_return_file(self, bank_format, content, vals):
        # sudo: bianmin.subsidy.payment.file – files are kept by the round only
        return (
            self.env["bianmin.subsidy.payment.file"]
            .sudo()
            .create(
                {
                    "round_id": self.id,
                    "kind": "return",
                    "format_id": bank_format.id,
                    "attachment": base64.b64encode(content),
                    "exported_by": self.env.uid,
                    "exported_at": fields.Datetime.now(),
                    **vals,
                }
            )
            .with_env(self.env)
        )

    def _apply_results(self, results, paid_on, file):
        """Settle all lines by one statement."""
        ids = list(results)
        with self._plan_for(len(ids)):
            self.env.cr.execute(
                SQL(
                    """UPDATE bianmin_subsidy_line line SET
                        state = CASE WHEN result.success THEN 'paid' ELSE 'failed' END,
                        paid_on = CASE WHEN result.success THEN %(day)s::date END,
                        return_reason = result.reason,
                        return_file_id = %(file)s,
                        text_due = result.success AND EXISTS (
                            SELECT FROM bianmin_resident payee
                            WHERE payee.id = line.payee_id AND payee.phone IS NOT NULL),
                        write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                    FROM unnest(
                        %(ids)s::int[], %(success)s::bool[], %(reasons)s::text[]
                    ) AS result (id, success, reason)
                    WHERE line.id = result.id AND line.state = 'exported'""",
                    day=paid_on,
                    file=file.id,
                    uid=self.env.uid,
                    ids=ids,
                    success=[row.success for row in results.values()],
                    reasons=[
                        None if row.success else f"{row.code} {row.reason}".strip()
                        for row in results.values()
                    ],
                )
            )
        self._forget_lines()

    def _settle(self):
        """The round is paid when the bank has answered for each of its lines."""
        waiting = self.env["bianmin.subsidy.line"].search_count(
            [("round_id", "=", self.id), ("state", "=", "exported")], limit=1
        )
        if self.state == "exported" and not waiting:
            self._pass_gate(
                "paid",
                paid_at=fields.Datetime.now(),
                last_opinion=self.env._(
                    "%(paid)s paid, %(failed)s failed.",
                    paid=self.paid_count,
                    failed=self.failed_count,
                ),
            )

    def _after_results(self, results):
        """Extend for what follows from settled lines.

        :param dict results: rows of the return file by line id
        """
        paid = [line_id for line_id, row in results.items() if row.success]
        self.env["bianmin.subsidy.handover"]._create_for_lines(paid)
        lines = self.env["bianmin.subsidy.line"]
        if lines._send_due_texts(TEXTS_AT_ONCE)[1]:
            self.env.ref("bianmin_subsidy.ir_cron_send_texts")._trigger()
