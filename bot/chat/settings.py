"""`[chat]`: the bot's identity with Microsoft, and whom it believes. Without this section there is no bot."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from bot.loopback import is_loopback
from core.settings import Guid, Text

OPENID = "https://login.botframework.com/v1/.well-known/openidconfiguration"
SERVICE_HOSTS = ("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com")
"""The connectors of Teams that belong to Microsoft's public cloud: everybody's, and the one of GCC."""
_HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.ASCII)


class ChatSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`app_id`: the bot's own. `credential`: how it says who it is when it writes.

    `managed_identity` is the one whose client id is `app_id`; `single_tenant` an app registration of `tenant`, with the secret or the
    certificate (PEM, with its key) in a file that the platform mounts; `none` no authentication at all, in neither direction, for
    Microsoft's Agents Playground on this machine. `service_hosts`: the connectors that may be written to, `.example.com` for all below.
    `reminder_hour`: when people are reminded of the next day, in their office's zone.
    """

    app_id: Guid
    credential: Literal["managed_identity", "single_tenant", "none"] = "managed_identity"
    tenant: str = ""
    secret_file: Annotated[str, msgspec.Meta(max_length=200)] = ""
    certificate_file: Annotated[str, msgspec.Meta(max_length=200)] = ""
    openid_url: Text = OPENID
    service_hosts: Annotated[list[str], msgspec.Meta(min_length=1, max_length=20)] = msgspec.field(
        default_factory=lambda: list(SERVICE_HOSTS)
    )
    reminder_hour: Annotated[int, msgspec.Meta(ge=0, le=23)] = 17

    def tenant_of(self, tenants: list[str]) -> str:
        """The tenant of the app registration: the one that is named, or the only one that signs in."""
        return self.tenant or tenants[0]

    def faults(self, tenants: list[str], *, listens_on_loopback: bool, on_this_machine_alone: bool) -> list[str]:
        """What is missing or must not be, in words."""
        faults = self._faults_of_addresses(listens_on_loopback=listens_on_loopback)
        if self.credential == "none" and not on_this_machine_alone:
            faults.append("[chat] credential: none is only for a service and an address of this machine alone (127.0.0.1)")
        if self.credential != "single_tenant":
            given = [name for name in ("tenant", "secret_file", "certificate_file") if getattr(self, name)]
            return faults + [f"[chat] {name}: is for the credential single_tenant" for name in given]
        if not self.tenant and len(tenants) > 1:
            faults.append("[chat] tenant: is missing; several tenants sign in")
        if self.tenant and self.tenant.lower() not in {tenant.lower() for tenant in tenants}:
            faults.append("[chat] tenant: must be one of [entra] tenants")
        if bool(self.secret_file) == bool(self.certificate_file):
            faults.append("[chat] secret_file: the credential single_tenant takes either a secret_file or a certificate_file")
        files = [("secret_file", self.secret_file), ("certificate_file", self.certificate_file)]
        return faults + [f"[chat] {name}: there is no such file" for name, file in files if file and not Path(file).is_file()]

    def _faults_of_addresses(self, *, listens_on_loopback: bool) -> list[str]:
        faults = [
            f"[chat] service_hosts: {host!r} must be a host such as smba.trafficmanager.net, or .example.com for all below it"
            for host in self.service_hosts
            if not _HOST.fullmatch(host)
        ]
        parts = urlsplit(self.openid_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            faults.append(f"[chat] openid_url: {self.openid_url!r} must be an address such as {OPENID}")
        elif parts.scheme == "http" and not (listens_on_loopback and is_loopback(parts.hostname)):
            faults.append("[chat] openid_url: http is only for a service and an address of this machine alone (127.0.0.1)")
        return faults
