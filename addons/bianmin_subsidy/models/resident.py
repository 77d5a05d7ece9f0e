from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.local_time import local_today

from .subsidy_certification import CERTIFIER

# So many days before the proof runs out somebody is told, at last the day after.
REMINDER_DAYS = (60, 30, 7, -1)
TEXTS_PER_BATCH = 500
SESSION_PEOPLE = 200
SHOWN_DAYS = REMINDER_DAYS[0]


class BianminResident(models.Model):
    """When a resident must prove again that he lives, and that he is told in time."""

    _name = "bianmin.resident"
    _inherit = ["bianmin.resident", "bianmin.text.message.mixin"]

    certification_ids = fields.One2many(
        "bianmin.subsidy.certification", "resident_id", string="Proofs of Life"
    )
    enrolment_ids = fields.One2many(
        "bianmin.subsidy.enrolment",
        "beneficiary_id",
        groups="bianmin_subsidy.group_subsidy_reader",
    )
    certified_until = fields.Date(
        string="Proof of Life Until",
        compute="_compute_certified_until",
        store=True,
        compute_sudo=True,
        copy=False,
        index="btree_not_null",
        help="The first day on which a proof that some subsidy asks for runs out.",
    )
    certification_days = fields.Integer(
        string="Days Left", compute="_compute_certification_days", aggregator=None
    )
    certification_status = fields.Selection(
        [
            ("overdue", "Overdue"),
            ("7", "In 7 Days"),
            ("30", "In 30 Days"),
            ("60", "In 60 Days"),
            ("later", "Later"),
        ],
        string="Proof of Life",
        compute="_compute_certification_days",
    )
    remind_on = fields.Date(
        compute="_compute_remind_on",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        help="The day of the next message about the proof of life.",
    )

    village_agent = fields.Char(
        compute="_compute_village_agent",
        help="Name and number of the agent of the village, as they hang at the "
        "station.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("enrolment_ids.certified_until", "enrolment_ids.state")
    def _compute_certified_until(self):
        first = dict(
            self.env["bianmin.subsidy.enrolment"]._read_group(
                [
                    ("beneficiary_id", "in", self.ids),
                    ("state", "!=", "ended"),
                    ("certified_until", "!=", False),
                ],
                ["beneficiary_id"],
                ["certified_until:min"],
            )
        )
        for resident in self:
            resident.certified_until = first.get(resident._origin, False)

    @api.depends("certified_until")
    def _compute_remind_on(self):
        """A new proof begins a new series of messages."""
        for resident in self:
            until = resident.certified_until
            resident.remind_on = until and until - relativedelta(days=REMINDER_DAYS[0])

    @api.depends("certified_until")
    def _compute_certification_days(self):
        today = local_today()
        for resident in self:
            until = resident.certified_until
            days = (until - today).days if until else 0
            resident.certification_days = days
            resident.certification_status = until and self._get_certification_status(
                days
            )

    @api.depends("division_id")
    def _compute_village_agent(self):
        # sudo: bianmin.agent – his name and number hang at the station
        agents_sudo = self.env["bianmin.agent"].sudo()
        agents = agents_sudo.search([("division_ids", "in", self.division_id.ids)])
        for resident in self:
            village = resident.division_id
            agent = next((a for a in agents if village in a.division_ids), agents_sudo)
            resident.village_agent = " ".join(filter(None, (agent.name, agent.phone)))

    @api.model
    def _get_certification_status(self, days):
        if days < 0:
            return "overdue"
        steps = (str(limit) for limit in (7, 30, 60) if days <= limit)
        return next(steps, "later")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_certify(self):
        """Open an empty proof of life of this person."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Proof of life"),
            "res_model": "bianmin.subsidy.certification",
            "view_mode": "form",
            "target": "new",
            "context": {"default_resident_id": self.id},
        }

    def action_remind(self):
        """Tell these people by SMS that their proof runs out, each once for each step.

        :raise AccessError: when the user's role does not allow it in the village
        """
        self.check_access("read")
        self._check_scope(CERTIFIER)
        # sudo: bianmin.resident – the right to remind was checked; numbers are closed
        sent = self.sudo()._send_reminders()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if sent else "warning",
                "message": self.env._(
                    "%(sent)s of %(all)s people are told. The others have no phone, "
                    "were told before, or have time left.",
                    sent=len(sent),
                    all=len(self),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # ------------------------------------------------------------
    # SESSION
    # ------------------------------------------------------------

    @api.model
    def get_certification_session(self, search=""):
        """People of the user's villages for one photo session, the most urgent first.

        :param str search: beginning of a name; all who are due unless told
        :return: dict of the village's name and the people
        """
        villages = self.env.user._get_scope_division_ids(CERTIFIER)
        domain = Domain("division_id", "child_of", villages)
        domain &= Domain("death_date", "=", False)
        if search:
            domain &= self._search_display_name("ilike", search)
        else:
            domain &= self._get_due_domain(SHOWN_DAYS)
        people = self.search(
            domain, limit=SESSION_PEOPLE, order="certified_until, name, id"
        )
        names = people.division_id.mapped("name")
        return {
            "place": names[0] if len(names) == 1 else "",
            "people": [
                {
                    "id": person.id,
                    "name": person.name,
                    "identity": person.identity_number_masked or "",
                    "village": person.division_id.name,
                    "until": fields.Date.to_string(person.certified_until),
                    "days": person.certification_days,
                    "status": person.certification_status or "",
                }
                for person in people
            ],
        }

    @api.model
    def _get_due_domain(self, days):
        """Whose proof runs out within so many days, or has run out."""
        last = local_today() + relativedelta(days=days)
        return Domain("certified_until", "<=", last) & Domain("death_date", "=", False)

    # ------------------------------------------------------------
    # REMINDERS
    # ------------------------------------------------------------

    @api.model
    def _get_reminder_domain(self):
        """Everybody to whom a message is due: also whom an earlier day has missed."""
        return Domain("remind_on", "<=", local_today()) & Domain(
            "death_date", "=", False
        )

    def _send_reminders(self):
        """Tell who is to be told today, by the message of today; return them."""
        today = local_today()
        due = self.filtered_domain(self._get_reminder_domain())
        for until, people in due.grouped("certified_until").items():
            name = "overdue" if until < today else "due"
            template = self.env.ref(
                f"bianmin_subsidy.sms_template_certification_{name}"
            )
            people._send_text(template, {person.id: person.phone for person in people})
            steps = (until - relativedelta(days=days) for days in REMINDER_DAYS)
            people.remind_on = next((day for day in steps if day > today), False)
        return due.filtered("phone")

    @api.model
    def _send_reminders_of_today(self, limit):
        """Remind at most ``limit`` people; return how many, and how many are left."""
        # sudo: bianmin.resident – the system reminds everybody
        people_sudo = self.sudo()
        due = people_sudo._get_reminder_domain()
        found = people_sudo.search(due, limit=limit, order="id")
        # What another worker is sending right now is left to it.
        found = found.try_lock_for_update()
        found._send_reminders()
        return len(found), people_sudo.search_count(due)

    @api.model
    def _cron_remind(self):
        """Remind batch by batch of those for whom a step has come."""
        sent, remaining = self._send_reminders_of_today(TEXTS_PER_BATCH)
        self.env["ir.cron"]._commit_progress(sent, remaining=remaining)
