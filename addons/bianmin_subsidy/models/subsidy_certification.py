import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.transition import Transition

CERTIFIER = "bianmin_subsidy.group_certifier"
PREPARER = "bianmin_subsidy.group_subsidy_preparer"
# What was seen with one's eyes has a picture; records that agree have none.
METHODS_WITH_PHOTO = ("onsite", "visit", "video")
REPORTS = ("died", "moved")


class BianminSubsidyCertification(models.Model):
    """That somebody was seen alive, or was not: who looked, when, where, how.

    Written once by whoever met the person. A report of a death or a removal waits for
    the township's officer; until he has looked into it nothing is paid.
    """

    _name = "bianmin.subsidy.certification"
    _description = "Proof of Life"
    _inherit = ["bianmin.state.gate"]
    _order = "certified_on desc, id desc"
    _rec_name = "resident_id"

    _gate_fields = (
        "state",
        "operator_id",
        "photo_hash",
        "settled_by_id",
        "settled_at",
        "settled_note",
    )

    state = fields.Selection(
        [
            ("recorded", "Recorded"),
            ("reported", "To Be Looked Into"),
            ("confirmed", "Confirmed"),
            ("dismissed", "Not So"),
            ("withdrawn", "Withdrawn"),
        ],
        compute="_compute_state",
        store=True,
        precompute=True,
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    resident_id = fields.Many2one(
        "bianmin.resident", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="resident_id.division_id",
        string="Village",
        store=True,
        index=True,
        precompute=True,
    )
    identity_number_masked = fields.Char(related="resident_id.identity_number_masked")
    result = fields.Selection(
        [
            ("alive", "Alive"),
            ("died", "Has Died"),
            ("moved", "Has Moved Away"),
            ("absent", "Not Met"),
        ],
        required=True,
        default="alive",
    )
    certified_on = fields.Date(
        string="Date",
        required=True,
        default=lambda self: local_today(),
        help="The day on which the person was met, or the report came.",
    )
    method = fields.Selection(
        [
            ("onsite", "At a Service Point"),
            ("visit", "Home Visit"),
            ("video", "By Video"),
            ("app", "By App"),
            ("data", "By Comparing Data"),
        ],
        required=True,
        default="onsite",
        help="How the proof was given (认证方式：现场、上门、视频、APP、数据比对).",
    )
    place = fields.Char(
        required=True, help="Where it was, such as the square before the station."
    )
    photo = fields.Image(
        max_width=1280,
        max_height=1280,
        copy=False,
        help="The person with the ID card, on this day.",
    )
    photo_hash = fields.Char(readonly=True, copy=False)
    operator_id = fields.Many2one(
        "res.users",
        string="Done by",
        required=True,
        readonly=True,
        default=lambda self: self.env.uid,
        index=True,
        ondelete="restrict",
    )
    death_date = fields.Date(string="Date of Death")
    note = fields.Char()

    # what the township made of it
    settled_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    settled_at = fields.Datetime(readonly=True, copy=False)
    settled_note = fields.Char(string="Outcome", readonly=True, copy=False)

    _photo_uniq = models.UniqueIndex(
        "(photo_hash) WHERE photo_hash IS NOT NULL AND state <> 'withdrawn'",
        "This photo has been used already: each person needs a photo of this day.",
    )
    _day_uniq = models.UniqueIndex(
        "(resident_id, certified_on) WHERE result = 'alive' AND state = 'recorded'",
        "This person has a proof of life of this day already.",
    )
    _death_check = models.Constraint(
        "CHECK ((result = 'died') = (death_date IS NOT NULL))",
        "A report of a death says the day of death, others do not.",
    )
    _reported_index = models.Index("(resident_id) WHERE state = 'reported'")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("result")
    def _compute_state(self):
        """A report is looked into; what one has seen oneself stands."""
        for record in self:
            if not record.state:
                reported = record.result in REPORTS
                record.state = "reported" if reported else "recorded"

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("certified_on", "death_date", "resident_id")
    def _check_dates(self):
        today = local_today()
        # sudo: bianmin.resident – birth and death decide, whoever may read them
        for record in self.sudo():
            resident = record.resident_id
            days = [d for d in (record.certified_on, record.death_date) if d]
            if max(days) > today:
                raise ValidationError(self.env._("The day lies in the future."))
            if resident.birth_date and min(days) < resident.birth_date:
                raise ValidationError(
                    self.env._(
                        "%(name)s was not born on %(day)s yet.",
                        name=resident.name,
                        day=min(days),
                    )
                )
            died = resident.death_date
            if record.result == "alive" and died and record.certified_on > died:
                raise ValidationError(
                    self.env._(
                        "%(name)s died on %(day)s according to the register. If that "
                        "is wrong, the death is taken back there first.",
                        name=resident.name,
                        day=died,
                    )
                )

    @api.constrains("result", "method", "photo")
    def _check_photo(self):
        for record in self:
            if (
                record.result == "alive"
                and record.method in METHODS_WITH_PHOTO
                and not record.photo
            ):
                raise ValidationError(
                    self.env._(
                        "The photo of %(name)s is missing: whoever was met is "
                        "photographed with the ID card.",
                        name=record.resident_id.name,
                    )
                )

    @api.constrains("resident_id", "operator_id")
    def _check_not_oneself(self):
        """Nobody proves his own life: an agent may be a pensioner himself."""
        # sudo: bianmin.agent – who the operator is decides, not what he may see
        agents_sudo = self.env["bianmin.agent"].sudo()
        own = agents_sudo.search([("user_id", "in", self.operator_id.ids)])
        residents = {agent.user_id: agent.resident_id for agent in own}
        for record in self:
            if residents.get(record.operator_id) == record.resident_id:
                raise ValidationError(
                    self.env._("Somebody else must prove that you are alive.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        # sudo: bianmin.subsidy.certification – the hash is the system's, from the photo
        for record_sudo in records.sudo().filtered("photo"):
            content = base64.b64decode(record_sudo.photo)
            record_sudo.photo_hash = hashlib.sha256(content).hexdigest()
        records._check_scope(CERTIFIER)
        return records

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A proof of life is never deleted: it is withdrawn.")
        )

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("reported", "confirmed", PREPARER),
            Transition("reported", "dismissed", PREPARER),
            Transition("recorded", "withdrawn", PREPARER),
        )

    def _after_transition(self, sources, target):
        # What may be used again is asked of the table.
        self.flush_recordset(["state"])
        return super()._after_transition(sources, target)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_confirm(self):
        """Open the sheet on which a report is found right."""
        return self._open_settlement("confirmed")

    def action_ask_dismiss(self):
        """Open the sheet on which a report is found wrong."""
        return self._open_settlement("dismissed")

    def action_ask_withdraw(self):
        """Open the sheet that says why a proof does not count."""
        return self._open_settlement("withdrawn")

    def _open_settlement(self, target):
        self.ensure_one()
        wizard = self.env["bianmin.subsidy.certification.settlement"].create(
            {"certification_id": self.id, "target": target}
        )
        return wizard._get_window_action(self._get_state_label(target))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _settle(self, target, note, evidence):
        """Say what became of a report, or that a proof does not count.

        A death that is confirmed goes into the register, with its evidence; who has
        moved is no longer paid until his enrolment is looked at.

        :param str target: the state to come
        :param str note: why
        :param evidence: ``ir.attachment`` with the certificate
        :raise UserError: without a reason, or when the report was settled before
        """
        self.ensure_one()
        if not (note or "").strip():
            raise UserError(self.env._("Please say why: the others will read it."))
        self._pass_gate(
            target,
            settled_by_id=self.env.uid,
            settled_at=fields.Datetime.now(),
            settled_note=note.strip(),
        )
        if target == "confirmed":
            self._follow_report(note.strip(), evidence)

    def _follow_report(self, note, evidence):
        resident = self.resident_id
        if self.result == "died":
            if not resident.death_date:
                resident._register_death(self.death_date, note, evidence)
            return
        enrolments = self.env["bianmin.subsidy.enrolment"].search(
            [("beneficiary_id", "=", resident.id), ("state", "=", "active")]
        )
        enrolments._suspend(note)
