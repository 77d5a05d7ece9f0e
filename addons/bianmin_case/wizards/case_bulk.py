from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.case_document import PRINTED_AT_ONCE

# Each chunk is a transaction of its own: what is done stays done when the next one
# fails, the browser shows how far it is, and whoever presses stop waits a second.
CHUNK = 100


class BianminCaseBulk(models.TransientModel):
    """One step for many cases: chunk by chunk, with a result for each.

    A case that cannot take the step is told why and holds up no other one.
    """

    _name = "bianmin.case.bulk"
    _description = "One Step for Many Cases"

    step = fields.Selection(
        [
            ("submit", "Hand In"),
            ("accept", "Accept"),
            ("start_review", "Begin Review"),
            ("grant", "Grant"),
            ("deliver", "Confirm Delivery"),
            ("print", "Print Papers"),
        ],
        required=True,
        readonly=True,
    )
    opinion = fields.Text(help="Opinion of who decides, the same for all.")
    line_ids = fields.One2many("bianmin.case.bulk.line", "bulk_id", string="Cases")
    total = fields.Integer(compute="_compute_counts")
    done = fields.Integer(compute="_compute_counts")
    failed = fields.Integer(compute="_compute_counts")

    @api.depends("line_ids.state")
    def _compute_counts(self):
        for bulk in self:
            states = bulk.line_ids.mapped("state")
            bulk.total = len(states)
            bulk.done = states.count("done")
            bulk.failed = states.count("failed")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def run_chunk(self):
        """Take the step with the next cases that wait for it.

        :return: dict with ``total``, ``done``, ``failed``, and ``waiting``: how many
            are left
        """
        self.ensure_one()
        self.check_access("write")
        waiting = self.line_ids.filtered(lambda line: line.state == "waiting")
        if self.step == "grant":
            self.env["bianmin.case"]._require_words(self.opinion)
        self._run(waiting[:CHUNK])
        return {
            "total": self.total,
            "done": self.done,
            "failed": self.failed,
            "waiting": max(0, len(waiting) - CHUNK),
        }

    def action_print(self):
        """Open the papers of the cases that are done, a hundred at a time."""
        self.ensure_one()
        left = self.line_ids.filtered(lambda x: x.state == "done" and not x.is_printed)
        documents = printed = None
        for line in left:
            papers = line.case_id._get_papers_of_step(self.step)
            if documents and len(documents) + len(papers) > PRINTED_AT_ONCE:
                break
            documents = papers | documents if documents else papers
            printed = printed | line if printed else line
        if not documents:
            raise UserError(self.env._("All papers of these cases are printed."))
        printed.is_printed = True
        return documents.action_print()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _run(self, lines):
        """Take the step with all of these, or when one refuses, with each half: the
        fewer refuse, the fewer queries it takes.
        """
        if not lines:
            return
        try:
            with self.env.cr.savepoint():
                self._take_step(lines.case_id)
                self.env.flush_all()
        except UserError as error:
            if len(lines) == 1:
                lines.write({"state": "failed", "message": str(error)})
                return
            half = len(lines) // 2
            self._run(lines[:half])
            self._run(lines[half:])
        else:
            lines.state = "done"

    def _take_step(self, cases):
        if self.step == "grant":
            cases._decide("granted", self.opinion)
        elif self.step == "print":
            cases._check_printable()
        else:
            getattr(cases, f"action_{self.step}")()
