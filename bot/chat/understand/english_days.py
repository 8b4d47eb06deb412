"""English words for days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.understand.vocabulary import Tag

_FIRST_TO_NINTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")

WORDS: Mapping[Tag, str] = {
    Tag.TIME: """later, earlier, afterwards, a bit later, morning, afternoon, evening, night, noon, midday, lunchtime, early,
        late, in the morning, in the afternoon, in the evening, all day, all day long, whole day, the whole day, full day, a full
        day, the full day, half day, half a day, a half day, at noon, at lunchtime, for the morning, for the afternoon, for the
        whole day, before lunch, after lunch, first thing, in the am, in the pm, pm""",
    Tag.EVERY: """every, each, weekly, daily, always, every single, recurring, every other, regularly, repeat, repeatedly,
        fortnightly, biweekly, once a week, twice a week, per week, times a week, per month, times, alternate""",
    Tag.VAGUE: """sometime, some time, someday, some day, one day, any day, anytime, any time, soon, at some point, one of these
        days, the other day, a couple of days, a few days, couple of days, few days, some days, several days, a couple days,
        another day, a different day, different day, end of the week, the end of the week, end of week, beginning of the week,
        start of the week, start of week, middle of the week, mid week, midweek, early next week, late next week, mid next week,
        end of next week, the end of next week, beginning of next week, start of next week, middle of next week, later this week,
        later next week, end of the month, end of this week, some other day, early this week, a day""",
    Tag.NEXT: "next, nxt, the next",
    Tag.THIS: "this, ths, the current, current",
    Tag.NEAREST: "coming, upcoming, this coming, this upcoming, the coming, the upcoming",
    Tag.LAST: "last, previous, past, the last, this past",
    Tag.AFTER_NEXT: "week after next, the week after next",
    Tag.REST: """rest of, the rest of, remainder of, the remainder of, rest, the rest, remaining days of, the remaining days of,
        rest of the, the rest of the, remainder of the, the remainder of the, rest of this, the rest of this, remaining days of
        the""",
    Tag.WEEKEND: "weekend, week end, wkend",
    Tag.UNIT_DAY: "day, days, working days, workdays, business days, weekdays, working day, weekday, workday, days time",
    Tag.UNIT_WEEK: "week, wk, weeks, wks, working week, work week, workweek, weeks time",
    Tag.UNIT_MONTH: "month, months, months time",
    Tag.WEEK_NUMBER: "calendar week, cw, week no, week number, week nr",
    Tag.WEEK_OF: """week of, the week of, week commencing, wc, w / c, week beginning, week starting, the week commencing, week of
        the, the week of the, the week starting, the week beginning""",
    Tag.FROM_NOW: "from now, hence",
    Tag.AGO: "ago",
}

NUMBERED: Mapping[Tag, Sequence[str]] = {
    Tag.DAY: (
        "day before yesterday, the day before yesterday",
        "yesterday, yday, last night",
        "today, tonight, 2day, this morning, this afternoon, this evening, 2 day, tdy, 2 nite, todays",
        """tomorrow, tmrw, tmr, tomo, tomoz, tommorow, tommorrow, tomorow, 2 moro, 2 morrow, 2 mrw, tmw, tmrrw, morrow, tomorrows,
            tomorro""",
        "day after tomorrow, the day after tomorrow, day after tmrw, the day after tmrw, overmorrow, day after tmr",
    ),
    Tag.WEEKDAY: (
        "monday, mon, mnday",
        "tuesday, tue, tues, teusday, tus",
        "wednesday, wed, weds, wensday, wendsday",
        "thursday, thu, thur, thurs, thr",
        "friday, fri, fridy",
        "saturday, sat",
        "sunday, sun",
    ),
    Tag.WEEKDAYS: (
        "mondays",
        "tuesdays",
        "wednesdays",
        "thursdays",
        "fridays",
        "saturdays",
        "sundays",
    ),
    Tag.MONTH: (
        "january, jan",
        "february, feb, febuary",
        "march, mar",
        "april, apr",
        "may",
        "june, jun",
        "july, jul",
        "august, aug",
        "september, sep, sept",
        "october, oct",
        "november, nov",
        "december, dec",
    ),
    Tag.NUMBER: (
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ),
    Tag.NTH: (
        *_FIRST_TO_NINTH,
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        *(f"twenty - {nth}, twenty {nth}" for nth in _FIRST_TO_NINTH),
        "thirtieth",
        "thirty - first, thirty first",
    ),
}

FIRST_VALUE: Mapping[Tag, int] = {Tag.DAY: -2, Tag.MONTH: 1, Tag.NUMBER: 1, Tag.NTH: 1}
