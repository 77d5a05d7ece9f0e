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
        "views/case_views.xml",
        "views/case_document_views.xml",
        "views/case_event_views.xml",
        "views/progress_templates.xml",
        "wizards/case_wizard_views.xml",
        "views/case_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "bianmin_case/static/src/scss/case.scss",
            "bianmin_case/static/src/fields/**/*",
        ],
        "web.assets_tests": ["bianmin_case/static/tests/tours/**/*"],
        "bianmin_case.assets_paper": [
            "bianmin_base/static/src/scss/paper.scss",
            "bianmin_case/static/src/scss/notice.scss",
        ],
    },
}
