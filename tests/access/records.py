"""One record of each model, in the county of the journey."""

import base64

from odoo import Command

from ..common import SCAN
from .test_scope_of_a_journey import ScopeCase

CLERK = "bianmin_case.role_window_clerk"


class RecordsCase(ScopeCase):
    """Everything the journey left, and one of each record that it did not touch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {
            record._name: cls.env[record._name].browse(record.id)
            for record in (
                *cls._get_records_of_base(),
                *cls._get_logs_of_base(),
                *cls._get_records_of_catalog(),
                *cls._get_records_of_cases(),
                *cls._get_records_of_queues(),
                *cls._get_records_of_subsidies(),
                *cls._get_records_of_deaths(),
                *cls._get_records_of_audits(),
                *cls._get_records_of_text_messages(),
            )
        }

    @classmethod
    def _first(cls, model, domain=()):
        return cls.env[model].search(list(domain), limit=1)

    @classmethod
    def _get_records_of_base(cls):
        yield cls.village
        yield cls.station
        yield cls.department
        yield cls._first("bianmin.calendar.day")
        yield cls._first("bianmin.resident.category")
        yield cls.villager
        yield cls.account
        yield cls.agent_user.role_line_ids[:1]
        yield cls._create_household()
        yield cls._create_organization()
        yield cls._create_substitution()
        yield from cls._create_life()
        yield from cls._create_seal()
        yield cls._first(
            "sms.sms",
            [("origin_model", "=", "bianmin.case"), ("origin_id", "=", cls.case.id)],
        )

    @classmethod
    def _create_life(cls):
        """A category with dates, an event, and a move to a village of the township."""
        yield cls.env["bianmin.resident.category.line"].create(
            {
                "resident_id": cls.villager.id,
                "category_id": cls.env.ref("bianmin_base.resident_category_veteran").id,
                "date_from": "2020-01-01",
            }
        )
        yield cls.env["bianmin.resident.event"].create(
            {
                "resident_id": cls.villager.id,
                "kind": "merged",
                "event_date": "2020-01-01",
                "description": "Test",
            }
        )
        third_village = cls.env["bianmin.division"].search(
            [
                ("parent_id", "=", cls.village.parent_id.id),
                ("id", "not in", (cls.village | cls.neighbour_village).ids),
            ],
            limit=1,
        )
        yield cls.env["bianmin.resident.move"].create(
            {
                "resident_id": cls.villager.id,
                "division_id": third_village.id,
                "reason": "Test",
            }
        )

    @classmethod
    def _get_logs_of_base(cls):
        yield cls.reveal
        yield cls._first("bianmin.role.log", [("user_id", "=", cls.agent_user.id)])
        yield cls._first("bianmin.counter")
        yield cls.env["bianmin.export.log"].create(
            {
                "user_id": cls.clerk.id,
                "kind": "list",
                "res_model": "bianmin.resident",
                "register": "居民",
                "row_count": 1,
                "division_id": cls.village.id,
            }
        )
        yield cls.env["bianmin.change.log"].create(
            {
                "user_id": cls.clerk.id,
                "res_model": "bianmin.resident",
                "res_id": cls.villager.id,
                "subject": cls.villager.name,
                "field_name": "address",
                "division_id": cls.village.id,
            }
        )
        yield cls._first(
            "bianmin.division.coverage", [("division_id", "=", cls.village.id)]
        )
        yield cls.env["bianmin.succession.log"].create(
            {
                "division_id": cls.village.id,
                "successor_id": cls.village.id,
                "user_id": cls.clerk.id,
            }
        )
        yield cls.env["bianmin.login.log"].create(
            {"login": "j1", "user_id": cls.clerk.id, "result": "success"}
        )
        check = cls.env["bianmin.log.check"].create({})
        yield check
        yield cls.env["bianmin.log.problem"].create(
            {"check_id": check.id, "kind": "changed"}
        )
        list(cls.env["bianmin.log.block"]._link_blocks())
        yield cls._first("bianmin.log.block")

    @classmethod
    def _get_records_of_catalog(cls):
        yield cls.item.category_id
        yield cls.item
        yield cls.implementation_station
        yield cls.item.material_ids[:1]
        yield cls._first("bianmin.catalog.service.object")
        yield cls.env["bianmin.catalog.step"].create(
            {"item_id": cls.item.id, "name": "受理"}
        )
        yield cls._first("bianmin.catalog.version")
        yield cls._first("bianmin.catalog.topic")
        yield cls.env["bianmin.catalog.fee"].create(
            {"name": "工本费", "standard": "5元", "item_id": cls.item.id}
        )
        yield cls.env["bianmin.catalog.result"].create(
            {"name": "通知书", "item_id": cls.item.id}
        )
        cls.implementation_station.online_depth = "6"
        yield cls._first(
            "bianmin.catalog.deviation",
            [("implementation_id", "=", cls.implementation_station.id)],
        )
        yield cls.env["bianmin.catalog.delegation"].create(
            {
                "name": "旅程下放",
                "service_point_id": cls.hall.id,
                "department_id": cls.department.id,
                "item_ids": [Command.set(cls.item.ids)],
                "service_point_ids": [Command.set(cls.station.ids)],
            }
        )
        yield cls.env["bianmin.catalog.faq"].create(
            {"item_id": cls.item.id, "question": "几天办完？", "answer": "五天。"}
        )

    @classmethod
    def _get_records_of_cases(cls):
        yield cls.agent
        yield cls.authorization
        trip = cls._create_trip()
        yield trip
        yield trip.line_ids
        yield from cls._create_visits()
        yield from cls._create_name_correction()
        yield cls.case
        yield cls.case.material_ids[:1]
        yield cls.case.event_ids[:1]
        paper = cls.case.document_ids[:1]
        yield paper
        yield cls.env["bianmin.case.signature"]._sign(
            paper, "applicant", cls.villager.name, base64.b64encode(SCAN).decode()
        )
        yield cls.env["bianmin.case.supervision"].create(
            {"case_id": cls.case.id, "kind": "manual", "user_id": cls.reviewer.id}
        )
        yield cls._first("bianmin.case.statistics", [("case_id", "=", cls.case.id)])
        certificate = cls._create_certificate()
        yield certificate
        yield certificate._log("printed")
        yield certificate.template_id

    @classmethod
    def _create_trip(cls):
        """A sheet that the agent packs."""
        # sudo: the sheet of the journey's case, as it stood before it was handed in
        return (
            cls.env["bianmin.agent.trip"]
            .sudo()
            .create(
                {
                    "agent_id": cls.agent.id,
                    "line_ids": [Command.create({"case_id": cls.case.id})],
                }
            )
        )

    @classmethod
    def _create_visits(cls):
        """A visit that is planned, and what came of another one."""
        values = {"resident_id": cls.villager.id, "agent_id": cls.agent.id}
        visits = cls.env["bianmin.agent.visit"]
        yield visits.create(values)
        yield cls._first("bianmin.agent.statistics", [("agent_id", "=", cls.agent.id)])
        yield cls.env["bianmin.agent.duty"].create(
            {"agent_id": cls.agent.id, "service_point_id": cls.station.id}
        )
        yield cls.env["bianmin.agent.allowance"].create(
            {"division_id": cls.township.id, "valid_from": "2026-01-01", "filed": 2}
        )
        called_off = visits.create({**values, "purpose": "follow_up"})
        called_off._cancel("旅程结束")
        yield called_off.outcome_id

    @classmethod
    def _create_name_correction(cls):
        """A villager whose name an office writes otherwise."""
        roster = cls.env["bianmin.name.correction.roster"].create(
            {"name": "旅程名单", "division_id": cls.village.id}
        )
        yield roster
        yield cls.env["bianmin.name.correction"].create(
            {
                "roster_id": roster.id,
                "resident_id": cls.villager.id,
                "division_id": cls.village.id,
                "office_name": "旅程人",
                "register_name": cls.villager.name,
                "identity_number": cls.villager.identity_number,
                "cells": ["旅程人", cls.villager.identity_number],
                "kind": "different",
                "matched_by": "number",
            }
        )

    @classmethod
    def _get_records_of_queues(cls):
        hall = cls.env["bianmin.queue.hall"].create(
            {
                "name": "旅程大厅",
                "service_point_id": cls.hall.id,
                "business_ids": [Command.create({"name": "民政", "letter": "A"})],
                "window_ids": [Command.create({"number": 1})],
            }
        )
        yield hall
        yield hall.business_ids
        yield hall.window_ids
        ticket = hall.business_ids._issue("none")
        yield ticket
        yield ticket.event_ids
        yield cls.env["bianmin.queue.device"].create(
            {"name": "旅程取号机", "hall_id": hall.id}
        )

    @classmethod
    def _get_records_of_subsidies(cls):
        yield cls.scheme
        yield cls.scheme.rate_ids[:1]
        yield cls.case.enrolment_ids[:1]
        yield cls.round
        yield cls.round.line_ids[:1]
        yield cls.round.event_ids[:1]
        bank_format = cls.env.ref("bianmin_subsidy.bank_format_generic")
        yield bank_format
        yield bank_format.column_ids[:1]
        yield cls.file
        notice = cls.env["bianmin.subsidy.notice"].create(
            {
                "round_id": cls.round.id,
                "roster_hash": cls.round.roster_hash,
                "published_on": "2026-01-01",
                "published_by_id": cls.clerk.id,
                "days": 7,
                "day_unit": "calendar",
            }
        )
        yield notice
        yield cls.env["bianmin.subsidy.objection"].create(
            {"notice_id": notice.id, "text": "Test"}
        )
        yield cls.env["bianmin.subsidy.certification"].create(
            {
                "resident_id": cls.villager.id,
                "method": "data",
                "place": "县医保局",
                "note": "Test",
            }
        )
        handover = cls._first(
            "bianmin.subsidy.handover", [("line_id", "in", cls.round.line_ids.ids)]
        )
        yield handover
        yield handover.event_ids
        yield handover.with_user(cls.clerk)._put_on_sheet(
            "out", base64.b64encode(SCAN), medium="cash"
        )

    @classmethod
    def _get_records_of_deaths(cls):
        """A list of the dead, who stands on it, and what was paid for him later."""
        deaths = cls.env["bianmin.subsidy.death.list"].create(
            {"name": "旅程死亡名单", "division_id": cls.village.id}
        )
        yield deaths
        values = {
            "resident_id": cls.villager.id,
            "division_id": cls.village.id,
            "death_date": "2026-01-01",
        }
        yield cls.env["bianmin.subsidy.death"].create(
            {
                **values,
                "list_id": deaths.id,
                "listed_name": cls.villager.name,
                "register_name": cls.villager.name,
                "kind": "same",
                "matched_by": "number",
            }
        )
        line = cls.round.line_ids[:1]
        yield cls.env["bianmin.subsidy.ledger"].browse(line.id)
        yield cls.env["bianmin.subsidy.recovery"].create(
            {
                **values,
                "line_id": line.id,
                "scheme_id": line.scheme_id.id,
                "period": line.period,
                "currency_id": line.currency_id.id,
                "amount": line.amount,
            }
        )

    @classmethod
    def _get_records_of_audits(cls):
        """What the search found, its history and rule, and whom to call."""
        yield cls._first("bianmin.subsidy.anomaly.rule")
        anomaly = cls.env["bianmin.subsidy.anomaly"].create(
            {
                "kind": "trend",
                "key": "matrix",
                "division_id": cls.village.id,
                "value": 2,
                "before": 1,
            }
        )
        anomaly._settle("cleared", "Test")
        yield anomaly
        yield anomaly.event_ids
        sample = cls.env["bianmin.subsidy.sample"].create(
            {"round_id": cls.round.id, "village_id": cls.village.id, "percent": 100}
        )
        yield sample
        yield sample.call_ids

    @classmethod
    def _get_records_of_text_messages(cls):
        account = cls.env["bianmin.sms.account"].create(
            {
                "name": "测试短信",
                "gateway": "aliyun",
                "endpoint": "http://127.0.0.1:9",
                "sign_name": "测试便民",
                "key_id": "test",
                "secret": "test",
            }
        )
        yield account
        yield cls.env["bianmin.sms.template.code"].create(
            {
                "account_id": account.id,
                "template_id": cls._first("sms.template").id,
                "code": "SMS_1",
            }
        )
        yield cls.env["bianmin.sms.log"].create(
            {
                "sms_uuid": "matrix",
                "division_id": cls.village.id,
                "gateway": cls.env["bianmin.sms.log"]._selection_gateway()[0][0],
                "result": "sent",
            }
        )

    @classmethod
    def _create_certificate(cls):
        template = cls.env["bianmin.certificate.template"].create(
            {"name": "两女户证", "character": "两女", "body": "<p>{holder}</p>"}
        )
        cls.case.version_id.result_ids = [
            Command.create({"name": "证", "certificate_template_id": template.id})
        ]
        # What was granted by the reviewer would have issued it.
        reviewed = cls.case.with_user(cls.reviewer)
        return reviewed._issue_certificates().with_env(cls.env)

    @classmethod
    def _create_household(cls):
        return cls.env["bianmin.household"].create(
            {"number": "J1-0001", "division_id": cls.village.id}
        )

    @classmethod
    def _create_organization(cls):
        return cls.env["bianmin.organization"].create(
            {
                "name": "旅程合作社",
                "uscc": "91350100M000100Y43",
                "division_id": cls.village.id,
            }
        )

    @classmethod
    def _create_substitution(cls):
        return cls.env["bianmin.role.substitution"].create(
            {
                "absent_user_id": cls.agent_user.id,
                "substitute_id": cls._create_user("matrix_substitute").id,
                "date_to": "2099-12-31",
                "reason": "病假",
            }
        )

    @classmethod
    def _create_seal(cls):
        seal = cls.env["bianmin.seal"].create(
            {
                "name": "旅程卫生健康局公章",
                "kind": "official",
                "department_id": cls.department.id,
                "picture": base64.b64encode(SCAN),
                "permission_ids": [
                    Command.create(
                        {
                            "role_id": cls.env.ref(CLERK).id,
                            "service_point_id": cls.hall.id,
                            "date_from": "2026-01-01",
                        }
                    )
                ],
            }
        )
        yield seal
        yield seal.permission_ids
        yield cls.env["bianmin.seal.use"].create(
            {
                "seal_id": seal.id,
                "user_id": cls.clerk.id,
                "res_model": "bianmin.case",
                "res_id": cls.case.id,
                "paper": "旅程1号",
                "service_point_id": cls.hall.id,
                "division_id": cls.township.id,
            }
        )
