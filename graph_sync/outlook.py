"""The one file that knows msgraph: calls of calendar and mail as values, answers as Reply.

The SDK gives addresses, headers and bodies; answers are taken raw, because its typed ones load 1,200 modules at the first call, and its own
retries are off, because a 429 must free the worker instead of holding it asleep (facts/graph §1).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Mapping
from email.utils import parsedate_to_datetime
from typing import TypeVar, cast
from urllib.parse import urlsplit

import httpx
import msgspec
from kiota_abstractions.authentication import AccessTokenProvider, AllowedHostsValidator, BaseBearerTokenAuthenticationProvider
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.default_query_parameters import QueryParameters
from kiota_abstractions.native_response_handler import NativeResponseHandler
from kiota_abstractions.request_option import RequestOption
from kiota_http.middleware.options import RedirectHandlerOption, ResponseHandlerOption, RetryHandlerOption
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.internet_message_header import InternetMessageHeader
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.location import Location
from msgraph.generated.models.message import Message
from msgraph.generated.models.physical_address import PhysicalAddress
from msgraph.generated.models.recipient import Recipient
from msgraph.generated.models.single_value_legacy_extended_property import SingleValueLegacyExtendedProperty
from msgraph.generated.users.item.events.events_request_builder import EventsRequestBuilder
from msgraph.generated.users.item.send_mail.send_mail_post_request_body import SendMailPostRequestBody
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient
from msgraph_core import GraphClientFactory

from core.model import BookingId
from graph_sync.credentials import NoToken, TokenSource
from graph_sync.entry import BOOKING_PROPERTY, CATEGORY, REMINDER_MINUTES, CalendarEntry
from graph_sync.notice import HEADER, Mail
from graph_sync.reply import Reply

IMMUTABLE_IDS = 'IdType="ImmutableId"'
"""Without this header an entry's id changes when it is moved between folders; it must be on every request."""
CALL_TIMEOUT_S = 20.0
"""For a whole call with its token, and less than the time for which the clerk has an entry in hand."""
TIMEOUT = httpx.Timeout(CALL_TIMEOUT_S, connect=10.0)
MAX_RETRY_AFTER_S = 600.0
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
UNAUTHORIZED = 401

_Parameters = TypeVar("_Parameters")
_Query = EventsRequestBuilder.EventsRequestBuilderGetQueryParameters


class Outlook:
    """Calendars of people, by their object ids, and the mailbox that sends notices."""

    def __init__(self, url: str, tokens: TokenSource) -> None:
        self._tokens = tokens
        self._http = httpx.AsyncClient(timeout=TIMEOUT, base_url=url)
        # The SDK wraps these, and its wrapper forgets to close what it holds.
        self._connections = (self._http._transport, *self._http._mounts.values())  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - httpx offers no other way that keeps the proxies of the environment
        options: dict[str, RequestOption] = {
            RetryHandlerOption.get_key(): RetryHandlerOption(max_retries=0, should_retry=False),
            # Graph never sends a calendar call elsewhere; whoever does is not Graph.
            RedirectHandlerOption.get_key(): RedirectHandlerOption(should_redirect=False),
        }
        client = GraphClientFactory.create_with_default_middleware(client=self._http, options=options)
        authentication = BaseBearerTokenAuthenticationProvider(_Tokens(tokens, str(urlsplit(url).hostname)))
        adapter = GraphRequestAdapter(authentication, client=client)
        adapter.base_url = url  # before the client is made: it would set Microsoft's own
        self._graph = GraphServiceClient(request_adapter=adapter)

    async def create(self, mailbox: str, entry: CalendarEntry) -> Reply:
        """Make the entry; the same transaction id makes it once, however often it is sent."""
        event = _event(entry)
        event.transaction_id = entry.transaction
        event.show_as = FreeBusyStatus.Free
        event.categories = [CATEGORY]
        event.is_reminder_on = True
        event.reminder_minutes_before_start = REMINDER_MINUTES
        event.response_requested = False
        event.single_value_extended_properties = [SingleValueLegacyExtendedProperty(id=BOOKING_PROPERTY, value=entry.booking)]
        return await self._reply(self._graph.users.by_user_id(mailbox).events.post(event, _configuration()))

    async def update(self, mailbox: str, event_id: str, entry: CalendarEntry) -> Reply:
        """Bring the entry up to date: only what is ours. Show-as, category and reminder a person may have changed, and may keep."""
        events = self._graph.users.by_user_id(mailbox).events
        return await self._reply(events.by_event_id(event_id).patch(_event(entry), _configuration()))

    async def remove(self, mailbox: str, event_id: str) -> Reply:
        """Take the entry away."""
        return await self._reply(self._graph.users.by_user_id(mailbox).events.by_event_id(event_id).delete(_configuration()))

    async def find(self, mailbox: str, booking: BookingId) -> Reply:
        """The entry that carries the booking's id, the oldest if a person copied it; none: a Reply without event."""
        query = _Query(
            filter=f"singleValueExtendedProperties/Any(ep: ep/id eq '{BOOKING_PROPERTY}' and ep/value eq '{booking}')",
            select=["id", "createdDateTime"],
            top=10,
        )
        configuration = RequestConfiguration(query_parameters=query)
        return await self._reply(self._graph.users.by_user_id(mailbox).events.get(_configured(configuration)))

    async def send(self, mailbox: str, mail: Mail) -> Reply:
        """Send the mail. It leaves no copy in Sent Items: a reason is kept in as few places as can be."""
        message = Message(
            subject=mail.subject,
            body=ItemBody(content_type=BodyType.Text, content=mail.text),
            to_recipients=[Recipient(email_address=EmailAddress(address=mail.to))],
            internet_message_headers=[InternetMessageHeader(name=HEADER, value=mail.id)],
        )
        body = SendMailPostRequestBody(message=message, save_to_sent_items=False)
        return await self._reply(self._graph.users.by_user_id(mailbox).send_mail.post(body, _configuration()))

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()
        for connections in self._connections:
            if connections is not None:
                await connections.aclose()

    async def _reply(self, call: Awaitable[object]) -> Reply:
        try:
            async with asyncio.timeout(CALL_TIMEOUT_S):
                response = cast("httpx.Response", await call)
        except NoToken as error:
            return Reply(status=0, code=str(error), left=False)
        except (httpx.RequestError, TimeoutError) as error:
            return Reply(status=0, code=type(error).__name__, left=not isinstance(error, NEVER_LEFT))
        if response.status_code == UNAUTHORIZED:
            self._tokens.refuse(response.request.headers.get("Authorization", "").removeprefix("Bearer "))
        return _read(response)


class _Tokens(AccessTokenProvider):
    """Hands tokens to the one host that they are for; any other, say in a link of an answer, gets none and the call fails."""

    def __init__(self, source: TokenSource, host: str) -> None:
        self._source = source
        self._hosts = AllowedHostsValidator([host])

    async def get_authorization_token(self, uri: str, additional_authentication_context: dict[str, object] | None = None) -> str:
        del additional_authentication_context
        if not self._hosts.is_url_host_valid(uri):
            raise NoToken("foreign host")
        return await self._source.token()

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return self._hosts


def _event(entry: CalendarEntry) -> Event:
    """A fresh event each time: a fetched one would send its read-only fields back."""
    return Event(
        subject=entry.subject,
        is_all_day=True,
        start=DateTimeTimeZone(date_time=f"{entry.first.isoformat()}T00:00:00", time_zone=entry.zone),
        end=DateTimeTimeZone(date_time=f"{entry.until.isoformat()}T00:00:00", time_zone=entry.zone),
        location=Location(display_name=entry.location, address=PhysicalAddress(street=entry.address) if entry.address else None),
        body=ItemBody(content_type=BodyType.Html, content=entry.body_html),
    )


def _configuration() -> RequestConfiguration[QueryParameters]:
    return _configured(RequestConfiguration[QueryParameters]())


def _configured(configuration: RequestConfiguration[_Parameters]) -> RequestConfiguration[_Parameters]:
    configuration.headers.add("Prefer", IMMUTABLE_IDS)
    configuration.options = [ResponseHandlerOption(NativeResponseHandler())]
    return configuration


class _Error(msgspec.Struct):
    code: str = ""
    existing: str | None = msgspec.field(name="@event.existingEventId", default=None)


class _Item(msgspec.Struct):
    id: str
    created: str = msgspec.field(name="createdDateTime", default="")


class _Body(msgspec.Struct):
    id: str | None = None
    error: _Error | None = None
    value: list[_Item] | None = None


def _read(response: httpx.Response) -> Reply:
    body = _body(response)
    if body is None:
        return Reply(status=0, code="unreadable answer")
    oldest = min(body.value or (), key=lambda item: item.created, default=None)
    event = body.error.existing if body.error else body.id or (oldest.id if oldest else None)
    return Reply(
        status=response.status_code,
        code=body.error.code if body.error else "",
        event=event,
        retry_after_s=_retry_after(response.headers),
    )


def _body(response: httpx.Response) -> _Body | None:
    """What the answer says; None for a yes that is not Graph's, say the welcome page of a network on the way."""
    try:
        body = msgspec.json.decode(response.content or b"{}", type=_Body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        body = _Body()
    is_promise = response.status_code in {200, 201}
    return None if is_promise and body.id is None and body.value is None else body


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from either form of the header; bounded."""
    text = headers.get("Retry-After")
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - time.time()
        except ValueError:
            return None
    return min(max(0.0, seconds), MAX_RETRY_AFTER_S)
