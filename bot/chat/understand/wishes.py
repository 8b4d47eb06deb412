"""Which deed a sentence is about, and whether it may be done on its word.

What changes something is done only if every word of the sentence is known and fits that deed: one strange word, one "if", one other
deed, and it is asked back instead. What only shows something is shown more freely.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.chat.understand.sentence import Sentence
from bot.chat.understand.vocabulary import Tag


class Deed(StrEnum):
    """What can be wanted."""

    BOOK = "book"
    WAIT = "wait"
    CANCEL = "cancel"
    MINE = "mine"
    WEEK = "week"
    PASS = "pass"  # noqa: S105 - what is shown at the door
    WHO = "who"
    OFFICES = "offices"
    HOME = "home"
    LANGUAGE = "language"
    REMINDERS = "reminders"
    SHARE = "share"
    HELP = "help"
    THANKS = "thanks"
    NOTHING = "nothing"


class Hindrance(StrEnum):
    """Why it is not done: it may yet be wanted, it is surely not wanted like that, or it is for somebody else."""

    UNSURE = "unsure"
    UNWANTED = "unwanted"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Wish:
    """A deed, and what is in its way. `on`: of a switch."""

    deed: Deed
    hindrance: Hindrance | None = None
    on: bool = True


Rule = Callable[[Sentence], Wish | None]

T = Tag
POLITE = frozenset({T.FILLER, T.PLEASE, T.GREETING, T.THANKS, T.COMMA, T.STOP, T.DASH, T.SLASH, T.TIME, T.THE, T.A, T.YOU, T.ME, T.AND})
NEUTRAL = POLITE | {
    T.MY,
    T.IN,
    T.AT,
    T.FOR,
    T.OF,
    T.TO,
    T.FROM,
    T.ON,
    T.SAID_DAY,
    T.PLACE,
    T.UNKNOWN_PLACE,
    T.THIS,
    T.ALL,
    T.UNIT_DAY,
    T.QUESTION,
}
COMERS = frozenset({T.COME, T.COMING, T.BE, T.WORK, T.INSIDE})
FIT_TO_BOOK = NEUTRAL | COMERS | {
    T.BOOK, T.WISH, T.CAN, T.GIVE, T.TAKE, T.HAVE, T.SEAT, T.PARKING, T.NO_PARKING, T.BOOKING, T.FREE, T.HOME_OFFICE,
}  # fmt: skip
FIT_TO_WAIT = FIT_TO_BOOK | {T.LINE, T.WAIT_FOR, T.CHANGE}
FIT_TO_CANCEL = NEUTRAL | COMERS | {
    T.CANCEL, T.CANCEL_WEAKLY, T.LEAVE_LINE, T.LINE, T.STAY_AWAY, T.NOT, T.CANNOT, T.BOOKING, T.BOOKINGS, T.BOOKED, T.SEAT, T.SEATS,
    T.DAYS, T.ABSENT, T.WISH, T.CAN, T.HAVE, T.OFF, T.HOME_OFFICE,
}  # fmt: skip
OURS = frozenset({T.SAID_DAY, T.BOOKING, T.BOOKINGS, T.SEAT, T.SEATS, T.DAYS, T.LINE, T.ALL, T.BOOKED})
NEGATIONS = frozenset({T.NOT, T.CANNOT, T.NO, T.STAY_AWAY})
ELSEWHERE = frozenset({T.MOVE, T.EXCEPT, T.EVERY, T.WEEKDAYS})
OTHER_THINGS = frozenset({T.LANGUAGE, T.TONGUE, T.REMIND, T.REMINDERS, T.SHARE, T.HIDE, T.PASS})
_WITHIN_DENIAL = frozenset({T.FILLER, T.IN, T.AT, T.ON, T.FROM, T.THE, T.A, T.MY, T.WORK, T.BE, T.ME, T.ALL, T.FOR, T.TO})
MOST_STRANGE = 3


def cancels(s: Sentence) -> Wish | None:
    """Such as "Cancel Tuesday", "can't come tomorrow"."""
    says_so = s.has(T.CANCEL, T.LEAVE_LINE) or (s.has(T.CANCEL_WEAKLY) and s.has(*OURS)) or (s.has(T.LINE) and s.has(T.OFF))
    stays_away = _stays_away(s)
    if not says_so and not stays_away:
        return None
    if s.has(T.ASK_SELF):
        return Wish(Deed.MINE)
    if s.has(T.BOOK) or denies_absence(s):
        return Wish(Deed.CANCEL, Hindrance.UNWANTED)
    if s.has(T.UNKNOWN) and not s.has(T.SAID_DAY, T.OTHERS) and not (s.has(T.CANCEL) and s.has(*OURS)):
        return Wish(Deed.NOTHING)
    return Wish(Deed.CANCEL, _hindrance_to_cancel(s, says_so=says_so, stays_away=stays_away))


def _stays_away(s: Sentence) -> bool:
    if s.has(T.STAY_AWAY):
        return True
    if s.has(T.CANNOT) and s.has(T.SAID_DAY) and not s.has(T.BOOK, T.WAIT_FOR, T.SHOW, T.SEAT, T.PASS):
        return True
    if s.has(T.CAN) and s.has(T.NOT) and s.has(T.SAID_DAY) and s.has(T.ME) and s.language == "de" and not s.has(T.BOOK, T.SEAT, T.SHOW):
        return True
    if not s.has(T.NOT, T.CANNOT):
        return False
    is_inside = s.has(T.INSIDE, T.IN, T.PLACE)
    comes = s.has(T.COME, T.COMING) or (s.has(T.BE, T.WORK) and is_inside) or (s.has(T.WISH) and s.has(T.SEAT, T.BOOKING))
    return comes or (is_inside and s.has(T.SAID_DAY) and s.has(T.IN, T.INSIDE))


def denies_absence(s: Sentence) -> bool:
    """As in "no longer ill", "not on holiday": whoever says so comes."""
    is_denied = False
    for piece in s.pieces:
        if piece.tag is T.ABSENT and is_denied:
            return True
        if piece.tag in {T.NOT, T.NO, T.STAY_AWAY}:
            is_denied = True
        elif piece.tag not in _WITHIN_DENIAL:
            is_denied = False
    return False


def _hindrance_to_cancel(s: Sentence, *, says_so: bool, stays_away: bool) -> Hindrance | None:
    if s.has(T.OTHERS, T.COLLEAGUES):
        return Hindrance.OTHERS
    if s.has(T.PARKING, T.NO_PARKING, *ELSEWHERE, *OTHER_THINGS) or (says_so and _is_negated(s, stays_away=stays_away)):
        return Hindrance.UNWANTED
    if _says_two_things(s, says_so=says_so, stays_away=stays_away):
        return Hindrance.UNWANTED
    is_unasked = s.is_question and not (says_so and (s.has(T.PLEASE, T.YOU) or (s.has(T.CAN) and not s.has(T.ME))))
    is_reluctance = not says_so and s.has(T.WISH) and s.has(T.COME, T.COMING, T.BE, T.WORK)
    is_doubtful = s.has(T.CANCELLED) or (s.has(T.CANCEL) and s.has(T.CANCEL_WEAKLY)) or is_unasked or is_reluctance
    return Hindrance.UNSURE if is_doubtful or not s.only(FIT_TO_CANCEL) else None


def _says_two_things(s: Sentence, *, says_so: bool, stays_away: bool) -> bool:
    """As in "I can't come Friday. I'll come Thursday": days in two places, and more than one thing said of them."""
    is_coming = s.has(T.COME, T.COMING) or (s.has(T.BE, T.WORK) and s.has(T.IN, T.INSIDE, T.PLACE))
    if sum(piece.tag is T.SAID_DAY for piece in s.pieces) > 1:
        return stays_away or s.has(T.COME, T.COMING, T.BE, T.WORK, T.WISH, T.TAKE, T.GIVE)
    return says_so and is_coming and not stays_away


def _is_negated(s: Sentence, *, stays_away: bool) -> bool:
    """As in "don't cancel"; the "not" of "I'm not coming, cancel please" belongs to the coming."""
    count = sum(piece.tag in NEGATIONS for piece in s.pieces)
    if not count:
        return False
    tags = [piece.tag for piece in s.pieces if piece.tag not in {T.FILLER, T.ME, T.TO}]
    directly = any(one in NEGATIONS and other in {T.CANCEL, T.CANCEL_WEAKLY} for one, other in pairwise(tags))
    return not stays_away or directly or count > 1


def waits(s: Sentence) -> Wish | None:
    """Such as "Put me on the waiting list for Friday"."""
    if not s.has(T.LINE, T.WAIT_FOR):
        return None
    if s.has(T.ASK_SELF) or (s.has(T.SHOW, T.HAVE) and s.has(T.MY, T.ME)):
        return Wish(Deed.MINE)
    if s.has(T.ARE_THERE, T.WHAT, T.SHOW):
        return Wish(Deed.WEEK)
    if s.follows(T.WAIT_FOR, frozenset({T.ME, T.YOU, T.UNKNOWN})) or (s.has(*NEGATIONS) and not s.has(T.LINE)):
        return Wish(Deed.NOTHING)
    return Wish(Deed.WAIT, _hindrance_to_book(s, FIT_TO_WAIT))


def books(s: Sentence) -> Wish | None:
    """Such as "Book Tuesday"."""
    if not s.has(T.BOOK):
        return None
    if s.has(T.ASK_SELF, T.BOOKED):
        return Wish(Deed.MINE)
    if s.has(T.WHAT, T.ARE_THERE, T.FULL) and not s.has(*NEGATIONS, T.HEDGE, T.OTHERS):
        return Wish(Deed.WEEK)
    if s.has(T.UNKNOWN, T.ABSENT) and not s.has(T.SAID_DAY, T.SEAT, T.SEATS, T.PLACE, T.OTHERS):
        return Wish(Deed.NOTHING)
    is_unasked = s.is_question and not s.has(T.CAN, T.PLEASE, T.WISH, T.YOU)
    return Wish(Deed.BOOK, _hindrance_to_book(s, FIT_TO_BOOK) or (Hindrance.UNSURE if is_unasked else None))


def _hindrance_to_book(s: Sentence, fitting: frozenset[Tag]) -> Hindrance | None:
    if s.has(T.OTHERS, T.COLLEAGUES):
        return Hindrance.OTHERS
    if s.has(*NEGATIONS, *ELSEWHERE, *OTHER_THINGS, T.ABSENT, T.CANCELLED):
        return Hindrance.UNWANTED
    return None if s.only(fitting) else Hindrance.UNSURE


def lists_mine(s: Sentence) -> Wish | None:
    """Such as "My bookings", "when am I in?"."""
    opening = s.opening()
    asks = s.has(T.ASK_SELF) or (opening[1:2] == [T.ME] and opening[0] in {T.BE, T.COME, T.HAVE, T.WORK})
    is_about_me = asks or s.has(T.BOOKINGS, T.BOOKED) or (s.has(T.MY) and s.has(T.BOOKING, T.OVERVIEW, T.SEATS, T.LINE))
    is_state = s.has(T.HAVE) and s.has(T.ME) and s.has(T.SEAT, T.PARKING, T.BOOKING) and not s.has(T.CAN, T.WISH, T.GIVE)
    is_lone_booking = s.has(T.BOOKING) and not s.has(T.PLEASE, T.A, T.WISH, T.GIVE, T.CAN)
    if not (
        is_about_me or is_state or is_lone_booking or s.has(T.DAYS) or (s.has(T.SHOW) and s.has(T.MY) and s.has(T.UNIT_WEEK, T.SAID_DAY))
    ):
        return None
    if s.has(T.UNKNOWN) and not (is_about_me and s.has(T.INSIDE, T.BOOKED, T.BOOKINGS, T.SAID_DAY) and s.unknown <= MOST_STRANGE):
        return None
    return Wish(Deed.MINE)


def shows_week(s: Sentence) -> Wish | None:
    """Such as "What's free on Thursday?"."""
    is_about_room = s.has(T.FREE, T.FULL) or (s.has(T.ARE_THERE) and s.has(T.SEAT, T.SEATS, T.PARKING))
    is_about_room = is_about_room or ((s.is_question or s.opening()[:1] == [T.IS]) and s.has(T.IS) and s.has(T.SEAT, T.PARKING))
    is_shown = s.has(T.SEATS, T.OVERVIEW) or (
        s.has(T.SHOW, T.WHAT, T.ARE_THERE) and s.has(T.SAID_DAY, T.UNIT_WEEK, T.PLACE, T.SEAT, T.PARKING)
    )
    is_bare_week = any(piece.tag is T.UNIT_WEEK for piece in s.pieces) and s.only(NEUTRAL | {T.UNIT_WEEK, T.SHOW, T.CAN, T.WISH})
    if s.has(T.UNKNOWN) and not (is_about_room and s.has(T.SAID_DAY, T.SEAT, T.SEATS, T.PARKING) and s.unknown <= MOST_STRANGE):
        return None
    return Wish(Deed.WEEK) if is_about_room or is_shown or is_bare_week else None


def books_softly(s: Sentence) -> Wish | None:
    """Such as "I need a desk on Friday", "I'm in next Monday", "desk tomorrow please"."""
    is_inside = s.has(T.INSIDE, T.PLACE, T.UNKNOWN_PLACE)
    is_thing = s.has(T.SEAT, T.PARKING)
    asks_for = s.has(T.WISH, T.GIVE) or (s.has(T.CAN) and s.has(T.HAVE))
    wants = (
        (asks_for and is_thing)
        or (s.has(T.WISH) and (s.has(T.COME, T.COMING, T.BE, T.WORK) or s.has(T.INSIDE)))
        or (s.has(T.TAKE) and s.has(T.ME))
    )
    wants = wants or (s.has(T.BOOKING) and s.has(T.PLEASE, T.A, T.WISH, T.GIVE, T.CAN))
    arrives = s.has(T.COMING) or (s.has(T.COME) and (s.has(T.ME) or s.language == "de"))
    if s.has(T.OFF, T.ABSENT) or (s.has(T.IS) and not s.has(T.ME, T.WISH, T.GIVE, T.OTHERS, *NEGATIONS)):
        return None
    states = arrives or (s.has(T.BE) and (is_inside or s.has(T.IN))) or (s.has(T.WORK) and is_inside)
    if s.has(*NEGATIONS, T.HEDGE) and not (wants or states or is_thing):
        return None
    if states and not wants and s.is_question:
        return Wish(Deed.MINE) if s.has(T.ME) and s.has(T.SAID_DAY) and not s.has(T.CAN) else Wish(Deed.WEEK) if s.has(T.SAID_DAY) else None
    if s.has(T.NO_PARKING) and s.has(T.SAID_DAY) and not (states or is_thing):
        return Wish(Deed.BOOK, Hindrance.UNWANTED)
    if wants:
        return Wish(Deed.BOOK, _hindrance_to_book(s, FIT_TO_BOOK))
    if states and (s.has(T.SAID_DAY) or (s.has(T.INSIDE) and s.only(FIT_TO_BOOK))):
        return Wish(Deed.BOOK, _hindrance_to_book(s, FIT_TO_BOOK) or (Hindrance.UNSURE if s.has(T.CAN) else None))
    if is_thing and s.has(T.SAID_DAY):
        return Wish(Deed.WEEK) if s.is_question else Wish(Deed.BOOK, _hindrance_to_book(s, FIT_TO_BOOK))
    if s.has(T.WISH) and s.has(T.SAID_DAY):
        return Wish(Deed.BOOK, _hindrance_to_book(s, FIT_TO_BOOK) or Hindrance.UNSURE)
    return Wish(Deed.WEEK) if is_thing and s.only(FIT_TO_BOOK) else None


def says_absent(s: Sentence) -> Wish | None:
    """That "I'm ill tomorrow" may mean that the desk is not needed: that is asked."""
    is_absent = s.has(T.ABSENT) or (s.has(T.OFF) and s.has(T.ME, T.BE, T.TAKE, T.WISH))
    if not is_absent or not s.has(T.SAID_DAY) or s.has(T.UNKNOWN):
        return None
    if denies_absence(s):
        return Wish(Deed.CANCEL, Hindrance.UNWANTED)
    return Wish(Deed.CANCEL, Hindrance.OTHERS if s.has(T.OTHERS) else Hindrance.UNSURE)


def names_day(s: Sentence) -> Wish | None:
    """A day or an office and nothing else shows that week."""
    if not s.has(T.SAID_DAY, T.PLACE):
        return None
    turned = {T.NO_PARKING, T.NOT, T.NO, T.HEDGE, T.MOVE, T.CHANGE, T.EXCEPT}
    if s.has(*turned) and s.only(NEUTRAL | turned | {T.WISH, T.PARKING}):
        return Wish(Deed.BOOK, Hindrance.UNWANTED)
    is_goodbye = s.has(T.THANKS) and all(when.doubt is not None for when in s.whens) and not s.has(T.PLACE)
    if is_goodbye and s.only(POLITE | {T.SAID_DAY}):
        return Wish(Deed.THANKS)
    return Wish(Deed.WEEK) if s.only(NEUTRAL | {T.INSIDE, T.CAN}) else None
