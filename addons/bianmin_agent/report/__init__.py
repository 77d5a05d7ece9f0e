from . import agent_statistics_xlsx
