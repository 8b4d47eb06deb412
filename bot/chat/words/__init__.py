"""What the bot says in words, in each language."""
