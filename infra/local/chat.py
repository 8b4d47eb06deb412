"""What people do in the local Teams: open a conversation, write, press, ask, and add the app or take it away."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from infra.local.bot_activities import CARD, Scene, installation, message, submitted
from infra.local.bot_framework import BotFramework, Unreachable
from infra.local.chat_news import NewsDesk
from infra.local.chat_questions import Question
from infra.local.chat_rooms import BOT_NAME, Room, Rooms
from infra.local.chat_store import ChatStore, Message
from infra.local.loose_json import Json
from infra.local.world import Person


@dataclass(frozen=True, slots=True)
class Client:
    """The language and the zone of somebody's Teams."""

    locale: str = "en-GB"
    timezone: str = "Europe/London"


@dataclass(frozen=True, slots=True)
class Chat:
    """Keeps what people say, and lets the bot know of what concerns it."""

    rooms: Rooms
    store: ChatStore
    news: NewsDesk
    framework: BotFramework
    now: Callable[[], float]

    async def open(self, person: Person, room: Room, client: Client) -> None:
        """Somebody looks at a conversation; the very first look adds the app, as when it is picked in Teams' store."""
        if self.store.installed(room.id) is None:
            await self.install(person, room, client, there=True)
        self.store.see(person.oid, room.id)

    async def install(self, person: Person, room: Room, client: Client, *, there: bool) -> None:
        """Adds the app or takes it away; the bot hears of it in two activities at nearly the same time."""
        self.store.install(room.id, there=there)
        self.news.tell(room)
        scene = self._scene(person, room, client)
        await asyncio.gather(*(self._told(activity) for activity in installation(scene, there=there)))

    async def say(self, person: Person, room: Room, client: Client, text: str, *, thread: str = "", card: Json | None = None) -> Message:
        """Somebody writes. In groups the bot hears only of what mentions it."""
        cards: list[Json] = [] if card is None else [{"contentType": CARD, "content": card}]
        said = self.store.add(
            Message(conversation=room.id, sender=person.oid, text=text, text_format="plain", attachments=cards, thread=thread)
        )
        self.store.see(person.oid, room.id)
        self.news.tell(room)
        if self.hears(room, text):
            scene = self._scene(person, room, client, said.thread)
            said = await self._delivered(said, room, message(scene, id_=said.id, text=text, card=card))
        return said

    def hears(self, room: Room, text: str) -> bool:
        """Whether the bot is told of these words."""
        return bool(self.store.installed(room.id)) and (room.kind == "personal" or f"@{BOT_NAME}" in text)

    async def submit(
        self, person: Person, room: Room, client: Client, button_of: Message, value: object, *, text: str | None = None
    ) -> str:
        """The button of a card that is a message (Action.Submit); why it did not reach the bot, or nothing."""
        activity = submitted(self._scene(person, room, client, button_of.thread), reply_to=button_of.id, value=value, text=text)
        return await self._told(activity)

    async def ask(self, person: Person, room: Room, client: Client, question: Question, *, thread: str = "") -> object:
        """The bot's answer to a question; raises Unreachable."""
        answer = await self.framework.ask(question.activity(self._scene(person, room, client, thread)))
        return answer.body

    async def _delivered(self, said: Message, room: Room, activity: Json) -> Message:
        fault = await self._told(activity)
        if not fault:
            return said
        marked = self.store.put(msgspec.structs.replace(said, fault=fault))
        self.news.tell(room)
        return marked

    async def _told(self, activity: Json) -> str:
        try:
            await self.framework.tell(activity)
        except Unreachable as error:
            return str(error)
        return ""

    def _scene(self, person: Person, room: Room, client: Client, thread: str = "") -> Scene:
        return Scene(
            person=person,
            room=room,
            service_url=self.framework.service_url,
            now=self.now(),
            thread=thread,
            locale=client.locale,
            timezone=client.timezone,
        )
