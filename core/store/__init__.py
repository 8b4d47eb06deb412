"""What the core asks of a database, and the adapters that answer."""
