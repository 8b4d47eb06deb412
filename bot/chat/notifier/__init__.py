"""Tells people what others did to their days, from the journal: at least once, never twice on purpose, within the limits of Teams."""
