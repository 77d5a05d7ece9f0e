"""The server is killed in the middle of a step for hundreds of cases, and goes on."""

from odoo import Command

from odoo.addons.bianmin_case.wizards.case_bulk import CHUNK

from tests.cases import CommittedCases
from tests.crash.process import ProcessMixin

CASES = 3 * CHUNK
# Held by the test until it has barred the way of the second chunk.
GATE = 20261124
# What the browser does: ask for chunk after chunk, each a transaction of its own.
RUN = """
bulk = env["bianmin.case.bulk"].with_user({user}).browse({bulk})
while bulk.run_chunk()["waiting"]:
    env.cr.commit()
    print("chunk", flush=True)
    env.cr.execute("SELECT pg_advisory_xact_lock({gate})")
env.cr.commit()
"""


class TestBulkCrash(ProcessMixin, CommittedCases):
    def _open(self, env, user, step, case_ids):
        bulk = (
            env["bianmin.case.bulk"]
            .with_user(self.user_ids[user])
            .create(
                {
                    "step": step,
                    "opinion": "符合条件",
                    "line_ids": [Command.create({"case_id": i}) for i in case_ids],
                }
            )
        )
        return RUN.format(user=self.user_ids[user], bulk=bulk.id, gate=GATE)

    def _kill_in_second_chunk(self, script):
        """The texts are written last of all: there it waits, and is killed."""
        with self.registry.cursor() as gate, self._process(script) as process:
            gate.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
            self.assertEqual(self._wait_for_line(process), "chunk")
            with self.registry.cursor() as bar:
                bar.execute("LOCK TABLE sms_sms IN SHARE MODE")
                gate.rollback()
                self._wait_until(lambda: self._is_waiting(bar))
                self._kill(process)

    def _is_waiting(self, cr):
        cr.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted "
            "AND relation = 'sms_sms'::regclass"
        )
        return cr.fetchone()[0] == 1

    def _get_states(self, case_ids):
        with self._env() as env:
            cases = env["bianmin.case"].browse(case_ids)
            self._check_history(env, case_ids)
            return cases.mapped("state"), self._count_messages(env, case_ids)

    def _check(self, step, user, before, after):
        """Kill, look, go on, look again."""
        with self._env() as env:
            messages = self._count_messages(env, self.case_ids)
            script = self._open(env, user, step, self.case_ids)
        self._kill_in_second_chunk(script)
        states, _messages = self._get_states(self.case_ids)
        self.assertEqual(states.count(after), CHUNK, "the chunk that was committed")
        self.assertEqual(states.count(before), CASES - CHUNK)
        self._run_process(script)
        states, more = self._get_states(self.case_ids)
        self.assertEqual(set(states), {after})
        self.assertEqual(
            more, {i: messages.get(i, 0) + 1 for i in self.case_ids}, "one text each"
        )
        self._check_chain()

    def test_accepting_and_granting(self):
        with self._env() as env:
            self.case_ids = self._create_cases(env, CASES).ids
        self._check("accept", "clerk", "received", "accepted")
        with self._env() as env:
            self._as(env, "reviewer", self.case_ids).action_start_review()
        self._check("grant", "reviewer", "review", "closed")
