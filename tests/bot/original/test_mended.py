"""The original's faults B1 to B16, as far as a caller of the API could see them: each of them once, and mended.

What can't be seen from outside is proved elsewhere; `test_completeness.py` says where.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
import structlog

from bot.settings import Settings
from core.store.port import Operation, Unavailable
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.forgeries import mutations
from tests.bot.original.conftest import Scene, booking_of, dates, day, ruled, shown, sized
from tests.bot.test_api import is_problem
from tests.bot.test_people import edit, known, listed, seen
from tests.fakes import FakeClock


def fails_once(web: Web, *, is_kept: bool) -> None:
    """The next commit fails: before anything is kept, or after it was and before that is answered."""
    store = web.parts.store
    commit = store.commit

    async def once(partition: str, operations: Sequence[Operation]) -> None:
        store.commit = commit
        if is_kept:
            await commit(partition, operations)
        raise Unavailable("the store is away")

    store.commit = once


async def test_five_cancels_at_once_give_one_place_back(web: Scene) -> None:
    """B1; five parallel DELETEs took the original's counters to -2 and -4, and a quota of 1 then gave four days."""
    for who in ("anna", "ben"):
        await web.book(day(6), who)
    answers = await asyncio.gather(*(web.json("DELETE", booking_of("anna", day(6))) for _ in range(5)))
    assert {status for status, _ in answers} == {204}
    assert (await shown(web, day(6)))["taken"] == 1
    assert [(await web.book(day(6 + number)))[0] for number in range(5)] == [201, 201, 201, 409, 409]


class TestOnePlace:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return sized(settings, capacity=1)

    async def test_a_failure_before_a_booking_is_kept_leaves_the_place_free(self, web: Scene) -> None:
        """B2; the original had counted the seat already, and refused it to everybody for ever."""
        await known(web, "anna")
        fails_once(web, is_kept=False)
        status, problem = await web.book(day(), ask="only-ask")
        assert status == 503
        assert is_problem(problem, "busy")
        assert (await shown(web, day()))["taken"] == 0
        assert (await web.book(day(), ask="only-ask"))[0] == 201

    async def test_who_has_no_days_left_never_holds_the_last_place_against_others(self, web: Scene) -> None:
        """B3; while somebody without quota clicked, the original refused the seat to everybody else, in 30 of 30 trials."""
        await known(web, "ben")
        assert (await edit(web, "ben", "*", allowance=0))[0] == 200
        for trial in range(10):
            *clicks, wish = await asyncio.gather(*(web.book(day(), "ben") for _ in range(3)), web.book(day(), f"p{trial}"))
            assert (wish[0], {body["code"] for _, body in clicks} <= {"allowance_used", "office_full"}) == (201, True)
            assert (await web.json("DELETE", booking_of(f"p{trial}", day()), f"p{trial}"))[0] == 204

    async def test_a_booking_whose_answer_was_lost_is_answered_when_it_is_sent_again(self, web: Scene) -> None:
        """B4; the original kept the booking, answered 500, and then 409 "User quota exceeded" to the second try."""
        await known(web, "anna")
        fails_once(web, is_kept=True)
        assert (await web.book(day(), ask="only-ask"))[0] == 503
        status, again = await web.book(day(), ask="only-ask")
        assert (status, again["state"]) == (200, "active")
        assert await dates(web) == [day()]


async def test_what_lets_somebody_in_is_never_in_the_logs(web: Web, capfd: pytest.CaptureFixture[str]) -> None:
    """B5; the original wrote every login code into its logs. There are no codes here, but there are tokens."""
    good, wrong = web.entra.token("anna"), web.entra.token("anna", aud="another-api")
    answers = [await web.client.get("/api/me", headers={"Authorization": f"Bearer {token}"}) for token in (good, wrong)]
    said = "".join(capfd.readouterr())
    assert [answer.status for answer in answers] == [200, 401]
    assert "A token was refused." in said
    assert not any(part in said for token in (good, wrong) for part in token.split(".")[1:])


async def test_no_days_is_an_allowance_and_less_than_none_or_half_a_day_is_not(web: Scene) -> None:
    """B7; the original ignored a quota of 0, and took -5 and 1.5."""
    await known(web, "anna")
    assert (await edit(web, "anna", "*", allowance=0))[1]["effectiveAllowance"] == 0
    assert (await web.book(day()))[1]["code"] == "allowance_used"
    assert (await edit(web, "anna", "*", allowance=-5))[0] == 422
    assert (await edit(web, "anna", "*", allowance=1.5))[0] == 400
    assert (await seen(web, "anna"))[1]["allowance"] == 0


async def test_an_edit_leaves_alone_what_it_does_not_name(web: Web) -> None:
    """B8; §1.4 PUT users/:email, autoApproved; any edit without it set the original's autoApproved to false."""
    await known(web, "anna")
    assert (await edit(web, "anna", "*", autoApproved=True, adminOf=["london"]))[0] == 200
    _, after = await edit(web, "anna", "*", allowance=2)
    assert (after["autoApproved"], after["adminOf"], after["allowance"]) == (True, ["london"], 2)


async def test_an_office_that_was_removed_breaks_no_list(web: Scene) -> None:
    """B9; every list of the original with a booking of that office in it answered 500."""
    await web.book(day())
    assert (await web.json("DELETE", "/api/offices/london", ROOT_OID, headers={"If-Match": "*"}))[0] == 204
    for who, query in (("anna", {}), (ROOT_OID, {"person": person("anna")}), (ROOT_OID, {"office": "london"})):
        _, found = await web.json("GET", "/api/bookings", who, params=query)
        assert [(one["date"], one["officeName"]) for one in found["bookings"]] == [(day(), "London")]
    assert (await web.json("DELETE", booking_of("anna", day())))[0] == 204


async def test_a_smaller_office_is_smaller_on_every_day_at_once_and_throws_nobody_out(web: Scene) -> None:
    """B10; the original's days did not follow, and nobody was told."""
    for who in ("anna", "ben"):
        await web.book(day(), who)
    assert (await web.json("PATCH", "/api/offices/london", ROOT_OID, json={"capacity": 1}, headers={"If-Match": "*"}))[0] == 200
    after = await shown(web, day(), "carl")
    assert (after["capacity"], after["taken"], after["left"], after["refusal"]["code"]) == (1, 2, 0, "office_full")
    assert await dates(web) == await dates(web, "ben") == [day()]


async def test_an_allowance_of_ones_own_stays_when_the_houses_is_changed(web: Web) -> None:
    """B10, default quota; whose stored quota was the old default silently followed the new one in the original."""
    await known(web, "anna", "ben")
    assert (await edit(web, "anna", "*", allowance=3))[0] == 200
    assert (await web.json("PATCH", "/api/settings", ROOT_OID, json={"defaultAllowance": 5}, headers={"If-Match": "*"}))[0] == 200
    assert [(await web.json("GET", "/api/me", who))[1]["allowance"] for who in ("anna", "ben")] == [3, 5]


async def test_todays_booking_says_at_once_that_it_is_fixed_whether_reasons_are_asked_for_or_not(web: Scene) -> None:
    """B11, today dialog; the original warned only where a reason was required."""
    status, made = await web.book(day(0))
    assert (status, made["isToday"], made["cancelRefusal"]["code"]) == (201, True, "today_is_fixed")


async def test_a_fault_inside_is_logged_whole_under_the_reference_of_the_answer(web: Web) -> None:
    """§1.4 errors, fault inside; B11, inner errors; the original logged them glued behind a 0, by a plus sign too many."""

    async def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("the inner reason")

    web.parts.store.list = breaks  # pyright: ignore[reportAttributeAccessIssue] - a broken store
    with structlog.testing.capture_logs() as lines:
        status, problem = await web.json("GET", "/api/offices")
    (line,) = [line for line in lines if line.get("action") == "failed"]
    assert (status, problem["code"], len(problem["reference"]), "inner" in str(problem)) == (500, "failed", 32, False)
    assert (line["log_level"], line["exc_info"]) == ("error", True)


class TestOneDayOfRetention:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return ruled(settings, retention_days=1)

    async def test_a_booking_outlives_its_day_and_is_gone_from_every_list_once_it_is_forgotten(self, web: Scene, clock: FakeClock) -> None:
        """B12; with a retention of 0 the original's row went as its day began, and lists showed rows that were due to go."""
        await web.book(day(0))
        lists = {"anna": {"from": day(-9)}, ROOT_OID: {"from": day(-9), "office": "london"}}
        clock.forward(timedelta(days=1))
        assert [await dates(web, who, **query) for who, query in lists.items()] == [[day(0)], [day(0)]]
        clock.forward(timedelta(days=2))
        assert [await dates(web, who, **query) for who, query in lists.items()] == [[], []]


async def test_people_are_forgotten_long_after_they_were_last_seen(web: Web, clock: FakeClock) -> None:
    """B12, people; the original kept them for ever."""
    await known(web, "anna", ROOT_OID)
    clock.forward(timedelta(days=200))
    await known(web, "ben")
    clock.forward(timedelta(days=200))
    names = await listed(web)
    assert ("Anna" in names, "Ben" in names) == (False, True)


async def test_every_office_has_its_own_today(web: Scene) -> None:
    """B13; the original went by the server's: it is noon on the 24th in London, and one in the morning of the 25th in Auckland."""
    for office, offset, code in (("london", 0, None), ("auckland", 0, "day_past"), ("london", 14, "day_too_far"), ("auckland", 14, None)):
        assert (await web.book(day(offset), office=office))[1].get("code") == code


async def test_two_admins_never_overwrite_each_other(web: Web) -> None:
    """B14; the original read, changed and wrote: the later one won, and the earlier edit was lost."""
    await known(web, "anna")
    tag, _ = await seen(web, "anna")
    assert (await edit(web, "anna", tag, allowance=1))[0] == 200
    status, problem = await edit(web, "anna", tag, autoApproved=True)
    assert status == 412
    assert is_problem(problem, "changed_meanwhile")


async def test_a_booking_writes_once_and_asks_the_directory_nothing(web: Scene) -> None:
    """B15; one booking was eight calls to the original's database and two or three to its directory."""
    await web.book(day())
    store, asked, calls = web.parts.store, list(web.entra.asked), Counter[str]()
    inner = {name: getattr(store, name) for name in ("read", "read_many", "list", "commit")}

    def counting(name: str) -> object:
        def call(*args: object, **more: object) -> object:
            calls[name] += 1
            return inner[name](*args, **more)

        return call

    for name in inner:
        setattr(store, name, counting(name))
    assert (await web.book(day(4)))[0] == 201
    assert (calls["commit"], calls["list"], calls.total() < 8) == (1, 0, True)
    assert web.entra.asked == asked


async def test_a_pass_is_signed_and_a_page_that_was_made_up_is_not_genuine(web: Scene) -> None:
    """B16; the original's pass was a plain page: a screenshot or an edited copy was as good."""
    _, made = await web.book(day(0))
    _, told = await web.json("GET", f"/api/bookings/{made['id']}/pass")
    genuine = await web.client.get(f"/pass/{told['token']}")
    assert (genuine.status, "Valid today" in await genuine.text()) == (200, True)
    for forged in mutations(told["token"])[::20]:
        assert (await web.client.get(f"/pass/{forged}")).status == 404
    await web.json("DELETE", f"/api/bookings/{made['id']}", ADMIN_OID)
    assert "Cancelled" in await (await web.client.get(f"/pass/{told['token']}")).text()
