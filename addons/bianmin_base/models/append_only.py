from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, sql


class BianminAppendOnly(models.AbstractModel):
    """Rows that are written once: what happened is never changed or taken back.

    The refusal holds for everyone, superuser code included. A correction is a
    new row. Three guards stand behind each other: the methods below, a trigger of
    the database that refuses ordinary statements too, and the hash chain of
    ``bianmin.log.block``, which finds what was done with the trigger switched off.
    """

    _name = "bianmin.append.only"
    _description = "Append-only Record"

    # Whether the rows are linked into the hash chain.
    _is_chained = True

    is_linked = fields.Boolean(
        string="Linked",
        compute="_compute_is_linked",
        help="The entry is part of the hash chain. New entries are linked within a few "
        "minutes (哈希链).",
    )

    def _compute_is_linked(self):
        linked = self.env["bianmin.log.block"]._get_linked_ids(self)
        for record in self:
            record.is_linked = record.id in linked

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    # Refusing is the whole purpose: nothing may reach the method that writes.
    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("%(model)s: an entry is never changed.", model=self._description)
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("%(model)s: an entry is never deleted.", model=self._description)
        )

    # ------------------------------------------------------------
    # DATABASE
    # ------------------------------------------------------------

    def _auto_init(self):
        # A new column is filled in the rows that are there: by an UPDATE, while the
        # addon is updated. ``init`` puts the triggers back in the same transaction.
        if not self._abstract and sql.table_exists(self.env.cr, self._table):
            self.env.cr.execute(
                SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(self._table))
            )
        return super()._auto_init()

    def init(self):
        # SQL: the ORM knows no triggers.
        if self._abstract:
            self.env.cr.execute(REFUSE_FUNCTION)
        else:
            self.env.cr.execute(self._prepare_triggers())

    def _get_derived_columns(self):
        """Columns that follow other records, such as the division of a case that
        moves: they are no part of what happened. Extend to add some.
        """
        related = {
            name
            for name, field in self._fields.items()
            if field.store and field.related
        }
        return sorted(related | {"write_uid", "write_date"})

    def _get_content_columns(self):
        """The columns that say what happened: never changed, covered by the hashes."""
        derived = self._get_derived_columns()
        return sorted(
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and name not in derived
        )

    def _prepare_triggers(self):
        return SQL(
            """
            DROP TRIGGER IF EXISTS bianmin_append_only_row ON %(table)s;
            CREATE TRIGGER bianmin_append_only_row
                BEFORE UPDATE OR DELETE ON %(table)s
                FOR EACH ROW EXECUTE FUNCTION bianmin_refuse_change(%(derived)s);
            DROP TRIGGER IF EXISTS bianmin_append_only_table ON %(table)s;
            CREATE TRIGGER bianmin_append_only_table
                BEFORE TRUNCATE ON %(table)s
                FOR EACH STATEMENT EXECUTE FUNCTION bianmin_refuse_change();
            """,
            table=SQL.identifier(self._table),
            derived=SQL(", ").join(self._get_derived_columns()),
        )


# The role that runs Odoo owns the tables and could switch the trigger off: the hash
# chain finds what it did then. Its arguments are columns that may follow other records.
REFUSE_FUNCTION = SQL(
    """
    CREATE OR REPLACE FUNCTION bianmin_refuse_change() RETURNS trigger AS $body$
    DECLARE
        filled boolean;
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF to_jsonb(OLD) - TG_ARGV = to_jsonb(NEW) - TG_ARGV THEN
                RETURN NEW;
            END IF;
        ELSIF TG_OP = 'TRUNCATE' THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', TG_TABLE_NAME)
                INTO filled;
            IF NOT filled THEN
                RETURN NULL;
            END IF;
        END IF;
        RAISE EXCEPTION '%%: entries are never changed or deleted', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END
    $body$ LANGUAGE plpgsql
    """
)
