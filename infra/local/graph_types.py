"""What a calendar entry may hold, as closed types: a misspelt or unknown property is refused, as in Graph."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from infra.local.graph_error import GraphError, bad_request


class ItemBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename="camel"):
    """Text or HTML."""

    content: str | None = ""
    content_type: Literal["text", "html"] | None = "text"


class Moment(msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename="camel"):
    """A wall-clock time and the zone it is in."""

    date_time: str
    time_zone: str | None = None


class Address(msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename="camel", omit_defaults=True):
    """A postal address."""

    street: str | None = None
    city: str | None = None
    state: str | None = None
    country_or_region: str | None = None
    postal_code: str | None = None


class Location(msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename="camel", omit_defaults=True):
    """Where it is."""

    display_name: str | None = None
    location_type: str | None = None
    location_uri: str | None = None
    location_email_address: str | None = None
    unique_id: str | None = None
    unique_id_type: str | None = None
    address: Address | None = None


class ExtendedProperty(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A named value that only programs see."""

    id: str
    value: str


class Content(msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename="camel", omit_defaults=True):
    """What a program may write. Every field may be absent, which in a PATCH means: leave it."""

    subject: str | UnsetType | None = UNSET
    body: ItemBody | UnsetType | None = UNSET
    start: Moment | UnsetType = UNSET
    end: Moment | UnsetType = UNSET
    is_all_day: bool | UnsetType = UNSET
    location: Location | UnsetType | None = UNSET
    categories: list[str] | UnsetType = UNSET
    show_as: Literal["free", "tentative", "busy", "oof", "workingElsewhere", "unknown"] | UnsetType = UNSET
    sensitivity: Literal["normal", "personal", "private", "confidential"] | UnsetType = UNSET
    importance: Literal["low", "normal", "high"] | UnsetType = UNSET
    is_reminder_on: bool | UnsetType = UNSET
    reminder_minutes_before_start: int | UnsetType = UNSET
    response_requested: bool | UnsetType = UNSET
    allow_new_time_proposals: bool | UnsetType = UNSET
    hide_attendees: bool | UnsetType = UNSET
    transaction_id: str | UnsetType | None = UNSET
    single_value_extended_properties: list[ExtendedProperty] | UnsetType = UNSET
    attachments: list[dict[str, object]] | UnsetType = UNSET


class Entry(msgspec.Struct, frozen=True, rename="camel"):
    """One calendar entry as it is kept. `fingerprint` is of what created it."""

    id: str
    mutable_id: str
    mailbox: str
    change_key: str
    ical_uid: str
    created_s: float
    modified_s: float
    fingerprint: str
    content: Content


_READ_ONLY = frozenset(
    {
        "id", "changeKey", "createdDateTime", "lastModifiedDateTime", "bodyPreview", "cancelledOccurrences", "hasAttachments",
        "iCalUId", "isCancelled", "isDraft", "isOrganizer", "onlineMeetingUrl", "organizer", "originalEndTimeZone", "originalStart",
        "originalStartTimeZone", "responseStatus", "seriesMasterId", "type", "webLink",
    }
)  # fmt: skip


def content_from(body: object) -> Content:
    """The written properties; OData's own annotations are no properties."""
    plain = without_annotations(body)
    if not isinstance(plain, dict):
        raise bad_request("ErrorInvalidRequest", "The request body must be a JSON object.")
    read_only = sorted(_READ_ONLY.intersection(msgspec.convert(plain, dict[str, object])))
    if read_only:
        raise bad_request("ErrorInvalidPropertySet", f"Property '{read_only[0]}' is read-only and cannot be set.")
    try:
        return msgspec.convert(plain, Content)
    except msgspec.ValidationError as error:
        raise unreadable(str(error)) from error


def unreadable(reason: str) -> GraphError:
    """What Graph answers to a property or a value that its types don't know."""
    return bad_request("RequestBodyRead", f"{reason}. Make sure to only use property names that are defined by the type.")


def without_annotations(value: object) -> object:
    """JSON without OData's own annotations, which are no properties."""
    if isinstance(value, dict):
        pairs = msgspec.convert(value, dict[str, object]).items()
        return {key: without_annotations(inner) for key, inner in pairs if "@odata." not in key}
    if isinstance(value, list):
        return [without_annotations(inner) for inner in msgspec.convert(value, list[object])]
    return value
