"""What a language file holds, and the lexicon that is made of it.

A phrase has one tag; a longer phrase wins over a shorter one, so "guten morgen" greets although "morgen" is tomorrow. Phrases are written
as people write them; how they look without umlauts or accents is found out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.chat.understand.slips import ByLetter, by_letter
from bot.chat.understand.tokens import folded, without_umlauts


class Tag(StrEnum):
    """What a phrase is good for. Those that need a word of explanation have one."""

    # Words that change nothing
    FILLER = "filler"
    PLEASE = "please"
    GREETING = "greeting"
    THANKS = "thanks"
    TIME = "time"  # of a day: whole days alone are booked, so it is heard and left
    OCCASION = "occasion"  # what one comes for; harmless only behind "for"
    BECAUSE = "because"
    HELP = "help"
    HOW_TO = "how_to"
    # People
    ME = "me"
    MY = "my"
    YOU = "you"
    OTHERS = "others"
    COLLEAGUES = "colleagues"
    # Deeds
    BOOK = "book"
    BOOKED = "booked"
    BOOKING = "booking"
    BOOKINGS = "bookings"
    CANCEL = "cancel"
    CANCEL_WEAKLY = "cancel_weakly"  # "drop", "delete": means it only with something of ours behind it
    CANCELLED = "cancelled"
    LEAVE_LINE = "leave_line"
    LINE = "line"  # the waiting list
    WAIT_FOR = "wait_for"
    WISH = "wish"
    CAN = "can"
    GIVE = "give"
    TAKE = "take"
    HAVE = "have"
    COME = "come"
    COMING = "coming"  # needs no "I": "coming in on Friday"
    BE = "be"
    IS = "is"  # somebody else
    WORK = "work"
    INSIDE = "inside"
    STAY_AWAY = "stay_away"  # "doch nicht": says no to what was planned
    ABSENT = "absent"  # ill, on leave, at home
    ASK_SELF = "ask_self"  # "am I", "have I"
    SHOW = "show"
    ARE_THERE = "are_there"
    FREE = "free"
    FULL = "full"
    OVERVIEW = "overview"
    WHO = "who"
    WHAT = "what"
    PASS = "pass"  # noqa: S105 - what is shown at the door
    OFFICES = "offices"
    HOME_OFFICE = "home_office"
    CHANGE = "change"
    MOVE = "move"
    LANGUAGE = "language"
    SPEAK = "speak"
    TONGUE = "tongue"
    REMIND = "remind"
    REMINDERS = "reminders"
    OFF = "off"
    ON = "on"
    SHARE = "share"
    HIDE = "hide"
    DAYS = "days"
    SEAT = "seat"
    SEATS = "seats"
    PARKING = "parking"
    NO_PARKING = "no_parking"
    # What turns a sentence round
    NOT = "not"
    CANNOT = "cannot"
    NO = "no"  # an answer to something, or the one of "no desk"
    HEDGE = "hedge"
    EXCEPT = "except"
    EVERY = "every"
    ALL = "all"
    VAGUE = "vague"
    # Small words
    IN = "in"
    AT = "at"
    FOR = "for"
    OF = "of"
    THE = "the"
    A = "a"
    AND = "and"
    OR = "or"
    TO = "to"
    UNTIL = "until"
    BEFORE = "before"
    FROM = "from"
    SINCE = "since"  # from that day on
    BETWEEN = "between"
    # Days
    DAY = "day"
    WEEKDAY = "weekday"
    WEEKDAYS = "weekdays"
    MONTH = "month"
    NUMBER = "number"
    NTH = "nth"
    NEXT = "next"
    THIS = "this"
    NEAREST = "nearest"  # "coming", "kommenden"
    LAST = "last"
    AFTER_NEXT = "after_next"
    REST = "rest"
    WEEKEND = "weekend"
    UNIT_DAY = "unit_day"
    UNIT_WEEK = "unit_week"
    UNIT_MONTH = "unit_month"
    WEEK_NUMBER = "week_number"
    WEEK_OF = "week_of"
    FROM_NOW = "from_now"
    AGO = "ago"
    # What no language file holds
    DOTTED = "dotted"
    DATE = "date"
    COMMA = "comma"
    DASH = "dash"
    SLASH = "slash"
    STOP = "stop"
    QUESTION = "question"
    PLACE = "place"
    UNKNOWN_PLACE = "unknown_place"
    SAID_DAY = "said_day"
    UNKNOWN = "unknown"


NAMES = frozenset({Tag.DAY, Tag.WEEKDAY, Tag.MONTH})


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase stands for: mostly one tag; several where two words were written as one ("im" for "I'm")."""

    tags: tuple[Tag, ...]
    value: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """One language. Phrases of a tag stand in one string, with commas between them.

    `numbered`: where the place in the list is the value, from `first_value` on. `together`: phrases that mean several things at once.
    `parted`: verbs that stand in two parts, with anything between them ("sag … ab"); the first part alone means nothing.
    `lookalikes`: real words so near to one of ours that they must not be taken for a slip of the finger.
    """

    code: str
    words: Mapping[Tag, str]
    numbered: Mapping[Tag, Sequence[str]]
    first_value: Mapping[Tag, int]
    together: Mapping[str, tuple[Tag, ...]] = field(default_factory=dict[str, tuple[Tag, ...]])
    parted: Mapping[Tag, str] = field(default_factory=dict[Tag, str])
    lookalikes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A vocabulary made quick to look up.

    `heads`: how many words the longest phrase has that begins with that one. `parting`: the first parts of verbs in two. `words`: all words
    that occur; of these `names` are those of days, `others` the rest.
    """

    code: str
    phrases: Mapping[tuple[str, ...], Entry]
    heads: Mapping[str, int]
    parted: Mapping[tuple[str, str], Tag]
    parting: frozenset[str]
    words: frozenset[str]
    names: ByLetter
    others: ByLetter
    lookalikes: frozenset[str]


def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary; raises ValueError if a phrase stands in it twice with different meanings."""
    lookalikes = frozenset(folded(word) for word in vocabulary.lookalikes.split())
    phrases: dict[tuple[str, ...], Entry] = {}
    for phrase, entry in _entries(vocabulary):
        form = _form(phrase, folded)
        if phrases.setdefault(form, entry) != entry:
            raise ValueError(f"{phrase!r} has two meanings in {vocabulary.code!r}: {phrases[form].tags} and {entry.tags}")
    for phrase, entry in _entries(vocabulary):
        form = _form(phrase, without_umlauts)
        if lookalikes.isdisjoint(form):
            phrases.setdefault(form, entry)
    heads: dict[str, int] = {}
    for form in phrases:
        heads[form[0]] = max(heads.get(form[0], 0), len(form))
    parted = {_pair(pair): tag for tag, pairs in vocabulary.parted.items() for pair in _listed(pairs)}
    words = frozenset(word for form in (*phrases, *parted) for word in form)
    names = {form[0] for form, entry in phrases.items() if len(form) == 1 and entry.tags[0] in NAMES}
    return Lexicon(
        code=vocabulary.code,
        phrases=phrases,
        heads=heads,
        parted=parted,
        parting=frozenset(first for first, _ in parted),
        words=words,
        names=by_letter(names),
        others=by_letter(words - names),
        lookalikes=lookalikes,
    )


def _entries(vocabulary: Vocabulary) -> Iterator[tuple[str, Entry]]:
    for tag, phrases in vocabulary.words.items():
        yield from ((phrase, Entry((tag,))) for phrase in _listed(phrases))
    for tag, rows in vocabulary.numbered.items():
        for value, phrases in enumerate(rows, vocabulary.first_value.get(tag, 0)):
            yield from ((phrase, Entry((tag,), value)) for phrase in _listed(phrases))
    yield from ((phrase, Entry(tags)) for phrase, tags in vocabulary.together.items())


def _listed(text: str) -> Iterator[str]:
    yield from (phrase for phrase in (part.strip() for part in text.split(",")) if phrase)


def _pair(text: str) -> tuple[str, str]:
    first, last = _form(text, folded)
    return first, last


def _form(phrase: str, fold: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(word if word.startswith("'") else fold(word) for word in phrase.split())


@dataclass(frozen=True, slots=True)
class Tongues:
    """Several languages at once, as people mix them. The first one's meanings win over the others'."""

    lexicons: tuple[Lexicon, ...]
    words: frozenset[str]
    months: frozenset[str]
    lookalikes: frozenset[str]

    @property
    def code(self) -> str:
        """The language that was taken for the sentence's own."""
        return self.lexicons[0].code


def tongues_of(*lexicons: Lexicon) -> Tongues:
    """Those languages, in that order."""
    months = {form[0] for lexicon in lexicons for form, entry in lexicon.phrases.items() if entry.tags[0] is Tag.MONTH}
    return Tongues(
        lexicons=lexicons,
        words=frozenset[str]().union(*(lexicon.words for lexicon in lexicons)),
        months=frozenset(months),
        lookalikes=frozenset[str]().union(*(lexicon.lookalikes for lexicon in lexicons)),
    )
