"""What the buttons of cards do. A card lies with the client: all that comes back is checked like any request, and the core decides."""

from __future__ import annotations

from datetime import date

from bot.chat.cards.actions import Then, Verb
from bot.chat.outgoing import Reply, Text
from bot.chat.talk import cancelling, choosing, deeds, drawn, reading, showing, telling, views
from bot.chat.talk.button_data import ButtonData, Odd
from bot.chat.talk.visit import Visit
from bot.chat.words.languages import words_of
from core import bookings
from core.decision import Code, Refusal
from core.model import BookingId, OfficeId, booking_id, parse_booking_id
from core.service import Book, Wait

REFRESHES = frozenset({Verb.WEEK, Verb.BOOKINGS, Verb.WHO})
"""What a card may ask for by itself, when somebody looks at it: never a deed."""
DEEDS = frozenset({Verb.BOOK, Verb.WAIT, Verb.LEAVE, Verb.CANCEL, Verb.CANCEL_ALL})


def verb_of(said: object) -> Verb:
    """The verb of a button. Raises Odd for one that no card of ours has."""
    if not isinstance(said, str) or said not in set(Verb):
        raise Odd
    return Verb(said)


async def press(visit: Visit, verb: Verb, data: ButtonData) -> Reply:
    """Do what the button says and show what is so now. Raises Odd, Busy and Unavailable."""
    if verb in DEEDS:
        news = await do(visit, verb, data)
        return await _after(visit, verb, data, news)
    match verb:
        case Verb.WEEK:
            return await _week(visit, data.office(), data.day("monday") if data.has("monday") else None)
        case Verb.PASS:
            return await _pass(visit, data.booking())
        case Verb.BOOKINGS | Verb.LEAVE_ALONE:
            return drawn.bookings(visit, await views.mine(visit))
        case Verb.WHO:
            return await _who(visit, data.office(), data.day())
        case Verb.SAY:
            understood = reading.read(visit, data.said())
            return await deeds.answer(visit.saying(data.said(), understood.language), understood.meaning)
        case _:
            return await _choose(visit, verb, data)


async def do(visit: Visit, verb: Verb, data: ButtonData) -> str:
    """Book, wait, leave or cancel, for the one who pressed; what became of it. Raises Odd, Busy and Unavailable."""
    person, service, drawn_ask = visit.person, visit.desk.service, data.ask()
    if verb is Verb.CANCEL:
        return telling.cancelled(visit, [await cancelling.cancel_one(visit, data.booking(), drawn_ask)])
    if verb is Verb.CANCEL_ALL:
        booked, lines = data.bookings(), data.lines()
        if not booked and not lines:
            raise Odd
        return await cancelling.give_up(visit, booked, lines, drawn_ask)
    office, day = data.office(), data.day()
    if verb is Verb.LEAVE:
        return await cancelling.leave_one(visit, office, day, drawn_ask)
    parking, reason = data.is_on("parking"), data.reason()
    ask = visit.ask(verb, office, day, parking, drawn=drawn_ask)
    if verb is Verb.WAIT:
        wait = Wait(ask=ask, office=office, day=day, parking=parking, reason=reason)
        return telling.waits(visit, wait, await service.join(person, wait, visit.correlation))
    wish = Book(ask=ask, office=office, day=day, parking=parking, reason=reason)
    return telling.booked(visit, [await service.book(person, wish, visit.correlation)])


async def _after(visit: Visit, verb: Verb, data: ButtonData, news: str) -> Reply:
    """The card that takes the place of the one with the button."""
    if verb is Verb.CANCEL_ALL:
        return drawn.bookings(visit, await views.mine(visit, news))
    if verb is Verb.CANCEL:
        held, named = data.booking(), data.booking_name()
        office, day = named.office, named.day
    else:
        office, day = data.office(), data.day()
        held = booking_id(day, office, visit.person.id)
    match data.then(Then.BOOKING if verb is Verb.CANCEL else Then.WEEK):
        case Then.BOOKINGS:
            return drawn.bookings(visit, await views.mine(visit, news))
        case Then.WEEK:
            shown = data.office() if data.has("office") else office
            return await _week(visit, shown, data.day("monday") if data.has("monday") else day, news)
        case Then.BOOKING:
            return await _booking(visit, held, verb, news) or await _week(visit, office, day, news)


async def _booking(visit: Visit, held: BookingId, verb: Verb, news: str) -> Reply | None:
    """The booking as it is now. Nothing for a place that was wished for and not had: its week says what else there is."""
    known = await bookings.read(visit.desk.store, visit.person, held)
    if isinstance(known, Refusal) or known.person != visit.person.id or not (known.is_active or verb is Verb.CANCEL):
        return None
    return drawn.booking(visit, views.booking(visit, known, news))


async def _week(visit: Visit, named: OfficeId, day: date | None, news: str = "") -> Reply:
    """The week of that day, or the coming one; for an office that is gone, only the sentence."""
    office = visit.office(named)
    if office is None:
        return Text(news or visit.says(Refusal(Code.NO_SUCH_OFFICE)))
    return drawn.week(visit, await (views.week(visit, office, day, news) if day else views.coming_week(visit, office)))


async def _pass(visit: Visit, named: BookingId) -> Reply:
    """The pass of one's own booking, in one's own chat."""
    if visit.is_shared:
        return Text(words_of(visit.language).talk.only_between_us)
    refusal = visit.refuse_others(parse_booking_id(named))
    known = refusal or await bookings.read(visit.desk.store, visit.person, named)
    if isinstance(known, Refusal):
        return Text(visit.says(known))
    return await showing.pass_of(visit, known) if known.is_active else Text(telling.booked_no_more(visit, known))


async def _who(visit: Visit, named: OfficeId, day: date) -> Reply:
    office = visit.office(named)
    if office is None:
        return Text(visit.says(Refusal(Code.NO_SUCH_OFFICE)))
    return await showing.who(visit, office, day)


async def _choose(visit: Visit, verb: Verb, data: ButtonData) -> Reply:
    """What people choose for themselves."""
    match verb:
        case Verb.HOME:
            return await deeds.home_office(visit, data.office())
        case Verb.LANGUAGE:
            return Text(await choosing.language(visit, data.language()))
        case Verb.REMIND:
            return Text(await choosing.reminders(visit, on=data.must_be_on_or_off("on")))
        case Verb.SHARE:
            return Text(await choosing.sharing(visit, on=data.must_be_on_or_off("on")))
        case Verb.HELP:
            return drawn.help_me(visit)
        case _:
            raise Odd
