from datetime import timedelta

from odoo import fields, models, tools
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.local_time import to_local
from odoo.addons.bianmin_base.tools.opening_hours import is_open

from ..tools.queue_policy import NO_PRIORITY
from ..tools.queue_step import OCCUPYING
from ..tools.wait_estimate import mean_minutes, remaining_minutes

CALLS_SHOWN = 8
MEASURED_DAYS = 30


class BianminQueueHall(models.Model):
    """What a hall shows to everybody: numbers and windows, never a name."""

    _inherit = "bianmin.queue.hall"

    # ------------------------------------------------------------
    # OPENING HOURS
    # ------------------------------------------------------------

    def _is_open(self, moment=None):
        """Whether kiosks give numbers now, or at a moment in naive UTC."""
        calendar = self.service_point_id.resource_calendar_id
        if not self.is_bound_to_hours or not calendar:
            return True
        local = to_local(moment or fields.Datetime.now())
        days = self.env["bianmin.calendar.day"]._get_working_calendar()
        return is_open(
            [
                (int(one.dayofweek), one.hour_from, one.hour_to)
                for one in calendar.attendance_ids
                if one.day_period != "lunch"
            ],
            local,
            days.is_working_day(local.date()),
        )

    # ------------------------------------------------------------
    # KIOSK
    # ------------------------------------------------------------

    def _prepare_kiosk_values(self):
        """What a kiosk offers."""
        field = self.env["bianmin.queue.ticket"]._fields["priority_kind"]
        kinds = dict(field._description_selection(self.env))
        return {
            "name": self.name,
            "is_open": self._is_open(),
            "hours": self.service_point_id._get_opening_lines(),
            "businesses": [
                {
                    "id": business.id,
                    "letter": business.letter,
                    "name": business.name,
                    "items": business.item_ids.mapped("name"),
                    "waiting": business.waiting_count,
                }
                for business in self.business_ids
            ],
            "priorities": [
                *{**kinds, NO_PRIORITY: self.env._("None of these")}.items()
            ],
        }

    # ------------------------------------------------------------
    # SCREENS
    # ------------------------------------------------------------

    def _prepare_snapshot(self):
        """All that a screen shows now: it needs to know nothing from before."""
        windows = self.window_ids.filtered("clerk_id")
        return {
            "hall": self.name,
            "time": to_local(fields.Datetime.now()).strftime("%H:%M"),
            "calls": self._prepare_calls(),
            "windows": [window._prepare_screen_values() for window in windows],
            "businesses": [
                {"name": business.name, "waiting": business.waiting_count}
                for business in self.business_ids
            ],
        }

    def _poke_screens(self):
        """Tell the screens to look anew; what there is to see, they ask themselves."""
        for hall in self:
            for token in hall._get_screen_tokens():
                self.env["bus.bus"]._sendone(token, "bianmin_queue/changed", {})

    @tools.ormcache("self.id")
    def _get_screen_tokens(self):
        """Their channels, which are as secret as their addresses."""
        # sudo: bianmin.queue.device – clerks do not keep the devices
        devices_sudo = self.env["bianmin.queue.device"].sudo()
        screens_sudo = devices_sudo.search(
            [("hall_id", "=", self.id), ("kind", "in", ("display", "strip"))]
        )
        return tuple(screens_sudo.mapped("token"))

    def _prepare_calls(self):
        """The last calls of the day, the latest first; their ids only grow."""
        calls = self.env["bianmin.queue.ticket.event"].search(
            [
                ("kind", "in", ("call", "recall")),
                ("ticket_id.hall_id", "=", self.id),
                ("ticket_id.day", "=", self._get_day()),
            ],
            order="id desc",
            limit=CALLS_SHOWN,
        )
        return [
            {
                "id": call.id,
                "number": call.ticket_id.name,
                "window": call.window_id.number,
                "spoken": self._prepare_spoken(call),
            }
            for call in calls
        ]

    def _prepare_spoken(self, call):
        """What is read out: figure by figure, so that nobody hears a thousand."""
        return self.env._(
            "Number %(number)s, please go to window %(window)s.",
            number=" ".join(call.ticket_id.name),
            window=call.window_id.number,
        )

    # ------------------------------------------------------------
    # WAITING
    # ------------------------------------------------------------

    def _get_service_minutes(self):
        """What a service takes, by business, from the last weeks."""
        # SQL: the ORM knows no sum of a difference.
        rows = self.env.execute_query(
            SQL(
                """SELECT business_id, count(*),
                    sum(extract(epoch FROM finished_at - started_at)) / 60
                FROM bianmin_queue_ticket
                WHERE hall_id = %s AND state = 'done' AND day >= %s
                GROUP BY business_id""",
                self.id,
                self._get_day() - timedelta(days=MEASURED_DAYS),
            )
        )
        measured = {
            business: (float(total or 0), count) for business, count, total in rows
        }
        return {
            business: mean_minutes(*measured.get(business, (0, 0)))
            for business in self.with_context(active_test=False).business_ids.ids
        }

    def _get_window_times(self):
        """Pairs of minutes until an open window is free, and what it handles."""
        minutes, now = self._get_service_minutes(), fields.Datetime.now()
        busy = {}
        for ticket in self.env["bianmin.queue.ticket"].search(
            [("window_id", "in", self.window_ids.ids), ("state", "in", OCCUPYING)]
        ):
            begun = ticket.started_at or now
            busy[ticket.window_id] = remaining_minutes(
                (now - begun).total_seconds() / 60, minutes[ticket.business_id.id]
            )
        return [
            (busy.get(window, 0.0), frozenset(window.business_ids.ids))
            for window in self.window_ids
            if window.state == "open"
        ]
