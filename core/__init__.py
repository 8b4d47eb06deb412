"""The rules of the house and the store that keeps its promises; no web, bot or Graph code."""
