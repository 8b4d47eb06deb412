"""Cards in the states that people meet, by name: snapshots, the schema and the rules of Teams are held against all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache

from bot.chat.cards.actions import Then
from bot.chat.cards.booking import booking_card
from bot.chat.cards.bookings import bookings_card, confirm_cancel_card
from bot.chat.cards.choices import choices_card
from bot.chat.cards.facts import (
    BookForm,
    BookingFacts,
    BookingsFacts,
    Choice,
    MissingEntries,
    OfficeRow,
    PassFacts,
    SharedDay,
    SharedWeek,
    TeamDay,
    Viewer,
    WaitFacts,
    WeekFacts,
)
from bot.chat.cards.form import book_form
from bot.chat.cards.help import help_card, welcome_card
from bot.chat.cards.language import language_card
from bot.chat.cards.notice import reminder_card, sync_failed_card, told_card
from bot.chat.cards.offices import offices_card
from bot.chat.cards.passes import pass_card
from bot.chat.cards.week import shared_week_card, week_card
from bot.chat.cards.who import team_day_card, who_card
from bot.chat.incoming import Kind
from bot.chat.outgoing import CardJson
from bot.chat.words.languages import words_of
from core.availability import DayView
from core.decision import Code, Refusal
from core.model import Booking, Office, OfficeDay, OfficeId, PersonId, State, Waiter
from core.presence import Presence
from tests.house_of import AUCKLAND, LONDON, NOON, TODAY, person

MONDAY = date(2026, 11, 23)
ADA = PersonId("5c5d1c4e-52d5-4bb3-a6ab-9a1f2b3c4d5e.0f8fad5b-d9cb-469f-a165-70867728950e")
VIENNA = Office(id=OfficeId("vienna"), name="Wien *Mitte* [HQ]", zone="Europe/Vienna", capacity=5, location="Ring 1\n<b>2</b>")
PASS_URL = "https://booker.contoso.example/pass/" + "AbC-_9" * 28


def viewer(language: str = "en", *, refreshed_for: tuple[str, ...] = (), needs_reason: bool = False) -> Viewer:
    return Viewer(language=language, ask="5e0c8c1e9d", refreshed_for=refreshed_for, needs_reason=needs_reason)


def booked(day: date, office: Office = LONDON, *, parking: bool = False, state: State = State.ACTIVE) -> Booking:
    return Booking(office=office.id, person=ADA, day=day, parking=parking, state=state, made_at=NOON, made_by=ADA)


def tally(day: date, taken: int = 3, parking_taken: int = 1, **more: object) -> OfficeDay:
    return OfficeDay(office=LONDON.id, day=day, capacity=10, parking_capacity=4, taken=taken, parking_taken=parking_taken, **more)  # pyright: ignore[reportArgumentType] - keywords of OfficeDay


def day_view(
    of: OfficeDay, refusal: Refusal | None = None, parking: Refusal | None = None, mine: Booking | None = None, waits: Waiter | None = None
) -> DayView:
    return DayView(tally=of, mine=mine, waits=waits, place=2 if waits else None, refusal=refusal, parking_refusal=parking)


def no(code: Code, day: date, **more: bool | str) -> Refusal:
    return Refusal(code, {"day": day.isoformat(), "office": "London", "allowance": 3, "own": True} | more)


def waiter(*, parking: bool = False, until: time | None = None) -> Waiter:
    return Waiter(person=ADA, parking=parking, since=NOON, until=until)


def days() -> tuple[DayView, ...]:
    """A day of every kind, Tuesday to Sunday."""
    tue, wed, thu, fri, sat, sun = [MONDAY + timedelta(days=ahead) for ahead in range(1, 7)]
    return (
        day_view(tally(tue)),
        day_view(tally(wed, taken=4, parking_taken=2), mine=booked(wed, parking=True)),
        day_view(tally(thu, taken=9, parking_taken=4), parking=no(Code.PARKING_FULL, thu)),
        day_view(tally(fri, taken=10, parking_taken=4, waiting=3), no(Code.OFFICE_FULL, fri)),
        day_view(tally(sat, taken=10, parking_taken=4, waiting=2), no(Code.OFFICE_FULL, sat), waits=waiter(parking=True, until=time(18))),
        day_view(tally(sun, closed=True, note="Painters *everywhere*"), no(Code.OFFICE_CLOSED, sun, note="Painters *everywhere*")),
    )


def week(**more: object) -> WeekFacts:
    facts = WeekFacts(office=LONDON, monday=MONDAY, today=TODAY, days=days(), allowance=3, used=1, next=MONDAY + timedelta(days=7))
    return replace(facts, **more)  # pyright: ignore[reportArgumentType] - fields of WeekFacts


def free_week() -> WeekFacts:
    """A whole week with the most buttons."""
    dates = [MONDAY + timedelta(days=7 + ahead) for ahead in range(7)]
    return week(monday=dates[0], days=tuple(day_view(tally(day)) for day in dates), previous=MONDAY, next=MONDAY + timedelta(days=14))


def refused_week(code: Code) -> WeekFacts:
    wed = TODAY + timedelta(days=1)
    rows = (day_view(tally(TODAY), no(code, TODAY)), day_view(tally(wed), mine=booked(wed)))
    return week(days=rows, used=3)


def shared_week() -> SharedWeek:
    rows = [
        SharedDay(
            day=day.tally.day,
            left=day.tally.left,
            capacity=10,
            parking_left=day.tally.parking_left,
            parking_capacity=4,
            closed=day.tally.closed,
            note=day.tally.note,
            waiting=day.tally.waiting,
        )
        for day in days()
    ]
    return SharedWeek(office=LONDON, monday=MONDAY, days=tuple(rows), next=MONDAY + timedelta(days=7))


def held(ahead: int = 1, office: Office = LONDON, *, parking: bool = False, can_cancel: bool = True, news: str = "") -> BookingFacts:
    return BookingFacts(
        booking=booked(TODAY + timedelta(days=ahead), office, parking=parking), office=office, can_cancel=can_cancel, news=news
    )


def fixed() -> BookingFacts:
    return replace(held(0, can_cancel=False), refusal=Refusal(Code.TODAY_IS_FIXED, {"office": "London"}))


def mine(count: int = 3) -> BookingsFacts:
    bookings = tuple(replace(held(ahead, parking=ahead == 2), then=Then.BOOKINGS) for ahead in range(1, count + 1))
    wait = WaitFacts(office=AUCKLAND, day=TODAY + timedelta(days=2), waiter=waiter(until=time(18)), place=1)
    return BookingsFacts(bookings=(fixed(), *bookings), waits=(wait,), is_all=False)


def presence(names: tuple[str, ...], unnamed: int, *, is_in: bool = False) -> Presence:
    return Presence(office=LONDON, day=TODAY + timedelta(days=1), named=tuple(map(person, names)), unnamed=unnamed, is_in=is_in)


def office_rows() -> tuple[OfficeRow, ...]:
    return (
        OfficeRow(office=AUCKLAND, is_home=False, left=0),
        OfficeRow(office=LONDON, is_home=True, left=7),
        OfficeRow(office=VIENNA, is_home=False, left=None),
    )


def personal_cards(language: str) -> Mapping[str, CardJson]:
    """What only one person sees."""
    me = viewer(language, refreshed_for=("29:ada",))
    asked = viewer(language, needs_reason=True)
    cancelled = replace(held(), booking=booked(TODAY + timedelta(days=1), state=State.CANCELLED), can_cancel=False, news="Cancelled: _it_.")
    form = BookForm(offices=(LONDON, VIENNA), office=LONDON.id, first=TODAY, last=TODAY + timedelta(days=13))
    return {
        "week": week_card(week(), me),
        "week-after-a-deed": week_card(replace(free_week(), news="Booked: Tuesday 1 December in London."), me),
        "week-with-reason": week_card(week(), asked),
        "week-allowance-used": week_card(refused_week(Code.ALLOWANCE_USED), me),
        "week-read-only": week_card(refused_week(Code.READ_ONLY), me),
        "week-today-is-mine": week_card(week(days=(day_view(tally(TODAY), mine=booked(TODAY)),)), me),
        "week-without-days": week_card(week(days=()), me),
        "booking": booking_card(held(parking=True, office=VIENNA), me),
        "booking-cancelled": booking_card(cancelled, me),
        "booking-of-today": booking_card(fixed(), me),
        "bookings": bookings_card(mine(), me),
        "bookings-none": bookings_card(BookingsFacts(bookings=()), me),
        "confirm-cancel": confirm_cancel_card(BookingsFacts(bookings=(held(), held(2), held(3))), me),
        "pass": pass_card(PassFacts(booking=booked(TODAY, VIENNA, parking=True), office=VIENNA, url=PASS_URL, is_today=True), me),
        "pass-later": pass_card(PassFacts(booking=booked(TODAY + timedelta(days=1)), office=LONDON, url=PASS_URL, is_today=False), me),
        "who": who_card(presence(("grace", "_linus_"), 3, is_in=True), me),
        "who-numbers": who_card(presence((), 1), me),
        "who-nobody": who_card(presence((), 0), me),
        "offices": offices_card(office_rows(), me),
        "offices-none": offices_card((), me),
        "help": help_card(me),
        "welcome": welcome_card(me),
        "choices": choices_card("Which day?", tuple(Choice(title=f"Day {n}", says=f"book day {n}") for n in range(8)), me),
        "language": language_card(me),
        "form": book_form(form, me),
        "form-with-fault": book_form(replace(form, fault="London is full.", parking=True, day=TODAY), asked),
        **_notices(language, me),
    }


def _notices(language: str, me: Viewer) -> Mapping[str, CardJson]:
    news, day = words_of(language).news, TODAY + timedelta(days=1)
    gone = told_card(news.closed, news.closed_day(day, VIENNA.name, "#1 reason"), None, me)
    missing = (MissingEntries(office="London", day=day, count=1), MissingEntries(office=VIENNA.name, day=day, count=4))
    return {
        "told": told_card(news.booked_for_you, news.booked_by(day, "London", True, "Root"), held(parking=True), me),
        "told-closed": gone,
        "reminder": reminder_card(held(), me),
        "sync-failed": sync_failed_card(news.sync_stalled, missing, me),
    }


def shared_cards(language: str, someone: Viewer | None = None) -> Mapping[str, CardJson]:
    """What everybody in a conversation sees."""
    me = someone or viewer(language, refreshed_for=("29:ada", "29:grace"))
    return {
        "shared-week": shared_week_card(shared_week(), me),
        "shared-team-day": team_day_card(TeamDay(office=LONDON, day=TODAY, coming=4, members=9), me),
        "shared-welcome": welcome_card(me, Kind.CHANNEL),
    }


@cache
def all_cards(language: str) -> Mapping[str, CardJson]:
    return {**personal_cards(language), **shared_cards(language)}
