{
    "name": "Bianmin Cases",
    "summary": "Applications from filing to delivery: limits, notices, messages",
    "version": "19.0.1.0.0",
    "author": "Bianmin",
    "website": "https://github.com/bianmin/bianmin",
    "license": "AGPL-3",
    "category": "Bianmin",
    "depends": ["bianmin_catalog"],
    "data": [
        "security/bianmin_case_security.xml",
        "security/ir.model.access.csv",
        "security/bianmin_case_rules.xml",
        "data/sms_template_data.xml",
        "report/case_document_templates.xml",
    ],
    "assets": {
        "bianmin_case.assets_paper": ["bianmin_base/static/src/scss/paper.scss"],
    },
}
