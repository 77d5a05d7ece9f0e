from .hooks import load_divisions
