from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_date, to_local

from .subsidy_round import POST_BY_TARGET

# Icon, and the event that a post leaves behind.
STEPS = (
    ("submitted", "fa-pencil-square-o"),
    ("audited", "fa-search"),
    ("approved", "fa-gavel"),
    ("exported", "fa-bank"),
    ("paid", "fa-check"),
)


class BianminSubsidyRound(models.Model):
    """The way of a round through its posts, drawn for people."""

    _inherit = "bianmin.subsidy.round"

    timeline = fields.Html(string="Posts", compute="_compute_timeline", sanitize=False)

    @api.depends("state", "event_ids")
    @api.depends_context("lang")
    def _compute_timeline(self):
        """Draw who stands where: done, at work, still to come."""
        for record in self:
            record.timeline = self.env["ir.qweb"]._render(
                "bianmin_subsidy.round_timeline", {"posts": record._get_posts()}
            )

    def _get_posts(self):
        """What the timeline shows of each post, in order."""
        self.ensure_one()
        titles = self._get_post_titles()
        current = self._get_current_step()
        posts = []
        for step, icon in STEPS:
            event = self._get_step_event(step)
            status = "done" if event else "next" if step == current else "open"
            posts.append(
                {
                    "title": titles[step][0],
                    "office": titles[step][1],
                    "icon": icon,
                    "status": status,
                    "user": event.user_id.name or "",
                    "at": event and to_local(event.at).strftime("%Y-%m-%d %H:%M"),
                    "opinion": event.opinion or "",
                }
            )
        return posts

    def _get_post_titles(self):
        return {
            "submitted": (self.env._("Prepare"), self.env._("Township officer")),
            "audited": (self.env._("Audit"), self.env._("Township auditor")),
            "approved": (self.env._("Approve"), self.env._("Department reviewer")),
            "exported": (self.env._("Send to the bank"), self.env._("Finance")),
            "paid": (self.env._("Payment"), self.env._("Bank's return file")),
        }

    def _get_current_step(self):
        order = ["draft", *(step for step, __ in STEPS)]
        if self.state not in order or self.state == order[-1]:
            return None
        return order[order.index(self.state) + 1]

    def _get_step_event(self, step):
        """The event that stands: one from before a return no longer does."""
        if step == "paid":
            stands = self.state == "paid"
        else:
            stands = bool(self[POST_BY_TARGET[step]])
        events = self.event_ids.filtered(lambda event: stands and event.kind == step)
        return events.sorted("id", reverse=True)[:1]

    def _get_voucher_values(self):
        """What the payment voucher shows; refused before the bank file is made.

        :raise UserError: when the round was not sent to the bank, or no longer adds up
        """
        self.ensure_one()
        if not self.voucher_number:
            raise UserError(
                self.env._(
                    "%(round)s has no voucher yet: it gets one when it is sent to the "
                    "bank.",
                    round=self.name,
                )
            )
        self._check_roster()
        # sudo: bianmin.subsidy.payment.file – only its totals are compared
        file_sudo = self.sudo().payment_file_ids.filtered(lambda f: f.kind == "payment")
        total = Decimal(f"{file_sudo.total_amount:.2f}")
        self._check_totals(file_sudo.line_count, total, self.env._("The bank file"))
        return {
            "day": local_date(self.exported_at),
            "posts": [post for post in self._get_posts() if post["user"]],
        }
