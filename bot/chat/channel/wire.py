"""Carries the library's calls to a connector over our own connections: checked once more, bounded in time and size, never redirected.

The library would make a thread and a session for each call, follow redirects with the token, and wait for as long as the other side likes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

import aiohttp
import structlog
from aiohttp import hdrs
from msrest.pipeline import AsyncHTTPSender, Response
from msrest.universal_http import ClientRequest
from msrest.universal_http.async_abc import AsyncClientResponse
from yarl import URL

from bot.chat.channel.credentials import Tokens
from bot.chat.channel.fields import part_of, text_of
from bot.chat.channel.hosts import ServiceHosts
from bot.chat.ports import Gone, NotNow, Unsure
from bot.signing_keys import whole

TIMEOUT = aiohttp.ClientTimeout(total=8, sock_connect=3)
MOST_BYTES = 1024 * 1024
"""Five hundred members are about 200 KB."""
LONGEST_WAIT_S = 3600.0
MOST_DIGITS = 9
"""Of a number of seconds; Python reads no number however long."""
_WAIT = frozenset(
    {
        HTTPStatus.PRECONDITION_FAILED,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""With these Teams says that it did nothing and wants to be asked again."""
NO_CONVERSATION = "ConversationNotFound"
"""What an update says where it is not only the message that is not there any more."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Answered(AsyncClientResponse):
    """What the connector said, whole."""

    def __init__(self, request: ClientRequest, status: int, headers: Mapping[str, str], body: bytes) -> None:
        super().__init__(request, None)
        self.status_code = self.status = status
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.reason = ""
        self._body = body

    def body(self) -> bytes:
        """All of it."""
        return self._body


class Sender(AsyncHTTPSender[Any, Any]):
    """Sends what the library has prepared. Raises Gone, NotNow and Unsure."""

    def __init__(self, session: aiohttp.ClientSession, tokens: Tokens, hosts: ServiceHosts) -> None:
        self._session = session
        self._tokens = tokens
        self._hosts = hosts

    async def __aexit__(self, *_: object) -> None:
        """The session belongs to the application."""

    async def send(self, request: Any, **_: Any) -> Any:
        """One call, once."""
        prepared: ClientRequest = request.http_request
        method, url = prepared.method, URL(prepared.url, encoded=True)
        if not self._hosts.allows(f"{url.scheme}://{url.raw_authority}/"):
            log.error("A connector is not on the list and was not written to.", action="chat_host_refused")
            raise Gone
        headers = dict(cast("Mapping[str, str]", prepared.headers))
        headers.pop(hdrs.CONTENT_LENGTH, None)
        if token := await self._tokens.get():
            headers[hdrs.AUTHORIZATION] = f"Bearer {token}"
        answered = await self._call(prepared, method, url, headers)
        self._raise_for(answered, method)
        return Response(request, _plain(answered))

    async def _call(self, prepared: ClientRequest, method: str, url: URL, headers: Mapping[str, str]) -> Answered:
        body = cast("object", prepared.data)
        if body is not None and not isinstance(body, str):
            raise TypeError("this is no JSON")  # the library would send it as a form
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False) as answer:
                return Answered(prepared, answer.status, answer.headers, await whole(answer.content, MOST_BYTES))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NotNow from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("The answer of a connector was lost.", action="chat_answer_lost", error=type(error).__name__)
            raise Unsure from None

    def _raise_for(self, answered: Answered, method: str) -> None:
        status = answered.status
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return
        code = _code_in(answered.body())
        log.info("A connector refused a call.", action="chat_refused", status=status, method=method, code=code)
        if status == HTTPStatus.UNAUTHORIZED:
            self._tokens.forget()
            raise NotNow
        if status in _WAIT:
            raise NotNow(_wait_in(answered.headers))
        if status == HTTPStatus.FORBIDDEN or (status == HTTPStatus.NOT_FOUND and (method != "PUT" or code == NO_CONVERSATION)):
            raise Gone
        raise Unsure


def _plain(answered: Answered) -> Answered:
    """A yes as the library can read it: for a yes in any other form it would fail, though the message was sent."""
    body = answered.body()
    try:
        is_object = isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        is_object = False
    return Answered(answered.request, int(HTTPStatus.OK), {"content-type": "application/json"}, body if is_object else b"{}")


def _code_in(body: bytes) -> str:
    try:
        code = text_of(part_of(json.loads(body), "error").get("code"), 60)
    except (ValueError, RecursionError):
        return ""
    return code if code.isascii() and code.isalnum() else ""


def _wait_in(headers: Mapping[str, str]) -> float | None:
    """What the connector asks for, in seconds; the other form, a date, is not used by Teams."""
    told = headers.get("retry-after", "").strip()
    return min(float(told), LONGEST_WAIT_S) if told.isascii() and told.isdigit() and len(told) <= MOST_DIGITS else None
