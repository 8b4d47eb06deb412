"""`erase PERSON`: gives back what the person still holds, waits until the calendar has followed, then takes their id out of everything.

What counted stays counted: past bookings stay under a random name, so every tally still equals its bookings. The name is kept in a
document of its own until the end; a run that stops anywhere is finished by the next one, under the same name. At the end the whole store is
read once more: the work is done when the person's id is nowhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from core import offices, words
from core.admin.console import counted
from core.admin.erase_house import EraseHouse
from core.admin.erase_week import EraseWeek
from core.admin.feed import pages
from core.admin.mentions import Mentions
from core.admin.tombstones import tombstone
from core.admin.tools import OPERATOR, Ending, Tools
from core.backlog import CALENDAR
from core.days import today_in
from core.decision import Code, Refusal
from core.model import Booking, PersonId, parse_booking_id
from core.service import Leave, insist
from core.store import documents
from core.store.port import MAX_PAGE, Create, Key, Listing

PASSES = 5
"""Readings of the whole store; a second finds what the first one's cancels wrote, more are for somebody who still books."""
LOOK_EVERY_S = 2.0
SHOWN = 10
_NOT_IN_THE_WAY = frozenset({Code.DAY_PAST, Code.NO_SUCH_BOOKING, Code.NO_SUCH_OFFICE})


@dataclass(slots=True)
class Found:
    """Where the person's id stands: keys by partition."""

    keys: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def of(self, partition: str, prefix: str) -> list[Key]:
        """The documents of a partition whose ids begin so."""
        return [Key(partition, one) for one in sorted(self.keys.get(partition, ())) if one.startswith(prefix)]

    def all_of(self, prefix: str) -> list[Key]:
        """The documents of any partition whose ids begin so."""
        return [key for partition in sorted(self.keys) for key in self.of(partition, prefix)]


class Erase:
    """The erasure of one person. `wait_s` None: don't wait for the calendar."""

    def __init__(self, tools: Tools, person: PersonId, wait_s: float | None, sweep: Callable[[], Awaitable[int]] | None = None) -> None:
        self._tools = tools
        self._person = person
        self._wait_s = wait_s
        self._sweep = sweep
        self._mentions = Mentions(person)
        self._note = Key(f"people|{person}", "erasure")

    async def run(self) -> Ending:
        """Raises Busy and Unavailable; then run it again."""
        if self._tools.rules.read_only:
            self._tools.console.tell("The settings say read_only; nothing can be erased until they don't.")
            return Ending.FOUND
        name = await self._random_name()
        if not await self._finish(name):
            return Ending.UNFINISHED
        await insist(lambda: tombstone(self._tools, self._note), self._tools.pause)
        if self._sweep is not None:
            await self._sweep()
        self._tools.console.tell(f"Nothing is kept of {self._person} any more. What they booked counts on, without saying whose it was.")
        return Ending.DONE

    async def _finish(self, name: PersonId) -> bool:
        for number in range(PASSES + 1):
            found = await self._find()
            if not found.keys:
                return True
            if number == PASSES:
                self._tell_rest(found)
                return False
            refused = await self._give_back(found)
            if refused:
                self._tools.console.tell(f"Something could not be given back: {words.sentence(refused)}")
                return False
            if self._wait_s is not None and not await self._calendar_follows(found, self._wait_s):
                return False
            await self._take_out(found, name)
        raise AssertionError("the last reading returns")

    def _tell_rest(self, found: Found) -> None:
        keys = [f"{key.id} in {key.partition}" for key in found.all_of("")]
        for line in keys[:SHOWN]:
            self._tools.console.tell(f"still names the person: {line}")
        more = f" (and {len(keys) - SHOWN:,} more)" if len(keys) > SHOWN else ""
        self._tools.console.tell(f"{counted(len(keys), 'document')} left{more}. Take away the person's access, then run this again.")

    async def _random_name(self) -> PersonId:
        """The one of this erasure: made now, or by a run that was stopped."""
        made = PersonId(f"erased.{self._tools.new_id()}")

        async def note() -> PersonId:
            document = await self._tools.store.read(self._note)
            if document is not None:
                return PersonId(str(document.fields["name"]))
            await self._tools.store.commit(self._note.partition, [Create(id=self._note.id, fields={"kind": "erasure", "name": made})])
            return made

        return await insist(note, self._tools.pause)

    async def _find(self) -> Found:
        found, seen = Found(), 0
        async for page in pages(self._tools.store):
            seen += len(page.documents)
            for document in page.documents:
                if document.key != self._note and self._mentions.in_document(document):
                    found.keys.setdefault(document.key.partition, set()).add(document.key.id)
            self._tools.console.progress(f"Reading the store: {counted(seen, 'document')}")
        return found

    async def _give_back(self, found: Found) -> Refusal | None:
        """Days to come, so that others get the places, and places in lines. Why one could not be."""
        service, ask = self._tools.service, self._tools.ask
        for booking in await self._days_to_come():
            answer = await service.cancel(OPERATOR, booking.id, ask(), self._tools.new_id())
            if isinstance(answer, Refusal) and answer.code not in _NOT_IN_THE_WAY:
                return answer
        for key in found.all_of("queue|"):
            document = await self._tools.store.read(key)
            queue = documents.queue_of(document) if document else None
            if queue is None or queue.waiter(self._person) is None:
                continue
            wait = Leave(ask=ask(), office=queue.office, day=queue.day, person=self._person)
            answer = await service.leave(OPERATOR, wait, self._tools.new_id())
            if isinstance(answer, Refusal) and answer.code not in _NOT_IN_THE_WAY:
                return answer
        return None

    async def _days_to_come(self) -> list[Booking]:
        """From tomorrow on, in each office's own time; today's place is taken already."""
        known = await offices.read_all(self._tools.store)
        now = self._tools.clock.now()
        coming: list[Booking] = []
        listing = Listing("booking", "active_person", self._person, "day", (now.date() - timedelta(days=1)).isoformat())
        after: str | None = None
        while True:
            page = await self._tools.store.list(listing, limit=MAX_PAGE, next=after)
            for booking in map(documents.booking_of, page.documents):
                office = known.get(booking.office)
                if booking.day > today_in(office.zone if office else "UTC", now):
                    coming.append(booking)
            after = page.next
            if after is None:
                return coming

    async def _calendar_follows(self, found: Found, wait_s: float) -> bool:
        """Wait until the calendar clerk has taken away the entries of what was given back."""
        clock, console = self._tools.clock, self._tools.console
        until = clock.now() + timedelta(seconds=wait_s)
        while True:
            behind = await self._entries_behind(found)
            if not behind:
                return True
            if clock.now() >= until:
                entries = counted(behind, "entry is", "entries are")
                console.tell(
                    f"{entries} still in the person's calendar. Run this again; or with --without-calendar if no clerk will follow."
                )
                return False
            console.progress(f"Waiting for the calendar: {counted(behind, 'entry', 'entries')}")
            await self._tools.sleep(LOOK_EVERY_S)

    async def _entries_behind(self, found: Found) -> int:
        """Bookings given back, of days to come, whose calendar record (kind "entry") has not got so far."""
        yesterday = self._tools.clock.now().date() - timedelta(days=1)
        behind = 0
        for key in found.all_of("booking|"):
            named = parse_booking_id(key.id.removeprefix("booking|"))
            if named is None or named.person != self._person or named.day <= yesterday:
                continue
            document = await self._tools.store.read(key)
            booking = documents.booking_of(document) if document else None
            if booking is None or booking.is_active:
                continue
            record = await self._tools.store.read(CALENDAR.record(booking.id, self._person))
            applied = record.fields.get("applied") if record else None
            behind += int(not isinstance(applied, int) or applied < booking.revision)
        return behind

    async def _take_out(self, found: Found, name: PersonId) -> None:
        """Weeks first, then the house's own documents; what only the person has goes last."""
        partitions = sorted(found.keys, key=lambda partition: (not partition.startswith("week|"), partition))
        for number, partition in enumerate(partitions, start=1):
            self._tools.console.progress(f"Erasing: {number} of {len(partitions)} places")
            keys = found.of(partition, "")
            if partition.startswith("week|"):
                await EraseWeek(self._tools, self._person, name, partition).erase(keys)
            else:
                await EraseHouse(self._tools, self._person, name).erase(keys)
