"""The isolation of what many do at the same moment.

Odoo's transactions see the database as it was at their first query (REPEATABLE READ):
the second of two who take a number would fail and be tried again, up to five times.
In a transaction that sees what was committed meanwhile (READ COMMITTED) he waits a
moment and gets the next one.
"""

from odoo.tools import SQL


def see_committed(env):
    """Let the request go on in a transaction that sees what is committed meanwhile.

    To be called first, while nothing has been written: the transaction that has only
    read is given up for a new one. After a write it stays as it is, and two at the same
    moment are tried again as everywhere in Odoo.

    :param env: environment of the request
    """
    # SQL: the ORM knows no isolation levels. A transaction that has written, or has
    # locked a row, has a number.
    [(has_written,)] = env.execute_query(
        SQL("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
    )
    if not has_written:
        env.cr.rollback()
        env.cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
