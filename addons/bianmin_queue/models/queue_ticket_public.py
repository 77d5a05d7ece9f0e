from odoo import models
from odoo.tools import SQL


class BianminQueueTicket(models.Model):
    """What whoever holds a number is told: on the slip, the kiosk and his phone."""

    _inherit = "bianmin.queue.ticket"

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

    def _count_ahead(self):
        """How many wait for the same and come before, by the policy of the hall."""
        self.ensure_one()
        if self.state != "waiting":
            return 0
        self.flush_model()
        # SQL: the ORM knows no order by an expression.
        [(count,)] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM bianmin_queue_ticket ticket
                JOIN bianmin_queue_ticket mine ON mine.id = %(id)s
                WHERE ticket.state = 'waiting' AND ticket.hall_id = mine.hall_id
                    AND ticket.business_id = mine.business_id
                    AND (%(keep)s OR ticket.day = mine.day)
                    AND (%(order)s) < (%(own_order)s)""",
                id=self.id,
                keep=self.hall_id.keep_overnight,
                order=self.hall_id._prepare_order("ticket"),
                own_order=self.hall_id._prepare_order("mine"),
            )
        )
        return count
