from odoo import fields, models

from ..tools.code_lists import DAY_UNITS, HANDLING_AREAS, HANDLING_KINDS, ONLINE_DEPTHS


class BianminCatalogVersionContent(models.AbstractModel):
    """What a version says about its item: the field list of the implementation list.

    After the national data standard for service items; the terms of the standard stand
    in the helps.
    """

    _name = "bianmin.catalog.version.content"
    _description = "Content of an Item"

    # identity
    name = fields.Char(
        string="Item Name",
        required=True,
        help="Term of the standard: 事项名称.",
    )

    # power
    legal_basis = fields.Text(
        help="Law, regulation or document that founds the item, with its article "
        "(设定依据)."
    )
    joint_departments = fields.Char(
        help="Departments that handle it together with the one that decides (联办机构)."
    )
    rights = fields.Text(
        string="Rights of the Applicant", help="Term of the standard: 依法享有的权利."
    )
    duties = fields.Text(
        string="Duties of the Applicant", help="Term of the standard: 依法履行的义务."
    )

    # time
    handling_kind = fields.Selection(
        HANDLING_KINDS,
        string="Usually Handled",
        help="What new implementations begin with (办件类型).",
    )
    statutory_days = fields.Integer(
        string="Usual Statutory Limit",
        aggregator=None,
        help="What new implementations begin with (法定办结时限).",
    )
    promised_days = fields.Integer(
        string="Usual Promised Limit",
        aggregator=None,
        help="What new implementations begin with (承诺办结时限).",
    )
    day_unit = fields.Selection(
        DAY_UNITS,
        default="working",
        required=True,
        help="Term of the standard: 时限单位.",
    )
    statutory_note = fields.Char(
        string="About the Statutory Limit",
        help="Term of the standard: 法定办结时限说明.",
    )
    promised_note = fields.Char(
        string="About the Promised Limit",
        help="Term of the standard: 承诺办结时限说明.",
    )
    special_procedure = fields.Text(
        help="Hearing, inspection, appraisal and the like, whose time does not count "
        "(特别程序说明)."
    )

    # handling
    service_objects = fields.Many2many(
        "bianmin.catalog.service.object",
        "bianmin_catalog_version_service_object_rel",
        "version_id",
        "service_object_id",
        help="Who may apply for it (服务对象).",
    )
    acceptance_conditions = fields.Text(
        help="What must be fulfilled before an application can be accepted (受理条件)."
    )
    quantity_limit = fields.Char(help="How many are granted at most (数量限制).")
    taken_at_window = fields.Boolean(
        string="At a Window",
        default=True,
        help="Term of the standard: 办理形式：窗口办理.",
    )
    taken_online = fields.Boolean(
        string="Online",
        help="Term of the standard: 办理形式：网上办理.",
    )
    taken_by_mail = fields.Boolean(
        string="By Mail",
        help="Term of the standard: 办理形式：快递申请.",
    )
    online_depth = fields.Selection(
        ONLINE_DEPTHS,
        help="How far an applicant gets online; empty: not at all (网办深度).",
    )
    window_procedure = fields.Text(
        string="How It Goes at the Window",
        help="Term of the standard: 线下办理流程说明.",
    )
    online_procedure = fields.Text(
        string="How It Goes Online",
        help="Term of the standard: 线上办理流程说明.",
    )
    visit_count = fields.Integer(
        string="Visits Needed",
        default=1,
        aggregator=None,
        help="How often one must come at most (到办事现场次数).",
    )
    visit_reason = fields.Char(
        string="Why One Must Come", help="Term of the standard: 必须现场办理的原因."
    )
    handling_area = fields.Selection(
        HANDLING_AREAS,
        string="Also Taken Elsewhere",
        help="Area in which any office takes it; empty: only at home (通办范围).",
    )
    takes_appointments = fields.Boolean(
        string="By Appointment",
        help="Term of the standard: 支持预约办理.",
    )
    mails_materials = fields.Boolean(
        string="Papers by Mail", help="Papers may be sent by mail (材料可邮寄)."
    )
    mails_result = fields.Boolean(
        string="Result by Mail", help="The result can be sent by mail (结果可邮寄)."
    )
    on_terminals = fields.Boolean(
        string="On Self-Service Terminals",
        help="Term of the standard: 支持自助终端办理.",
    )
    pays_online = fields.Boolean(
        string="Fee Paid Online",
        help="Term of the standard: 支持网上支付.",
    )

    # fee
    fee_basis = fields.Text(
        string="Basis of the Fees", help="Rule that allows to charge (收费依据)."
    )

    # contact and relief
    consultation = fields.Text(
        string="Where to Ask", help="Telephone, window, address (咨询方式)."
    )
    complaint = fields.Text(
        string="Where to Complain", help="Telephone, window, address (监督投诉方式)."
    )
    administrative_review = fields.Text(
        help="Department, address and telephone (行政复议)."
    )
    administrative_litigation = fields.Text(
        help="Court, address and telephone (行政诉讼)."
    )

    # rows
    material_ids = fields.One2many(
        "bianmin.catalog.material", "version_id", string="Materials", copy=True
    )
    step_ids = fields.One2many(
        "bianmin.catalog.step", "version_id", string="Steps", copy=True
    )
    faq_ids = fields.One2many(
        "bianmin.catalog.faq", "version_id", string="Questions", copy=True
    )
    fee_ids = fields.One2many(
        "bianmin.catalog.fee", "version_id", string="Fees", copy=True
    )
    result_ids = fields.One2many(
        "bianmin.catalog.result", "version_id", string="Results", copy=True
    )
