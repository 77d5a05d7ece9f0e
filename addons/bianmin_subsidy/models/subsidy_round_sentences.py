from odoo import models

SHOWN_MISSING = 15


class BianminSubsidyRound(models.Model):
    """What is wrong with a bank's return file, in sentences that name the line."""

    _inherit = "bianmin.subsidy.round"

    # ------------------------------------------------------------
    # SENTENCES
    # ------------------------------------------------------------

    def _get_return_sentence(self, error):
        """Say why a whole return file is refused."""
        values = {"line": error.line, "found": error.found, "expected": error.expected}
        sentences = {
            "empty": lambda: self.env._(
                "The return file has no rows. Nothing was changed."
            ),
            "encoding": lambda: self.env._(
                "Line %(line)s of the return file cannot be read as %(expected)s: it "
                "has another encoding or was cut off. Ask the bank for it again. "
                "Nothing was changed.",
                **values,
            ),
            "other_encoding": lambda: self.env._(
                "The return file is written in %(found)s, but the format says "
                "%(expected)s. Nothing was changed.",
                **values,
            ),
            "header": lambda: self.env._(
                "Line 1 of the return file should say number and total of the "
                "payments; “%(found)s” does not. Nothing was changed.",
                **values,
            ),
            "count": lambda: self.env._(
                "Line 1 of the return file announces %(expected)s rows, but it has "
                "%(found)s: it was cut off or put together wrongly. Nothing was "
                "changed.",
                **values,
            ),
            "total": lambda: self.env._(
                "Line 1 of the return file says a total of %(expected)s yuan, but its "
                "rows add up to %(found)s yuan. Nothing was changed.",
                **values,
            ),
            "batch": lambda: self.env._(
                "Line 1 of the return file says batch %(found)s; this round is batch "
                "%(expected)s. Nothing was changed.",
                **values,
            ),
        }
        return sentences[error.kind]()

    def _get_row_sentence(self, problem):
        """Say why one row of a return file is left out."""
        values = {"line": problem.line, "detail": problem.detail}
        sentences = {
            "cut": lambda: self.env._(
                "Line %(line)s has no line end: the file was cut off there.", **values
            ),
            "columns": lambda: self.env._(
                "Line %(line)s has only %(detail)s columns.", **values
            ),
            "key": lambda: self.env._(
                "Line %(line)s: “%(detail)s” is no key of a payment.", **values
            ),
            "amount": lambda: self.env._(
                "Line %(line)s: “%(detail)s” is no amount.", **values
            ),
            "status": lambda: self.env._("Line %(line)s says no result.", **values),
            "doubled": lambda: self.env._(
                "Line %(line)s: this payment comes more than once, first in line "
                "%(detail)s.",
                **values,
            ),
        }
        return sentences[problem.kind]()

    def _get_missing_sentences(self, lines):
        """Name the payments that the bank has not answered for."""
        sentences = [
            self.env._(
                "No. %(number)s, %(name)s: the file says nothing about this payment.",
                number=line["sequence"],
                name=line["name"],
            )
            for line in lines[:SHOWN_MISSING]
        ]
        if len(lines) > SHOWN_MISSING:
            sentences.append(
                self.env._(
                    "… and %(count)s more payments without an answer.",
                    count=len(lines) - SHOWN_MISSING,
                )
            )
        return sentences
