"""What the buttons of cards say when they are pressed. A card lies with the client: whatever comes back is checked like any request.

Every `ask` is new each time a card is drawn, so that a button that Teams sends twice does its deed once.
"""

from __future__ import annotations

from enum import StrEnum


class Verb(StrEnum):
    """The deed of a button; beside each what its data holds. Days are ISO dates, offices and bookings ids."""

    WEEK = "week"  # office, monday (none: the present week): show that week of the office; also a card's refresh
    BOOK = "book"  # office, day, parking, ask; reason (an input of the card, where the house wants one); then
    WAIT = "wait"  # office, day, parking, ask; reason; then
    LEAVE = "leave"  # office, day, ask; then
    CANCEL = "cancel"  # booking, ask; then
    CANCEL_ALL = "cancel_all"  # bookings (a list), lines (a list of office, day), ask: after the confirmation
    LEAVE_ALONE = "leave_alone"  # nothing: "no, keep them"
    PASS = "pass"  # noqa: S105 - a pass of a day; booking
    BOOKINGS = "bookings"  # nothing: the list of my bookings; also its refresh
    WHO = "who"  # office, day; also the refresh of the card in a group
    HOME = "home"  # office: make it the home office
    LANGUAGE = "language"  # language
    REMIND = "remind"  # on
    SHARE = "share"  # on
    SAY = "say"  # text: as if it had been typed; for suggestions
    HELP = "help"  # nothing


class Then(StrEnum):
    """Which card takes the place of the one whose button was pressed (`then`); WEEK needs office and monday."""

    WEEK = "week"
    BOOKINGS = "bookings"
    BOOKING = "booking"
