"""JSON as it travels, and errors as the gateway answers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Json = bool | int | float | str | None | Sequence["Json"] | Mapping[str, "Json"]
Object = Mapping[str, Json]

_CODES = {400: "BadRequest", 401: "Unauthorized", 404: "NotFound", 409: "Conflict", 412: "PreconditionFailed", 429: "TooManyRequests"}


@dataclass
class GatewayError(Exception):
    """An answer that is not a success; `sub_status` says more where the service does."""

    status: int
    message: str
    sub_status: int = 0
    retry_after_ms: int | None = None

    @property
    def body(self) -> Object:
        return {"code": _CODES.get(self.status, str(self.status)), "message": self.message}

    @property
    def headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        if self.sub_status:
            headers["x-ms-substatus"] = str(self.sub_status)
        if self.retry_after_ms is not None:
            headers["x-ms-retry-after-ms"] = str(self.retry_after_ms)
        return headers


def bad_request(message: str) -> GatewayError:
    return GatewayError(400, message)


def as_object(value: Json) -> Object:
    if not isinstance(value, Mapping):
        raise bad_request("an object was expected")
    return value


def as_list(value: Json) -> Sequence[Json]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise bad_request("a list was expected")
    return value


def as_text(value: Json) -> str:
    if not isinstance(value, str):
        raise bad_request("a text was expected")
    return value
