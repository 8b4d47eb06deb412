"""What this process has seen so far, for the database to read no older than that.

The SDK's client remembers the session of every answer but those to batches, and batches are all that we write with: a read just after might
be answered by a replica that has not heard of it. A refused batch tells the session, too, so that reading again shows what refused it.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

from azure.cosmos.exceptions import CosmosHttpResponseError

from core.store.cosmos_patience import OVERTAKEN_SESSION, sub_status_of

_HEADER = "x-ms-session-token"


class Session:
    """The latest token of each physical partition: `<partition>:<version>#<number of the write>…`."""

    def __init__(self) -> None:
        self._tokens: dict[str, tuple[int, str]] = {}

    @property
    def token(self) -> str | None:
        """What to hand to a read; None leaves it to the client."""
        return ",".join(token for _, token in self._tokens.values()) or None

    def saw(self, headers: Mapping[str, Any]) -> None:
        """Remember the answer's session unless a later one is known: answers overtake each other."""
        for token in str(headers.get(_HEADER) or "").split(","):
            partition, _, vector = token.partition(":")
            number = _number_in(vector)
            if number is not None and number >= self._tokens.get(partition, (0, ""))[0]:
                self._tokens[partition] = (number, token)

    @contextmanager
    def kept(self) -> Generator[None]:
        """Around a read. If no replica knows the session, as may be after a partition moved, it is not insisted on any more."""
        try:
            yield
        except CosmosHttpResponseError as error:
            if (error.status_code, sub_status_of(error)) == OVERTAKEN_SESSION:
                self._tokens.clear()
            raise


def _number_in(vector: str) -> int | None:
    parts = vector.split("#")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None
