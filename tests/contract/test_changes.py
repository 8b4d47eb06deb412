"""The change feed shows every change at least once, in the newest state, and goes on from any token it gave."""

from __future__ import annotations

import pytest

from core.store.port import Create, Patch, Replace, Store
from tests.contract.places import Place
from tests.contract.things import TALLY, changes_in, get, put, take_place


async def test_everything_ever_written_is_in_the_feed(store: Store, week: str) -> None:
    written = [await put(store, week, f"id|{number}", {"kind": "k", "n": number}) for number in range(7)]
    seen, _ = await changes_in(store, week, None, limit=2)
    assert seen == written


async def test_a_document_written_twice_is_shown_as_it_is_now(store: Store, week: str) -> None:
    await put(store, week, "tally", TALLY)
    other = await put(store, week, "other", {"kind": "k"})
    await store.commit(week, [take_place(amount=4)])
    seen, _ = await changes_in(store, week, None)
    assert seen == [other, await get(store, week, "tally")]


async def test_a_token_goes_on_where_it_was_given(store: Store, week: str) -> None:
    first = await put(store, week, "first", {"kind": "k"})
    seen, token = await changes_in(store, week, None)
    assert seen == [first]
    assert (await changes_in(store, week, token))[0] == []
    await put(store, week, "tally", TALLY)
    await store.commit(week, [take_place()])
    replaced = Replace(id="first", fields={"kind": "newer"}, version=first.version)
    await store.commit(week, [replaced])
    for _ in range(2):
        seen, _ = await changes_in(store, week, token)
        assert {document.key.id: document.version for document in seen} == {
            "tally": (await get(store, week, "tally")).version,
            "first": (await get(store, week, "first")).version,
        }


async def test_an_empty_feed_gives_a_token_that_sees_what_comes(store: Store, week: str) -> None:
    _, token = await changes_in(store, week, None)
    for number in range(3):
        written = await put(store, week, f"id|{number}", {"kind": "k"})
        seen, token = await changes_in(store, week, token)
        assert seen == [written]


async def test_all_documents_of_a_batch_are_in_the_feed(store: Store, week: str) -> None:
    _, token = await changes_in(store, week, None)
    await store.commit(week, [Create(id=f"id|{number:02}", fields={"kind": "k"}) for number in range(30)])
    seen, _ = await changes_in(store, week, token, limit=4)
    assert sorted(document.key.id for document in seen) == [f"id|{number:02}" for number in range(30)]


async def test_a_refused_batch_is_not_in_the_feed(store: Store, week: str) -> None:
    await put(store, week, "tally", {**TALLY, "open": False})
    _, token = await changes_in(store, week, None)
    with pytest.raises(Exception, match="operation 1"):
        await store.commit(week, [Create(id="new", fields={"kind": "k"}), take_place()])
    assert (await changes_in(store, week, token))[0] == []


async def test_a_token_outlives_the_process_that_was_given_it(place: Place, store: Store, week: str) -> None:
    await put(store, week, "before", {"kind": "k"})
    _, token = await changes_in(store, week, None)
    other = await place.open()
    written = await put(other, week, "after", {"kind": "k"})
    seen, token = await changes_in(await place.open(), week, token)
    assert seen == [written]
    assert (await changes_in(store, week, token))[0] == []


async def test_nothing_is_lost_when_a_reader_starts_again_at_every_page(store: Store, week: str) -> None:
    token: str | None = None
    _, token = await changes_in(store, week, token)
    newest: dict[str, int] = {}
    for number in range(40):
        identifier = f"id|{number % 7}"
        if number < 7:
            await put(store, week, identifier, {"kind": "k", "n": 0})
        else:
            await store.commit(week, [Patch(id=identifier, add=(("n", 1),), where=())])
        if number % 3 == 0:
            changes = await store.changes(token, limit=2)
            token = changes.token
            newest |= {document.key.id: int(str(document.fields["n"])) for document in changes.documents}
    seen, _ = await changes_in(store, week, token, limit=2)
    newest |= {document.key.id: int(str(document.fields["n"])) for document in seen}
    assert sum(newest.values()) == 33


@pytest.mark.parametrize("token", ["never given", "W10=", "e30=", "bnVsbA==", "W1t7fSwiYWJjIl1d", "é", "1.5"])
async def test_a_token_that_was_never_given_is_refused(store: Store, token: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        await store.changes(token, limit=5)
