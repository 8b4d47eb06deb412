"""What somebody at the page asks of the bot, and the activity that Teams makes of it; the bot answers each in the same breath."""

import uuid

import msgspec

from infra.local.bot_activities import Scene, invoke
from infra.local.loose_json import Json


class Press(msgspec.Struct, frozen=True, tag_field="kind", tag="press"):
    """A button of a card (Action.Execute) with the inputs in its data; `automatic`: the card is looked at and refreshes itself."""

    message: str
    action: Json
    automatic: bool = False

    def activity(self, scene: Scene) -> Json:
        """adaptiveCard/action."""
        action = {"type": "Action.Execute", **{key: self.action[key] for key in ("title", "id", "verb", "data") if key in self.action}}
        value = {"action": action, "trigger": "automatic" if self.automatic else "manual"}
        return invoke(scene, "adaptiveCard/action", value, source="message", reply_to=self.message)


class Search(msgspec.Struct, frozen=True, tag_field="kind", tag="search"):
    """The search box of the message extension; `first`: nothing was typed yet."""

    command: str
    words: str = ""
    skip: int = 0
    count: int = 25
    first: bool = False

    def activity(self, scene: Scene) -> Json:
        """composeExtension/query."""
        parameter = {"name": "initialRun", "value": "true"} if self.first else {"name": "query", "value": self.words}
        value = {"commandId": self.command, "parameters": [parameter], "queryOptions": {"skip": self.skip, "count": self.count}}
        return invoke(scene, "composeExtension/query", value, source="compose")


class Paste(msgspec.Struct, frozen=True, tag_field="kind", tag="paste"):
    """An address of the service that was put into the compose box."""

    url: str

    def activity(self, scene: Scene) -> Json:
        """composeExtension/queryLink."""
        return invoke(scene, "composeExtension/queryLink", {"url": self.url}, source="compose")


class OpenDialog(msgspec.Struct, frozen=True, tag_field="kind", tag="open"):
    """A dialog: by a command of the message extension, or by the button of a card (`message`), whose data come along."""

    command: str = ""
    message: str = ""
    data: Json = {}
    theme: str = "default"

    def activity(self, scene: Scene) -> Json:
        """composeExtension/fetchTask or task/fetch."""
        if self.command:
            return invoke(scene, "composeExtension/fetchTask", _of_command(self.command, self.theme), source="compose")
        value = {"data": self.data, "context": {"theme": self.theme}}
        return invoke(scene, "task/fetch", value, source="message", reply_to=self.message)


class SendDialog(msgspec.Struct, frozen=True, tag_field="kind", tag="send"):
    """A dialog's button, with what was filled in."""

    data: Json
    command: str = ""
    message: str = ""
    theme: str = "default"

    def activity(self, scene: Scene) -> Json:
        """composeExtension/submitAction or task/submit."""
        if self.command:
            value = _of_command(self.command, self.theme) | {"data": self.data, "botMessagePreviewAction": None}
            return invoke(scene, "composeExtension/submitAction", value, source="compose")
        value = {"data": self.data, "context": {"theme": self.theme}}
        return invoke(scene, "task/submit", value, source="message", reply_to=self.message)


Question = Press | Search | Paste | OpenDialog | SendDialog


def _of_command(command: str, theme: str) -> Json:
    return {"commandId": command, "commandContext": "compose", "requestId": uuid.uuid4().hex, "context": {"theme": theme}}
