"""The language of what villagers read and sign, and of what is kept for years."""

# Whatever language a clerk works in, papers and messages are Chinese.
VILLAGER_LANGUAGE = "zh_CN"
