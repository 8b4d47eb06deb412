"""From a sentence that somebody typed to what it means. Pure: no clock, no store, no Teams."""
