"""`office-booker-admin`: what operators do from a shell. Parsing, doing and saying are apart; each command is one file."""
