"""The parts of the bench, in the order in which they run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from tests.bench import chat, engine, http, memory, operations, rush, start, units
from tests.bench.figures import Figure
from tests.bench.size import Size


@dataclass(frozen=True, slots=True)
class Part:
    """What is measured, in a sentence, and how."""

    meaning: str
    measure: Callable[[Size], Awaitable[Sequence[Figure]]]


PARTS = {
    "start": Part("the web process from nothing to its first answer", start.measure),
    "engine": Part("the engine on SQLite, all on one office day, beside bare durable inserts of one row each", engine.measure),
    "operations": Part("what people do, on either store, 32 at once", operations.measure),
    "rush": Part("more people than places on one office day, on either store", rush.measure),
    "units": Part("what Azure Cosmos DB is asked and charges (RU by its published figures)", units.measure),
    "http": Part("the real web process, asked by one client process", http.measure),
    "chat": Part("the bot in the real web process, 50 messages a second", chat.measure),
    "memory": Part("the engine on SQLite over many bookings", memory.measure),
}
