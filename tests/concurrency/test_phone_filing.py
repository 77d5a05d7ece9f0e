"""A phone sends one request several times at once: there is one case, told to all."""

import threading
import uuid

from odoo.service.model import retrying
from odoo.tools import mute_logger

from odoo.addons.bianmin_agent.tests.common import AgentDataMixin
from odoo.addons.bianmin_agent.tests.phone_common import PhoneMixin
from odoo.addons.bianmin_base.tests.common import BianminDataMixin

from tests.committed import CommittedCase

AT_ONCE = 3


class TestPhoneFiling(CommittedCase):
    def setUp(self):
        super().setUp()
        mixins = (PhoneMixin, AgentDataMixin, BianminDataMixin)
        with self._env() as env:
            data = type("Data", mixins, {"env": env})
            data._person_order = 900
            data._set_up_divisions()
            data._set_up_service_points()
            data._set_up_cases()
            data._set_up_agents()
            self.user_id = data.agent_user.id
            self.resident_id = data.resident.id
            self.request = data._fill_in(data._get_form())

    def _send(self, key, barrier, answers):
        with self._env(self.user_id) as env:

            def send():
                return env["bianmin.case"].file_from_phone(key, self.request)

            # Both have looked whether the case is there before one of them is done.
            env["bianmin.case"]._get_by_filing_key(key)
            barrier.wait(30)
            answers.append(retrying(send, env))

    def test_one_request_from_several_windows_is_one_case(self):
        key, answers = str(uuid.uuid4()), []
        barrier = threading.Barrier(AT_ONCE)
        threads = [
            threading.Thread(target=self._send, args=(key, barrier, answers))
            for _number in range(AT_ONCE)
        ]
        # Around the threads: those that mute within would unmute each other.
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(90)
                self.assertFalse(thread.is_alive())
        self.assertEqual(len(answers), AT_ONCE)
        self.assertEqual(len({answer["id"] for answer in answers}), 1)
        with self._env() as env:
            cases = env["bianmin.case"].search([("resident_id", "=", self.resident_id)])
            self.assertEqual(cases.ids, [answers[0]["id"]])
            self.assertEqual(cases.state, "received")
            self.assertEqual(len(cases.authorization_id), 1)
            authorizations = env["bianmin.agent.authorization"].search(
                [("resident_id", "=", self.resident_id)]
            )
            self.assertEqual(authorizations, cases.authorization_id)
