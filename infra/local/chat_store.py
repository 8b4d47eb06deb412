"""What was said in the local Teams, where the app is installed and what each person has seen, kept in the database."""

import sqlite3
from collections.abc import Callable

import msgspec

BOT = "bot"
"""The sender of what the bot said."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message as it is kept. `fault`: why it did not reach the bot; `thread`: the first message of it, in a channel."""

    conversation: str
    sender: str
    id: str = ""
    thread: str = ""
    text: str = ""
    text_format: str = "markdown"
    attachments: list[dict[str, object]] = []
    mentions: list[str] = []
    summary: str = ""
    suggestions: list[dict[str, object]] = []
    sent_s: float = 0.0
    change: int = 0
    edited: bool = False
    deleted: bool = False
    fault: str = ""


class ChatStore:
    """Every write gets the next number of `change`, so that a page asks only for what is new to it."""

    def __init__(self, database: sqlite3.Connection, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    def add(self, message: Message) -> Message:
        """Keeps a new message under an id of its own: the moment in milliseconds, as in Teams."""
        (last,) = self._database.execute("select max(cast(id as integer)) from chat_messages").fetchone()
        now = self._now()
        id_ = str(max(int(now * 1000), (last or 0) + 1))
        added = msgspec.structs.replace(message, id=id_, thread=message.thread or id_, sent_s=now, change=self.change() + 1)
        self._database.execute(
            "insert into chat_messages (id, conversation, thread, change, document) values (?, ?, ?, ?, ?)",
            (added.id, added.conversation, added.thread, added.change, _encoded(added)),
        )
        return added

    def put(self, message: Message) -> Message:
        """Keeps a message that changed."""
        put = msgspec.structs.replace(message, change=self.change() + 1)
        self._database.execute("update chat_messages set change = ?, document = ? where id = ?", (put.change, _encoded(put), put.id))
        return put

    def get(self, conversation: str, message: str) -> Message | None:
        """A message that is there and not deleted."""
        row = self._database.execute(
            "select document from chat_messages where conversation = ? and id = ?", (conversation, message)
        ).fetchone()
        found = None if row is None else msgspec.json.decode(row[0], type=Message)
        return found if found is not None and not found.deleted else None

    def since(self, conversation: str, change: int = 0) -> list[Message]:
        """What changed after that number, the oldest message first; deleted ones among it."""
        rows = self._database.execute(
            "select document from chat_messages where conversation = ? and change > ? order by cast(id as integer)", (conversation, change)
        )
        return [msgspec.json.decode(document, type=Message) for (document,) in rows]

    def change(self) -> int:
        """The number of the last change anywhere."""
        (last,) = self._database.execute("select max(change) from chat_messages").fetchone()
        return int(last or 0)

    def installed(self, conversation: str) -> bool | None:
        """Whether the app is there; None where nobody ever decided."""
        row = self._database.execute("select installed from chat_installs where conversation = ?", (conversation,)).fetchone()
        return None if row is None else bool(row[0])

    def install(self, conversation: str, *, there: bool) -> None:
        """Notes that the app was added or taken away."""
        self._database.execute("insert or replace into chat_installs (conversation, installed) values (?, ?)", (conversation, there))

    def see(self, person: str, conversation: str) -> None:
        """Somebody has looked at everything that is there now."""
        self._database.execute(
            "insert or replace into chat_seen (person, conversation, message) "
            "select ?, ?, coalesce(max(cast(id as integer)), 0) from chat_messages where conversation = ?",
            (person, conversation, conversation),
        )

    def unread(self, person: str, conversation: str) -> int:
        """How many messages of others came since."""
        row = self._database.execute(
            "select message from chat_seen where person = ? and conversation = ?", (person, conversation)
        ).fetchone()
        seen = int(row[0]) if row else 0
        return sum(int(one.id) > seen and one.sender != person and not one.deleted for one in self.since(conversation))


def _encoded(message: Message) -> str:
    return msgspec.json.encode(message).decode()
