from odoo import models
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.local_time import to_local

from ..tools.queue_policy import NO_PRIORITY
from ..tools.slip import Line, encode_slip
from ..tools.slip_picture import draw_line
from ..tools.wait_estimate import estimate_minutes


class BianminQueueTicket(models.Model):
    """What whoever holds a number is told: on the slip, the kiosk and his phone."""

    _inherit = "bianmin.queue.ticket"

    def _log(self, kind, sources, note=False):
        result = super()._log(kind, sources, note)
        if kind != "issue":
            # sudo: bianmin.queue.hall – its screens show the step, whoever took it
            self.sudo().hall_id._poke_screens()
        return result

    def _get_by_token(self, token):
        """The ticket whose page somebody opens, with all rights, or none."""
        # sudo: bianmin.queue.ticket – who follows his number has no account
        return self.sudo().search([("token", "=", token)], limit=1)

    def _prepare_public_values(self):
        """Nothing that says who he is: whoever finds the slip may read this."""
        self.ensure_one()
        return {
            "number": self.name,
            "token": self.token,
            "state": self.state,
            "business": self.business_id.name,
            "ahead": self._count_ahead(),
        }

    def _prepare_page_values(self):
        """All that the slip and the page for the phone say."""
        url = self._get_public_url()
        label = dict(self._fields["priority_kind"]._description_selection(self.env))
        has_priority = self.priority_kind != NO_PRIORITY
        return {
            **self._prepare_public_values(),
            "hall": self.hall_id.name,
            "priority": label[self.priority_kind] if has_priority else "",
            "taken_at": to_local(self.issued_at).strftime("%Y-%m-%d %H:%M"),
            "wait": self._get_wait_text(),
            "message": self._get_public_message(),
            "url": url,
            "qr": self.env["ir.actions.report"]._get_qr_data_uri(url),
        }

    def _get_public_url(self):
        """The address of his page; it tells nothing of who he is."""
        return f"{self.get_base_url()}/hall/ticket/{self.token}"

    def _get_public_message(self):
        """What he is to do now, in one sentence."""
        if self._is_void():
            return self.env._("This number is of another day. Take a new one.")
        messages = {
            "waiting": self.env._("Please wait until your number is called."),
            "called": self.env._("Please go to %(window)s now."),
            "serving": self.env._("You are being served at %(window)s."),
            "held": self.env._("Bring what is missing back to %(window)s."),
            "done": self.env._("Finished. Thank you for coming."),
            "missed": self.env._("You were called and did not come: ask at the desk."),
            "cancelled": self.env._("This number was cancelled."),
        }
        return messages[self.state] % {"window": self.window_id.display_name}

    def _is_void(self):
        return (
            self.state == "waiting"
            and not self.hall_id.keep_overnight
            and self.day != self.hall_id._get_day()
        )

    # ------------------------------------------------------------
    # WAITING
    # ------------------------------------------------------------

    def _count_ahead(self):
        """How many wait for the same and come before, by the policy of the hall."""
        same = SQL("ticket.business_id = mine.business_id")
        rows = self._select_ahead(SQL("SELECT count(*)"), SQL("AND %s", same))
        return rows[0][0] if rows else 0

    def _get_ahead_businesses(self):
        """What those wait for who come before in this hall, in the order of calling."""
        order = SQL("ORDER BY %s", self.hall_id._prepare_order("ticket"))
        rows = self._select_ahead(SQL("SELECT ticket.business_id"), order)
        return [business for (business,) in rows]

    def _select_ahead(self, select, end):
        """Rows about those in this hall who are called before him."""
        self.ensure_one()
        if self.state != "waiting":
            return []
        self.flush_model()
        # SQL: the ORM knows no order by an expression.
        query = SQL(
            """%(select)s FROM bianmin_queue_ticket ticket
            JOIN bianmin_queue_ticket mine ON mine.id = %(id)s
            WHERE ticket.state = 'waiting' AND ticket.hall_id = mine.hall_id
                AND (%(keep)s OR ticket.day = mine.day)
                AND (%(order)s) < (%(own_order)s) %(end)s""",
            select=select,
            id=self.id,
            keep=self.hall_id.keep_overnight,
            order=self.hall_id._prepare_order("ticket"),
            own_order=self.hall_id._prepare_order("mine"),
            end=end,
        )
        return self.env.execute_query(query)

    def _estimate_wait(self):
        """Minutes until he is called, or None when no window is open for him."""
        return estimate_minutes(
            self._get_ahead_businesses(),
            self.business_id.id,
            self.hall_id._get_window_times(),
            self.hall_id._get_service_minutes(),
        )

    def _get_wait_text(self):
        if self.state != "waiting" or self._is_void():
            return ""
        minutes = self._estimate_wait()
        if minutes is None:
            return "—"
        # Nobody can foretell it to the minute.
        return self.env._(
            "about %(minutes)s minutes", minutes=max(5, 5 * round(minutes / 5))
        )

    # ------------------------------------------------------------
    # SLIP
    # ------------------------------------------------------------

    def _encode_slip(self, has_rare=False):
        """The slip in the language of its printer."""
        values = self._prepare_page_values()
        lines = [
            Line(values["hall"]),
            Line(values["number"], "huge"),
            Line(values["business"], "large"),
            Line(values["priority"]),
            Line(self.env._("Before you: %(count)s", count=values["ahead"])),
            Line(self.env._("Expected wait: %(wait)s", wait=values["wait"])),
            Line(values["taken_at"]),
            Line(self.env._("Scan to see when it is your turn")),
        ]
        shown = [line for line in lines if line.text]
        return encode_slip(shown, values["url"], draw_line, has_rare)
