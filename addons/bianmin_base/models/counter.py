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
    value = fields.Integer(required=True, readonly=True, help="The last number given.")

    _scope_period_uniq = models.Constraint(
        "UNIQUE (scope, period)", "There is one counter per office and period."
    )

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
