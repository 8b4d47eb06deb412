"""Hands for tests: what a person would do in the chat of the local Teams, without a browser."""

import asyncio
import time
from collections.abc import Callable, Generator

from infra.local.bot_activities import CARD
from infra.local.chat import Chat, Client
from infra.local.chat_questions import OpenDialog, Paste, Press, Question, Search, SendDialog
from infra.local.chat_rooms import Room, teams_id
from infra.local.chat_store import Message
from infra.local.loose_json import Json, is_object, listed, mapped
from infra.local.people import People
from infra.local.world import Person

PATIENCE_S = 10.0
_POLL_S = 0.02


class ChatHands:
    """`person` is any name somebody goes by; `where` the title of a conversation, or nothing for one's own with the bot."""

    def __init__(self, chat: Chat, people: People) -> None:
        self.locale = "en-GB"
        self.timezone = "Europe/London"
        self._chat = chat
        self._people = people
        self._views: dict[tuple[str, str, int], Json] = {}

    async def open(self, person: str, where: str = "") -> list[Message]:
        """Looks at a conversation, which adds the app at the first time; answers what is there."""
        who, room = self._place(person, where)
        await self._chat.open(who, room, self._client())
        return self.messages(person, where)

    async def install(self, person: str, where: str = "", *, there: bool = True) -> None:
        """Adds the app, or takes it away."""
        who, room = self._place(person, where)
        await self._chat.install(who, room, self._client(), there=there)

    async def say(self, person: str, text: str, where: str = "", *, thread: str = "") -> list[Message]:
        """Writes, and waits until the bot has taken it; what came since from others. In groups, "@Office Booker" is a mention."""
        who, room = self._place(person, where)
        if self._chat.store.installed(room.id) is None:
            await self.open(person, where)
        said = await self._chat.say(who, room, self._client(), text, thread=thread)
        if said.fault:
            raise AssertionError(said.fault)
        return [one for one in self.messages(person, where) if int(one.id) > int(said.id) and one.sender != who.oid]

    def messages(self, person: str, where: str = "") -> list[Message]:
        """Everything that somebody can read there, the oldest first."""
        _, room = self._place(person, where)
        return [one for one in self._chat.store.since(room.id) if not one.deleted]

    def card(self, person: str, message: Message) -> Json | None:
        """The card of a message as this person sees it at this moment."""
        view = self._views.get((self._person(person).oid, message.id, message.change))
        cards = (one.get("content") for one in message.attachments if one.get("contentType") == CARD)
        return view or next((card for card in cards if is_object(card)), None)

    async def look(self, person: str, where: str = "") -> list[Json]:
        """Lets the cards refresh themselves that are to do so for this person; the cards that are then seen."""
        for message in self.messages(person, where):
            refresh = refresh_for(self.card(person, message), teams_id(self._person(person)))
            if refresh is not None:
                await self._pressed(person, where, message, refresh, automatic=True)
        return [card for card in (self.card(person, message) for message in self.messages(person, where)) if card is not None]

    async def press(self, person: str, title: str, where: str = "", **inputs: object) -> Json:
        """Presses the last button of that title that can be seen, with the card's fields and what was filled in; the bot's answer."""
        message, action = self._button(person, title, where)
        data = {**mapped(action.get("data")), **fields_of(self.card(person, message)), **inputs}
        if action.get("type") == "Action.Execute":
            return await self._pressed(person, where, message, {**action, "data": data})
        who, room = self._place(person, where)
        teams = mapped(data.get("msteams"))
        if teams.get("type") == "task/fetch":
            return mapped(await self._asked(person, where, OpenDialog(message=message.id, data=data)))
        if teams.get("type") == "imBack":
            return {"fault": (await self._chat.say(who, room, self._client(), str(teams.get("value")), thread=message.thread)).fault}
        return {"fault": await self._chat.submit(who, room, self._client(), message, data)}

    async def search(self, person: str, command: str, words: str = "", where: str = "") -> Json:
        """The bot's answer to the search box of the message extension."""
        return mapped(await self._asked(person, where, Search(command=command, words=words, first=not words)))

    async def paste(self, person: str, url: str, where: str = "") -> Json:
        """The bot's answer to an address of the service in the compose box."""
        return mapped(await self._asked(person, where, Paste(url=url)))

    async def dialog(self, person: str, command: str, where: str = "") -> Json:
        """Opens the dialog of a command of the message extension."""
        return mapped(await self._asked(person, where, OpenDialog(command=command)))

    async def send_dialog(self, person: str, data: Json, command: str = "", where: str = "", *, message: str = "") -> Json:
        """Presses a dialog's button."""
        return mapped(await self._asked(person, where, SendDialog(data=data, command=command, message=message)))

    async def wait_for(
        self, person: str, what: str | Callable[[Message], bool], where: str = "", *, patience_s: float = PATIENCE_S
    ) -> Message:
        """The last message that holds these words, in its text, summary or card, or that fits; once it is there."""

        def fits(message: Message) -> bool:
            return what(message) if callable(what) else what in "\n".join(texts_of(message, self.card(person, message)))

        deadline = time.monotonic() + patience_s
        while True:
            found = [message for message in self.messages(person, where) if fits(message)]
            if found:
                return found[-1]
            if time.monotonic() > deadline:
                raise TimeoutError(f"Nothing like {what!r} came to {person} within {patience_s:g} seconds.")
            await asyncio.sleep(_POLL_S)

    def _button(self, person: str, title: str, where: str) -> tuple[Message, Json]:
        for message in reversed(self.messages(person, where)):
            for action in actions_of(self.card(person, message)):
                if action.get("title") == title:
                    return message, action
        raise LookupError(f"{person} sees no button {title!r}.")

    async def _pressed(self, person: str, where: str, message: Message, action: Json, *, automatic: bool = False) -> Json:
        answer = mapped(await self._asked(person, where, Press(message=message.id, action=action, automatic=automatic), message.thread))
        card = answer.get("value")
        kept = next((one for one in self.messages(person, where) if one.id == message.id), message)
        if answer.get("type") == CARD and is_object(card):
            self._views[self._person(person).oid, message.id, kept.change] = card
        return answer

    async def _asked(self, person: str, where: str, question: Question, thread: str = "") -> object:
        who, room = self._place(person, where)
        return await self._chat.ask(who, room, self._client(), question, thread=thread)

    def _place(self, person: str, where: str) -> tuple[Person, Room]:
        who = self._person(person)
        rooms = self._chat.rooms.of(who)
        room = rooms[0] if not where else next((room for room in rooms if where in (room.title, room.id)), None)
        if room is None:
            raise LookupError(f"{person} is in no conversation {where!r}.")
        return who, room

    def _person(self, name: str) -> Person:
        found = self._people.find(name)
        if found is None:
            raise LookupError(f"There is nobody called {name!r}.")
        return found

    def _client(self) -> Client:
        return Client(self.locale, self.timezone)


def refresh_for(card: Json | None, viewer: str) -> Json | None:
    """The action by which a card refreshes itself for this viewer: one of those that it names, or anybody where it names none."""
    refresh = mapped((card or {}).get("refresh"))
    action = refresh.get("action")
    is_for = "userIds" not in refresh or viewer in listed(refresh["userIds"])
    return action if is_object(action) and is_for else None


def actions_of(card: object) -> Generator[Json]:
    """All buttons of a card, those in cards that unfold among them."""
    for part in listed(card):
        yield from actions_of(part)
    if is_object(card):
        if str(card.get("type", "")).startswith("Action.") and "title" in card:
            yield card
        for name, inner in card.items():
            if name not in ("data", "refresh", "fallback"):
                yield from actions_of(inner)


def fields_of(card: object) -> Json:
    """What the fields of a card hold before anybody touches them."""
    found: Json = {}
    for part in listed(card):
        found |= fields_of(part)
    if is_object(card):
        if str(card.get("type", "")).startswith("Input.") and (card.get("value") is not None or card["type"] == "Input.Toggle"):
            found[str(card.get("id"))] = card.get("value") or "false"
        for name, inner in card.items():
            found |= {} if name in ("data", "refresh") else fields_of(inner)
    return found


def texts_of(message: Message, card: Json | None) -> Generator[str]:
    """Everything that can be read in a message."""
    yield from (message.text, message.summary)
    yield from _texts(card)


def _texts(part: object) -> Generator[str]:
    for one in listed(part):
        yield from _texts(one)
    if is_object(part):
        for name, inner in part.items():
            if isinstance(inner, str) and name in ("text", "title", "value", "label", "placeholder"):
                yield inner
            elif name not in ("data", "refresh"):
                yield from _texts(inner)
