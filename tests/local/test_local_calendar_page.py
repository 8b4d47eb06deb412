"""What people see and do in a calendar page, without a browser."""

import datetime as dt

import aiohttp

from infra.local.calendar_page import weeks
from infra.local.graph_types import ItemBody
from infra.local.rich_text import lines_of
from infra.local.run import LocalWorld
from infra.local.world import PEOPLE
from tests.local.clients import Graph
from tests.local.test_local_calendar import EVENTS, event, made

ADA = PEOPLE[0]


def test_a_body_is_text_with_web_links_only() -> None:
    html = '<p>Hello <b>you</b>&nbsp;</p><script>evil()</script><a href="javascript:evil()">no</a> <a href="https://x.example/p">yes</a><br>end'
    assert lines_of(ItemBody(content=html, content_type="html")) == [
        [{"text": "Hello "}, {"text": "you"}],
        [{"text": "no"}, {"text": " "}, {"text": "yes", "href": "https://x.example/p"}],
        [{"text": "end"}],
    ]
    assert lines_of(ItemBody(content="Go to https://x.example/p.", content_type="text")) == [
        [{"text": "Go to "}, {"text": "https://x.example/p", "href": "https://x.example/p"}, {"text": "."}]
    ]


def test_whole_weeks_are_shown_as_far_as_they_are_needed() -> None:
    today = dt.date(2026, 11, 24)
    plain = weeks(today, [])
    assert (plain[0][0], plain[-1][-1]) == (dt.date(2026, 11, 16), dt.date(2026, 12, 13))
    busy = weeks(today, [dt.date(2026, 11, 3), dt.date(2026, 12, 24), dt.date(2030, 1, 1)])
    assert (busy[0][0], busy[-1][-1]) == (dt.date(2026, 11, 2), dt.date(2026, 12, 27))


async def test_an_owner_deletes_and_moves_entries_and_the_clerk_notices(graph: Graph) -> None:
    one, two = await made(graph), await made(graph, booking="b2")
    url = f"{graph.world.outlook.url}/calendar/{ADA.oid}"
    view = await (await graph.http.get(f"{url}/entries")).json()
    assert [row["subject"] for row in view["entries"]] == ["Office: London", "Office: London"]
    assert (await graph.http.get(f"{url}/entries", params={"known": view["version"]})).status == 204
    assert (await graph.http.post(f"{url}/delete", json={"id": one["id"]})).status == 204
    assert (await graph.http.post(f"{url}/move", json={"id": two["id"], "day": "2026-12-01"})).status == 204
    assert (await graph.call("GET", f"{EVENTS}/{one['id']}")).status == 404
    moved = await (await graph.call("GET", f"{EVENTS}/{two['id']}")).json()
    assert (moved["start"]["dateTime"][:10], moved["end"]["dateTime"][:10]) == ("2026-12-01", "2026-12-02")
    assert moved["changeKey"] != two["changeKey"]


async def test_no_other_page_can_press_the_buttons(graph: Graph) -> None:
    new = await made(graph)
    url = f"{graph.world.outlook.url}/calendar/{ADA.oid}/delete"
    foreign = {"Origin": "http://127.0.0.1:1"}
    assert (await graph.http.post(url, json={"id": new["id"]}, headers=foreign)).status == 403
    assert (await graph.http.post(url, data=f'{{"id": "{new["id"]}"}}')).status == 415
    assert (await graph.http.post(url, json={"id": "made-up"})).status == 404
    assert (await graph.http.post(url, json={"di": "typo"})).status == 400
    assert len(graph.world.outlook.events(ADA.oid)) == 1


async def test_pages_escape_what_people_and_programs_write(graph: Graph) -> None:
    new = graph.world.entra.people.find_or_add("<b>Bold</b>")
    for url in (graph.world.outlook.url, graph.world.entra.url, f"{graph.world.outlook.url}/calendar/{new.oid}"):
        answer = await graph.http.get(url)
        assert "<b>Bold" not in await answer.text()
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


async def test_the_list_counts_entries(world: LocalWorld, graph: Graph, http: aiohttp.ClientSession) -> None:
    await graph.call("POST", EVENTS, event())
    counts = await (await http.get(f"{world.outlook.url}/counts")).json()
    assert counts[ADA.oid] == 1
    assert counts[PEOPLE[1].oid] == 0
    assert PEOPLE[-1].oid not in counts
