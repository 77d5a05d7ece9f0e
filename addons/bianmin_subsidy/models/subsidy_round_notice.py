from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

from .subsidy_notice import PREPARER


class BianminSubsidyRound(models.Model):
    """A round hangs out between the township's audit and the department's approval."""

    _inherit = "bianmin.subsidy.round"

    notice_ids = fields.One2many("bianmin.subsidy.notice", "round_id")
    needs_notice = fields.Boolean(compute="_compute_needs_notice")

    def _compute_needs_notice(self):
        for record in self:
            record.needs_notice = bool(record._get_notice_days()) and not (
                record._get_standing_notice()
            )

    def _get_notice_days(self):
        """How many days the roster hangs out; 0 for none. Extend for exceptions."""
        self.ensure_one()
        return self.scheme_id.notice_days

    def _get_standing_notice(self):
        """The notice of the roster as it is now."""
        self.ensure_one()
        return self.notice_ids.filtered(
            lambda notice: (
                notice.state == "published" and notice.roster_hash == self.roster_hash
            )
        )

    def action_publish(self):
        """Hang the audited roster out; from tomorrow its days count."""
        self.check_access("read")
        self._check_scope(PREPARER)
        for record in self:
            if record.state != "audited":
                raise UserError(
                    self.env._(
                        "%(round)s is “%(state)s”: a roster hangs out once it is "
                        "audited.",
                        round=record.name,
                        state=self._get_state_label(record.state),
                    )
                )
        self._check_roster()
        # sudo: bianmin.subsidy.notice – the right to publish was checked above
        self.env["bianmin.subsidy.notice"].sudo().create(
            [record._prepare_notice_vals() for record in self]
        )
        self._log_event("published")

    def _prepare_notice_vals(self):
        self.ensure_one()
        return {
            "round_id": self.id,
            "roster_hash": self.roster_hash,
            "published_on": local_today(),
            "published_by_id": self.env.uid,
            "days": self.scheme_id.notice_days,
            "day_unit": self.scheme_id.notice_unit,
        }

    def action_view_notice(self):
        """Open the notices of these rounds."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_subsidy.subsidy_notice_action"
        )
        return {**action, "domain": [("round_id", "in", self.ids)], "context": {}}

    def _check_transition(self, target):
        if target == "approved":
            for record in self:
                record._check_notice()
        return super()._check_transition(target)

    def _check_notice(self):
        """Refuse what has not hung out for its days, or is objected to."""
        if not self._get_notice_days():
            return
        # sudo: bianmin.subsidy.notice – it decides, whoever may read it
        notice_sudo = self.sudo()._get_standing_notice()
        if not notice_sudo:
            raise UserError(
                self.env._(
                    "%(round)s has not hung out yet: the township publishes the "
                    "roster first.",
                    round=self.name,
                )
            )
        if notice_sudo.last_day >= local_today():
            raise UserError(
                self.env._(
                    "%(round)s hangs out until %(day)s: somebody may still object.",
                    round=self.name,
                    day=notice_sudo.last_day,
                )
            )
        states = notice_sudo.objection_ids.mapped("state")
        if "open" in states:
            raise UserError(
                self.env._(
                    "Somebody has objected to %(round)s: the township settles this "
                    "first.",
                    round=self.name,
                )
            )
        if "upheld" in states:
            raise UserError(
                self.env._(
                    "An objection to %(round)s is well founded: return it to the "
                    "township, which mends the roster and hangs it out anew.",
                    round=self.name,
                )
            )
