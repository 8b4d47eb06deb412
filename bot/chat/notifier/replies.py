"""What is sent: facts to cards, in the person's language. Each card has an id of its own, so a button pressed twice does its deed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.chat.cards.facts import BookingFacts, MissingEntries, Viewer
from bot.chat.cards.notice import reminder_card, sync_failed_card, told_card
from bot.chat.notifier.postman import Chat
from bot.chat.notifier.sync_trouble import Kind, OfficeDate
from bot.chat.outgoing import Card
from bot.chat.words.catalogue import NewsWords
from bot.chat.words.languages import words_of
from core.journal import Action
from core.model import OfficeId


class Replies:
    """`new_id()`: nobody can guess it and nothing else has it."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id

    def told(self, chat: Chat, action: Action, facts: BookingFacts, by: str) -> Card:
        """What somebody else did to the booking. `by`: their name, if it is known."""
        title, said = _said(words_of(chat.language).news, action, facts, by)
        return Card(told_card(title, said, facts, self._viewer(chat)), said)

    def reminder(self, chat: Chat, facts: BookingFacts) -> Card:
        """That the booking is tomorrow's."""
        news = words_of(chat.language).news
        said = news.reminder_of(facts.booking.day, facts.office.name, facts.booking.parking)
        return Card(reminder_card(facts, self._viewer(chat)), f"{news.reminder}: {said}")

    def sync_failed(self, chat: Chat, kind: Kind, counts: Mapping[OfficeDate, int], names: Mapping[OfficeId, str]) -> Card:
        """That calendar entries don't come, by office days, the nearest first."""
        news = words_of(chat.language).news
        missing = [
            MissingEntries(office=names.get(place.office, place.office), day=place.day, count=count) for place, count in counts.items()
        ]
        rows = sorted(missing, key=lambda row: (row.day, row.office))
        return Card(sync_failed_card(_why(news, kind), rows, self._viewer(chat)), f"{news.sync_failed}: {_why(news, kind)}")

    def _viewer(self, chat: Chat) -> Viewer:
        return Viewer(language=chat.language, ask=self._new_id())


def _said(news: NewsWords, action: Action, facts: BookingFacts, by: str) -> tuple[str, str]:
    booking, office = facts.booking, facts.office
    match action:
        case Action.BOOKING_PROMOTED:
            return news.place_free, news.promoted(booking.day, office.name, booking.parking)
        case Action.BOOKING_CLEARED if office.limits_on(booking.day).closed:
            return news.closed, news.closed_day(booking.day, office.name, office.limits_on(booking.day).note)
        case Action.BOOKING_CANCELLED | Action.BOOKING_CLEARED:  # or cleared, and open again by now
            return news.cancelled_for_you, news.cancelled_by(booking.day, office.name, by)
        case _:
            return news.booked_for_you, news.booked_by(booking.day, office.name, booking.parking, by)


def _why(news: NewsWords, kind: Kind) -> str:
    match kind:
        case Kind.FORBIDDEN:
            return news.sync_forbidden
        case Kind.NO_MAILBOX:
            return news.sync_no_mailbox
        case Kind.FAILING:
            return news.sync_failing
        case Kind.STALLED:
            return news.sync_stalled
