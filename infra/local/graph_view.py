"""How an entry looks in an answer of Graph."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote

import msgspec
from msgspec import UNSET

from infra.local.graph_query import Query, extended
from infra.local.graph_rules import ALL_DAY_REMINDER_MIN, REMINDER_MIN, instant, location_of, moments, wall_clock
from infra.local.graph_types import Content, Entry, ItemBody, Moment
from infra.local.world import Person
from infra.local.zones import zone_of

_PREVIEW_LENGTH = 255
_ALWAYS = frozenset({"id", "@odata.etag", "singleValueExtendedProperties"})


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the Prefer header asks for."""

    immutable_ids: bool
    zone: str
    text_bodies: bool

    @staticmethod
    def of(headers: Mapping[str, str]) -> "Preferences":
        """Unknown preferences are passed over, as HTTP wants."""
        prefer = headers.get("prefer", "")
        zone = re.search(r'outlook\.timezone\s*=\s*"([^"]+)"', prefer, re.IGNORECASE)
        return Preferences(
            immutable_ids=re.search(r'IdType\s*=\s*"ImmutableId"', prefer, re.IGNORECASE) is not None,
            zone=zone[1] if zone else "UTC",
            text_bodies=re.search(r'outlook\.body-content-type\s*=\s*"text"', prefer, re.IGNORECASE) is not None,
        )


def id_for(entry: Entry, preferences: Preferences) -> str:
    """The id of the kind that was asked for."""
    return entry.id if preferences.immutable_ids else entry.mutable_id


def etag(entry: Entry) -> str:
    """The version mark that If-Match compares."""
    return f'W/"{entry.change_key}"'


def shown(entry: Entry, owner: Person, preferences: Preferences, query: Query | None = None) -> dict[str, object]:
    """The entry as JSON; extended properties only by $expand."""
    content = entry.content
    start, end = moments(content)
    whole = _own(entry, owner, preferences) | _written(content) | {
        "originalStartTimeZone": start.time_zone or "UTC",
        "originalEndTimeZone": end.time_zone or "UTC",
        "start": _moment(start, content, preferences.zone),
        "end": _moment(end, content, preferences.zone),
        "body": msgspec.to_builtins(_body(content, text=preferences.text_bodies)),
        "bodyPreview": plain_text(content.body)[:_PREVIEW_LENGTH],
        "location": msgspec.to_builtins(location_of(content)),
        "locations": [msgspec.to_builtins(location_of(content))] if content.location else [],
    }  # fmt: skip
    if query is not None and query.expand is not None:
        named = [prop for prop in extended(entry) if not query.expand or prop.id.casefold() in query.expand]
        if named:
            whole["singleValueExtendedProperties"] = msgspec.to_builtins(named)
    if query is not None and query.select is not None:
        return {name: value for name, value in whole.items() if name in query.select or name in _ALWAYS}
    return whole


def plain_text(body: ItemBody | msgspec.UnsetType | None) -> str:
    """What a person reads of it."""
    if not body or not body.content:
        return ""
    if body.content_type != "html":
        return body.content
    reader = _Reader()
    reader.feed(body.content)
    reader.close()
    return re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[ \t\r]+", " ", "".join(reader.parts))).strip()


def _own(entry: Entry, owner: Person, preferences: Preferences) -> dict[str, object]:
    """What Outlook itself says of an entry."""
    address = {"name": owner.name, "address": owner.email}
    entry_id = id_for(entry, preferences)
    return {
        "@odata.etag": etag(entry),
        "id": entry_id,
        "changeKey": entry.change_key,
        "createdDateTime": _utc(entry.created_s),
        "lastModifiedDateTime": _utc(entry.modified_s),
        "iCalUId": entry.ical_uid,
        "type": "singleInstance",
        "seriesMasterId": None,
        "recurrence": None,
        "hasAttachments": False,
        "isOrganizer": True,
        "isCancelled": False,
        "isDraft": False,
        "isOnlineMeeting": False,
        "onlineMeeting": None,
        "onlineMeetingUrl": None,
        "onlineMeetingProvider": "unknown",
        "attendees": [],
        "organizer": {"emailAddress": address},
        "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
        "webLink": f"https://outlook.office365.com/owa/?itemid={quote(entry_id)}&exvsurl=1&path=/calendar/item",
    }


def _written(content: Content) -> dict[str, object]:
    """What the program wrote, over Outlook's defaults."""
    all_day = content.is_all_day is True
    defaults: dict[str, object] = {
        "subject": "",
        "isAllDay": False,
        "categories": [],
        "showAs": "busy",
        "importance": "normal",
        "sensitivity": "normal",
        "isReminderOn": True,
        "reminderMinutesBeforeStart": ALL_DAY_REMINDER_MIN if all_day else REMINDER_MIN,
        "responseRequested": True,
        "allowNewTimeProposals": True,
        "hideAttendees": False,
        "transactionId": None,
    }
    bare = msgspec.structs.replace(content, single_value_extended_properties=UNSET)
    return defaults | msgspec.convert(msgspec.to_builtins(bare), dict[str, object])


def _moment(moment: Moment, content: Content, zone: str) -> dict[str, object]:
    """All-day entries read as midnight in whatever zone is asked; others are converted."""
    if content.is_all_day is True:
        time = wall_clock(moment)
        zone_of(zone)
    else:
        time = instant(moment).astimezone(zone_of(zone))
    return {"dateTime": f"{time:%Y-%m-%dT%H:%M:%S.%f}0", "timeZone": zone}


def _body(content: Content, *, text: bool) -> ItemBody:
    body = content.body or ItemBody(content="", content_type="html")
    return ItemBody(content=plain_text(body), content_type="text") if text else body


def _utc(seconds: float) -> str:
    return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%dT%H:%M:%S.%f}0Z"


class _Reader(HTMLParser):
    """Collects text; blocks and breaks become line ends."""

    _BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "table"})
    _SILENT = frozenset({"script", "style", "title", "head"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._muted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._muted += tag in self._SILENT
        if tag in self._BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._muted -= tag in self._SILENT and self._muted > 0
        if tag in self._BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._muted:
            self.parts.append(data)
