import csv
import io
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import division_register, division_succession
from ..tools.division_register import LEVELS, Row

MAX_ERRORS_SHOWN = 20


class BianminDivision(models.Model):
    """Take over a register of divisions, and what it changes."""

    _inherit = "bianmin.division"

    # ------------------------------------------------------------
    # PLAN
    # ------------------------------------------------------------

    @api.model
    def _plan_import(self, rows, county_code=""):
        """What a register changes, without changing anything.

        :param rows: iterable of :class:`~..tools.division_register.Row`
        :param str county_code: take only this county; other rows are left alone
        :return: :class:`~..tools.division_register.Plan`
        :raise UserError: names the rows that are no divisions
        """
        rows = [row for row in rows if row.code.startswith(county_code)]
        if not rows:
            raise UserError(self.env._("The file has no divisions of this county."))
        incoming = {row.code: row.official_name for row in rows}
        known = self._get_names_in_force({code[:2] for code in incoming})
        errors = division_register.check_rows(rows, known)
        if errors:
            raise UserError(self._get_row_error_message(errors))
        # A register says nothing about what lies above it or beside it.
        roots = (county_code,) if county_code else division_register.get_roots(incoming)
        within = {
            code: name
            for code, name in known.items()
            if code in incoming or (code.startswith(roots) and code not in roots)
        }
        return division_register.compare(within, incoming)

    @api.model
    def _get_names_in_force(self, provinces):
        """Official names by code, of all divisions in force of some provinces."""
        # SQL: 56,712 records of the ORM for two columns take seconds
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT code, official_name FROM bianmin_division
                    WHERE valid_to IS NULL AND left(code, 2) = ANY(%s)""",
                    list(provinces),
                    to_flush=self._fields["official_name"],
                )
            )
        )

    @api.model
    def _get_row_error_message(self, errors):
        reasons = {
            "code": self.env._("the code needs 2, 4, 6, 9 or 12 digits"),
            "name": self.env._("the name is missing"),
            "twice": self.env._("the code stands in the file already"),
            "parent": self.env._("the division it belongs to is missing"),
        }
        lines = [
            self.env._(
                "Row %(number)s: “%(code)s, %(name)s” – %(reason)s.",
                number=error.row.number,
                code=error.row.code,
                name=error.row.official_name,
                reason=reasons[error.reason],
            )
            for error in errors[:MAX_ERRORS_SHOWN]
        ]
        title = self.env._(
            "%(count)s rows are no divisions. Nothing was changed; please correct them "
            "in the file:",
            count=len(errors),
        )
        return "\n".join([title, *lines, *(["…"] if len(errors) > len(lines) else [])])

    # ------------------------------------------------------------
    # IMPORT
    # ------------------------------------------------------------

    @api.model
    def _import_rows(self, rows, valid_from):
        """Take over the whole register of a province; twice changes nothing.

        :param rows: iterable of (code, official name)
        :param date valid_from: first day on which new divisions are in force
        :return: number of divisions created
        :raise UserError: names the rows that are no divisions; nothing is written then
        """
        numbered = [Row(number, *row) for number, row in enumerate(rows, start=1)]
        plan = self._plan_import(numbered)
        return self._apply_plan(plan, fields.Date.to_date(valid_from))

    @api.model
    def _apply_plan(self, plan, valid_from, end_missing=True):
        """Write what a register changes.

        Goes around the ORM: 56,712 rows arrive in seconds instead of minutes, and
        the parents are known from the codes alone.

        :param plan: :class:`~..tools.division_register.Plan`
        :param date valid_from: first day on which the register is in force
        :param bool end_missing: end the divisions that the register no longer has
        :return: number of divisions created
        :raise UserError: when the register is not newer than what it would end
        """
        if not end_missing:
            plan = plan._replace(gone={})
        ended = [*plan.gone, *plan.taken]
        self.flush_model()
        self._check_plan_is_newer([*ended, *plan.new], valid_from)
        self._end_divisions(ended, valid_from)
        self._stage({**plan.new, **plan.reassigned, **plan.renamed, **plan.corrected})
        created = self._insert_from_staging(valid_from)
        self._update_from_staging()
        self.env.cr.execute(SQL("DROP TABLE bianmin_division_staging"))
        self.invalidate_model()
        self._set_certain_successors(plan, valid_from)
        return created

    @api.model
    def _check_plan_is_newer(self, codes, valid_from):
        newer = self.search(
            [("code", "in", codes), ("valid_from", ">=", valid_from)], limit=1
        )
        if newer:
            raise UserError(
                self.env._(
                    "%(division)s (%(code)s) would end or begin again, but was in "
                    "force from %(date)s on: the register must be newer.",
                    division=newer.display_name,
                    code=newer.code,
                    date=newer.valid_from,
                )
            )

    @api.model
    def _end_divisions(self, codes, valid_from):
        # SQL: thousands of rows end on one day, and nothing is computed from it
        self.env.cr.execute(
            SQL(
                """UPDATE bianmin_division
                SET valid_to = %(last)s, write_uid = %(uid)s,
                    write_date = now() AT TIME ZONE 'UTC'
                WHERE valid_to IS NULL AND code = ANY(%(codes)s)""",
                last=valid_from - timedelta(days=1),
                uid=self.env.uid,
                codes=codes,
            )
        )

    @api.model
    def _stage(self, names):
        """Send the rows by COPY, the fastest way into PostgreSQL."""
        self.env.cr.execute(
            SQL(
                """CREATE TEMPORARY TABLE bianmin_division_staging (
                    code varchar PRIMARY KEY, name varchar, official_name varchar,
                    level varchar, former_names varchar, pinyin varchar
                ) ON COMMIT DROP"""
            )
        )
        buffer = io.StringIO()
        csv.writer(buffer).writerows(self._prepare_staging(names))
        buffer.seek(0)
        self.env.cr.copy_expert(
            "COPY bianmin_division_staging FROM STDIN WITH (FORMAT csv)", buffer
        )
        self.env.cr.execute(SQL("ANALYZE bianmin_division_staging"))

    @api.model
    def _prepare_staging(self, names):
        known = self.search_fetch(
            [("code", "in", list(names)), ("valid_to", "=", False)],
            ["code", "name", "former_names"],
        ).grouped("code")
        for code, official_name in names.items():
            name = division_register.short_name(official_name)
            former = known[code]._get_former_names(name) if code in known else False
            key = self._get_search_key(name, former)
            yield code, name, official_name, LEVELS[len(code)], former or None, key

    @api.model
    def _get_sql_parent_code(self, alias):
        code = SQL.identifier(alias, "code")
        return SQL(
            """left(%(code)s, CASE length(%(code)s)
                WHEN 4 THEN 2 WHEN 6 THEN 4 WHEN 9 THEN 6 ELSE 9 END)""",
            code=code,
        )

    @api.model
    def _insert_from_staging(self, valid_from):
        """Insert level by level, so that each row finds the path of its parent."""
        created = 0
        for length in sorted(LEVELS):
            self.env.cr.execute(
                SQL(
                    """WITH fresh AS (
                        SELECT nextval('bianmin_division_id_seq') AS id, staging.*,
                            parent.id AS parent_id, parent.parent_path
                        FROM bianmin_division_staging staging
                        LEFT JOIN bianmin_division parent
                            ON parent.code = %(parent_code)s
                            AND parent.valid_to IS NULL AND length(staging.code) > 2
                        WHERE length(staging.code) = %(length)s
                        AND NOT EXISTS (
                            SELECT FROM bianmin_division known
                            WHERE known.code = staging.code AND known.valid_to IS NULL
                        )
                    )
                    INSERT INTO bianmin_division (
                        id, code, name, official_name, level, pinyin, parent_id,
                        parent_path, valid_from, active,
                        create_uid, write_uid, create_date, write_date)
                    SELECT id, code, name, official_name, level, pinyin, parent_id,
                        concat(parent_path, id, '/'), %(valid_from)s, TRUE,
                        %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',
                        now() AT TIME ZONE 'UTC'
                    FROM fresh ORDER BY code""",
                    parent_code=self._get_sql_parent_code("staging"),
                    length=length,
                    valid_from=valid_from,
                    uid=self.env.uid,
                )
            )
            created += self.env.cr.rowcount
        self.env["bianmin.division"]._forget_top_ids()
        return created

    @api.model
    def _update_from_staging(self):
        """Take over names that changed; the old one stays findable."""
        self.env.cr.execute(
            SQL(
                """UPDATE bianmin_division division
                SET name = staging.name, official_name = staging.official_name,
                    former_names = staging.former_names,
                    pinyin = staging.pinyin, write_uid = %(uid)s,
                    write_date = now() AT TIME ZONE 'UTC'
                FROM bianmin_division_staging staging
                WHERE division.code = staging.code AND division.valid_to IS NULL
                AND division.official_name != staging.official_name""",
                uid=self.env.uid,
            )
        )

    @api.model
    def _set_certain_successors(self, plan, valid_from):
        """Name the successors that are beyond doubt; a person chooses the others."""
        pairs = [
            (code, successor.code)
            for code, successor in division_succession.propose(plan).items()
            if successor.certain
        ]
        if not pairs:
            return
        self.env.cr.execute(
            SQL(
                """UPDATE bianmin_division ended SET successor_id = successor.id
                FROM unnest(%(ended)s, %(successors)s) AS pair (ended, successor)
                JOIN bianmin_division successor
                    ON successor.code = pair.successor AND successor.valid_to IS NULL
                WHERE ended.code = pair.ended AND ended.valid_to = %(last)s
                AND ended.successor_id IS NULL""",
                ended=[code for code, _successor in pairs],
                successors=[successor for _code, successor in pairs],
                last=valid_from - timedelta(days=1),
            )
        )
        self.invalidate_model(["successor_id"])
