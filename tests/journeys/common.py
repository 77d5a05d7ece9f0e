"""What the journeys to a county's decision share: its office, its seal, the report."""

import base64
from datetime import UTC

from freezegun import freeze_time

from odoo import Command

from ..common import SCAN, JourneyHttpCase


class CountyDecisionCase(JourneyHttpCase):
    """An office of the county with a seal, and an item that ends in a certificate."""

    @classmethod
    def _create_office(cls, name, short_name):
        return cls.env["bianmin.department"].create(
            {"name": name, "short_name": short_name, "division_id": cls.county.id}
        )

    @classmethod
    def _create_seal(cls, office, point, role):
        """The office's seal for approvals, lent to the holders of a role at a point."""
        return cls.env["bianmin.seal"].create(
            {
                "name": f"{office.name}行政审批专用章",
                "kind": "approval",
                "department_id": office.id,
                "picture": base64.b64encode(SCAN),
                "permission_ids": [
                    Command.create(
                        {
                            "service_point_id": point.id,
                            "role_id": cls.env.ref(role).id,
                            "date_from": "2026-01-01",
                            "date_to": "2026-12-31",
                            "letter": "旅程审批委字〔2026〕1号",
                        }
                    )
                ],
            }
        )

    @classmethod
    def _create_certified_item(cls, name, papers, certificate, **vals):
        """An item whose result is a certificate."""
        template = cls.env["bianmin.certificate.template"].create(certificate)
        return cls.env["bianmin.catalog.item"].create(
            {
                "name": name,
                "category_id": cls.item.category_id.id,
                "material_ids": [
                    Command.create({"name": paper, "necessity": "required"})
                    for paper in papers
                ],
                "result_ids": [
                    Command.create(
                        {
                            "name": template.name,
                            "certificate_template_id": template.id,
                        }
                    )
                ],
                **vals,
            }
        )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _walk_at(self, moment, *args):
        """Let a user walk his part at a moment of the Chinese wall clock. The clock
        runs on: a browser waits by it.
        """
        with freeze_time(moment, tick=True):
            self._walk(*args)

    def _get_case(self, item):
        case = self.env["bianmin.case"].search([("item_id", "=", item.id)])
        self.assertEqual(len(case), 1)
        return case

    def _check_printed(self, papers, user):
        """The user loads papers down over HTTP, as a PDF."""
        self._check_pdf(papers.with_user(user).action_print(), user)

    def _check_pdf(self, action, user):
        self.authenticate(user.login, user.login)
        answer = self.url_open(action["url"])
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertEqual(answer.content[:5], b"%PDF-")

    def _report_minutes(self, journey, case, opening):
        """Print the report of a journey: each event and the minutes since the last.

        :param str journey: its name
        :param datetime opening: when the applicant came in
        :return: list of tuples of the kind of an event and minutes
        """
        kinds = self.env["bianmin.case.event"]._fields["kind"]
        words = dict(kinds._description_selection(self.env(context={"lang": "zh_CN"})))
        rows, last = [], opening.astimezone(UTC).replace(tzinfo=None)
        for event in case.event_ids.sorted("id"):
            rows.append((event.kind, int((event.at - last).total_seconds() // 60)))
            last = event.at.replace(second=0)
        told = "，".join(f"{words[kind]} +{minutes} 分钟" for kind, minutes in rows)
        total = sum(minutes for _kind, minutes in rows)
        print(f"\n{journey}：{told}；共 {total} 分钟")
        return rows
