"""The settings of the calendar clerk: which Graph, as whom, how fast, how long things are kept, and where notices go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from core import settings
from core.model import Rules
from core.settings import Guid, StoreSettings, Text
from graph_sync.notices import Addresses

GRAPH = "https://graph.microsoft.com/v1.0"
ENTRA = "https://login.microsoftonline.com"
_ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
_OBJECT_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


class GraphSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`credential`: the machine's managed identity (Azure), or a certificate (elsewhere). `ca_file`: the authority's own certificate."""

    tenant: Guid
    client_id: Guid
    credential: Literal["managed_identity", "certificate"] = "managed_identity"
    certificate_file: str = ""
    ca_file: str = ""
    url: Text = GRAPH
    authority: Text = ENTRA
    parallel: Annotated[int, msgspec.Meta(ge=1, le=64)] = 4

    def faults(self) -> list[str]:
        """What can't be, in words."""
        faults: list[str] = []
        url, authority = urlsplit(self.url), urlsplit(self.authority)
        if not url.hostname or not (url.scheme == "https" or (url.scheme == "http" and url.hostname in THIS_MACHINE)):
            faults.append("[graph] url: must be an https address (http only on this machine)")
        if not authority.hostname or authority.scheme != "https":
            faults.append("[graph] authority: must be an https address")  # msal takes no other, not even on this machine
        if self.credential == "certificate" and not Path(self.certificate_file).is_file():
            faults.append("[graph] certificate_file: there is no such file")
        if self.ca_file and not Path(self.ca_file).is_file():
            faults.append("[graph] ca_file: there is no such file")
        return faults


class NoticeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a notice of each reason goes, and the mailbox that sends it (object id or address). Both or none: then there are no notices."""

    to: str = ""
    sender: str = msgspec.field(name="from", default="")

    def faults(self) -> list[str]:
        """What is missing or can't be, in words."""
        if not self.to and not self.sender:
            return []
        faults: list[str] = []
        if not _ADDRESS.fullmatch(self.to):
            faults.append("[notice] to: must be the mail address that notices go to")
        if not _ADDRESS.fullmatch(self.sender) and not _OBJECT_ID.fullmatch(self.sender):
            faults.append("[notice] from: must be the object id or the address of the mailbox that sends")
        return faults

    def addresses(self) -> Addresses | None:
        """Both addresses; None where nobody wants notices."""
        return Addresses(self.to, self.sender) if self.to else None


class _Web(msgspec.Struct, frozen=True):
    public_url: Text


class _Policy(msgspec.Struct, frozen=True):
    """What the clerk needs of the house's rules until they are kept in the store. The shape and the default are the house's own."""

    retention_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = Rules().retention_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the clerk was told."""

    graph: GraphSettings
    store: StoreSettings
    public_url: str
    rules: Rules
    notice: Addresses | None


def read(path: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of file and environment. Raises BadSettings with every fault at once."""
    tree = settings.read(path, environ)
    graph = tree.section("graph", GraphSettings)
    store = tree.section("store", StoreSettings)
    web = tree.section("web", _Web, only_known=True)
    policy = tree.section("policy", _Policy, only_known=True)
    notice = tree.section("notice", NoticeSettings)
    for section in (graph, store, notice):
        tree.faults += section.faults() if section is not None else []
    tree.refuse_if_faulty()
    if graph is None or store is None or web is None or policy is None or notice is None:
        raise settings.BadSettings(tree.faults)
    return Settings(
        graph=graph, store=store, public_url=web.public_url, rules=Rules(retention_days=policy.retention_days), notice=notice.addresses()
    )
