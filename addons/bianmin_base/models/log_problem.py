from odoo import api, fields, models


class BianminLogProblem(models.Model):
    """One entry that a check found to be tampered with."""

    _name = "bianmin.log.problem"
    _description = "Tampered Log Entry"
    _order = "check_id, id"
    _rec_name = "description"

    check_id = fields.Many2one(
        "bianmin.log.check",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(
        selection=[
            ("changed", "Content changed"),
            ("deleted", "Deleted"),
            ("inserted", "Inserted later"),
            ("chain", "Chain broken"),
            ("head", "End not found"),
        ],
        required=True,
        readonly=True,
    )
    res_model = fields.Char(string="Log", readonly=True)
    res_id = fields.Integer(string="Entry", readonly=True, aggregator=None)
    block_number = fields.Integer(string="Block", readonly=True, aggregator=None)
    description = fields.Char(compute="_compute_description")

    @api.depends("kind", "res_model", "res_id", "block_number")
    @api.depends_context("lang")
    def _compute_description(self):
        sentences = {
            "changed": self.env._("This entry does not say what it said when linked."),
            "deleted": self.env._("This entry was there and is gone."),
            "inserted": self.env._(
                "This entry was not there when those around it were linked."
            ),
            "chain": self.env._("The chain itself was changed at this block."),
            "head": self.env._(
                "The chain does not hold the end that was noted earlier: it was "
                "rewritten, or cut off."
            ),
        }
        for problem in self:
            problem.description = " ".join(
                (problem._get_subject(), sentences[problem.kind])
            ).strip()

    def _get_subject(self):
        """The log and the entry, such as “Reveal Log 17 (bianmin.reveal.log)”."""
        # sudo: ir.model – the name of a log, in the language of the reader
        name = self.env["ir.model"].sudo()._get(self.res_model or "").name
        name = name or self.res_model
        if self.res_id:
            return f"{name} {self.res_id} ({self.res_model}):"
        if self.block_number:
            return self.env._(
                "%(log)s (%(model)s), block %(number)s:",
                log=name,
                model=self.res_model,
                number=self.block_number,
            )
        return ""
