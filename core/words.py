"""The sentence for every refusal: one catalogue, read by the tab, the chat and the API alike.

A language is a dictionary from code to sentence. A code with `.other` is said to somebody who acts for another person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel.dates import format_date

from core.decision import Code, Refusal
from core.words_german import GERMAN

ENGLISH: Mapping[str, str] = {
    "no_such_office": "There is no such office.",
    "no_such_person": "There is no such person here. A person is known from the first sign-in on.",
    "no_such_booking": "There is no such booking.",
    "not_yours": "You can book and cancel only for yourself.",
    "not_for_you": "This is only for administrators.",
    "read_only": "Nothing can be changed at the moment. Please try again later.",
    "day_past": "{day} is over and can no longer be changed.",
    "day_too_far": "{day} can't be booked yet. The days up to {last} are open.",
    "ask_reused": "This ask was already used for something else. Please try again.",
    "already_booked": "You already have a place in {office} on {day}.",
    "already_booked.other": "This person already has a place in {office} on {day}.",
    "office_closed": "{office} is closed on {day}.",
    "office_closed.note": "{office} is closed on {day}: {note}",
    "other_office_booked": "You already have a place in another office on {day}.",
    "other_office_booked.other": "This person already has a place in another office on {day}.",
    "allowance_used": "You have used your {allowance} of that week. Give one back to book another.",
    "allowance_used.none": "You have no office days to book. Ask an administrator for an allowance.",
    "allowance_used.other": "This person has used the {allowance} of that week.",
    "office_full": "{office} is full on {day}.",
    "parking_full": "All car places in {office} are taken on {day}.",
    "no_parking": "{office} has no car places.",
    "reason_missing": "Please say briefly why you come to the office.",
    "reason_missing.other": "Please say briefly why this person comes to the office.",
    "place_free": "There is a free place in {office} on {day}. You can book it now.",
    "wait_over": "The time until which you want to wait for {day} is over.",
    "queue_full": "Already {most} people wait for that day. Please choose another one.",
    "changed_meanwhile": "Somebody else changed this in the meantime. Please look again and repeat your change.",
    "office_exists": "There is an office with this name or id already.",
    "bad_value": "This value can't be.",
    "bad_value.allowance": "An allowance is a whole number of days from {least} to {most}.",
    "bad_value.capacity": "A capacity is a whole number from {least} to {most}.",
    "bad_value.parking_capacity": "The number of car places is a whole number from {least} to {most}.",
    "bad_value.advance_booking_days": "From {least} to {most} days can be open for booking.",
    "bad_value.default_allowance": "An allowance is a whole number of days from {least} to {most}.",
    "bad_value.retention_days": "Bookings can be kept from {least} to {most} days.",
    "bad_value.people_retention_days": "People can be kept from {least} to {most} days; longer than days are open for booking.",
    "bad_value.name": "A name has {least} to {most} characters.",
    "bad_value.location": "A location has at most {most} characters.",
    "bad_value.note": "A note has at most {most} characters.",
    "bad_value.id": "An id has {least} to {most} small letters, digits and hyphens.",
    "bad_value.language": "This language is not spoken here.",
    "bad_value.zone": "That is no time zone. Zones have names such as Europe/London.",
    "today_is_fixed": "Today's booking can be cancelled only by an administrator of {office}.",
}
"""English; complete by a test. Other languages have a file each."""

DEFAULT = "en"
LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "de": GERMAN}
DAY_PATTERNS = {"en": ("en_GB", "EEEE d MMMM"), "de": ("de_DE", "EEEE, d. MMMM")}
ALLOWANCES = {"en": ("{} day", "{} days"), "de": ("{} Tag", "{} Tagen")}
"""One day, and several."""


def sentence(refusal: Refusal, language: str | None = None) -> str:
    """The refusal in a person's words; in English where no language was chosen, or one that is not known."""
    spoken = language if language is not None and language in LANGUAGES else DEFAULT
    catalogue = LANGUAGES[spoken]
    template = catalogue.get(_variant(refusal)) or catalogue[refusal.code]
    return template.format(**_phrases(refusal, spoken))


def _variant(refusal: Refusal) -> str:
    facts = refusal.facts
    if "field" in facts:
        return f"{refusal.code}.{facts['field']}"
    if facts.get("note"):
        return f"{refusal.code}.note"
    if facts.get("own") is False:
        return f"{refusal.code}.other"
    if refusal.code is Code.ALLOWANCE_USED and facts.get("allowance") == 0:
        return f"{refusal.code}.none"
    return refusal.code


def _phrases(refusal: Refusal, language: str) -> dict[str, str]:
    phrases = {name: str(value) for name, value in refusal.facts.items()}
    for name in ("day", "last"):
        if name in phrases:
            phrases[name] = spoken_day(date.fromisoformat(phrases[name]), language)
    if "allowance" in phrases:
        one, several = ALLOWANCES[language]
        phrases["allowance"] = (one if phrases["allowance"] == "1" else several).format(phrases["allowance"])
    return phrases


@lru_cache(maxsize=4096)
def spoken_day(day: date, language: str = DEFAULT) -> str:
    """The day as people say it: "Tuesday 24 November"."""
    locale, pattern = DAY_PATTERNS.get(language, DAY_PATTERNS[DEFAULT])
    return format_date(day, pattern, locale=locale)
