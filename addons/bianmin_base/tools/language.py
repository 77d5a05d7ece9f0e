"""The language of what villagers read and sign."""

# Whatever language a clerk works in, papers and messages are Chinese.
VILLAGER_LANGUAGE = "zh_CN"
