"""How the local Entra says no: the OAuth error name, the AADSTS number and a sentence, as the real one does."""

import uuid

from aiohttp import web


class EntraError(Exception):
    """A request that the local Entra refuses."""

    def __init__(self, error: str, number: int, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.error = error
        self.number = number
        self.sentence = sentence
        self.status = status

    @property
    def description(self) -> str:
        """The sentence behind its number, as Entra writes it."""
        return f"AADSTS{self.number}: {self.sentence}"

    def response(self) -> web.Response:
        """The JSON answer of the token endpoint and of metadata."""
        trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
        body = {
            "error": self.error,
            "error_description": f"{self.description} Trace ID: {trace} Correlation ID: {correlation}",
            "error_codes": [self.number],
            "trace_id": trace,
            "correlation_id": correlation,
        }
        return web.json_response(body, status=self.status)
