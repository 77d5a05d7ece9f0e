from .common import AgentHttpCase


class TestTours(AgentHttpCase):
    def test_agent_files_for_a_villager(self):
        """Villager, matter, signature with the finger, photos, submit: by clicks."""
        self.agent_user.password = "agent_village"
        self.resident.name = "李志顺"
        self.start_tour(
            "/odoo/action-bianmin_agent.agent_resident_action",
            "bianmin_agent_filing",
            login="agent_village",
        )
        case = self.env["bianmin.case"].search([("resident_id", "=", self.resident.id)])
        self.assertEqual(len(case), 1)
        self.assertEqual(case.state, "received")
        self.assertEqual(case.agent_id, self.yao)
        self.assertEqual(case.item_id, self.item)
        authorization = case.authorization_id
        self.assertEqual(authorization.state, "signed")
        self.assertEqual(authorization.item_ids, self.item)
        self.assertTrue(authorization.signature_is_intact)
        copy = authorization.identity_copy_ids
        self.assertEqual(copy.res_model, authorization._name)
        self.assertEqual(copy.res_id, authorization.id)
        required = case.material_ids.filtered(lambda m: m.necessity == "required")
        self.assertEqual(set(required.mapped("state")), {"received"})
        files = required.attachment_ids
        self.assertEqual(len(files), len(required))
        self.assertEqual(set(files.mapped("res_model")), {"bianmin.case.material"})
        self.assertEqual(set(files.mapped("res_id")), set(required.ids))
        self.assertEqual(len(self._get_texts(case)), 1)
        self.assertEqual(len(self._get_texts(authorization)), 1)
