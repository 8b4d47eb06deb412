"""Every card is as it was looked at and found good, is an Adaptive Card by Microsoft's schema, and is what Teams takes."""

from __future__ import annotations

import base64
import json
import os
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft6Validator, ValidationError

from bot.chat.cards.actions import Verb
from bot.chat.cards.bookings import bookings_card, confirm_cancel_card
from bot.chat.cards.choices import MOST_CHOICES, choices_card
from bot.chat.cards.elements import MOST_BUTTONS, MOST_REFRESHED
from bot.chat.cards.facts import BookingsFacts, Choice, OfficeRow, PassFacts
from bot.chat.cards.offices import offices_card
from bot.chat.cards.passes import pass_card
from bot.chat.cards.week import week_card
from bot.chat.cards.who import who_card
from bot.chat.outgoing import CardJson
from bot.chat.words.languages import WORDS
from core.decision import Code
from core.model import Office, OfficeId
from core.passes import MAX_LENGTH
from tests.chat.card_examples import (
    ADA,
    PASS_URL,
    all_cards,
    booked,
    free_week,
    held,
    no,
    personal_cards,
    presence,
    shared_cards,
    viewer,
    week,
)
from tests.house_of import LONDON, TODAY

HERE = Path(__file__).parent
SNAPSHOTS = HERE / "snapshots"
RENEW = os.environ.get("RENEW_SNAPSHOTS") == "1"
"""With RENEW_SNAPSHOTS=1 the snapshots are written and not compared; what changed is then to be read in the diff."""
MOST_BYTES = 28 * 1024
"""What Teams takes as one message."""
LONG = Office(id=OfficeId("o" * 40), name="Ü" * 200, zone="Europe/London", capacity=10, parking_capacity=4, location="Ü" * 200)
Part = Mapping[str, object]
EXAMPLES = [(language, name) for language in WORDS for name in all_cards(language)]


def parts_of(value: object) -> Iterator[Part]:
    """The card and everything in it, in the order in which it is read."""
    if isinstance(value, Mapping):
        part = cast("Part", value)
        yield part
        for inner in part.values():
            yield from parts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in cast("list[object]", value):
            yield from parts_of(inner)


def of_type(card: CardJson, *types: str) -> list[Part]:
    return [part for part in parts_of(card) if part.get("type") in types]


def bytes_of(card: CardJson) -> int:
    return len(json.dumps(card))


def without_picture(card: CardJson) -> str:
    """What is compared: without the picture of the code, whose packing depends on the machine's zlib."""
    copy = json.loads(json.dumps(card))
    for part in parts_of(copy):
        if part.get("type") == "Image":
            cast("dict[str, object]", part)["url"] = "(the code)"
    return json.dumps(copy, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(("language", "name"), EXAMPLES)
def test_a_card_is_as_it_was_looked_at(language: str, name: str) -> None:
    kept, drawn = SNAPSHOTS / language / f"{name}.json", without_picture(all_cards(language)[name])
    if RENEW:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(drawn, "utf-8")
    assert kept.read_text("utf-8") == drawn, "if that is meant: RENEW_SNAPSHOTS=1"


def test_there_is_no_snapshot_without_a_card() -> None:
    assert {(path.parent.name, path.stem) for path in SNAPSHOTS.rglob("*.json")} == set(EXAMPLES)


@pytest.mark.parametrize("language", WORDS)
def test_every_card_is_one_by_microsofts_schema(language: str) -> None:
    schema = json.loads((HERE / "adaptive-card-1.5.schema.json").read_text("utf-8"))
    faults = cast("Callable[[object], Iterator[ValidationError]]", Draft6Validator(schema).iter_errors)  # pyright: ignore[reportUnknownMemberType]
    for name, card in all_cards(language).items():
        # The one thing that is Teams' own and not the schema's.
        standard = {key: value for key, value in card.items() if key != "msteams"}
        assert not [error.message for error in faults(standard)], name
    wrong = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "x", "colour": "Good"}]}
    assert list(faults(wrong))


@pytest.mark.parametrize("language", WORDS)
def test_old_clients_send_the_same_as_a_message(language: str) -> None:
    for name, card in all_cards(language).items():
        refresh = cast("Part", card.get("refresh", {})).get("action")
        for action in of_type(card, "Action.Execute"):
            if action is refresh or action == refresh:
                continue
            old = cast("Part", action["fallback"])
            assert old["type"] == "Action.Submit", name
            assert old["data"] == {"verb": action["verb"], **cast("Part", action["data"])}, name
            assert (old["title"], old["associatedInputs"]) == (action["title"], action["associatedInputs"]), name
            assert action["verb"] in set(Verb), name


@pytest.mark.parametrize("language", WORDS)
def test_no_row_has_more_buttons_than_teams_shows(language: str) -> None:
    for name, card in all_cards(language).items():
        for row in of_type(card, "ActionSet"):
            assert 0 < len(cast("list[Part]", row["actions"])) <= MOST_BUTTONS, name


@pytest.mark.parametrize("language", WORDS)
def test_screen_readers_can_tell_the_buttons_of_a_card_apart(language: str) -> None:
    for name, card in all_cards(language).items():
        actions = [action for row in of_type(card, "ActionSet") for action in cast("list[Part]", row["actions"])]
        said = [action.get("tooltip", action["title"]) for action in actions]
        assert len(said) == len(set(said)), name


@pytest.mark.parametrize("language", WORDS)
def test_only_the_colours_of_teams_are_used(language: str) -> None:
    for name, card in all_cards(language).items():
        colours = {part["color"] for part in parts_of(card) if "color" in part}
        assert colours <= {"Default", "Attention"}, name
        assert not any("backgroundImage" in part for part in parts_of(card)), name


@pytest.mark.parametrize("language", WORDS)
def test_every_picture_and_field_says_what_it_is(language: str) -> None:
    for card in all_cards(language).values():
        assert all(picture["altText"] for picture in of_type(card, "Image"))
        assert all(field.get("label") or field.get("title") for field in of_type(card, "Input.Text", "Input.Date", "Input.ChoiceSet"))
        assert card["fallbackText"]


def test_a_card_is_drawn_anew_for_sixty_people_at_most_and_for_nobody_unasked() -> None:
    many = tuple(f"29:{number}" for number in range(100))
    refresh = cast("Part", shared_cards("en", viewer(refreshed_for=many))["shared-week"]["refresh"])
    assert refresh["userIds"] == list(many[:MOST_REFRESHED])
    assert "refresh" not in shared_cards("en", viewer())["shared-week"]


@given(ask=st.text(min_size=8), needs_reason=st.booleans())
def test_what_everybody_sees_is_the_same_whoever_asked(ask: str, needs_reason: bool) -> None:
    one = shared_cards("en", replace(viewer(), ask=ask, needs_reason=needs_reason))
    assert one == shared_cards("en", viewer())


@pytest.mark.parametrize("language", WORDS)
def test_no_button_that_everybody_sees_does_a_deed(language: str) -> None:
    for name, card in shared_cards(language).items():
        assert {action["verb"] for action in of_type(card, "Action.Execute")} <= {Verb.WEEK, Verb.WHO, Verb.HELP}, name
        assert str(ADA) not in json.dumps(card), name


def test_the_control_is_that_ones_own_cards_name_their_reader() -> None:
    assert str(ADA) in json.dumps(personal_cards("en")["week"])


def test_the_buttons_that_book_wait_for_the_reason_and_no_others() -> None:
    card = personal_cards("en")["week-with-reason"]
    asked = {action["verb"] for action in of_type(card, "Action.Execute") if action.get("associatedInputs") == "auto"}
    assert asked == {Verb.BOOK, Verb.WAIT}
    assert len(of_type(card, "Input.Text")) == 1
    assert not of_type(personal_cards("en")["week"], "Input.Text")


def test_where_nothing_can_be_changed_nothing_is_offered() -> None:
    verbs = {action["verb"] for action in of_type(personal_cards("en")["week-read-only"], "Action.Execute")}
    assert verbs == {Verb.WEEK, Verb.PASS}


def test_today_can_be_given_back_by_those_who_may() -> None:
    today = personal_cards("en")["week-today-is-mine"]
    assert Verb.CANCEL not in {action["verb"] for action in of_type(today, "Action.Execute")}
    mine = replace(free_week(), monday=TODAY, today=free_week().days[0].tally.day, can_cancel_today=True)
    mine = replace(mine, days=(replace(mine.days[0], mine=booked(mine.today)),))
    assert Verb.CANCEL in {action["verb"] for action in of_type(week_card(mine, viewer()), "Action.Execute")}


def test_what_people_wrote_reads_as_they_wrote_it() -> None:
    texts = [part["text"] for part in of_type(personal_cards("en")["booking"], "TextBlock")]
    assert r"Wien \*Mitte\* \[HQ\]" in texts
    assert "Ring 1 &lt;b&gt;2&lt;/b&gt;" in texts
    assert r"Closed: Painters \*everywhere\*" in [part["text"] for part in of_type(personal_cards("en")["week"], "TextBlock")]


def test_the_code_holds_the_passs_address_and_survives_a_scratch() -> None:
    [picture] = of_type(personal_cards("en")["pass"], "Image")
    head, data = str(picture["url"]).split(",")
    width, height = struct.unpack(">II", base64.b64decode(data)[16:24])
    assert head == "data:image/png;base64"
    code = segno.make_qr(PASS_URL, error="h")
    assert (code.error, width) == ("H", height)
    assert width == 2 * int(str(picture["width"]).removesuffix("px")) == code.symbol_size(scale=6, border=4)[0]


def test_teams_takes_the_longest_of_every_card_as_one_message() -> None:
    me = viewer("de", refreshed_for=tuple(f"29:{'x' * 90}{number}" for number in range(MOST_REFRESHED)))
    many = BookingsFacts(bookings=tuple(held(ahead, LONG) for ahead in range(1, 51)))
    url = f"https://{'x' * 60}.example/pass/{'x' * MAX_LENGTH}"
    full_days = [no(Code.OFFICE_FULL, day.tally.day, office="x" * 200) for day in free_week().days]
    full = replace(free_week(), days=tuple(replace(day, refusal=why) for day, why in zip(free_week().days, full_days, strict=True)))
    longest = {
        "week": week_card(replace(free_week(), office=LONG), me),
        "full week": week_card(full, me),
        "week of all kinds": week_card(week(office=LONG), me),
        "bookings": bookings_card(many, me),
        "confirm": confirm_cancel_card(replace(many, bookings=tuple(held(ahead) for ahead in range(1, 51))), me),
        "pass": pass_card(PassFacts(booking=booked(TODAY, LONG), office=LONG, url=url, is_today=True), me),
        "who": who_card(presence(("ü" * 60,) * 200, 200), me),
        "offices": offices_card((OfficeRow(office=LONG, is_home=False, left=1),) * 200, me),
        "choices": choices_card("?", [Choice(title="x" * 60, says="x" * 60)] * (2 * MOST_CHOICES), me),
    }
    usual = {f"usual {name}": card for name, card in all_cards("de").items()}
    sizes = {name: bytes_of(card) for name, card in (longest | usual).items()}
    assert {name: size for name, size in sizes.items() if size >= MOST_BYTES} == {}


def test_a_cancelled_day_can_be_had_again_unless_that_takes_a_reason() -> None:
    verbs = {action["verb"] for action in of_type(personal_cards("en")["booking-cancelled"], "Action.Execute")}
    assert Verb.BOOK in verbs
    assert Verb.PASS not in verbs


def test_an_office_without_car_places_speaks_of_none() -> None:
    free = free_week()
    bare = tuple(replace(day, tally=replace(day.tally, parking_capacity=0, parking_taken=0)) for day in free.days)
    card = week_card(replace(free, office=replace(LONDON, parking_capacity=0), days=bare), viewer())
    assert "car" not in json.dumps(card["body"])
    assert not [action for action in of_type(card, "Action.Execute") if cast("Part", action["data"]).get("parking")]
