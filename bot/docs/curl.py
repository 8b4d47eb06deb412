"""A call as a line for the shell, to be copied and run as it is."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from msgspec import UNSET

from bot.docs.document import Operation, Parameter
from bot.docs.samples import line, pretty


def curl(origin: str, method: str, path: str, operation: Operation) -> str:
    """The call with the document's examples. The token stands in a variable of the shell."""
    return " \\\n  ".join(_words(origin, method, path, operation))


def _words(origin: str, method: str, path: str, operation: Operation) -> Iterator[str]:
    is_tagged = any("ETag" in answer.headers for answer in operation.responses.values())
    options = (" -i" if is_tagged else "") + (f" -X {method}" if method != "GET" else "")  # -i shows the ETag
    yield f"curl{options} {shlex.quote(_address(origin, path, operation))}"
    if operation.security:
        yield '-H "Authorization: Bearer $TOKEN"'
    for one in _those(operation, "header"):
        if one.required:
            yield f"-H {shlex.quote(f'{one.name}: {_said(one)}')}"
    if operation.request_body is not None:
        for content_type, media in operation.request_body.content.items():
            yield f"-H {shlex.quote(f'Content-Type: {content_type}')}"
            yield f"-d {shlex.quote(next((pretty(value) for _, value in media.shown()), '{}'))}"


def _address(origin: str, path: str, operation: Operation) -> str:
    for one in _those(operation, "path"):
        path = path.replace(f"{{{one.name}}}", quote(_said(one), safe=""))
    query = urlencode([(one.name, _said(one)) for one in _those(operation, "query") if one.required])
    return origin + path + (f"?{query}" if query else "")


def _those(operation: Operation, where: str) -> list[Parameter]:
    return [one for one in operation.parameters if one.where == where]


def _said(parameter: Parameter) -> str:
    value = parameter.shown()
    if value is UNSET:
        return parameter.name.upper()
    return value if isinstance(value, str) else line(value)
