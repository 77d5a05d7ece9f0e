from . import message_text
