"""Outlook's rules for what is written into a calendar, without any storage: what is refused, and what becomes of the rest."""

import datetime as dt
import hashlib

import msgspec
from msgspec import UNSET

from infra.local.graph_error import GraphError, bad_request
from infra.local.graph_types import Content, ExtendedProperty, Location, Moment
from infra.local.zones import zone_of

_DAY = dt.timedelta(days=1)
ALL_DAY_REMINDER_MIN = 1080
REMINDER_MIN = 15


def fingerprint(content: Content) -> str:
    """Says whether two creations were the same."""
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def created(content: Content) -> Content:
    """What a new entry holds; raises GraphError. Attachments are dropped without a word, as by the real one."""
    if content.start is UNSET or content.end is UNSET:
        raise bad_request("ErrorPropertyValidationFailure", "At least one property failed validation: Start and End are required.")
    check_times(content)
    return msgspec.structs.replace(content, attachments=UNSET)


def patched(old: Content, patch: Content) -> Content:
    """The entry after a PATCH; raises GraphError."""
    if patch.transaction_id is not UNSET and patch.transaction_id != _or_none(old.transaction_id):
        raise bad_request("ErrorInvalidPropertySet", "Property 'TransactionId' is read-only and cannot be set.")
    written = {name: value for name in Content.__struct_fields__ if (value := getattr(patch, name)) is not UNSET}
    written.pop("attachments", None)
    new = msgspec.structs.replace(old, **written)
    if old.single_value_extended_properties is not UNSET and patch.single_value_extended_properties is not UNSET:
        merged = _merged(old.single_value_extended_properties, patch.single_value_extended_properties)
        new = msgspec.structs.replace(new, single_value_extended_properties=merged)
    check_times(new)
    return new


def check_times(content: Content) -> None:
    """All-day entries run from midnight to a later midnight of one zone; every entry ends after it begins."""
    start, end = moments(content)
    first, last = wall_clock(start), wall_clock(end)
    if content.is_all_day is True:
        midnight = dt.time(0)
        if (start.time_zone or "UTC") != (end.time_zone or "UTC") or first.time() != midnight or last.time() != midnight:
            message = "The Event.Start and Event.End properties for an all day event must be set to midnight and be in the same time zone."
            raise bad_request("ErrorInvalidPropertyValue", message)
        if last - first < _DAY:
            message = "At least one property failed validation. The duration of an event marked as All day must be at least 24 hours."
            raise bad_request("ErrorPropertyValidationFailure", message)
    elif instant(end) < instant(start):
        raise bad_request(
            "ErrorPropertyValidationFailure", "At least one property failed validation. The end time must be after the start time."
        )


def moments(content: Content) -> tuple[Moment, Moment]:
    """Start and end, which every kept entry has."""
    if content.start is UNSET or content.end is UNSET:
        raise AssertionError("an entry is never kept without start and end")
    return content.start, content.end


def wall_clock(moment: Moment) -> dt.datetime:
    """The time as written, its zone checked but not applied."""
    zone_of(moment.time_zone or "UTC")
    try:
        written = dt.datetime.fromisoformat(moment.date_time)
    except ValueError as error:
        raise _bad_time(moment) from error
    if written.tzinfo is not None:
        raise _bad_time(moment)
    return written


def instant(moment: Moment) -> dt.datetime:
    """The same as a point in time."""
    return wall_clock(moment).replace(tzinfo=zone_of(moment.time_zone or "UTC")).astimezone(dt.UTC)


def span(content: Content) -> tuple[dt.datetime, dt.datetime]:
    """When a view shows it. All-day entries float: they count from midnight to midnight UTC whatever their zone."""
    start, end = moments(content)
    if content.is_all_day is True:
        return wall_clock(start).replace(tzinfo=dt.UTC), wall_clock(end).replace(tzinfo=dt.UTC)
    return instant(start), instant(end)


def days(content: Content) -> tuple[dt.date, dt.date]:
    """The first and the last day that a calendar page shows it on, both included."""
    start, end = moments(content)
    first, last = wall_clock(start), wall_clock(end)
    return first.date(), max(first, last - dt.timedelta(microseconds=1)).date()


def moved(content: Content, day: dt.date) -> Content:
    """The entry as after a person dragged it to another day: same length, same hours, same zone."""
    start, end = moments(content)
    shift = day - wall_clock(start).date()
    return msgspec.structs.replace(content, start=_shifted(start, shift), end=_shifted(end, shift))


def location_of(content: Content) -> Location:
    """The location with what Outlook adds to a plain name."""
    given = content.location or Location()
    name = given.display_name or ""
    return msgspec.structs.replace(
        given,
        display_name=name,
        location_type=given.location_type or "default",
        unique_id=given.unique_id or (name or None),
        unique_id_type=given.unique_id_type or ("private" if name else "unknown"),
    )


def _shifted(moment: Moment, shift: dt.timedelta) -> Moment:
    return msgspec.structs.replace(moment, date_time=(wall_clock(moment) + shift).isoformat())


def _merged(old: list[ExtendedProperty], new: list[ExtendedProperty]) -> list[ExtendedProperty]:
    """A PATCH replaces the properties it names and leaves the others."""
    by_id = {prop.id.casefold(): prop for prop in (*old, *new)}
    return list(by_id.values())


def _or_none(value: object) -> object:
    return None if value is UNSET else value


def _bad_time(moment: Moment) -> GraphError:
    message = f"Cannot convert the literal '{moment.date_time}' to a wall-clock time such as 2026-11-25T00:00:00."
    return bad_request("ErrorInvalidPropertyValue", message)
