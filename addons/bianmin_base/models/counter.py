from odoo import api, fields, models
from odoo.tools import SQL


class BianminCounter(models.Model):
    """Numbers without a gap: one row per office, kind and period.

    A PostgreSQL sequence would leave gaps when a transaction is rolled back; a row
    is part of the transaction that uses the number.
    """

    _name = "bianmin.counter"
    _description = "Counter of Issued Numbers"
    _order = "scope, period, id"

    scope = fields.Char(required=True, readonly=True)
    period = fields.Char(required=True, readonly=True)
    value = fields.Integer(
        string="Numbers given",
        required=True,
        readonly=True,
        aggregator=None,
        help="They run from 1 without a gap: this is also the last one.",
    )
    is_paper = fields.Boolean(compute="_compute_numbered", search="_search_is_paper")
    office = fields.Char(string="Office or place", compute="_compute_numbered")
    kind = fields.Char(
        compute="_compute_numbered", help="Kind of paper, as its number says (文种)."
    )
    last_number = fields.Char(compute="_compute_numbered")

    _scope_period_uniq = models.Constraint(
        "UNIQUE (scope, period)", "There is one counter per office and period."
    )

    @api.depends("scope", "period", "value")
    def _compute_numbered(self):
        """Read from the scope what it counts: papers of an office, or cases."""
        numbering = self.env["bianmin.numbering"]
        offices = self._get_offices()
        for counter in self:
            office = offices.get(counter.scope)
            parts = counter.scope.split("/")
            counter.is_paper = bool(office)
            counter.office = office.display_name if office else "/".join(parts[1:])
            counter.kind = office and parts[-1]
            counter.last_number = office and numbering._format_paper_number(
                office.short_name, parts[-1], counter.period, counter.value
            )

    def _get_offices(self):
        """The offices whose papers these count, by scope; a query for each model."""
        ids_by_model = {}
        for scope in set(self.mapped("scope")):
            first, *rest = scope.split("/")
            if first == "paper" and rest[0] in self.env:
                ids_by_model.setdefault(rest[0], {})[scope] = int(rest[1])
        offices = {}
        for model, id_by_scope in ids_by_model.items():
            # sudo: the office – its name stands on all its papers
            records_sudo = self.env[model].sudo().browse(id_by_scope.values()).exists()
            by_id = {record.id: record for record in records_sudo}
            offices |= {
                scope: by_id[office_id]
                for scope, office_id in id_by_scope.items()
                if office_id in by_id
            }
        return offices

    def _search_is_paper(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("scope", "=like", "paper/%" if True in value else "case/%")]

    @api.model
    def _allocate(self, scope, period, count=1):
        """Take the next numbers; they are given back only by a rollback.

        :param str scope: who counts what, such as ``case/130224105``
        :param str period: within which the numbers run from 1, such as ``2026``
        :param int count: how many numbers
        :return: range of ``count`` consecutive numbers
        """
        # One statement instead of search and write: two clerks at once wait for
        # each other on the row and never see the same value.
        [(last,)] = self.env.execute_query(
            SQL(
                """INSERT INTO bianmin_counter AS counter
                    (scope, period, value,
                     create_uid, write_uid, create_date, write_date)
                VALUES (%(scope)s, %(period)s, %(count)s, %(uid)s, %(uid)s,
                    now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
                ON CONFLICT (scope, period) DO UPDATE
                SET value = counter.value + EXCLUDED.value,
                    write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
                RETURNING value""",
                scope=scope,
                period=period,
                count=count,
                uid=self.env.uid,
            )
        )
        self.invalidate_model(["value"])
        return range(last - count + 1, last + 1)
