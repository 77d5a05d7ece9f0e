import csv
import io
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools import pinyin

LEVELS = {
    2: "province",
    4: "prefecture",
    6: "county",
    9: "township",
    12: "village",
}
PARENT_LENGTH = {4: 2, 6: 4, 9: 6, 12: 9}

# What the statistical names of villages carry behind the name people say.
COMMITTEE_SUFFIX = re.compile(r"(村民委员会|居民委员会|村民委会|村委会|居委会)$")


class BianminDivision(models.Model):
    """A unit of the five-level administrative division, from province to village.

    Codes are those of GB/T 2260 (6 digits), GB/T 10114 (9 digits) and the
    statistical division codes of the National Bureau of Statistics (12 digits).
    A division that is dissolved keeps its row: it gets an end date and a
    successor, so that what was filed under it stays readable.
    """

    _name = "bianmin.division"
    _description = "Administrative Division"
    _inherit = ["bianmin.pinyin.mixin"]
    _parent_store = True
    _order = "code, id"
    _rec_names_search = ("name", "official_name", "code")

    name = fields.Char(
        required=True,
        help="The name people say, such as 李营村 (简称).",
    )
    official_name = fields.Char(
        required=True,
        help="The name in the statistical register, such as 李营村村民委员会 (全称).",
    )
    code = fields.Char(
        required=True,
        index="btree",
        help="2, 4, 6, 9 or 12 digits (区划代码).",
    )
    level = fields.Selection(
        selection=[
            ("province", "Province"),
            ("prefecture", "Prefecture"),
            ("county", "County"),
            ("township", "Township"),
            ("village", "Village"),
        ],
        required=True,
        index=True,
    )
    parent_id = fields.Many2one(
        "bianmin.division",
        string="Belongs to",
        index=True,
        ondelete="restrict",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("bianmin.division", "parent_id", string="Divisions")
    child_count = fields.Integer(compute="_compute_child_count", string="Below")
    complete_name = fields.Char(
        compute="_compute_complete_name",
        recursive=True,
        help="County, township and village in one line.",
    )
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(help="Last day on which the division exists.")
    successor_id = fields.Many2one(
        "bianmin.division",
        index="btree_not_null",
        ondelete="restrict",
        help="The division that took over when this one was dissolved.",
    )
    active = fields.Boolean(default=True)
    service_point_ids = fields.One2many("bianmin.service.point", "division_id")

    _code_valid_from_uniq = models.Constraint(
        "UNIQUE (code, valid_from)",
        "This division code exists already from the same date on.",
    )
    _code_current_uniq = models.UniqueIndex(
        "(code) WHERE valid_to IS NULL",
        "Only one division with this code may be in force.",
    )
    _code_level_check = models.Constraint(
        """CHECK (code ~ '^[0-9]+$' AND length(code) = CASE level
            WHEN 'province' THEN 2 WHEN 'prefecture' THEN 4 WHEN 'county' THEN 6
            WHEN 'township' THEN 9 ELSE 12 END)""",
        "The length of the code must fit the level: 2, 4, 6, 9 or 12 digits.",
    )
    _validity_check = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "A division cannot end before it begins.",
    )
    _parent_path_index = models.Index("(parent_path, id)")

    def _compute_child_count(self):
        counts = dict(
            self._read_group(
                [("parent_id", "in", self.ids)], ["parent_id"], ["__count"]
            )
        )
        for division in self:
            division.child_count = counts.get(division, 0)

    @api.depends("name", "level", "parent_id.complete_name")
    def _compute_complete_name(self):
        for division in self:
            upper = division.parent_id
            if division.level in ("township", "village") and upper:
                division.complete_name = f"{upper.complete_name} / {division.name}"
            else:
                division.complete_name = division.name

    @api.depends("complete_name")
    def _compute_display_name(self):
        for division in self:
            division.display_name = division.complete_name

    @api.constrains("parent_id", "level", "code")
    def _check_parent(self):
        for division in self:
            parent = division.parent_id
            if division.level == "province":
                valid = not parent
            else:
                valid = bool(parent) and division.code.startswith(parent.code)
                valid = valid and len(parent.code) == PARENT_LENGTH[len(division.code)]
            if not valid:
                raise ValidationError(
                    self.env._(
                        "%(division)s (%(code)s) must belong to the division whose "
                        "code is the beginning of its own.",
                        division=division.name,
                        code=division.code,
                    )
                )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_by_code(self, code):
        """The division in force that carries ``code``.

        :param str code: 2, 4, 6, 9 or 12 digits
        :raise UserError: when no division in force carries it
        """
        division = self.search([("code", "=", code), ("valid_to", "=", False)], limit=1)
        if not division:
            raise UserError(
                self.env._("There is no division with the code %(code)s.", code=code)
            )
        return division

    def _get_ancestor(self, level):
        """The division of ``level`` that this one lies in, itself included."""
        self.ensure_one()
        division = self
        while division and division.level != level:
            division = division.parent_id
        return division

    def _lies_within(self, division_ids):
        """Whether each of these divisions is one of ``division_ids``, or below one.

        :param division_ids: iterable of ids; none of them means nowhere
        """
        held = set(division_ids)
        # sudo: bianmin.division – public reference data
        return bool(held) and all(
            held.intersection(map(int, division.parent_path.split("/")[:-1]))
            for division in self.sudo()
        )

    @api.model
    def _get_short_name(self, official_name):
        """The name people say: 李营村村民委员会 → 李营村, 东社区居委会 → 东社区."""
        short = COMMITTEE_SUFFIX.sub("", official_name)
        if short == official_name or short.endswith(("村", "社区", "庄园")):
            return short or official_name
        is_village = official_name.endswith(("村民委员会", "村民委会", "村委会"))
        return f"{short}村" if is_village and short else short or official_name

    # ------------------------------------------------------------
    # IMPORT
    # ------------------------------------------------------------

    @api.model
    def _import_rows(self, rows, valid_from):
        """Create or update divisions in bulk; running it twice changes nothing.

        Goes around the ORM: 56,712 rows arrive in seconds instead of minutes, and
        the parents are known from the codes alone.

        :param rows: iterable of (code, official name)
        :param date valid_from: first day on which new divisions are in force
        :return: number of divisions created
        :raise UserError: when a row has a code of an impossible length, a code
            without its parent, or no name; nothing is written then
        """
        values = self._prepare_import_values(rows)
        self.flush_model()
        self._copy_to_staging(values)
        self._check_staging_parents()
        created = self._insert_from_staging(valid_from)
        self._update_from_staging()
        self.env.cr.execute(SQL("DROP TABLE bianmin_division_staging"))
        self.invalidate_model()
        return created

    @api.model
    def _prepare_import_values(self, rows):
        values = {}
        for number, (code, official_name) in enumerate(rows, start=1):
            code, official_name = code.strip(), official_name.strip()
            if len(code) not in LEVELS or not code.isdecimal() or not official_name:
                raise UserError(
                    self.env._(
                        "Row %(number)s: “%(code)s, %(name)s” is no division: a code "
                        "of 2, 4, 6, 9 or 12 digits and a name are needed.",
                        number=number,
                        code=code,
                        name=official_name,
                    )
                )
            name = self._get_short_name(official_name)
            level = LEVELS[len(code)]
            key = pinyin.search_key(name)
            values[code] = (code, name, official_name, level, key)
        return values.values()

    @api.model
    def _copy_to_staging(self, values):
        """Send the rows by COPY, the fastest way into PostgreSQL."""
        self.env.cr.execute(
            SQL(
                """CREATE TEMPORARY TABLE bianmin_division_staging (
                    code varchar PRIMARY KEY, name varchar, official_name varchar,
                    level varchar, pinyin varchar
                ) ON COMMIT DROP"""
            )
        )
        buffer = io.StringIO()
        csv.writer(buffer).writerows(values)
        buffer.seek(0)
        self.env.cr.copy_expert(
            "COPY bianmin_division_staging FROM STDIN WITH (FORMAT csv)", buffer
        )
        self.env.cr.execute(SQL("ANALYZE bianmin_division_staging"))

    @api.model
    def _check_staging_parents(self):
        orphans = self.env.execute_query(
            SQL(
                """SELECT child.code FROM bianmin_division_staging child
                WHERE length(child.code) > 2
                AND NOT EXISTS (
                    SELECT FROM bianmin_division_staging parent
                    WHERE parent.code = %(parent_code)s
                )
                AND NOT EXISTS (
                    SELECT FROM bianmin_division parent
                    WHERE parent.valid_to IS NULL AND parent.code = %(parent_code)s
                )
                ORDER BY child.code LIMIT 1""",
                parent_code=self._get_sql_parent_code("child"),
            )
        )
        if orphans:
            raise UserError(
                self.env._(
                    "The division %(code)s comes without the division it belongs to.",
                    code=orphans[0][0],
                )
            )

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
        return created

    @api.model
    def _update_from_staging(self):
        """Take over names that were corrected at the source."""
        self.env.cr.execute(
            SQL(
                """UPDATE bianmin_division division
                SET name = staging.name, official_name = staging.official_name,
                    pinyin = staging.pinyin, write_uid = %(uid)s,
                    write_date = now() AT TIME ZONE 'UTC'
                FROM bianmin_division_staging staging
                WHERE division.code = staging.code AND division.valid_to IS NULL
                AND division.official_name != staging.official_name""",
                uid=self.env.uid,
            )
        )
