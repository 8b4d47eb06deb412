"""The front house: one web process with the API, the tab and (at the same door) the chat."""
