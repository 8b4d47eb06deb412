"""The settings of the web process: where it listens, whom it lets in, who may frame its tab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from bot.chat.settings import ChatSettings
from bot.loopback import is_loopback
from core import settings
from core.model import Office, OfficeId, PersonId
from core.settings import Guid, PassSettings, PolicySettings, SettingsFile, StoreSettings, Text

ENTRA = "https://login.microsoftonline.com"
_Calls = Annotated[int, msgspec.Meta(ge=10, le=100_000)]


class WebSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`public_url`: how people reach the service. `host_origins`: who may frame the tab besides Microsoft's own hosts.

    `calls_per_minute` is of one person, `calls_per_minute_open` of one address of those who have not signed in (`limits.py`).
    `trusted_proxies`: how many stand before the service; only what they write into X-Forwarded-For is believed.
    """

    public_url: Text
    listen: Text = "127.0.0.1:3978"
    host_origins: list[str] = msgspec.field(default_factory=list[str])
    drain_seconds: Annotated[float, msgspec.Meta(ge=0, le=60)] = 5.0
    calls_per_minute: _Calls = 600
    calls_per_minute_open: _Calls = 300
    trusted_proxies: Annotated[int, msgspec.Meta(ge=0, le=5)] = 0

    @property
    def host(self) -> str:
        """Where it listens, without the port."""
        return self.listen.rpartition(":")[0].strip("[]")


class EntraSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which tenants may sign in and by which app registration. `trusted_clients`: apps that may ask for our tokens besides Microsoft's.

    `system_admin_role`: the app role SystemAdmin makes System Admins besides those of the settings. Each tenant's own admins give it, and
    it lives in a token for up to an hour, so it is off unless the operator trusts them with that.
    """

    tenants: Annotated[list[Guid], msgspec.Meta(min_length=1)]
    client_id: Guid
    authority: Text = ENTRA
    trusted_clients: list[Guid] = msgspec.field(default_factory=list[str])
    system_admin_role: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the web process was told."""

    web: WebSettings
    entra: EntraSettings
    store: StoreSettings
    policy: PolicySettings
    system_admins: frozenset[PersonId]
    offices: tuple[Office, ...]
    office_admins: Mapping[PersonId, frozenset[OfficeId]]
    passes: PassSettings = field(default_factory=PassSettings)
    chat: ChatSettings | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        host, _, port = self.web.listen.rpartition(":")
        return host.strip("[]"), int(port)


def read(path: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of file and environment. Raises BadSettings with every fault at once."""
    tree = settings.read(path, environ)
    web = tree.section("web", WebSettings)
    entra = tree.section("entra", EntraSettings)
    store = tree.section("store", StoreSettings)
    passes = tree.section("passes", PassSettings)
    policy = tree.section("policy", PolicySettings)
    chat = tree.section("chat", ChatSettings) if tree.has("chat") else None
    offices = settings.offices_of(tree)
    if web is None or entra is None or store is None or passes is None or policy is None:
        raise settings.BadSettings(tree.faults)
    _check_addresses(tree, web, entra)
    tree.faults += store.faults()
    on_this_machine_alone = _is_on_this_machine_alone(web)
    tree.faults += passes.faults(store, on_this_machine_alone=on_this_machine_alone)
    tenants = list(entra.tenants)
    if chat is not None:
        tree.faults += chat.faults(tenants, listens_on_loopback=is_loopback(web.host), on_this_machine_alone=on_this_machine_alone)
    system_admins = settings.people_of(tree, "[policy] system_admins", policy.system_admins, tenants)
    office_admins: dict[PersonId, frozenset[OfficeId]] = {}
    for office, names in offices:
        for person in settings.people_of(tree, f"[[offices]] {office.id} admins", names, tenants):
            office_admins[person] = office_admins.get(person, frozenset()) | {office.id}
    tree.refuse_if_faulty()
    return Settings(
        web=web,
        entra=entra,
        store=store,
        policy=policy,
        system_admins=system_admins,
        offices=tuple(office for office, _ in offices),
        office_admins=office_admins,
        passes=passes,
        chat=chat,
    )


def _check_addresses(tree: SettingsFile, web: WebSettings, entra: EntraSettings) -> None:
    """Anything that is not https is a local stand-in, and those are for a service that only this machine can reach."""
    host, _, port = web.listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:  # noqa: PLR2004 - the largest port
        tree.faults.append("[web] listen: must be host:port, such as 127.0.0.1:3978")
        return
    loopback = is_loopback(web.host)
    addresses = [("[web] public_url", web.public_url), ("[entra] authority", entra.authority)]
    addresses += [("[web] host_origins", origin) for origin in web.host_origins]
    for where, address in addresses:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or address.endswith("/"):
            tree.faults.append(f"{where}: {address!r} must be an address such as https://desks.contoso.example, with no slash at the end")
        elif parts.scheme == "http" and not (loopback and is_loopback(parts.hostname)):
            tree.faults.append(f"{where}: http is only for a service and an address of this machine alone (127.0.0.1)")


def _is_on_this_machine_alone(web: WebSettings) -> bool:
    """Whether nobody else can reach it. A proxy may stand before a service that listens on loopback, so its address counts as well."""
    return is_loopback(web.host) and is_loopback(urlsplit(web.public_url).hostname or "")
