from . import (
    common,
    test_access,
    test_bulk,
    test_category,
    test_code_lists,
    test_implementation,
    test_item,
    test_material,
    test_power,
    test_state,
    test_tour,
    test_views,
)
