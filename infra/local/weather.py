"""Bad weather for tests: requests that fail, or whose connection is cut, before or after their work was done."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from infra.local.graph_call import Call
from infra.local.graph_error import GraphError

When = Literal["before", "after"]


class ConnectionCut(Exception):
    """The connection must end without an answer."""


@dataclass(slots=True)
class _Storm:
    method: re.Pattern[str]
    path: re.Pattern[str]
    when: When
    left: int
    trouble: GraphError | ConnectionCut


@dataclass(slots=True)
class Weather:
    """`latency_s` is added to every mailbox request; storms come in the order they were announced."""

    latency_s: float = 0.0
    _storms: list[_Storm] = field(default_factory=list[_Storm])

    def announce(
        self, *, method: str, path: str, when: When, times: int, status: int | None, code: str, headers: Mapping[str, str]
    ) -> None:
        """The next `times` requests that match fail; without a status their connection is cut."""
        trouble = ConnectionCut() if status is None else GraphError(status, code, "Made by a test.", headers)
        self._storms.append(_Storm(re.compile(method), re.compile(path), when, times, trouble))

    def clear(self) -> None:
        """Fair weather again."""
        self._storms.clear()
        self.latency_s = 0.0

    def strike(self, call: Call, when: When) -> None:
        """Raises the trouble that is due for this request at this moment."""
        for storm in self._storms:
            if storm.left and storm.when == when and storm.method.fullmatch(call.method) and storm.path.search(call.path):
                storm.left -= 1
                raise storm.trouble
