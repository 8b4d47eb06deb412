"""The cards, as pure functions from facts to Adaptive Cards 1.5."""
