from . import test_catalog, test_demo_files, test_demo_places, test_divisions
