from odoo.tests import tagged

from .common import AgentCase


@tagged("post_install", "-at_install")
class TestDivisionMove(AgentCase):
    """Agents go to the successor of their village; what is signed stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signed = cls._create_signed()
        cls.draft = cls._create_authorization(
            resident=cls._create_resident(name="李长林")
        )
        cls.village.write(
            {"valid_to": "2023-06-29", "successor_id": cls.other_village.id}
        )

    def _move(self):
        wizard = self.env["bianmin.division.move"].create(
            {"division_id": self.village.id}
        )
        counts = {line.name: line.record_count for line in wizard.line_ids}
        wizard.action_move()
        self.env.invalidate_all()
        return counts

    def test_the_agent_serves_the_successor_with_his_station(self):
        counts = self._move()
        self.assertEqual(counts["Agents"], 1)
        self.assertEqual(self.yao.division_ids, self.other_village)
        self.assertEqual(self.yao.service_point_ids, self.station)
        self.assertTrue(self.yao._may_serve(self.other_village))
        self.assertEqual(self.neighbour_agent.division_ids, self.neighbour_village)

    def test_a_signed_authorization_stays_and_stays_readable(self):
        content = self.signed._get_signed_content()
        counts = self._move()
        self.assertEqual(counts["Authorizations that are not signed yet"], 1)
        self.assertEqual(self.signed.division_id, self.village)
        self.assertEqual(self.signed._get_signed_content(), content)
        self.signed.with_user(self.agent_user).check_access("read")
        self.assertEqual(self.draft.division_id, self.other_village)

    def test_the_agent_files_for_his_villagers_as_before(self):
        self._move()
        request = self._create_request()
        request.action_submit()
        self.assertEqual(request.division_id, self.other_village)
        self.assertEqual(request.state, "received")

    def test_an_agent_of_two_dissolved_villages_goes_to_both_successors(self):
        self.yao.division_ids = self.village | self.neighbour_village
        self.neighbour_village.write(
            {"valid_to": "2023-06-29", "successor_id": self.other_village.id}
        )
        (self.village | self.neighbour_village)._move_to_successors()
        self.assertEqual(self.yao.division_ids, self.other_village)
        self.assertEqual(
            self.yao.service_point_ids, self.station | self.neighbour_station
        )
