from contextlib import ExitStack

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ..tools import division_succession
from ..tools.local_time import local_today
from ..tools.succession_move import SuccessionMove

SHOWN_CONFLICTS = 5
ALIVE = (("death_date", "=", False),)
REQUESTED = (("state", "=", "requested"),)


class BianminDivision(models.Model):
    """Hand over to the successor what lies in a dissolved division."""

    _inherit = "bianmin.division"

    proposed_successor_id = fields.Many2one(
        "bianmin.division",
        string="Proposed successor",
        compute="_compute_proposed_successor_id",
        help="The division that codes and names speak for. A person decides.",
    )

    @api.depends("valid_to", "successor_id", "name", "code")
    def _compute_proposed_successor_id(self):
        undecided = self.filtered(lambda d: d.valid_to and not d.successor_id)
        proposals = undecided._propose_successors()
        for division in self:
            division.proposed_successor_id = proposals.get(division.code)

    def _propose_successors(self):
        """Look for the successors among what began later in the same prefectures.

        :return: dict of divisions by the code of the dissolved one
        """
        proposals = {}
        registers = self.grouped(lambda d: (d.code[:4], d.valid_to))
        for (prefecture, last_day), divisions in registers.items():
            inside = Domain("code", "=like", f"{prefecture}%")
            gone = self.search(inside & Domain("valid_to", "=", last_day))
            arrived = self.search(
                inside
                & Domain("valid_to", "=", False)
                & Domain("valid_from", ">", last_day)
            )
            found = division_succession.find_successors(
                {division.code: division.name for division in gone},
                {division.code: division.name for division in arrived},
            )
            by_code = arrived.grouped("code")
            for code in set(divisions.mapped("code")) & found.keys():
                proposals[code] = by_code[found[code].code]
        return proposals

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_move_to_successor(self):
        """Open the window that shows what would move, and moves it."""
        self.ensure_one()
        wizard = self.env["bianmin.division.move"].create({"division_id": self.id})
        return wizard._reopen()

    # ------------------------------------------------------------
    # EXTEND
    # ------------------------------------------------------------

    @api.model
    def _get_succession_moves(self):
        """What moves to a successor, in this order. Extend to add kinds of records.

        :return: list of :class:`~..tools.succession_move.SuccessionMove`
        """
        return [
            SuccessionMove(
                "bianmin.household", self.env._("Households"), unique_field="number"
            ),
            SuccessionMove("bianmin.resident", self.env._("Residents"), ALIVE),
            SuccessionMove(
                "bianmin.resident.move",
                self.env._("Moves out of the village that wait"),
                REQUESTED,
                field="source_division_id",
            ),
            SuccessionMove(
                "bianmin.resident.move",
                self.env._("Moves into the village that wait"),
                REQUESTED,
            ),
            SuccessionMove("bianmin.organization", self.env._("Organizations")),
            SuccessionMove(
                "bianmin.service.point",
                self.env._("Service points"),
                unique_field="name",
            ),
            SuccessionMove(
                "bianmin.department", self.env._("Departments"), unique_field="name"
            ),
            # The role stays in the dissolved division too: what was closed there
            # must remain readable for whoever takes over.
            SuccessionMove(
                "res.users.role.line",
                self.env._("Roles"),
                self._get_open_role_domain(),
                field="division_ids",
                keeps_former=True,
            ),
        ]

    @api.model
    def _get_open_role_domain(self):
        return ("|", ("date_to", "=", False), ("date_to", ">=", local_today()))

    def _get_succession_kept(self):
        """Stored fields that must not follow what moves. Extend to keep closed records.

        :return: list of (field, records)
        """
        return []

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_dissolved_below(self):
        """Dissolved divisions among these and everything below them."""
        return self.search([("id", "child_of", self.ids), ("valid_to", "!=", False)])

    def _count_succession(self):
        """How many records of each kind would move; the answer holds no names.

        :return: list of (label, count)
        """
        return [
            (move.label, self._get_succession_records(move, count=True))
            for move in self._get_succession_moves()
        ]

    def _get_succession_records(self, move, count=False):
        # sudo: whatever lies in the division – an administrator of both divisions
        # moves all of it, also what his roles do not let him read
        model = self.env[move.model].sudo()
        domain = Domain(move.field, "in", self.ids) & Domain(list(move.domain))
        if move.keeps_former:
            pending = [
                Domain(move.field, "in", division.ids)
                & ~Domain(move.field, "in", division.successor_id.ids)
                for division in self
            ]
            domain &= Domain.OR(pending)
        return model.search_count(domain) if count else model.search(domain)

    def _move_to_successors(self):
        """Move everything that is open in these divisions to their successors.

        :return: list of (label, count)
        :raise AccessError: when the user does not administer all divisions concerned
        :raise UserError: when a division has no successor in force, or when a number
            is taken there
        """
        self._check_succession()
        self._check_succession_joins()
        plan = [
            (move, self._get_succession_records(move))
            for move in self._get_succession_moves()
            if not move.stays
        ]
        for move, records in plan:
            self._check_succession_conflicts(move, records)
        with ExitStack() as stack:
            for field, records in self._get_succession_kept():
                stack.enter_context(self.env.protecting([field], records))
            for move, records in plan:
                self._move_records(move, records)
            self.env.flush_all()
        result = [(move.label, len(records)) for move, records in plan]
        self._log_succession(result)
        return result

    def _check_succession(self):
        for division in self:
            heir = division.successor_id
            if not division.valid_to or not heir or heir.valid_to:
                raise UserError(
                    self.env._(
                        "%(division)s must have an end date and a successor in force.",
                        division=division.display_name,
                    )
                )
            if heir.level != division.level:
                raise UserError(
                    self.env._(
                        "%(division)s and its successor %(successor)s are not of the "
                        "same level.",
                        division=division.display_name,
                        successor=heir.display_name,
                    )
                )
        self._check_succession_scope()

    def _check_succession_joins(self):
        """:raise UserError: for moves between villages that become one"""
        # sudo: bianmin.resident.move – counted, whoever keeps the registers
        moves = (
            self.env["bianmin.resident.move"]
            .sudo()
            .search(
                [
                    *REQUESTED,
                    "|",
                    ("division_id", "in", self.ids),
                    ("source_division_id", "in", self.ids),
                ]
            )
        )
        heirs = {division: division.successor_id for division in self}
        joined = moves.filtered(
            lambda move: (
                heirs.get(move.source_division_id, move.source_division_id)
                == heirs.get(move.division_id, move.division_id)
            )
        )
        if joined:
            raise UserError(
                self.env._(
                    "%(count)s residents are moving between villages that become one. "
                    "Let these moves be accepted or refused first; nothing was moved.",
                    count=len(joined),
                )
            )

    def _check_succession_scope(self):
        group = "bianmin_base.group_administrator"
        if not self.env.su and not self.env.user._has_scope(
            group, self | self.successor_id
        ):
            raise AccessError(
                self.env._(
                    "Only who administers both the dissolved division and its "
                    "successor may move anything between them."
                )
            )

    def _check_succession_conflicts(self, move, records):
        if not move.unique_field or not records:
            return
        wanted, taken = set(), []
        known = records.with_context(active_test=False).search(
            [
                (move.field, "in", self.successor_id.ids),
                (move.unique_field, "in", records.mapped(move.unique_field)),
            ]
        )
        wanted = {(each[move.field], each[move.unique_field]) for each in known}
        for record in records:
            key = (record[move.field].successor_id, record[move.unique_field])
            if key in wanted:
                taken.append(f"{key[1]} ({record[move.field].name})")
            wanted.add(key)
        if taken:
            raise UserError(
                self.env._(
                    "%(kind)s: the successor has the same already: %(records)s. Give "
                    "them another name or number first; nothing was moved.",
                    kind=move.label,
                    records="、".join(taken[:SHOWN_CONFLICTS]),
                )
            )

    def _move_records(self, move, records):
        """One statement per division and kind, however many records there are."""
        if move.follows:
            return
        if records._fields[move.field].type == "many2one":
            for division, group in records.grouped(move.field).items():
                group.write({move.field: division.successor_id.id})
            return
        for left, group in records.grouped(lambda r: r[move.field] & self).items():
            commands = [Command.link(heir.id) for heir in left.successor_id]
            if not move.keeps_former:
                commands += [Command.unlink(division.id) for division in left]
            group.write({move.field: commands})

    def _log_succession(self, result):
        summary = "，".join(f"{label} {count}" for label, count in result if count)
        # sudo: bianmin.succession.log – written by nobody but this act
        self.env["bianmin.succession.log"].sudo().create(
            [
                {
                    "division_id": division.id,
                    "successor_id": division.successor_id.id,
                    "user_id": self.env.uid,
                    "summary": summary,
                }
                for division in self
            ]
        )
