"""From what somebody said or pressed to the answer: asks the core, says it with cards and words. No rule is decided here."""
