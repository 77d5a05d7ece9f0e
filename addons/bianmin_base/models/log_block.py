from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ..tools import hash_chain

ROWS_PER_BLOCK = 1000
# Rows that are hashed by one statement.
ROWS_AT_ONCE = 50_000
HASHED_FIELDS = (
    "previous_hash",
    "number",
    "res_model",
    "columns",
    "row_ids",
    "row_hashes",
    "linked_at",
)
# No transaction of Odoo lasts as long as this.
SETTLED_AFTER = timedelta(days=1)


class BianminLogBlock(models.Model):
    """A link of the hash chain over all logs.

    Rows are linked after their transaction, by a scheduled action every few minutes,
    and not when they are written: a chain that each insert prolongs would let every
    clerk of a county wait for the one whose bulk acceptance holds its end. Until then a
    row is guarded by the trigger alone and shown as not yet linked. One chain holds the
    blocks of all logs, so that the end of one log cannot be cut off unseen.

    A row number can be given before another one and be committed after it. Numbers
    are therefore not taken for an order: a block says which rows it holds, and a row
    counts as inserted later only when it was not there a day after its neighbours.
    """

    _name = "bianmin.log.block"
    _description = "Block of Linked Log Entries"
    _inherit = ["bianmin.append.only"]
    _order = "number"
    _rec_name = "number"
    _is_chained = False

    number = fields.Integer(
        string="Block number", required=True, readonly=True, aggregator=None
    )
    res_model = fields.Char(string="Log", required=True, readonly=True)
    columns = fields.Char(required=True, readonly=True)
    row_count = fields.Integer(string="Entries", required=True, readonly=True)
    first_id = fields.Integer(required=True, readonly=True, aggregator=None)
    last_id = fields.Integer(required=True, readonly=True, aggregator=None)
    row_ids = fields.Text(required=True, readonly=True, prefetch=False)
    row_hashes = fields.Text(required=True, readonly=True, prefetch=False)
    linked_at = fields.Datetime(required=True, readonly=True)
    previous_hash = fields.Char(required=True, readonly=True)
    block_hash = fields.Char(required=True, readonly=True)

    _number_uniq = models.Constraint(
        "UNIQUE (number)", "Two cannot prolong the chain at the same moment."
    )
    _rows_index = models.Index("(res_model, last_id, first_id)")

    # ------------------------------------------------------------
    # LINKING
    # ------------------------------------------------------------

    @api.model
    def _cron_link(self):
        """Link what was logged since the last time, a block at a time."""
        for count in self._link_blocks():
            if not self.env["ir.cron"]._commit_progress(count):
                self.env.ref("bianmin_base.ir_cron_link_logs")._trigger()
                return

    @api.model
    def _link_blocks(self):
        """Link all rows that no block holds.

        :return: iterator over the number of rows of each new block
        """
        for model in self._get_log_models():
            while rows := self._hash_unlinked_rows(model):
                for block in split_every(ROWS_PER_BLOCK, rows):
                    self._append_block(model, block)
                    yield len(block)

    @api.model
    def _get_log_models(self):
        """The logs whose rows are linked."""
        names = sorted(self.pool.descendants(["bianmin.append.only"], "_inherit"))
        models_ = [self.env[name] for name in names]
        return [m for m in models_ if not m._abstract and m._is_chained]

    @api.model
    def _append_block(self, model, rows):
        last = self.search([], order="number desc", limit=1)
        row_ids, row_hashes = hash_chain.pack(rows)
        values = {
            "number": last.number + 1,
            "res_model": model._name,
            "columns": ",".join(model._get_content_columns()),
            "row_ids": row_ids,
            "row_hashes": row_hashes,
            "linked_at": fields.Datetime.now(),
            "previous_hash": last.block_hash or hash_chain.GENESIS,
        }
        return self.create(
            {
                **values,
                "row_count": len(rows),
                "first_id": rows[0][0],
                "last_id": rows[-1][0],
                "block_hash": self._compute_hash(values),
            }
        )

    @api.model
    def _compute_hash(self, values):
        parts = {name: values[name] for name in HASHED_FIELDS}
        at = fields.Datetime.to_string(parts.pop("linked_at"))
        return hash_chain.block_hash(**parts, at=at)

    # ------------------------------------------------------------
    # ROWS
    # ------------------------------------------------------------

    @api.model
    def _hash_unlinked_rows(self, model, limit=ROWS_AT_ONCE):
        """Rows that are to be linked, as a list of (id, hash) by id."""
        return self.env.execute_query(
            SQL(
                """SELECT log.id, %(hash)s FROM %(table)s log %(unlinked)s
                AND log.id > %(settled)s ORDER BY log.id LIMIT %(limit)s""",
                hash=self._prepare_row_hash(model._get_content_columns()),
                table=SQL.identifier(model._table),
                unlinked=self._prepare_unlinked(model, self._get_settled_id(model)),
                settled=self._get_settled_id(model),
                limit=limit,
            )
        )

    @api.model
    def _hash_rows(self, model, columns, ids):
        """The hashes of rows as they are now, as a dict id -> hash."""
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT log.id, %s FROM %s log WHERE log.id = ANY(%s)",
                    self._prepare_row_hash(columns),
                    SQL.identifier(model._table),
                    list(ids),
                )
            )
        )

    @api.model
    def _prepare_row_hash(self, columns):
        """SQL of the hash of a row: PostgreSQL hashes a million rows in seconds, and
        jsonb writes each value in one way only.
        """
        return SQL(
            "encode(sha256(convert_to(jsonb_build_array(%s)::text, 'UTF8')), 'hex')",
            SQL(", ").join(SQL.identifier("log", name) for name in columns),
        )

    @api.model
    def _prepare_unlinked(self, model, above=0):
        """SQL that joins ``log`` with the blocks and keeps what none of them holds.

        :param int above: blocks that hold only lower ids are left aside
        """
        return SQL(
            """LEFT JOIN (
                SELECT unnest(string_to_array(row_ids, ','))::integer AS id
                FROM bianmin_log_block
                WHERE res_model = %s AND last_id > %s
            ) linked ON linked.id = log.id
            WHERE linked.id IS NULL""",
            model._name,
            above,
        )

    @api.model
    def _get_settled_id(self, model):
        """Up to this id all rows had been committed when the chain was last prolonged.

        A row below it that no block holds was inserted later than its number says.
        """
        last = self.search([], order="number desc", limit=1)
        settled = last and self.search(
            [
                ("res_model", "=", model._name),
                ("linked_at", "<", last.linked_at - SETTLED_AFTER),
            ],
            order="last_id desc",
            limit=1,
        )
        return settled.last_id if settled else 0

    @api.model
    def _get_inserted_ids(self, model, limit):
        """Rows with numbers of long ago that were not there when those were linked."""
        return [
            row_id
            for (row_id,) in self.env.execute_query(
                SQL(
                    "SELECT log.id FROM %s log %s AND log.id <= %s "
                    "ORDER BY log.id LIMIT %s",
                    SQL.identifier(model._table),
                    self._prepare_unlinked(model),
                    self._get_settled_id(model),
                    limit,
                )
            )
        ]

    @api.model
    def _count_unlinked(self, model):
        """How many rows wait to be linked."""
        settled = self._get_settled_id(model)
        [(count,)] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM %s log %s AND log.id > %s",
                SQL.identifier(model._table),
                self._prepare_unlinked(model, settled),
                settled,
            )
        )
        return count

    @api.model
    def _get_linked_ids(self, records):
        """Which of these rows of a log a block holds.

        :rtype: set
        """
        if not records.ids:
            return set()
        # sudo: bianmin.log.block – which rows are linked is no secret of its reader
        blocks_sudo = self.sudo().search(
            [
                ("res_model", "=", records._name),
                ("last_id", ">=", min(records.ids)),
                ("first_id", "<=", max(records.ids)),
            ]
        )
        linked = {
            int(row_id)
            for block_sudo in blocks_sudo
            for row_id in block_sudo.row_ids.split(",")
        }
        return linked.intersection(records.ids)
