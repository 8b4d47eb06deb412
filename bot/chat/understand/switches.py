"""Deeds without days: settings, lists, and politeness. A setting is changed only if nothing else is in the sentence."""

from __future__ import annotations

from bot.chat.understand.sentence import NOT_KNOWN, Sentence
from bot.chat.understand.vocabulary import Tag
from bot.chat.understand.wishes import (
    COMERS,
    NEGATIONS,
    POLITE,
    Deed,
    Hindrance,
    Rule,
    Wish,
    books,
    books_softly,
    cancels,
    lists_mine,
    names_day,
    says_absent,
    shows_week,
    waits,
)

T = Tag
_ASKING = POLITE | {
    T.MY,
    T.CAN,
    T.WISH,
    T.TO,
    T.FOR,
    T.OF,
    T.IN,
    T.AT,
    T.QUESTION,
    T.CHANGE,
    T.ON,
    T.OFF,
    T.THIS,
    T.GIVE,
    T.HAVE,
    T.FROM,
    T.IS,
}
_FIT_LANGUAGE = _ASKING | {T.LANGUAGE, T.TONGUE, T.SPEAK, T.WHAT, T.SHOW, T.BE, T.ALL, T.OR, T.NOT}
_FIT_REMINDERS = _ASKING | {T.REMIND, T.REMINDERS, T.NOT, T.NO, T.ALL, T.EVERY}
_FIT_SHARE = _ASKING | {T.SHARE, T.HIDE, T.SHOW, T.DAYS, T.COLLEAGUES, T.BOOKINGS, T.NOT, T.ALL, T.BE, T.INSIDE}
_FIT_HOME = _ASKING | {T.HOME_OFFICE, T.INSIDE, T.PLACE, T.UNKNOWN_PLACE, T.BE, T.WISH, T.OFFICES, T.WORK}


def asks_for_help(s: Sentence) -> Wish | None:
    """Whoever asks how it is done is told, whatever else is in the sentence."""
    return Wish(Deed.HELP) if s.has(T.HELP, T.HOW_TO) else None


def changes_language(s: Sentence) -> Wish | None:
    """Such as "Speak German", "deutsch bitte"."""
    if not s.has(T.LANGUAGE, T.TONGUE, T.SPEAK):
        return None
    strange = s.unknown if s.has(T.CHANGE) or s.follows(T.SPEAK, frozenset({T.UNKNOWN})) else 0
    if s.only(_FIT_LANGUAGE | ({T.UNKNOWN} if strange == 1 else set[T]())) and s.has(T.LANGUAGE, T.TONGUE, T.UNKNOWN):
        return Wish(Deed.LANGUAGE)
    return None if s.has(T.BOOK, T.CANCEL, T.SAID_DAY) else Wish(Deed.NOTHING)


def switches_reminders(s: Sentence) -> Wish | None:
    """Such as "Reminders off"."""
    if not s.has(T.REMIND, T.REMINDERS):
        return None
    if not s.only(_FIT_REMINDERS):
        return Wish(Deed.NOTHING)
    off = s.has(T.OFF, T.NOT, T.NO)
    is_whole = any(piece.tag is T.REMIND and piece.end - piece.start > 1 for piece in s.pieces)  # "remind me"; not a lone word with a slip
    on = is_whole or s.has(T.ON, T.WISH, T.PLEASE, T.GIVE)
    if (s.is_question and not s.has(T.YOU, T.PLEASE)) or not (on or off) or (off and s.has(T.ON)) or (s.has(T.OFF) and s.has(T.NOT, T.NO)):
        return Wish(Deed.HELP)
    return Wish(Deed.REMINDERS, on=not off)


def shares_days(s: Sentence) -> Wish | None:
    """Such as "Show my days to colleagues", "hide me"."""
    shown = s.has(T.SHOW) and ((s.has(T.COLLEAGUES) and s.has(T.DAYS, T.BOOKINGS, T.ME)) or (s.has(T.DAYS) and s.has(T.NOT)))
    what = s.has(T.DAYS, T.COLLEAGUES, T.BOOKINGS, T.ME, T.ON, T.OFF, T.BE)
    phrased = any(piece.tag in {T.SHARE, T.HIDE} and piece.end - piece.start > 1 for piece in s.pieces)
    if not shown and not (s.has(T.SHARE, T.HIDE) and (what or phrased)):
        return None
    if not s.only(_FIT_SHARE):
        return Wish(Deed.NOTHING)
    if s.is_question and not s.has(T.YOU, T.PLEASE):
        return Wish(Deed.HELP)
    return Wish(Deed.SHARE, on=s.has(T.HIDE) == s.has(T.NOT, T.OFF))


def changes_home(s: Sentence) -> Wish | None:
    """Such as "Change office to Alpha", "my office is Auckland"."""
    is_office = s.has(T.HOME_OFFICE) or (s.has(T.CHANGE) and s.has(T.INSIDE, T.OFFICES))
    is_moved = s.has(T.CHANGE) and s.has(T.PLACE, T.UNKNOWN_PLACE)
    if not (is_office or is_moved) or s.has(T.SAID_DAY, *NEGATIONS, T.BOOK, T.CANCEL, T.CANCEL_WEAKLY, T.ASK_SELF, T.WHO):
        return None
    if s.is_question and not s.has(T.CHANGE):
        return Wish(Deed.OFFICES)
    if s.only(_FIT_HOME):
        return Wish(Deed.HOME)
    is_new_name = s.only(_FIT_HOME | {T.UNKNOWN}) and (s.follows(T.TO, frozenset({T.UNKNOWN})) or s.follows(T.IS, frozenset({T.UNKNOWN})))
    if is_new_name:
        return Wish(Deed.HOME, Hindrance.UNSURE)
    return None


def asks_who(s: Sentence) -> Wish | None:
    """Such as "Who is in on Thursday?", and "is Priya in tomorrow?"."""
    asks_of_one = s.opening()[:2] in ([T.IS, T.UNKNOWN], [T.FILLER, T.UNKNOWN], [T.IS, T.OTHERS]) and s.has(T.SAID_DAY)
    is_about = s.has(T.IN, *COMERS, T.BOOKED, T.PLACE, T.SAID_DAY, T.UNKNOWN_PLACE)
    if not (s.has(T.WHO) or (asks_of_one and s.has(T.IN, T.INSIDE, T.COMING))) or not is_about:
        return None
    allowed = 1 if asks_of_one else 0
    return None if s.unknown > allowed else Wish(Deed.WHO)


def shows_pass(s: Sentence) -> Wish | None:
    """Such as "Show my pass"."""
    if not s.has(T.PASS) or s.has(*NEGATIONS) or s.has(T.BOOK, T.CANCEL, T.CANCEL_WEAKLY, T.OTHERS, *NOT_KNOWN - {T.NEXT}):
        return None
    return Wish(Deed.PASS)


def lists_offices(s: Sentence) -> Wish | None:
    """Such as "Which offices are there?"."""
    if not s.has(T.OFFICES) or s.has(T.SAID_DAY, T.BOOK, T.CANCEL, T.ASK_SELF, T.BOOKED, T.FREE):
        return None
    return Wish(Deed.OFFICES) if not s.has(*NOT_KNOWN) or (s.has(T.WHAT, T.SHOW, T.ARE_THERE) and s.unknown == 1) else None


def is_polite(s: Sentence) -> Wish | None:
    """Nothing but "hello" or "thanks"."""
    if not s.only(POLITE | {T.NO, T.QUESTION, T.HAVE, T.BE, T.FOR, T.ALL, T.OF, T.TO, T.MY}):
        return None
    if s.has(T.GREETING):
        return Wish(Deed.HELP)
    if s.has(T.THANKS):
        return Wish(Deed.THANKS)
    return Wish(Deed.HELP) if s.only(frozenset({T.QUESTION, T.STOP, T.COMMA, T.DASH})) else None


RULES: tuple[Rule, ...] = (
    asks_for_help,
    changes_language,
    switches_reminders,
    shares_days,
    asks_who,
    shows_pass,
    changes_home,
    lists_offices,
    cancels,
    waits,
    books,
    lists_mine,
    shows_week,
    books_softly,
    says_absent,
    names_day,
    is_polite,
)


def wish_of(s: Sentence) -> Wish:
    """What the sentence wants; the first rule that has something to say decides."""
    return next((wish for rule in RULES if (wish := rule(s)) is not None), Wish(Deed.NOTHING))
