import base64
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools import bank_file

# Enough to mend a file; a wrong layout would repeat the same sentence for each line.
SHOWN_PROBLEMS = 15


class BianminSubsidyRound(models.Model):
    """From the approved roster to the bank's file, once."""

    _inherit = "bianmin.subsidy.round"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_export(self):
        """Open the sheet that shows what goes to the bank, and in which format."""
        self.ensure_one()
        wizard = self.env["bianmin.subsidy.export"].create({"round_id": self.id})
        return wizard._get_window_action(self.env._("Send to the bank"))

    def action_export(self):
        """Make the bank file in the format of the scheme."""
        for record in self:
            record._export(record.scheme_id.bank_format_id)

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def _export(self, bank_format):
        """Make the one bank file of an approved round.

        :param bank_format: ``bianmin.subsidy.bank.format``
        :return: the ``bianmin.subsidy.payment.file``
        """
        self.ensure_one()
        if not bank_format:
            raise UserError(
                self.env._(
                    "Choose the file format of the paying bank for %(scheme)s first.",
                    scheme=self.scheme_id.name,
                )
            )
        self._pass_gate(
            "exported",
            exported_by=self.env.uid,
            exported_at=fields.Datetime.now(),
            voucher_number=self._get_next_voucher_number(),
            last_opinion=self.env._(
                "Sent to the bank as “%(format)s”.", format=bank_format.name
            ),
        )
        made = self._write_bank_file(bank_format)
        self._check_totals(made.count, made.total, self.env._("The bank file"))
        self._mark_exported()
        return self._store_bank_file(bank_format, made)

    def _get_next_voucher_number(self):
        office = self.scheme_id.department_id
        numbers = self.env["bianmin.numbering"]._next_paper_numbers(
            office, "付", local_today()
        )
        return numbers[0]

    def _write_bank_file(self, bank_format):
        """Return the file; raise a sentence per value that does not fit."""
        rows = self._get_bank_rows()
        values = {
            "batch": self.number,
            "scheme": self.scheme_id.code,
            "date": local_today().strftime("%Y%m%d"),
        }
        for row in rows:
            row.update(values)
        try:
            return bank_file.write(bank_format._get_layout(), rows, values)
        except bank_file.BankFileError as error:
            sentences = [
                self._get_bank_sentence(problem, rows, bank_format)
                for problem in error.problems[:SHOWN_PROBLEMS]
            ]
            if len(error.problems) > SHOWN_PROBLEMS:
                sentences.append(
                    self.env._(
                        "… and %(count)s more.",
                        count=len(error.problems) - SHOWN_PROBLEMS,
                    )
                )
            raise UserError(
                self.env._(
                    "The bank file was not made:\n%(problems)s",
                    problems="\n".join(sentences),
                )
            ) from error

    def _get_bank_rows(self):
        """The payments of the round in the order of the roster, as the layout wants.

        SQL: amounts are read as exact decimals, which the cursor gives only as texts,
        and account numbers, which are closed to everyone, go from the table into the
        file without passing a cache.
        """
        scheme = self.scheme_id.name
        rows = self.env.execute_query(
            SQL(
                """SELECT sequence, reference, account_number, payee_name,
                    amount::text,
                    bank_name, bank_code, period
                FROM bianmin_subsidy_line WHERE round_id = %(round)s
                AND state IN ('pending', 'exported', 'paid', 'failed')
                ORDER BY sequence""",
                round=self.id,
            )
        )
        return [
            {
                "serial": serial,
                "reference": reference,
                "account": account,
                "holder_name": name,
                "amount": Decimal(amount),
                "bank_name": bank,
                "bank_code": code,
                "summary": f"{scheme}{period if period != 'once' else ''}",
            }
            for serial, reference, account, name, amount, bank, code, period in rows
        ]

    def _mark_exported(self):
        """Payable lines are at the bank; blocked ones are free for another round."""
        self.env.cr.execute(
            SQL(
                """UPDATE bianmin_subsidy_line SET
                    state = CASE state WHEN 'pending' THEN 'exported'
                        ELSE 'stopped' END,
                    stop_reason = CASE state WHEN 'blocked' THEN %(reason)s
                        ELSE stop_reason END,
                    is_owed = state = 'blocked' AND block_reason IN %(mendable)s,
                    write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                WHERE round_id = %(round)s AND state IN ('pending', 'blocked')""",
                reason=self.env._("Not paid by this round."),
                mendable=self._get_mendable_reasons(),
                uid=self.env.uid,
                round=self.id,
            )
        )
        self._forget_lines()

    def _store_bank_file(self, bank_format, made):
        # sudo: bianmin.subsidy.payment.file – files are made by the round only
        return (
            self.env["bianmin.subsidy.payment.file"]
            .sudo()
            .create(
                {
                    "round_id": self.id,
                    "kind": "payment",
                    "format_id": bank_format.id,
                    "name": made.name,
                    "attachment": base64.b64encode(made.content),
                    "sha256": made.sha256,
                    "line_count": made.count,
                    "total_amount": float(made.total),
                    "part_count": made.parts,
                    "exported_by": self.env.uid,
                    "exported_at": fields.Datetime.now(),
                }
            )
            .with_env(self.env)
        )

    # ------------------------------------------------------------
    # SENTENCES
    # ------------------------------------------------------------

    def _get_bank_sentence(self, problem, rows, bank_format):
        """Say what is wrong with one value, by payee and column."""
        values = {
            "line": problem.line,
            "name": rows[problem.line - 1]["holder_name"] if problem.line else "",
            "column": self._get_column_label(problem.column),
            "detail": problem.detail,
            "encoding": dict(
                bank_format._fields["encoding"]._description_selection(self.env)
            )[bank_format.encoding],
        }
        if not problem.line:
            return self.env._(
                "Header, %(column)s: the value is missing or does not fit.", **values
            )
        return self._get_bank_sentences()[problem.kind](values)

    def _get_bank_sentences(self):
        return {
            "missing": lambda v: self.env._(
                "Line %(line)s, %(name)s: %(column)s is empty.", **v
            ),
            "character": lambda v: self.env._(
                "Line %(line)s, %(name)s: “%(detail)s” in %(column)s cannot be written "
                "in %(encoding)s. Ask the bank for a format in GB 18030.",
                **v,
            ),
            "separator": lambda v: self.env._(
                "Line %(line)s, %(name)s: %(column)s contains the separator "
                "“%(detail)s”.",
                **v,
            ),
            "control": lambda v: self.env._(
                "Line %(line)s, %(name)s: %(column)s contains a line end or tab.", **v
            ),
            "width": lambda v: self.env._(
                "Line %(line)s, %(name)s: %(column)s is longer than %(detail)s bytes.",
                **v,
            ),
            "amount": lambda v: self.env._(
                "Line %(line)s, %(name)s: “%(detail)s” is no amount to be paid.", **v
            ),
            "block": lambda v: self.env._(
                "Line %(line)s, %(name)s: longer than a block of %(detail)s bytes.", **v
            ),
        }

    def _get_column_label(self, key):
        selection = self.env["bianmin.subsidy.bank.format.column"]._fields["key"]
        return dict(selection._description_selection(self.env)).get(key, key)
