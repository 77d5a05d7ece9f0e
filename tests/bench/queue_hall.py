"""A hall with as many people as windows can take, in a database that others see."""

import random

from odoo import Command
from odoo.tools import SQL

from odoo.addons.bianmin_base.tests.common import BianminDataMixin

PRIORITY_SHARE = 0.2


class Hall(BianminDataMixin):
    """One business, a kiosk and as many windows as wanted, each with a clerk."""

    @classmethod
    def build(cls, env, windows=0):
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = env(context={**env.context, **quiet})
        # Several benchmarks share the database, and each leaves its hall there.
        cls.county = cls.env["bianmin.division"].search(
            [("level", "=", "county")], limit=1
        )
        point = cls.env["bianmin.service.point"].create(
            {
                "name": f"大厅{windows}",
                "level": "centre",
                "division_id": cls.county.id,
            }
        )
        cls.queue_hall = cls.env["bianmin.queue.hall"].create(
            {
                "name": "大厅",
                "service_point_id": point.id,
                "priority_policy": "ageing",
                "business_ids": [Command.create({"name": "综合业务", "letter": "A"})],
            }
        )
        cls.business = cls.queue_hall.business_ids
        cls.kiosk = cls.env["bianmin.queue.device"].create(
            {"name": "取号机", "hall_id": cls.queue_hall.id, "printing": "none"}
        )
        cls.clerks = cls.env["res.users"].concat(
            *(cls._create_clerk(number) for number in range(windows))
        )
        cls.windows = cls.env["bianmin.queue.window"].create(
            [
                {
                    "number": number,
                    "hall_id": cls.queue_hall.id,
                    "business_ids": [Command.set(cls.business.ids)],
                    "state": "open",
                    "clerk_id": clerk.id,
                }
                for number, clerk in enumerate(cls.clerks, 1)
            ]
        )
        # Requests come by connections of their own; the database is thrown away.
        cls.env.cr.commit()

    @classmethod
    def _create_clerk(cls, number):
        role = ("bianmin_case.role_window_clerk", cls.county)
        return cls._create_user(f"queue_bench_{number}", role)

    @classmethod
    def issue(cls, count):
        """Numbers of people who came within the last hours, some with priority."""
        lot = random.Random(1)
        for _number in range(count):
            priority = lot.random() < PRIORITY_SHARE
            cls.business._issue("elderly" if priority else "none")
        # SQL: tickets and their times are nobody's to change.
        cls.env.cr.execute(
            SQL(
                """UPDATE bianmin_queue_ticket
                SET queued_at = queued_at - interval '4 hours' + sequence
                    * interval '5 seconds'
                WHERE business_id = %s""",
                cls.business.id,
            )
        )
        cls.env.cr.execute("ANALYZE bianmin_queue_ticket")
        cls.env.cr.commit()
