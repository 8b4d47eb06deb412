"""The composition root of the web process: makes the parts, hands them to each other, and hangs the rooms into one application."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from bot import headers, health, tab_files
from bot.api import openapi
from bot.api.routes import ROUTES
from bot.calls import watched
from bot.chat.addresses import add_chat
from bot.chat.opening import Loading, open_chat
from bot.docs.addresses import add_docs
from bot.entra import TokenCheck
from bot.errors import problems
from bot.guard.addresses import add_guard
from bot.keys import PARTS, Parts
from bot.limits import Limits
from bot.settings import Settings
from bot.signing_keys import SigningKeys
from bot.strangers import counted
from bot.time_limits import Deadlines
from core import offices, retention
from core.administration import Administration
from core.clock import Clock
from core.house_rules import HouseRules
from core.keeper import Keeper
from core.offices import RecentOffices
from core.pass_opening import open_keys
from core.passes import Passes
from core.people import People
from core.roll_out import RollOut
from core.rules_administration import RulesAdministration
from core.service import Service
from core.store.opening import open_store
from core.store.recent import RecentStore
from core.store.sqlite import SqliteStore
from core.turns import Turns

MAX_BODY = 64 * 1024
PAUSE_S = 0.01
"""Half of the first pause between two attempts at a booking; it doubles each time."""


@asynccontextmanager
async def parts_of(settings: Settings, clock: Clock) -> AsyncGenerator[Parts]:
    """The parts that the settings ask for, seeded on the first start; closed in the opposite order."""
    loading = Loading(settings)
    kept = await open_store(settings.store, clock)
    store = RecentStore(kept, clock)
    # Azure Cosmos DB forgets by itself.
    chores = [asyncio.create_task(retention.keep_swept(kept))] if isinstance(kept, SqliteStore) else []
    try:
        async with aiohttp.ClientSession() as session, open_keys(settings.passes, settings.store, clock) as pass_keys:
            rules = HouseRules(store, clock, settings.policy.rules())
            await rules.seed()
            people = People(store, settings.system_admins, rules)
            if await offices.is_empty(store):
                # The admins first: should the start be cut off between the two, the next one does both.
                await people.seed_admins(settings.office_admins)
                await offices.seed(store, settings.offices)
            keys = SigningKeys(session, settings.entra.authority, clock)
            turns = Turns()
            service = Service(store, people, clock, rules, pause, turns)
            roll_out = RollOut(store, people, clock, rules, pause, turns)
            chores.append(asyncio.create_task(Keeper(store, service, roll_out, clock, rules, new_id).keep()))
            deadlines = Deadlines()
            chores.append(asyncio.create_task(deadlines.keep()))
            parts = Parts(
                settings=settings,
                rules=rules,
                clock=clock,
                store=store,
                people=people,
                service=service,
                recent_offices=RecentOffices(store.recently),
                administration=Administration(store, people, clock, rules, pause, roll_out),
                rules_administration=RulesAdministration(store, rules, clock, pause, roll_out),
                passes=Passes(pass_keys),
                pass_keys=pass_keys,
                tokens=TokenCheck(settings.entra, keys, clock),
                new_id=new_id,
                limits=Limits.of(settings.web),
                deadlines=deadlines,
                started_at=clock.now(),
            )
            async with open_chat(parts, session, loading, random.random) as opened:
                yield opened
    finally:
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await store.close()


def build_app(parts: Parts, dist: Path = tab_files.DIST) -> web.Application:
    """One application over the parts; everything under /api comes from the route table."""
    app = web.Application(middlewares=[watched, problems], client_max_size=MAX_BODY)
    app[PARTS] = parts
    app.on_response_prepare.append(headers.protect(parts.settings))
    for route in ROUTES:
        app.router.add_route(route.method, route.path, route.handler)
    app.router.add_get("/api/openapi.json", counted(openapi.serve()))
    add_docs(app)
    app.router.add_get("/healthz/live", health.live)
    app.router.add_get("/healthz/ready", health.ready)
    add_guard(app)
    add_chat(app)
    tab_files.add_tab(app, parts.settings, dist)
    return app


def new_id() -> str:
    """An id that nobody can guess and nothing else has."""
    return secrets.token_hex(16)


async def pause(attempt: int) -> None:
    """Wait a random moment, longer after every attempt, so that those who collided do not collide again."""
    await asyncio.sleep(random.uniform(0, PAUSE_S * 2**attempt))  # noqa: S311 - no secret
