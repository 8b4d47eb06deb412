"""The settings of the calendar clerk: which Graph, as whom, and how fast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from core import settings
from core.settings import Guid, StoreSettings, Text

GRAPH = "https://graph.microsoft.com/v1.0"
ENTRA = "https://login.microsoftonline.com"
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


class _Web(msgspec.Struct, frozen=True):
    public_url: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the clerk was told."""

    graph: GraphSettings
    store: StoreSettings
    public_url: str


def read(path: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of file and environment. Raises BadSettings with every fault at once."""
    tree = settings.read(path, environ)
    graph = tree.section("graph", GraphSettings)
    store = tree.section("store", StoreSettings)
    web = tree.section("web", _Web, only_known=True)
    if graph is not None:
        url, authority = urlsplit(graph.url), urlsplit(graph.authority)
        if not url.hostname or not (url.scheme == "https" or (url.scheme == "http" and url.hostname in THIS_MACHINE)):
            tree.faults.append("[graph] url: must be an https address (http only on this machine)")
        if not authority.hostname or authority.scheme != "https":
            tree.faults.append("[graph] authority: must be an https address")  # msal takes no other, not even on this machine
        if graph.credential == "certificate" and not Path(graph.certificate_file).is_file():
            tree.faults.append("[graph] certificate_file: there is no such file")
        if graph.ca_file and not Path(graph.ca_file).is_file():
            tree.faults.append("[graph] ca_file: there is no such file")
    if store is not None:
        tree.faults += store.faults()
    tree.refuse_if_faulty()
    if graph is None or store is None or web is None:
        raise settings.BadSettings(tree.faults)
    return Settings(graph=graph, store=store, public_url=web.public_url)
