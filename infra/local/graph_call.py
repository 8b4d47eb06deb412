"""One logical Graph request and its answer, whether it came alone or inside a $batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Call:
    """`path` is decoded and begins after /v1.0; header names are lower case; `body` is decoded JSON."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: object

    @staticmethod
    def of(method: str, url: str, headers: Mapping[str, str], body: object) -> "Call":
        """From a relative address."""
        parts = urlsplit(url)
        lower = {name.lower(): value for name, value in headers.items()}
        return Call(method.upper(), unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True)), lower, body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
