from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.local_time import local_today

# Columns of what the statement of each kind finds, in this order.
COLUMNS = (
    *("key", "division_id", "scheme_id", "round_id", "period", "subject", "people"),
    *("value", "before", "lines"),
)


class BianminSubsidyAnomaly(models.Model):
    """How anomalies are found: one statement a kind, for a village or a province."""

    _inherit = "bianmin.subsidy.anomaly"

    @api.model
    def _find(self):
        """Look for anomalies by the rules; what was found before stays as it is.

        :return: number of new ones
        """
        self.env.flush_all()
        # sudo: bianmin.subsidy.recovery – what was paid after a death is listed first
        self.env["bianmin.subsidy.recovery"].sudo()._find_overpaid(SQL("TRUE"))
        finders = self._get_finders()
        found = 0
        # sudo: bianmin.subsidy.anomaly.rule – parameters hold, whoever may read them
        rules_sudo = self.env["bianmin.subsidy.anomaly.rule"].sudo()
        for rule in rules_sudo.search([("kind", "in", list(finders))]):
            first_day = local_today() - relativedelta(months=rule.months)
            found += self._insert_found(rule, finders[rule.kind](rule, first_day))
        self.invalidate_model()
        return found

    @api.model
    def _get_finders(self):
        """The statement of each kind. Extend for further ones."""
        return {
            "account": self._get_sql_accounts,
            "death": self._get_sql_deaths,
            "growth": self._get_sql_growth,
            "trend": self._get_sql_trend,
        }

    @api.model
    def _insert_found(self, rule, query):
        """Write what is new, its payments and the first row of its history."""
        [(count,)] = self.env.execute_query(
            SQL(
                """WITH found (%(columns)s) AS (%(query)s),
                made AS (
                    INSERT INTO bianmin_subsidy_anomaly (kind, state, key, division_id,
                        scheme_id, round_id, period, subject, people, value, before,
                        create_uid, write_uid, create_date, write_date)
                    SELECT %(kind)s, 'open', key, division_id, scheme_id, round_id,
                        period, subject, people, value, before, %(uid)s, %(uid)s,
                        now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                    FROM found ORDER BY key
                    ON CONFLICT (kind, key) DO NOTHING
                    RETURNING id, key, division_id),
                links AS (
                    INSERT INTO bianmin_subsidy_anomaly_line_rel (anomaly_id, line_id)
                    SELECT made.id, line_id FROM made JOIN found USING (key)
                    CROSS JOIN LATERAL unnest(found.lines) AS line_id),
                events AS (
                    INSERT INTO bianmin_subsidy_anomaly_event (anomaly_id, division_id,
                        kind, at, user_id, create_uid, write_uid, create_date,
                        write_date)
                    SELECT id, division_id, 'open', now() AT TIME ZONE 'UTC', %(uid)s,
                        %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',
                        now() AT TIME ZONE 'UTC' FROM made)
                SELECT count(*) FROM made""",
                columns=SQL(", ").join(map(SQL.identifier, COLUMNS)),
                query=query,
                kind=rule.kind,
                uid=self.env.uid,
            )
        )
        return count

    @api.model
    def _get_sql_accounts(self, rule, first_day):
        """Accounts on which several households were paid, within one township.

        SQL: account numbers are closed to everyone; only a hash of them is a key.
        """
        return SQL(
            """SELECT encode(sha256(convert_to(line.account_number || '/'
                    || village.parent_id, 'UTF8')), 'hex'),
                CASE WHEN count(DISTINCT line.division_id) = 1
                    THEN min(line.division_id) ELSE village.parent_id END,
                NULL::int, NULL::int, max(line.period), min(line.account_masked),
                left(string_agg(DISTINCT line.beneficiary_name, '、'), 200),
                count(DISTINCT coalesce(-line.household_id, person.household_id * -1,
                    line.beneficiary_id)),
                NULL::float, array_agg(line.id)
            FROM bianmin_subsidy_line line
            JOIN bianmin_division village ON village.id = line.division_id
            JOIN bianmin_resident person ON person.id = line.beneficiary_id
            WHERE line.state = 'paid' AND line.period_start >= %(first_day)s
            AND line.account_number IS NOT NULL AND village.parent_id IS NOT NULL
            GROUP BY line.account_number, village.parent_id
            HAVING count(DISTINCT coalesce(-line.household_id,
                person.household_id * -1, line.beneficiary_id)) >= %(minimum)s""",
            first_day=first_day,
            minimum=max(rule.minimum, 2),
        )

    @api.model
    def _get_sql_deaths(self, rule, first_day):
        """Payments after a death that nobody has settled yet."""
        return SQL(
            """SELECT recovery.line_id::text, recovery.division_id,
                recovery.scheme_id, line.round_id, recovery.period,
                line.beneficiary_name, line.beneficiary_name, 1::float, NULL::float,
                ARRAY[recovery.line_id]
            FROM bianmin_subsidy_recovery recovery
            JOIN bianmin_subsidy_line line ON line.id = recovery.line_id
            WHERE recovery.state = 'open' AND line.period_start >= %(first_day)s""",
            first_day=first_day,
        )

    @api.model
    def _get_sql_growth(self, rule, first_day):
        """Villages in which many more people are paid than in the period before."""
        return SQL(
            """SELECT concat_ws('/', scheme_id, division_id, period), division_id,
                scheme_id, round_id, period,
                (SELECT name FROM bianmin_division WHERE id = division_id), NULL,
                people, people_before, lines
            FROM (
                SELECT scheme_id, division_id, period, period_start,
                    max(round_id) AS round_id, count(*) AS people,
                    array_agg(id) AS lines,
                    lag(count(*)) OVER (PARTITION BY scheme_id, division_id
                        ORDER BY period_start) AS people_before
                FROM bianmin_subsidy_line
                WHERE state = 'paid' AND period_start IS NOT NULL
                AND period_start >= %(first_day)s
                GROUP BY scheme_id, division_id, period, period_start
            ) AS village
            WHERE people - people_before >= %(minimum)s
            AND people > people_before * (1 + %(percent)s / 100.0)""",
            first_day=first_day,
            minimum=rule.minimum,
            percent=rule.percent,
        )

    @api.model
    def _get_sql_trend(self, rule, first_day):
        """Rounds whose total is off the average of those before; corrections and
        second rounds of a period are no trend."""
        return SQL(
            """SELECT id::text, division_id, scheme_id, id, period, name, NULL,
                total, average, ARRAY[]::int[]
            FROM (
                SELECT id, division_id, scheme_id, period, name, period_start,
                    total_amount::float AS total,
                    avg(total_amount) OVER before AS average,
                    count(*) OVER before AS rounds
                FROM bianmin_subsidy_round
                WHERE state IN ('exported', 'paid') AND period_start IS NOT NULL
                AND is_correction IS NOT TRUE
                WINDOW before AS (PARTITION BY scheme_id, division_id
                    ORDER BY period_start, id ROWS BETWEEN 6 PRECEDING AND 1 PRECEDING)
            ) AS seen
            WHERE rounds >= %(minimum)s AND average > 0
            AND period_start >= %(first_day)s
            AND abs(total - average) > average * %(percent)s / 100.0""",
            first_day=first_day,
            minimum=max(rule.minimum, 1),
            percent=rule.percent,
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def _cron_find(self):
        """Look once a day; the search is one statement a kind."""
        self._find()
