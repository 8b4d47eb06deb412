"""German."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot.chat.words.catalogue import BookingWords, ChannelWords, DayWords, HouseWords, NewsWords, PassWords, TalkWords, WeekWords, Words
from bot.chat.words.dates import clock, short_day, whole_week
from core.words import spoken_day


def _day(day: date) -> str:
    return spoken_day(day, "de")


def _week(ahead: int) -> str:
    if ahead <= 0:
        return "Diese Woche"
    return {1: "Nächste Woche", 2: "In zwei Wochen"}.get(ahead, f"In {ahead} Wochen")


def _waits_for(parking: bool, until: time | None, day: date) -> str:  # noqa: FBT001 - a fact, not a switch
    car = " mit Parkplatz" if parking else ""
    limit = f" bis {short_day(day - timedelta(days=1), 'de')}, {clock(until, 'de')} Uhr" if until else ""
    return f"Sie warten auf einen Platz{car}{limit}."


def _car(parking: bool) -> str:  # noqa: FBT001 - a fact, not a switch
    return ", mit Parkplatz" if parking else ""


def _by(name: str) -> str:
    return f" von {name}" if name else ""


DAY = DayWords(
    today="Heute",
    places_left=lambda left, of: f"{left} von {of} frei",
    cars_left=lambda left, of: f"{left} von {of} {'Parkplatz' if of == 1 else 'Parkplätzen'} frei",
    waiting=lambda count: "1 Person wartet" if count == 1 else f"{count} Personen warten",
    closed=lambda note: f"Geschlossen: {note}" if note else "Geschlossen",
    booked=lambda parking: "Gebucht · mit Parkplatz" if parking else "Gebucht",
    with_parking="mit Parkplatz",
    in_line=lambda place: f"Sie sind Nr. {place} in der Warteliste",
    waits_for=_waits_for,
    book="Buchen",
    book_day=lambda day: f"{_day(day)} buchen",
    book_parking="Mit Parkplatz",
    book_day_parking=lambda day: f"{_day(day)} mit Parkplatz buchen",
    cancel="Absagen",
    cancel_day=lambda day: f"{_day(day)} absagen",
    show="Ausweis zeigen",
    show_day=lambda day: f"Ausweis für {_day(day)} zeigen",
    wait=lambda parking: "Mit Parkplatz warten" if parking else "Auf Platz warten",
    wait_day=lambda day, parking: f"Am {_day(day)} {'mit Parkplatz' if parking else 'auf einen Platz'} warten",
    leave_line="Nicht mehr warten",
    leave_line_day=lambda day: f"Nicht mehr auf {_day(day)} warten",
    today_is_final="Eine Buchung für heute kann nur ein Administrator absagen.",
)

WEEK = WeekWords(
    week=_week,
    allowance=lambda left, of: f"{left} von {of} {'Tag' if of == 1 else 'Tagen'} übrig",
    previous="Vorige Woche",
    previous_week=lambda monday: f"Vorige Woche, {whole_week(monday, 'de')}",
    next="Nächste Woche",
    next_week=lambda monday: f"Nächste Woche, {whole_week(monday, 'de')}",
    no_days="Keiner dieser Tage kann gebucht werden.",
    reason="Warum kommen Sie ins Büro?",
    own_view="Meine Tage und Buchen",
    own_view_hint="Was sich öffnet, sehen nur Sie.",
)

BOOKING = BookingWords(
    cancelled="Abgesagt",
    mine="Meine Buchungen",
    none="Sie haben keine Bürotage gebucht.",
    more="Es gibt noch mehr. Fragen Sie zum Beispiel nach „meine Buchungen nächste Woche“.",
    confirm=lambda count: "Diesen Tag absagen?" if count == 1 else f"Diese {count} Tage absagen?",
    confirm_yes=lambda count: "Absagen" if count == 1 else f"Alle {count} absagen",
    keep="Behalten",
    book_a_day="Tag buchen",
    office="Büro",
    day="Tag",
)

DOOR = PassWords(
    title="Büroausweis",
    today="Heute gültig",
    later=lambda day: f"Heute nicht gültig, nur am {_day(day)}",
    code=lambda day: f"QR-Code Ihres Büroausweises für {_day(day)}. Die Wache scannt ihn.",
    open="Ausweis öffnen",
    parking="Parken",
    with_car="Parkplatz gebucht",
    without_car="Kein Parkplatz",
)

HOUSE = HouseWords(
    who=lambda day: f"Wer am {_day(day)} da ist",
    you="Sie",
    with_others=lambda count: "und 1 weitere Person" if count == 1 else f"und {count} weitere Personen",
    others=lambda count: "1 Person ist da." if count == 1 else f"{count} Personen sind da.",
    nobody="Für diesen Tag hat noch niemand gebucht.",
    somebody="Jemand",
    sharing_hint="Namen erscheinen von denen, die ihre Tage teilen. Sagen Sie „zeige meine Tage den Kollegen“, um dazuzugehören.",
    team=lambda coming, members: f"{coming} von {members} von Ihnen {'ist' if coming == 1 else 'sind'} da",
    who_button="Wer ist da?",
    offices="Büros",
    home="Ihr Stammbüro",
    left_today=lambda left: f"Heute noch {left} frei",
    not_today="Heute nicht buchbar",
    see_week="Woche ansehen",
    make_home="Als Stammbüro",
    make_home_of=lambda office: f"{office} als mein Stammbüro",
    week_of=lambda office: f"Die Woche in {office} ansehen",
    more_offices=lambda names: f"Es gibt noch mehr: {names}. Fragen Sie zum Beispiel „Was ist in … frei?“.",
    no_offices="Es gibt noch keine Büros.",
    help="Was ich kann",
    help_intro="Schreiben Sie wie an eine Kollegin oder nehmen Sie die Knöpfe. Zum Beispiel:",
    help_lines=(
        ("Buchen", "Buche morgen · Buche Di und Do in London mit Parkplatz"),
        ("Absagen", "Storniere Dienstag · Ich kann morgen nicht · Storniere die ganze nächste Woche"),
        ("Nachsehen", "Meine Buchungen · Was ist am Donnerstag frei?"),
        ("An der Tür", "Zeig meinen Ausweis"),
        ("Volle Tage", "Warteliste Freitag"),
        ("Kollegen", "Wer ist am Donnerstag da? · Zeige meine Tage den Kollegen"),
        ("Einstellungen", "Wechsle ins Büro London · English · Erinnere mich nicht mehr"),
    ),
    help_buttons=(
        ("Freie Tage", "diese Woche"),
        ("Meine Buchungen", "meine Buchungen"),
        ("Ausweis zeigen", "Ausweis"),
        ("Büros", "Büros"),
    ),
    more_help="Was noch?",
    welcome="Guten Tag, ich bin Office Booker",
    welcome_personal="Ich buche Ihre Tage im Büro, gebe sie zurück und zeige Ihnen den Ausweis für die Tür.",
    welcome_shared="Erwähnen Sie mich, um zu sehen, welche Tage frei sind. Was Sie selbst betrifft, etwa Ihre Buchungen, sehen nur Sie.",
    which_language="Welche Sprache soll ich sprechen?",
    form_title="Einen Bürotag buchen",
    form_office="Büro",
    form_office_fault="Bitte wählen Sie ein Büro.",
    form_day="Tag",
    form_day_fault="Bitte wählen Sie einen der Tage, die zum Buchen offen sind.",
    form_parking="Mit Parkplatz",
    form_send="Buchen",
)

NEWS = NewsWords(
    booked_for_you="Für Sie wurde ein Tag gebucht",
    booked_by=lambda day, office, parking, by: f"Für Sie gebucht{_by(by)}: {_day(day)}, {office}{_car(parking)}.",
    cancelled_for_you="Ein Tag von Ihnen wurde abgesagt",
    cancelled_by=lambda day, office, by: f"Für Sie abgesagt{_by(by)}: {_day(day)}, {office}.",
    closed="Ihr Büro ist an dem Tag geschlossen",
    closed_day=lambda day, office, note: (
        f"{office} ist am {_day(day)} geschlossen, Ihre Buchung wurde daher abgesagt{f': {note}' if note else '.'}"
    ),
    place_free="Sie haben einen Platz",
    promoted=lambda day, office, parking: f"Ein Platz wurde frei und gehört Ihnen: {_day(day)}, {office}{_car(parking)}.",
    reminder="Morgen im Büro",
    reminder_of=lambda day, office, parking: f"{_day(day)}, {office}{_car(parking)}.",
    cannot_come="Ich kann nicht",
    stop_reminding="Nicht mehr erinnern",
    sync_failed="Es fehlen Kalendereinträge",
    sync_failed_of=lambda office, day, count: f"{_day(day)}, {office}: {'1 Buchung' if count == 1 else f'{count} Buchungen'}",
    sync_counts="Die Buchungen gelten trotzdem.",
    sync_forbidden="Office Booker darf in diese Kalender nicht schreiben.",
    sync_no_mailbox="Diese Personen haben kein Postfach, das die Einträge aufnehmen kann.",
    sync_failing="Outlook lehnt die Einträge seit einer Stunde ab.",
    sync_stalled="Seit einer Stunde wurde nichts in die Kalender geschrieben. Läuft der Kalenderdienst?",
)

TALK = TalkWords(
    day_in_office="{day} in {office}",
    booked="Gebucht: {places}.",
    booked_with_car="Gebucht mit Parkplatz: {places}.",
    booked_no_more="Sie haben am {day} keinen Platz mehr in {office}.",
    cancelled="Abgesagt: {places}.",
    waits="Sie warten auf {day} in {office}: Platz {place} in der Reihe.",
    waits_no_more="Sie warten nicht auf {day} in {office}.",
    nothing_that_day="Sie haben am {day} nichts gebucht.",
    nothing_those_days="Sie haben an diesen Tagen nichts gebucht.",
    too_many_days="Das sind zu viele Tage für einen Satz. Bitte nennen Sie höchstens {most}.",
    which_booking="Welche Buchung meinen Sie?",
    which_office="Welches Büro?",
    which_office_first="Welches Büro? Sagen Sie einmal „mein Büro ist …“, dann muss ich nicht mehr fragen.",
    which_day="Welcher Tag?",
    which_of_days="Welchen Tag meinen Sie?",
    past_day="Der Tag ist vorbei: {day}. Meinen Sie einen anderen?",
    no_such_day="Diesen Tag gibt es nicht: {said}",
    unknown_office="Ein Büro mit diesem Namen kenne ich nicht: {said}",
    not_done="Ich habe nichts geändert. Bitte sagen Sie mir immer nur eines, zum Beispiel „Buche morgen“.",
    home_changed="Ihr Büro ist jetzt {office}.",
    language_changed="Ich spreche jetzt Deutsch mit Ihnen.",
    reminders_on="Ich erinnere Sie am Abend vorher.",
    reminders_off="Ich erinnere Sie nicht mehr.",
    shares_on="Kolleginnen und Kollegen sehen jetzt mit Namen, an welchen Tagen Sie da sind.",
    shares_off="Kolleginnen und Kollegen sehen nicht mehr mit Namen, an welchen Tagen Sie da sind.",
    signed_later="Der Ausweis kann gerade nicht erstellt werden. Bitte versuchen Sie es gleich noch einmal.",
    thanks="Gern geschehen.",
    not_understood="Das habe ich nicht verstanden. Das kann ich für Sie tun:",
    only_between_us="Das zeige ich nur in unserem eigenen Chat. Bitte fragen Sie mich dort.",
    done_for_you="Ich habe mich darum gekümmert. Was daraus wurde, sehen nur Sie: in dieser Karte und in unserem Chat.",
    odd_button="Diese Schaltfläche geht nicht mehr. Bitte lassen Sie sich von mir eine neue Karte zeigen.",
    in_one="1 ist da{names}",
    in_many="{count} sind da{names}",
    in_nobody="Niemand ist da",
    and_more="{count} weitere",
    you="Sie",
    link_title="Büroausweis",
    link_text="Nur wem er gehört, kann ihn zeigen, und der Empfang kann ihn an der Tür prüfen.",
    says_book="Buche {days}{office}{car}",
    says_wait="Warteliste {days}{office}{car}",
    says_cancel="Storniere {days}{office}",
    says_leave="von der Warteliste streichen {days}{office}",
    says_who="wer ist da {days}{office}",
    says_door="Pass {days}",
    says_week="was ist frei {days}{office}",
    says_mine="meine Buchungen {days}",
    says_in_office=" in {office}",
    says_with_car=" mit Parkplatz",
)

CHANNEL = ChannelWords(
    try_again="Das hat gerade nicht geklappt. Bitte versuchen Sie es gleich noch einmal.",
    failed="Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
    nobody="Ich kann nicht erkennen, wer Sie sind: Teams sagt es hier nicht. Bitte melden Sie sich mit dem Konto Ihrer Firma an.",
)

GERMAN = Words(language="de", day=DAY, week=WEEK, booking=BOOKING, door=DOOR, house=HOUSE, news=NEWS, talk=TALK, channel=CHANNEL)
