from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import SIGNATURE


class VisitDataMixin:
    """Visits of the first village, planned by its agent unless told."""

    @classmethod
    def _create_visit(cls, user=None, **vals):
        return (
            cls.env["bianmin.agent.visit"]
            .with_user(user or cls.agent_user)
            .create({"resident_id": cls.resident.id, **vals})
        )

    @classmethod
    def _create_delivery(cls, **vals):
        """A visit with a granted request, whose villager has authorized the agent."""
        cls._create_signed()
        case = cls._create_closed(user=cls.agent_user)
        return cls._create_visit(purpose="delivery", case_id=case.id, **vals)

    @classmethod
    def _get_outcome(cls, **vals):
        return {
            "place": "柳湾村三组",
            "signed_by_name": "李志顺",
            "signature": SIGNATURE,
            **vals,
        }

    def _finish(self, visit, user=None, **vals):
        visit.with_user(user or self.agent_user)._finish(self._get_outcome(**vals))
        return visit

    @classmethod
    def _get_day(cls, days):
        calendar = cls.env["bianmin.calendar.day"]
        return calendar._add_working_days(local_today(), days)
