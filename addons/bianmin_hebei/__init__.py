from .hooks import load_reference_data
