"""What Teams sends to a bot, in Teams' own shapes. Pure: values in, JSON out."""

import datetime as dt
import html
import uuid
from dataclasses import dataclass

from infra.local.chat_rooms import BOT_ID, BOT_NAME, Room, teams_id
from infra.local.loose_json import Json, listed, mapped
from infra.local.world import TENANT, TENANT_NAME, Person

CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who does something where, and with which client. `thread`: of a channel."""

    person: Person
    room: Room
    service_url: str
    now: float
    thread: str = ""
    locale: str = "en-GB"
    timezone: str = "Europe/London"

    def activity(self, kind: str, more: Json | None = None, *, id_: str = "", source: str = "") -> Json:
        """What all activities have in common."""
        moment = dt.datetime.fromtimestamp(self.now, dt.UTC)
        country = self.locale.partition("-")[2].upper()
        client = {"locale": self.locale, "country": country, "platform": "Web", "timezone": self.timezone, "type": "clientInfo"}
        return {
            "type": kind,
            "id": id_ or f"f:{uuid.uuid4()}",
            "timestamp": f"{moment:%Y-%m-%dT%H:%M:%S.%f}0Z",
            "localTimestamp": f"{moment:%Y-%m-%dT%H:%M:%S.%f}0+00:00",
            "localTimezone": self.timezone,
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": teams_id(self.person), "name": self.person.name, "aadObjectId": self.person.oid},
            "conversation": self._conversation(),
            "recipient": {"id": BOT_ID, "name": BOT_NAME},
            "entities": [client],
            "channelData": self._channel_data(source),
            "locale": self.locale,
            **(more or {}),
        }

    def _conversation(self) -> Json:
        about: Json = {"conversationType": self.room.kind, "tenantId": TENANT, "id": self.room.id_in(self.thread)}
        if self.room.kind != "personal":
            about["isGroup"] = True
        if self.room.kind == "groupChat":
            about["name"] = self.room.title
        return about

    def _channel_data(self, source: str) -> Json:
        data: Json = {"tenant": {"id": TENANT}}
        if source:
            data["source"] = {"name": source}
        group = self.room.group
        if group is not None and group.team:
            data |= {"teamsChannelId": group.id, "teamsTeamId": group.team, "channel": {"id": group.id}}
            data["team"] = {"id": group.team, "name": group.team_name}
        return data


def message(scene: Scene, *, id_: str, text: str, card: Json | None = None) -> Json:
    """Something written; "@Office Booker" in it becomes a mention, as the client makes it when the name is picked."""
    mention = f"<at>{BOT_NAME}</at>"
    marked = text.replace(f"@{BOT_NAME}", mention)
    shown = html.escape(text, quote=False).replace(f"@{BOT_NAME}", f'<span itemtype="http://schema.skype.com/Mention">{BOT_NAME}</span>')
    attachments: list[Json] = [{"contentType": "text/html", "content": f"<p>{shown}</p>"}]
    if card is not None:
        attachments.insert(0, {"contentType": CARD, "content": card})
    activity = scene.activity("message", {"textFormat": "plain", "text": marked, "attachments": attachments}, id_=id_)
    if mention in marked:
        mentioned = {"id": BOT_ID, "name": BOT_NAME}
        activity["entities"] = [*listed(activity["entities"]), {"mentioned": mentioned, "text": mention, "type": "mention"}]
    return activity


def submitted(scene: Scene, *, reply_to: str, value: object, text: str | None = None) -> Json:
    """The button of a card (Action.Submit), which Teams sends as a message without words."""
    words: Json = {} if text is None else {"text": text, "textFormat": "plain"}
    return scene.activity("message", {"replyToId": reply_to, "value": value, **words}, source="message")


def invoke(scene: Scene, name: str, value: object, *, source: str, reply_to: str = "") -> Json:
    """A question that the bot answers in the same breath."""
    button: Json = {"replyToId": reply_to} if reply_to else {}
    return scene.activity("invoke", {"name": name, "value": value, **button}, source=source)


def installation(scene: Scene, *, there: bool) -> tuple[Json, Json]:
    """The two that say the app was added or taken away."""
    update = scene.activity("installationUpdate", {"action": "add" if there else "remove"})
    if there:
        data = {**mapped(update["channelData"]), "settings": {"selectedChannel": {"id": scene.room.id}}, "source": {"name": "message"}}
        update["channelData"] = data
    accounts: list[Json] = [{"id": BOT_ID}]
    if scene.room.kind == "personal":
        accounts.insert(0, {"id": teams_id(scene.person), "aadObjectId": scene.person.oid})
    changed = scene.activity("conversationUpdate")
    changed["membersAdded" if there else "membersRemoved"] = accounts
    if scene.room.kind == "channel":
        changed["channelData"] = {**mapped(changed["channelData"]), "eventType": "teamMemberAdded" if there else "teamMemberRemoved"}
    return update, changed


def member(person: Person) -> Json:
    """Somebody in a conversation, as the connector tells the bot."""
    first, _, last = person.name.partition(" ")
    names = {"name": person.name, "givenName": first, "surname": last, "email": person.email, "userPrincipalName": person.email}
    ids = {"id": teams_id(person), "objectId": person.oid, "aadObjectId": person.oid, "tenantId": TENANT}
    return {**ids, **names, "userRole": "user"}


def team_details(room: Room, group_id: str) -> Json:
    """A team, as the connector tells the bot."""
    group = room.group
    details: Json = {"id": room.id, "aadGroupId": group_id, "channelCount": 1, "memberCount": len(room.members), "type": "standard"}
    return details | {"name": group.team_name if group else "", "tenantId": TENANT, "description": TENANT_NAME}
