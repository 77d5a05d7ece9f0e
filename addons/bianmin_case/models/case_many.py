from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

# The papers that a step issues; all others print what was issued last.
PAPERS_OF_STEP = {
    "submit": ("receipt",),
    "accept": ("acceptance", "promise", "deferral", "commitment"),
    "grant": ("grant",),
    "deliver": ("delivery",),
}


class BianminCaseMany(models.AbstractModel):
    """The buttons of a list: one step for many cases, with a result for each."""

    _name = "bianmin.case.many"
    _description = "Steps for Many Cases"

    def action_submit_many(self):
        """Hand in the selected cases."""
        return self._open_many("submit")

    def action_accept_many(self):
        """Accept the selected cases."""
        return self._open_many("accept")

    def action_start_review_many(self):
        """Take the selected cases into review."""
        return self._open_many("start_review")

    def action_grant_many(self):
        """Grant the selected cases, with one opinion."""
        return self._open_many("grant")

    def action_deliver_many(self):
        """Confirm that the applicants have the results."""
        return self._open_many("deliver")

    def action_print_many(self):
        """Print the papers of the selected cases."""
        return self._open_many("print")

    def _open_many(self, step):
        self.check_access("read")
        bulk = self._create_bulk(step)
        labels = dict(bulk._fields["step"]._description_selection(self.env))
        return bulk._get_window_action(labels[step])

    def _create_bulk(self, step):
        """Prepare a step with a result for each of these cases.

        :param str step: key of ``step`` of ``bianmin.case.bulk``
        """
        return self.env["bianmin.case.bulk"].create(
            {
                "step": step,
                "line_ids": [Command.create({"case_id": case.id}) for case in self],
            }
        )

    def _check_printable(self):
        for case in self:
            if not case.document_ids:
                raise UserError(
                    self.env._(
                        "No paper has been issued for %(case)s yet.",
                        case=case.display_name,
                    )
                )

    def _get_papers_of_step(self, step):
        """The papers to print after a step.

        :param str step: key of ``step`` of ``bianmin.case.bulk``
        """
        self.ensure_one()
        kinds = PAPERS_OF_STEP.get(step)
        if not kinds:
            return self.document_ids[-1:]
        return self.document_ids.filtered(lambda document: document.kind in kinds)
