"""The guard's door: a page that says how a pass stands, and a scanner that works without a connection, both without an account."""
