"""The calendar operations of the Graph subset: create, list, read, change, delete and the calendar view."""

import asyncio
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from infra.local.graph_call import Answer, Call
from infra.local.graph_error import GraphError, bad_request, not_found
from infra.local.graph_query import next_link, page_of, parse_query
from infra.local.graph_rules import created, fingerprint, patched, span
from infra.local.graph_types import Content, Entry, content_from
from infra.local.graph_view import Preferences, etag, id_for, shown
from infra.local.limits import Limits
from infra.local.mailboxes import Mailboxes
from infra.local.people import People
from infra.local.weather import Weather
from infra.local.world import Person

_PATH = re.compile(r"/users/([^/]+)/(events|calendarView)(?:/([^/]+))?/?", re.IGNORECASE)
_VIEW_PARAMETERS = frozenset({"startDateTime", "endDateTime"})


@dataclass(slots=True)
class GraphCalendar:
    """Answers one logical request. `transactions_outlive` makes a deleted entry's transaction id stay used up: nobody knows."""

    people: People
    mailboxes: Mailboxes
    limits: Limits
    weather: Weather
    base: Callable[[], str]
    transactions_outlive: bool = False

    async def answer(self, call: Call) -> Answer:
        """Raises GraphError for a no, ConnectionCut when a test wants that."""
        self.weather.strike(call, "before")
        match = _PATH.fullmatch(call.path)
        if match is None:
            raise GraphError(404, "ResourceNotFound", f"The local Outlook has nothing at {call.method} {call.path}.")
        owner = self.people.owner_of_mailbox(match[1])
        with self.limits.request(owner.oid):
            if self.weather.latency_s:
                await asyncio.sleep(self.weather.latency_s)
            answer = self._operate(call, owner, match[2].lower(), match[3])
        self.weather.strike(call, "after")
        return answer

    def _operate(self, call: Call, owner: Person, collection: str, entry_id: str | None) -> Answer:
        preferences = Preferences.of(call.headers)
        match call.method, collection, entry_id:
            case "GET", "calendarview", None:
                return self._view(call, owner, preferences)
            case "GET", "events", None:
                return self._list(call, owner, preferences, self.mailboxes.entries(owner.oid), own=frozenset())
            case "POST", "events", None:
                return self._create(call, owner, preferences)
            case "GET", "events", str():
                query = parse_query(call.query)
                return Answer(200, shown(self._find(owner, entry_id), owner, preferences, query))
            case "PATCH", "events", str():
                entry = self._unchanged(call, self._find(owner, entry_id))
                new = self.mailboxes.change(entry, patched(entry.content, content_from(call.body)))
                return Answer(200, shown(new, owner, preferences))
            case "DELETE", "events", str():
                return self._delete(call, owner, preferences, entry_id)
            case _:
                raise GraphError(405, "ErrorMethodNotAllowed", f"{call.method} is not allowed at {call.path}.")

    def _create(self, call: Call, owner: Person, preferences: Preferences) -> Answer:
        asked = content_from(call.body)
        content = created(asked)
        if content.transaction_id:
            earlier = self.mailboxes.by_transaction(owner.oid, content.transaction_id, also_deleted=self.transactions_outlive)
            if earlier is not None:
                return self._again(earlier, asked, owner, preferences)
        entry = self.mailboxes.add(owner.oid, content, asked)
        location = f"{self.base()}/v1.0/users('{owner.oid}')/events('{id_for(entry, preferences)}')"
        return Answer(201, shown(entry, owner, preferences), {"Location": location})

    def _again(self, earlier: Entry, asked: Content, owner: Person, preferences: Preferences) -> Answer:
        """The same creation twice is one entry; another one under a used transaction id is refused with the first one's id."""
        if earlier.fingerprint == fingerprint(asked):
            return Answer(201, shown(earlier, owner, preferences))
        message = (
            "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event."
        )
        more = {"@event.existingEventId": id_for(earlier, preferences)}
        raise GraphError(400, "ErrorDuplicateTransactionId", message, more=more)

    def _list(self, call: Call, owner: Person, preferences: Preferences, entries: list[Entry], *, own: frozenset[str]) -> Answer:
        query = parse_query(call.query, own=own)
        found, more = page_of(entries, query)
        user = quote(owner.oid)
        body: dict[str, object] = {
            "@odata.context": f"{self.base()}/v1.0/$metadata#users('{user}')/{'calendarView' if own else 'events'}",
            "value": [shown(entry, owner, preferences, query) for entry in found],
        }
        if more:
            body["@odata.nextLink"] = next_link(f"{self.base()}/v1.0{quote(call.path)}", call.query, skip=query.skip + query.top)
        return Answer(200, body)

    def _view(self, call: Call, owner: Person, preferences: Preferences) -> Answer:
        if not call.query.keys() >= _VIEW_PARAMETERS:
            message = "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime."
            raise bad_request("ErrorInvalidParameter", message)
        first, last = (_instant(call.query[name]) for name in ("startDateTime", "endDateTime"))
        if last < first:
            raise bad_request("ErrorInvalidParameter", "The EndDateTime is before the StartDateTime.")
        spans = [(span(entry.content), entry) for entry in self.mailboxes.entries(owner.oid)]
        seen = sorted((start, n, entry) for n, ((start, end), entry) in enumerate(spans) if start < last and end > first)
        return self._list(call, owner, preferences, [entry for _, _, entry in seen], own=_VIEW_PARAMETERS)

    def _delete(self, call: Call, owner: Person, preferences: Preferences, entry_id: str) -> Answer:
        if preferences.immutable_ids and self.mailboxes.was_deleted(owner.oid, entry_id):
            # An immutable id still reaches what lies in Deleted Items, and says so in its own way.
            raise GraphError(403, "ErrorCannotDeleteObject", "Object cannot be deleted.")
        self.mailboxes.delete(self._unchanged(call, self._find(owner, entry_id)))
        return Answer(204)

    def _find(self, owner: Person, entry_id: str) -> Entry:
        entry = self.mailboxes.find(owner.oid, entry_id)
        if entry is None:
            raise not_found()
        return entry

    def _unchanged(self, call: Call, entry: Entry) -> Entry:
        wanted = call.headers.get("if-match", "*")
        if wanted not in ("*", etag(entry)):
            message = (
                "The send or update operation could not be performed because the change key passed in the request "
                "does not match the current change key for the item."
            )
            raise GraphError(412, "ErrorIrresolvableConflict", message)
        return entry


def _instant(text: str) -> dt.datetime:
    """Without an offset it is UTC, as in Graph."""
    try:
        # A plus sign that nobody encoded arrives as a blank.
        written = dt.datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise bad_request("ErrorInvalidParameter", f"The value '{text}' is no date and time.") from error
    return written if written.tzinfo else written.replace(tzinfo=dt.UTC)
