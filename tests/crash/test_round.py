"""The server is killed in the middle of a step of a round, and the step is done again.

Nothing is lost, nothing doubled, and the sums are the same. In the suite each step is
killed once where it hurts most: all its rows are written and nothing is committed; and
twice at random moments. With `BIANMIN_CRASH_KILLS=20 BIANMIN_CRASH_LINES=20000` so many
processes are killed in rounds of so many lines.
"""

import os
import random
import subprocess
import tempfile
import time
from contextlib import suppress

from tests.crash.process import ProcessMixin
from tests.rounds import PRESSED_BY, STEPS, CommittedRounds

KILLED_STEPS = ("generate", "approve", "export", "return")
LINES = int(os.environ.get("BIANMIN_CRASH_LINES", "150"))
KILLS = int(os.environ.get("BIANMIN_CRASH_KILLS", "2"))
SEED = 20261124

RUN = """
rounds = env["bianmin.subsidy.round"].with_user({user}).browse({round})
env.cr.execute("SELECT pg_backend_pid()")
print(env.cr.fetchone()[0], flush=True)
{press}
env.cr.commit()
print("done", flush=True)
"""
PRESS = "rounds.action_{step}()"
READ = """
from datetime import date
with open({path!r}, "rb") as file:
    rounds._import_return(file.read(), "回盘", date.fromisoformat({day!r}))
"""


class TestRoundCrash(ProcessMixin, CommittedRounds):
    def setUp(self):
        super().setUp()
        self._enrol(LINES)

    def _get_script(self, step, round_id):
        press = PRESS.format(step=step)
        if step == "return":
            press = READ.format(path=self._write_answer(round_id), day=f"{self.today}")
        user = self.user_ids[PRESSED_BY[step]]
        return RUN.format(user=user, round=round_id, press=press)

    def _write_answer(self, round_id):
        with self._env() as env:
            content = self._get_answer(env, round_id)
        handle, path = tempfile.mkstemp()
        self.addCleanup(os.unlink, path)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        return path

    # ------------------------------------------------------------
    # AT THE LAST MOMENT
    # ------------------------------------------------------------

    def _kill_before_commit(self, step, round_id):
        """Its entry in the log is the last that a step writes: there it waits."""
        with self._process(self._get_script(step, round_id)) as process:
            with self.registry.cursor() as bar:
                bar.execute("LOCK TABLE bianmin_subsidy_round_event IN SHARE MODE")
                self._wait_for_line(process)
                self._wait_until(lambda: self._is_waiting(bar))
                self._kill(process)

    def _is_waiting(self, cr):
        cr.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted "
            "AND relation = 'bianmin_subsidy_round_event'::regclass"
        )
        return cr.fetchone()[0] == 1

    def test_each_step_killed_before_its_commit_is_done_again_whole(self):
        period = str(self.today.year)
        round_id = self._create_round(period)
        for before, step in zip(STEPS, STEPS[1:], strict=False):
            if step in KILLED_STEPS:
                with self.subTest(step=step):
                    self._kill_before_commit(step, round_id)
                    self._check_stands_at(before, round_id)
            self._run_until(step, round_id, after=before)
            self._check_stands_at(step, round_id)
        self._check_paid_once(period)

    # ------------------------------------------------------------
    # AT ANY MOMENT
    # ------------------------------------------------------------

    def _kill_at(self, share, step, round_id, seconds):
        """Kill after a share of the time of the step; say whether it was done."""
        with self._process(self._get_script(step, round_id)) as process:
            backend = int(self._wait_for_line(process))
            with suppress(subprocess.TimeoutExpired):
                process.wait(share * seconds)
            self._kill(process)
            # PostgreSQL learns of it when its statement ends; until then whoever
            # presses the button is told that somebody is at work.
            self._wait_until(lambda: not self._is_connected(backend))
            return "done" in process.stdout.read()

    def _is_connected(self, backend):
        with self.registry.cursor() as cr:
            cr.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [backend])
            return bool(cr.rowcount)

    def _walk(self, period):
        """A round that nobody kills.

        :return: how long each step takes
        """
        round_id = self._create_round(period)
        seconds = {}
        for before, step in zip(STEPS, STEPS[1:], strict=False):
            began = time.perf_counter()
            self._run_until(step, round_id, after=before)
            seconds[step] = time.perf_counter() - began
        return seconds

    def test_killed_at_random_moments(self):
        chance = random.Random(SEED)
        year = self.today.year
        seconds = self._walk(str(year))
        self._check_paid_once(str(year))
        kills = 0
        while kills < KILLS:
            year -= 1
            round_id = self._create_round(str(year))
            for before, step in zip(STEPS, STEPS[1:], strict=False):
                if step in KILLED_STEPS and kills < KILLS:
                    kills += 1
                    self._kill_somewhere(chance, step, before, round_id, seconds[step])
                else:
                    self._run_until(step, round_id, after=before)
                self._check_stands_at(step, round_id)
            self._check_paid_once(str(year))

    def _kill_somewhere(self, chance, step, before, round_id, seconds):
        """Wherever it is killed, the round stands before the step or after it."""
        share = chance.uniform(0, 1.2)
        with self.subTest(step=step, period=before, share=share):
            done = self._kill_at(share, step, round_id, seconds)
            state = self._get_state(round_id)
            stands_after = done or self._has_passed(step, round_id, state)
            self._check_stands_at(step if stands_after else before, round_id)
            if not stands_after:
                self._run_until(step, round_id, after=before)

    def _get_state(self, round_id):
        with self._env() as env:
            return env["bianmin.subsidy.round"].browse(round_id).state

    def _has_passed(self, step, round_id, state):
        """Committed, and killed before it could say so."""
        if step == "generate":
            with self._env() as env:
                return bool(self._read_lines(env, round_id))
        return state == {"approve": "approved", "export": "exported"}.get(step, "paid")
