"""The JSON API. `routes.py` is its table of contents."""
