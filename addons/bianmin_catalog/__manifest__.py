{
    "name": "Bianmin Service Catalogue",
    "summary": "Service items, where they are accepted and decided, materials, limits",
    "version": "19.0.1.0.0",
    "author": "Bianmin",
    "website": "https://github.com/bianmin/bianmin",
    "license": "AGPL-3",
    "category": "Bianmin",
    "depends": ["bianmin_base"],
    "data": [
        "security/bianmin_catalog_security.xml",
        "security/ir.model.access.csv",
        "data/catalog_service_object_data.xml",
    ],
}
