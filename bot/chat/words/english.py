"""English."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot.chat.words.catalogue import BookingWords, ChannelWords, DayWords, HouseWords, NewsWords, PassWords, TalkWords, WeekWords, Words
from bot.chat.words.dates import clock, short_day, whole_week
from core.words import spoken_day

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = range(11, 14)


def _nth(place: int) -> str:
    ending = "th" if place % 100 in _TEENS else _ENDINGS.get(place % 10, "th")
    return f"{place}{ending}"


def _week(ahead: int) -> str:
    if ahead <= 0:
        return "This week"
    return {1: "Next week", 2: "In two weeks"}.get(ahead, f"In {ahead} weeks")


def _waits_for(parking: bool, until: time | None, day: date) -> str:  # noqa: FBT001 - a fact, not a switch
    car = " with parking" if parking else ""
    limit = f" until {clock(until, 'en')} on {short_day(day - timedelta(days=1), 'en')}" if until else ""
    return f"You wait for a place{car}{limit}."


def _car(parking: bool) -> str:  # noqa: FBT001 - a fact, not a switch
    return ", with parking" if parking else ""


def _by(name: str) -> str:
    return f" by {name}" if name else ""


DAY = DayWords(
    today="Today",
    places_left=lambda left, of: f"{left} of {of} left",
    cars_left=lambda left, of: f"{left} of {of} car places left",
    waiting=lambda count: f"{count} waiting",
    closed=lambda note: f"Closed: {note}" if note else "Closed",
    booked=lambda parking: "Booked · with parking" if parking else "Booked",
    with_parking="with parking",
    in_line=lambda place: f"You are {_nth(place)} in line",
    waits_for=_waits_for,
    book="Book",
    book_day=lambda day: f"Book {spoken_day(day)}",
    book_parking="With parking",
    book_day_parking=lambda day: f"Book {spoken_day(day)} with parking",
    cancel="Cancel",
    cancel_day=lambda day: f"Cancel {spoken_day(day)}",
    show="Show pass",
    show_day=lambda day: f"Show pass for {spoken_day(day)}",
    wait=lambda parking: "Wait with parking" if parking else "Wait for a place",
    wait_day=lambda day, parking: f"Wait with parking on {spoken_day(day)}" if parking else f"Wait for a place on {spoken_day(day)}",
    leave_line="Leave the line",
    leave_line_day=lambda day: f"Leave the line for {spoken_day(day)}",
    today_is_final="Today's booking can be cancelled only by an administrator.",
)

WEEK = WeekWords(
    week=_week,
    allowance=lambda left, of: f"{left} of {of} {'day' if of == 1 else 'days'} left",
    previous="Previous week",
    previous_week=lambda monday: f"Previous week, {whole_week(monday, 'en')}",
    next="Next week",
    next_week=lambda monday: f"Next week, {whole_week(monday, 'en')}",
    no_days="None of these days can be booked.",
    reason="Why do you come to the office?",
    own_view="See my days and book",
    own_view_hint="Only you see what opens.",
)

BOOKING = BookingWords(
    cancelled="Cancelled",
    mine="My bookings",
    none="You have no office days booked.",
    more="There are more. Ask for “my bookings next week”, for example.",
    confirm=lambda count: "Cancel this day?" if count == 1 else f"Cancel these {count} days?",
    confirm_yes=lambda count: "Cancel it" if count == 1 else f"Cancel all {count}",
    keep="Keep them",
    book_a_day="Book a day",
    office="Office",
    day="Day",
)

DOOR = PassWords(
    title="Office pass",
    today="Valid today",
    later=lambda day: f"Not valid today, only on {spoken_day(day)}",
    code=lambda day: f"QR code of your office pass for {spoken_day(day)}. The guard scans it.",
    open="Open the pass",
    parking="Parking",
    with_car="Car place booked",
    without_car="No car place",
)

HOUSE = HouseWords(
    who=lambda day: f"Who is in on {spoken_day(day)}",
    you="You",
    with_others=lambda count: "and 1 more person" if count == 1 else f"and {count} more people",
    others=lambda count: "1 person is in." if count == 1 else f"{count} people are in.",
    nobody="Nobody has booked that day yet.",
    somebody="Somebody",
    sharing_hint="Names are shown of colleagues who share their days. Say “show my days to colleagues” to be one of them.",
    team=lambda coming, members: f"{coming} of {members} of you are in" if coming != 1 else f"1 of {members} of you is in",
    who_button="Who is in?",
    offices="Offices",
    home="Your home office",
    left_today=lambda left: f"{left} left today",
    not_today="Not bookable today",
    see_week="See the week",
    make_home="Make it mine",
    make_home_of=lambda office: f"Make {office} my home office",
    week_of=lambda office: f"See the week in {office}",
    more_offices=lambda names: f"There are more: {names}. Say “what's free in …” to see one.",
    no_offices="There are no offices yet.",
    help="What I can do",
    help_intro="Write as you would to a colleague, or use the buttons. For example:",
    help_lines=(
        ("Book", "book tomorrow · book Tue and Thu at London with parking"),
        ("Cancel", "cancel Tuesday · can't come tomorrow · cancel all next week"),
        ("Look", "my bookings · what's free on Thursday?"),
        ("At the door", "show my pass"),
        ("Full days", "wait for Friday"),
        ("Colleagues", "who is in on Thursday? · show my days to colleagues"),
        ("Settings", "change office to London · Deutsch · stop reminding me"),
    ),
    help_buttons=(("Free days", "this week"), ("My bookings", "my bookings"), ("Show pass", "pass"), ("Offices", "offices")),
    more_help="What else?",
    welcome="Hello, I am Office Booker",
    welcome_personal="I book your days at the office, give them back, and show you the pass for the door.",
    welcome_shared="Mention me to see which days are free. What is your own, such as your bookings, only you see.",
    which_language="Which language shall I speak?",
    form_title="Book an office day",
    form_office="Office",
    form_office_fault="Please choose an office.",
    form_day="Day",
    form_day_fault="Please choose one of the days that are open for booking.",
    form_parking="With parking",
    form_send="Book",
)

NEWS = NewsWords(
    booked_for_you="A day was booked for you",
    booked_by=lambda day, office, parking, by: f"Booked for you{_by(by)}: {spoken_day(day)}, {office}{_car(parking)}.",
    cancelled_for_you="A day of yours was cancelled",
    cancelled_by=lambda day, office, by: f"Cancelled for you{_by(by)}: {spoken_day(day)}, {office}.",
    closed="Your office is closed that day",
    closed_day=lambda day, office, note: (
        f"{office} is closed on {spoken_day(day)}, so your booking was cancelled{f': {note}' if note else '.'}"
    ),
    place_free="You have a place",
    promoted=lambda day, office, parking: f"A place became free and is yours: {spoken_day(day)}, {office}{_car(parking)}.",
    reminder="Tomorrow at the office",
    reminder_of=lambda day, office, parking: f"{spoken_day(day)}, {office}{_car(parking)}.",
    cannot_come="Can't come",
    stop_reminding="Stop reminding me",
    sync_failed="Calendar entries are missing",
    sync_failed_of=lambda office, day, count: f"{spoken_day(day)}, {office}: {'1 booking' if count == 1 else f'{count} bookings'}",
    sync_counts="The bookings count all the same.",
    sync_forbidden="Office Booker may not write into these calendars.",
    sync_no_mailbox="These people have no mailbox that can hold the entries.",
    sync_failing="Outlook has refused the entries for an hour.",
    sync_stalled="Nothing has been written to the calendars for an hour. Is the calendar clerk running?",
)

TALK = TalkWords(
    day_in_office="{day} in {office}",
    booked="Booked: {places}.",
    booked_with_car="Booked with parking: {places}.",
    booked_no_more="You have no place in {office} on {day} any more.",
    cancelled="Cancelled: {places}.",
    waits="You wait for {day} in {office}: number {place} in line.",
    waits_no_more="You don't wait for {day} in {office}.",
    nothing_that_day="You have nothing booked on {day}.",
    nothing_those_days="You have nothing booked on those days.",
    too_many_days="Those are too many days for one sentence. Please name {most} at most.",
    which_booking="Which one do you mean?",
    which_office="Which office?",
    which_office_first="Which office? Say “my office is …” once, and I will not have to ask again.",
    which_day="Which day?",
    which_of_days="Which day do you mean?",
    past_day="{day} is over. Do you mean another day?",
    no_such_day="There is no such day: {said}",
    unknown_office="I know no office called {said}.",
    not_done="I changed nothing. Please tell me one thing at a time, such as “book tomorrow”.",
    home_changed="{office} is now your office.",
    language_changed="I speak English with you now.",
    reminders_on="I will remind you the evening before.",
    reminders_off="I will not remind you any more.",
    shares_on="Colleagues can now see by name on which days you are in.",
    shares_off="Colleagues no longer see by name on which days you are in.",
    signed_later="The pass can't be made just now. Please try again in a moment.",
    thanks="You're welcome.",
    not_understood="I did not understand that. This is what I can do:",
    only_between_us="I show that only in our own chat. Please ask me there.",
    done_for_you="I looked after it. What became of it, only you see: in this card and in our own chat.",
    odd_button="This button can't be used. Please ask me for a new card.",
    in_one="1 is in{names}",
    in_many="{count} are in{names}",
    in_nobody="Nobody is in",
    and_more="{count} more",
    you="you",
    link_title="Office pass",
    link_text="Only the person it belongs to can show it, and a guard can check it at the door.",
    says_book="book {days}{office}{car}",
    says_wait="wait for {days}{office}{car}",
    says_cancel="cancel {days}{office}",
    says_leave="leave the waiting list {days}{office}",
    says_who="who is in {days}{office}",
    says_door="pass {days}",
    says_week="what's free {days}{office}",
    says_mine="my bookings {days}",
    says_in_office=" at {office}",
    says_with_car=" with parking",
)

CHANNEL = ChannelWords(
    try_again="That did not work just now. Please try again in a moment.",
    failed="Something went wrong on our side. Please try again.",
    nobody="I can't tell who you are: Teams does not say so here. Please sign in to Teams with the account of your organisation.",
)

ENGLISH = Words(language="en", day=DAY, week=WEEK, booking=BOOKING, door=DOOR, house=HOUSE, news=NEWS, talk=TALK, channel=CHANNEL)
