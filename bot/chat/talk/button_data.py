"""What the button of a card or a dialog carried, taken apart strictly. Whoever holds the client can write anything there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from bot.chat.cards.actions import Then
from bot.chat.incoming import Data
from core.model import BookingId, BookingName, OfficeId, is_id, parse_booking_id

MOST_REASON = 500
MOST_SAID = 500
MOST_OFFICE = 40
MOST_BOOKING = 160
MOST_AT_ONCE = 50
_ASK = re.compile(r"[A-Za-z0-9_-]{8,64}")
_SWITCH = {True: True, False: False, "true": True, "false": False}
"""A switch in a card says so in words."""


class Odd(Exception):
    """No card of ours carries that."""


@dataclass(frozen=True, slots=True)
class ButtonData:
    """Each question raises Odd for what is missing or can't be."""

    data: Data

    def office(self) -> OfficeId:
        """An office's id; whether there is one, the core knows."""
        named = self._text("office", MOST_OFFICE)
        if not is_id(named):
            raise Odd
        return OfficeId(named)

    def day(self, name: str = "day") -> date:
        """A date, written as 2026-11-25 and no other way."""
        text = self._text(name, len("2026-11-25"))
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise Odd from None
        if day.isoformat() != text:
            raise Odd
        return day

    def ask(self) -> str:
        """The ask that was drawn into the card."""
        text = self._text("ask", 64)
        if _ASK.fullmatch(text) is None:
            raise Odd
        return text

    def is_on(self, name: str) -> bool:
        """A switch; off if it is not there."""
        value = self.data.get(name, False)
        if not isinstance(value, bool | str) or value not in _SWITCH:
            raise Odd
        return _SWITCH[value]

    def must_be_on_or_off(self, name: str) -> bool:
        """A switch that must be there."""
        if name not in self.data:
            raise Odd
        return self.is_on(name)

    def reason(self) -> str:
        """What was typed as the reason; nothing where there is no such field."""
        return self._text("reason", MOST_REASON) if self.data.get("reason") is not None else ""

    def said(self) -> str:
        """A sentence that the button says."""
        return self._text("text", MOST_SAID)

    def language(self) -> str:
        """The short name of a language; whether it is spoken here, the core knows."""
        return self._text("language", 10)

    def booking(self) -> BookingId:
        """A booking's id."""
        return _booking(self.data.get("booking"))

    def booking_name(self) -> BookingName:
        """What the booking's id says."""
        return _taken_apart(self.booking())

    def bookings(self) -> Sequence[BookingId]:
        """Several bookings, each once."""
        return list(dict.fromkeys(map(_booking, self._list("bookings"))))

    def lines(self) -> Sequence[tuple[OfficeId, date]]:
        """Several lines by office and day, each once; none where the card names none."""
        named = [_part(one) for one in self._list("lines")] if self.has("lines") else []
        return list(dict.fromkeys((one.office(), one.day()) for one in named))

    def then(self, default: Then) -> Then:
        """Which card is to follow."""
        value = self.data.get("then", default)
        if not isinstance(value, str) or value not in set(Then):
            raise Odd
        return Then(value)

    def has(self, name: str) -> bool:
        """Whether anything of that name is there."""
        return self.data.get(name) is not None

    def _list(self, name: str) -> list[object]:
        value = self.data.get(name)
        if not isinstance(value, list) or len(cast("list[object]", value)) > MOST_AT_ONCE:
            raise Odd
        return cast("list[object]", value)

    def _text(self, name: str, most: int) -> str:
        value = self.data.get(name)
        if not isinstance(value, str) or len(value) > most:
            raise Odd
        try:
            value.encode()
        except UnicodeEncodeError:  # half a character, which JSON can carry and no store can keep
            raise Odd from None
        return value


def _booking(value: object) -> BookingId:
    if not isinstance(value, str) or len(value) > MOST_BOOKING:
        raise Odd
    _taken_apart(value)
    return BookingId(value)


def _taken_apart(booking: str) -> BookingName:
    named = parse_booking_id(booking)
    if named is None:
        raise Odd
    return named


def _part(value: object) -> ButtonData:
    if not isinstance(value, Mapping):
        raise Odd
    return ButtonData(cast("Data", value))
