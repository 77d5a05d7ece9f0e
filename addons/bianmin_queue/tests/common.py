from odoo import Command

from odoo.addons.bianmin_base.tests.common import BianminCase
from odoo.addons.bianmin_case.tests.common import CaseDataMixin


class QueueDataMixin(CaseDataMixin):
    """A hall with two businesses: A at windows 1 and 2, B at window 2 alone."""

    @classmethod
    def _set_up_queue(cls):
        cls.queue_hall = cls._create_hall(cls.hall)
        cls.insurance = cls._create_business("社会保险", "A")
        cls.relief = cls._create_business("民政救助", "B")
        cls.window = cls._create_window(1, cls.insurance)
        cls.second_window = cls._create_window(2, cls.insurance | cls.relief)
        cls.colleague = cls._create_user(
            "queue_colleague", ("bianmin_case.role_window_clerk", cls.township)
        )

    @classmethod
    def _create_hall(cls, point, **vals):
        return cls.env["bianmin.queue.hall"].create(
            {"name": f"{point.name}大厅", "service_point_id": point.id, **vals}
        )

    @classmethod
    def _create_business(cls, name, letter, hall=None):
        return cls.env["bianmin.queue.business"].create(
            {
                "name": name,
                "letter": letter,
                "hall_id": (hall or cls.queue_hall).id,
            }
        )

    @classmethod
    def _create_window(cls, number, businesses):
        return cls.env["bianmin.queue.window"].create(
            {
                "number": number,
                "hall_id": businesses.hall_id.id,
                "business_ids": [Command.set(businesses.ids)],
            }
        )

    @classmethod
    def _open(cls, window=None, user=None):
        """A window as its clerk sees it, open."""
        opened = (window or cls.window).with_user(user or cls.clerk)
        opened.action_open()
        return opened

    @classmethod
    def _issue(cls, business=None, priority_kind="none", user=None):
        business = business or cls.insurance
        return business.with_user(user or cls.clerk)._issue(priority_kind)

    @classmethod
    def _get_kinds(cls, ticket):
        return (
            cls.env["bianmin.queue.ticket"].browse(ticket.id).event_ids.mapped("kind")
        )


class QueueCase(QueueDataMixin, BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cases()
        cls._set_up_queue()
