from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.local_time import local_today

from .agent import AGENT_GROUP

# What the home page shows of a section; the rest is one press away.
ROWS = 5
FOUND = 20
# How long the home page tells that a request was not accepted.
REJECTED_DAYS = 14


class BianminAgent(models.Model):
    """The first page of an agent, on the phone as on a desk."""

    _inherit = "bianmin.agent"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def get_home(self):
        """What the agent who asks has to do today.

        :return: dict of ``villages`` (text), ``notice`` (why nothing can be done, or
            false), ``villagers`` whom he served last, and ``sections``: see
            :meth:`_get_home_sections`
        """
        agent_sudo = self._get_acting_agent()
        villages = agent_sudo.division_ids
        if agent_sudo:
            villages |= agent_sudo._get_substituted_villages()
        home = {
            "villages": "、".join(villages.mapped("name")),
            "notice": self._get_home_notice(agent_sudo),
            "villagers": [],
            "sections": [],
        }
        if agent_sudo and self._is_user_in_office():
            agent = agent_sudo.with_env(self.env)
            home["villagers"] = self._prepare_villagers(agent._get_served_last())
            home["sections"] = agent._get_home_sections()
        return home

    @api.model
    def search_my_villagers(self, term):
        """Villagers of one's villages for whom a request can be made.

        :param str term: part of the name, or the beginning of its pinyin
        :return: list of dicts of ``id``, ``name`` and ``text``
        """
        if not term:
            return self.get_home()["villagers"]
        if not self._is_user_in_office():
            return []
        residents = self.env["bianmin.resident"].search(
            self._get_served_domain() & Domain("display_name", "ilike", term),
            limit=FOUND,
        )
        return self._prepare_villagers(residents)

    # ------------------------------------------------------------
    # SECTIONS
    # ------------------------------------------------------------

    def _get_home_sections(self):
        """What there is to do, one section after the other. Extend to add some.

        :return: list of dicts, see :meth:`_prepare_home_section`
        """
        self.ensure_one()
        return [
            self._prepare_home_messages(),
            self._prepare_home_visits(),
            self._prepare_home_trips(),
            self._prepare_home_drafts(),
        ]

    def _prepare_home_section(self, key, records, count, prepare_row, **vals):
        """One section of the home page.

        :param str key: what it is, for the page
        :param records: the first that belong in it
        :param int count: how many there are
        :param prepare_row: function of a record that gives ``title``, ``text``, and
            perhaps ``badge`` with its ``tone`` (success, warning, danger, info)
        :param vals: ``title``, ``icon`` (of Font Awesome), ``empty`` (what to say when
            there is nothing), ``action`` (external id of a window action, in which a
            row opens) and ``context`` of it, for all of them
        """
        return {
            "key": key,
            "count": count,
            "rows": [
                {"id": record.id, **prepare_row(record)} for record in records[:ROWS]
            ],
            "context": {},
            **vals,
        }

    def _prepare_home_messages(self):
        """What the township asks for, what it has decided, what it did not accept."""
        since = fields.Datetime.now() - timedelta(days=REJECTED_DAYS)
        # By their names the states stand in the order of their urgency.
        found = self._search_home_cases(
            Domain("state", "in", ("supplement", "closed"))
            | (Domain("state", "=", "rejected") & Domain("write_date", ">=", since))
        )
        return self._prepare_home_section(
            "messages",
            *found,
            self._prepare_message_row,
            title=self.env._("From the township"),
            icon="fa-envelope-o",
            empty=self.env._("Nothing new from the township."),
            action="bianmin_agent.agent_case_action",
        )

    def _prepare_message_row(self, case):
        badges = {
            "supplement": (self.env._("Something is missing"), "warning"),
            "rejected": (self.env._("Not accepted"), "danger"),
            "closed": (self.env._("Bring the result"), "success"),
        }
        badge, tone = badges[case.state]
        if case.result == "refused":
            badge, tone = self.env._("Not granted: explain it"), "danger"
        words = case.supplement_note if case.state == "supplement" else case.opinion
        return {
            "title": case.applicant_name,
            "text": "：".join(filter(None, (case.item_id.name, words))),
            "badge": badge,
            "tone": tone,
        }

    def _prepare_home_visits(self):
        """Whom to go to today, and whom he should have gone to before."""
        visits = self.env["bianmin.agent.visit"]
        domain = Domain("agent_id", "=", self.id) & Domain("state", "=", "planned")
        domain &= Domain("planned_on", "<=", local_today())
        return self._prepare_home_section(
            "visits",
            visits.search(domain, limit=ROWS, order="planned_on, id"),
            visits.search_count(domain),
            self._prepare_visit_row,
            title=self.env._("Visits due"),
            icon="fa-home",
            empty=self.env._("Nobody waits for a visit today."),
            action="bianmin_agent.agent_visit_action_mine",
        )

    def _prepare_visit_row(self, visit):
        late = visit.is_overdue
        purposes = dict(visit._fields["purpose"]._description_selection(self.env))
        words = (purposes[visit.purpose], visit.address)
        return {
            "title": visit.resident_id.name,
            "text": " · ".join(filter(None, words)),
            "badge": self.env._("Overdue") if late else self.env._("Today"),
            "tone": "danger" if late else "info",
        }

    def _prepare_home_trips(self):
        """Sheets that are packed or on their way, and what is on none yet."""
        trips = self.env["bianmin.agent.trip"].search(
            [("agent_id", "=", self.id), ("state", "in", ("draft", "carried"))],
            order="planned_on, id",
        )
        waiting = len(trips.new({"agent_id": self.id})._get_waiting_cases())
        empty = (
            self.env._("Requests that wait for a trip: %(count)s", count=waiting)
            if waiting
            else self.env._("No way to go today.")
        )
        return self._prepare_home_section(
            "trips",
            trips,
            len(trips),
            self._prepare_trip_row,
            title=self.env._("Trips to the hall"),
            icon="fa-road",
            empty=empty,
            action="bianmin_agent.agent_trip_action",
            context={"search_default_mine": 1},
        )

    def _prepare_trip_row(self, trip):
        carried = trip.state == "carried"
        return {
            "title": trip.display_name,
            "text": self.env._(
                "%(count)s requests, %(papers)s papers, %(money)s yuan",
                count=trip.case_count,
                papers=trip.paper_count,
                money=f"{trip.money:.2f}",
            ),
            "badge": trip._get_state_label(trip.state),
            "tone": "warning" if carried else "info",
        }

    def _prepare_home_drafts(self):
        """Requests that are not handed in yet."""
        return self._prepare_home_section(
            "drafts",
            *self._search_home_cases(Domain("state", "=", "draft")),
            self._prepare_draft_row,
            title=self.env._("Not handed in yet"),
            icon="fa-pencil",
            empty=self.env._("All requests are handed in."),
            action="bianmin_agent.agent_case_action",
            context={"search_default_to_do": 1},
        )

    def _prepare_draft_row(self, case):
        badge, tone = self.env._("Ready"), "success"
        if case.authorization_status == "missing":
            badge, tone = self.env._("To be signed"), "danger"
        elif case.missing_count:
            badge, tone = self.env._("Papers missing"), "danger"
        return {
            "title": case.applicant_name,
            "text": case.item_id.name,
            "badge": badge,
            "tone": tone,
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _is_user_in_office(self):
        """Whoever holds the role nowhere today may not even look for villagers."""
        return bool(self.env.user._get_scope_division_ids(AGENT_GROUP))

    def _search_home_cases(self, domain):
        """The first of the agent's requests, and how many there are."""
        cases = self.env["bianmin.case"]
        domain &= Domain("agent_id", "=", self.id)
        first = cases.search(domain, limit=ROWS, order="state desc, id desc")
        return first, cases.search_count(domain)

    @api.model
    def _get_home_notice(self, agent_sudo):
        """Sentence that says why the agent can do nothing here, or nothing."""
        if not agent_sudo:
            return self.env._(
                "Your login belongs to no agent. Ask your administrator to enter you "
                "as the agent of your village."
            )
        missing = agent_sudo.uncovered_division_ids
        if missing:
            return self.env._(
                "You are not the agent of %(villages)s today: nothing can be filed "
                "there.",
                villages="、".join(missing.mapped("name")),
            )
        return False

    @api.model
    def _get_served_domain(self):
        residents = self.env["bianmin.resident"]
        return residents._get_my_villagers_domain() & Domain("death_date", "=", False)

    def _get_served_last(self):
        """Villagers of the agent's latest requests, who are the likeliest to come."""
        served = self.env["bianmin.case"]._read_group(
            [("agent_id", "=", self.id)],
            ["resident_id"],
            order="id:max desc",
            limit=ROWS,
        )
        residents = self.env["bianmin.resident"].union(*(one for [one] in served))
        return residents.filtered_domain(self._get_served_domain())

    @api.model
    def _prepare_villagers(self, residents):
        """What the page shows of villagers: enough to tell two of one name apart."""
        return [
            {
                "id": resident.id,
                "name": resident.name,
                "text": " · ".join(
                    filter(
                        None,
                        (
                            resident.division_id.name,
                            resident.birth_date and str(resident.birth_date.year),
                            resident.phone_masked,
                        ),
                    )
                ),
            }
            for resident in residents
        ]
