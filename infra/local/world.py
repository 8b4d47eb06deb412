"""Who and what exists in the local world: one made-up tenant, its app registrations, a dozen people and their chats. Constants only."""

import uuid
from dataclasses import dataclass

TENANT = "6c3f1a52-8d0e-4b7a-9e25-1f4d7a90c3b8"
TENANT_NAME = "Contoso Example"
MAIL_DOMAIN = "contoso.example"

APP_CLIENT_ID = "2b8e5d14-73f6-4c09-a1d8-5e0c94b7f362"
"""The tab's and the API's app registration."""
API_SCOPE = f"api://{APP_CLIENT_ID}/access_as_user"
API_APP_SCOPE = f"api://{APP_CLIENT_ID}/.default"
"""What an application asks for that acts for nobody; which roles it gets was decided in the tenant."""
SELF_TEST_ROLE = "SelfTest"

SYNC_CLIENT_ID = "9f47c0a6-1e3b-4d85-b2c7-60a8d5e13f94"
"""The calendar clerk's identity, which holds the Graph app roles below."""
SYNC_OBJECT_ID = "d1a5b3e8-6f92-4c70-8e4d-37b0c9f2a615"

DEPLOY_CLIENT_ID = "4c7e92d1-05b8-4fa3-8c16-d2f70b9e5a43"
"""The identity of a deployment's pipeline."""

BOT_APP_ID = "7d21c8f4-5ba9-4e36-9f70-b84e1c6d2a05"
"""The bot's identity: the managed identity that the web process runs under, and the name under which Teams knows the bot."""
BOT_OBJECT_ID = "e6b40a97-3c1d-4f85-a2e9-95d7f80c1b34"
BOT_AUDIENCE = "https://api.botframework.com"
"""Whom the bot's own tokens are for, and who says so in the tokens that come to the bot."""
IDENTITY_HEADER = "local-identity"
"""What keeps pages elsewhere from asking for the managed identity's tokens; App Service makes a new one at each start."""

TEAMS_WEB_CLIENT_ID = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
"""Teams on the web; a public constant of Microsoft's documentation."""

GRAPH_AUDIENCE = "https://graph.microsoft.com"
CALENDAR_ROLE = "Calendars.ReadWrite"
MAIL_ROLE = "Mail.Send"
GRAPH_ROLES = (CALENDAR_ROLE, MAIL_ROLE)


@dataclass(frozen=True, slots=True)
class Application:
    """An application that gets tokens for itself; `roles` are the API's app roles that it was given."""

    client_id: str
    object_id: str
    roles: tuple[str, ...] = ()


SYNC = Application(SYNC_CLIENT_ID, SYNC_OBJECT_ID)
DEPLOY = Application(DEPLOY_CLIENT_ID, "a83f16c5-2d94-4e07-b6a1-59c4e8d7f032", (SELF_TEST_ROLE,))
APPLICATIONS = {application.client_id: application for application in (SYNC, DEPLOY)}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in; `note` is for human eyes only, rights are the product's own matter."""

    oid: str
    name: str
    first: str
    email: str
    note: str = ""
    mailbox: bool = True
    shared: bool = False
    """A mailbox that nobody signs in as."""


def oid_of(email: str) -> str:
    """The object id that belongs to an address, the same on every machine."""
    return str(uuid.uuid5(uuid.UUID(TENANT), email.casefold()))


def _person(name: str, note: str = "", *, mailbox: bool = True) -> Person:
    first, last = name.split(" ", 1)
    email = f"{first}.{last}@{MAIL_DOMAIN}".lower()
    return Person(oid=oid_of(email), name=name, first=first, email=email, note=note, mailbox=mailbox)


PEOPLE: tuple[Person, ...] = (
    _person("Ada Okafor", "System Admin"),
    _person("Priya Raman", "Office Admin of London"),
    _person("Mateo Fuentes"),
    _person("Linnea Berg"),
    _person("Tariq Haddad"),
    _person("Mei Tanaka"),
    _person("Aroha Ngata", "Auckland"),
    _person("Kwame Mensah"),
    _person("Zofia Nowak"),
    _person("Noah Levi"),
    _person("Thandiwe Dube"),
    _person("Sam Porter", "No mailbox", mailbox=False),
)

NOTICES = Person(
    oid=oid_of(f"office.notices@{MAIL_DOMAIN}"), name="Office Notices", first="Office", email=f"office.notices@{MAIL_DOMAIN}", shared=True
)
"""The shared mailbox that notices come from and go to."""


@dataclass(frozen=True, slots=True)
class Group:
    """A conversation of several people, known by their first names; `team` is the id of the team whose channel it is."""

    id: str
    name: str
    members: tuple[str, ...]
    team: str = ""
    team_name: str = ""


DESK_FRIENDS = Group("19:3d9b1c74e5f84a6290be1a0c57d48f36@thread.v2", "Desk friends", ("Ada", "Priya", "Mateo", "Linnea", "Tariq"))
FACILITIES = Group(
    "19:b07e42d9c6a14f0f8d25e3917a64c8b1@thread.tacv2",
    "General",
    ("Ada", "Priya", "Mateo", "Kwame", "Zofia"),
    team="19:b07e42d9c6a14f0f8d25e3917a64c8b1@thread.tacv2",
    team_name="Facilities",
)
"""A team has the id of its first channel, as in Teams."""
TEAM_GROUP_ID = "5a08d7e3-92c4-4b16-8fa1-0e6c3d9b7f42"
GROUPS = (DESK_FRIENDS, FACILITIES)
