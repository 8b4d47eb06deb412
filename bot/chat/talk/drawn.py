"""Every card that is sent. What a notification shows instead is what the card itself says to clients that can't draw it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat.cards.booking import booking_card
from bot.chat.cards.bookings import bookings_card, confirm_cancel_card
from bot.chat.cards.choices import choices_card
from bot.chat.cards.facts import (
    BookForm,
    BookingFacts,
    BookingsFacts,
    Choice,
    OfficeRow,
    PassFacts,
    SharedWeek,
    TeamDay,
    WaitFacts,
    WeekFacts,
)
from bot.chat.cards.form import book_form
from bot.chat.cards.help import help_card, welcome_card
from bot.chat.cards.language import language_card
from bot.chat.cards.offices import offices_card
from bot.chat.cards.passes import pass_card
from bot.chat.cards.week import shared_week_card, week_card
from bot.chat.cards.who import team_day_card, who_card
from bot.chat.outgoing import Card, CardJson
from bot.chat.talk.sentences import sentence_for
from bot.chat.talk.visit import Visit
from bot.chat.understand.meaning import Book, WhoIsIn
from bot.chat.words.languages import words_of
from core.model import Office
from core.presence import Presence
from core.words import spoken_day


def week(visit: Visit, facts: WeekFacts) -> Card:
    """A week to book in."""
    return _card(week_card(facts, visit.viewer(_itself(visit, facts.news))))


def booking(visit: Visit, facts: BookingFacts) -> Card:
    """One booking."""
    return _card(booking_card(facts, visit.viewer()))


def bookings(visit: Visit, facts: BookingsFacts) -> Card:
    """The person's coming days."""
    return _card(bookings_card(facts, visit.viewer(_itself(visit, facts.news))))


def confirm(visit: Visit, held: Sequence[BookingFacts], lines: Sequence[WaitFacts]) -> Card:
    """Whether all of these are to be given back, and left."""
    return _card(confirm_cancel_card(BookingsFacts(bookings=tuple(held), waits=tuple(lines)), visit.viewer()))


def office_pass(visit: Visit, facts: PassFacts) -> Card:
    """What to show at the door."""
    return _card(pass_card(facts, visit.viewer()))


def who(visit: Visit, present: Presence) -> Card:
    """Who is in, for the one who looks."""
    return _card(who_card(present, visit.viewer(_itself(visit))))


def offices(visit: Visit, rows: Sequence[OfficeRow]) -> Card:
    """The offices."""
    return _card(offices_card(rows, visit.viewer()))


def language(visit: Visit) -> Card:
    """The languages."""
    return _card(language_card(visit.viewer()))


def help_me(visit: Visit) -> Card:
    """What can be said."""
    return _card(help_card(visit.viewer()))


def welcome(visit: Visit) -> Card:
    """The greeting."""
    return _card(welcome_card(visit.viewer(), visit.incoming.conversation.kind))


def choices(visit: Visit, question: str, answers: Sequence[Choice]) -> Card:
    """A question with a button for each answer."""
    return _card(choices_card(question, answers, visit.viewer()))


def shared_week(visit: Visit, facts: SharedWeek, refreshed_for: Sequence[str]) -> Card:
    """Free places, for everybody."""
    return _card(shared_week_card(facts, visit.viewer(refreshed_for)))


def team_day(visit: Visit, facts: TeamDay, refreshed_for: Sequence[str]) -> Card:
    """How many are in, for everybody."""
    return _card(team_day_card(facts, visit.viewer(refreshed_for)))


def invitation(visit: Visit, office: Office, day: date) -> CardJson:
    """A day of an office in a message to others: each who reads it can look who is in, or book it, for themselves."""
    words = words_of(visit.language)
    answers = [
        Choice(title=words.house.who_button, says=sentence_for(visit, WhoIsIn(day=day, office=office.id))),
        Choice(title=words.day.book, says=sentence_for(visit, Book(days=(day,), office=office.id))),
    ]
    return choices_card(f"{spoken_day(day, visit.language)} · {office.name}", answers, visit.viewer())


def notice(visit: Visit, sentence: str) -> CardJson:
    """A sentence as a card."""
    return choices_card(sentence, (), visit.viewer())


def form(visit: Visit, facts: BookForm) -> CardJson:
    """The dialog to book a day."""
    return book_form(facts, visit.viewer())


def _itself(visit: Visit, news: str = "") -> Sequence[str]:
    """A card that the person comes back to is drawn anew; not one with news, which would be gone before they are read."""
    return () if news else (visit.incoming.sender.channel_id,)


def _card(card: CardJson) -> Card:
    fallback = card["fallbackText"]
    return Card(card, fallback if isinstance(fallback, str) else "")
