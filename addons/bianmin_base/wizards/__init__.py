from . import reveal
