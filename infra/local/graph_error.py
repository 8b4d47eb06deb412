"""How the local Outlook says no: Graph's JSON, with the codes that fact-finding has seen or read of."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class GraphError(Exception):
    """A request that Graph refuses; `more` stands beside code and message in the answer's error."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    more: Mapping[str, str] = field(default_factory=dict[str, str])


def bad_request(code: str, message: str) -> GraphError:
    """A 400."""
    return GraphError(400, code, message)


def invalid_user(key: str) -> GraphError:
    """Nobody goes by this id or address."""
    return GraphError(404, "ErrorInvalidUser", f"The requested user '{key}' is invalid.")


def not_found() -> GraphError:
    """No such entry, or not any more."""
    return GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def throttled(what: str, retry_after_s: int) -> GraphError:
    """Too much at once or in ten minutes."""
    message = f"Application is over its {what} limit."
    return GraphError(429, "ApplicationThrottled", message, {"Retry-After": str(retry_after_s)})
