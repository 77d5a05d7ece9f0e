{
    "name": "Bianmin Text Messages",
    "summary": "Choice of the gateway that carries text messages, and their log",
    "version": "19.0.1.0.0",
    "author": "Bianmin",
    "website": "https://github.com/bianmin/bianmin",
    "license": "AGPL-3",
    "category": "Bianmin",
    "depends": ["bianmin_base"],
    "data": [
        "security/bianmin_sms_security.xml",
        "security/ir.model.access.csv",
        "views/sms_log_views.xml",
        "views/sms_sms_views.xml",
        "views/res_config_settings_views.xml",
        "views/menu_views.xml",
    ],
}
