"""The whole local world as one thing to start and stop: Entra, Outlook and Teams in this process."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType

from infra.local.certificates import Certificates, ensure_certificates
from infra.local.chat_hands import ChatHands
from infra.local.database import open_database
from infra.local.entra import Entra
from infra.local.loopback import loopback_origin
from infra.local.outlook import Outlook
from infra.local.teams import Teams


class LocalWorld:
    """`async with LocalWorld(data=..., service=...) as world`. Port 0 takes any free one; `service` may follow later."""

    def __init__(
        self,
        *,
        data: Path,
        service: str | None = None,
        entra_port: int = 0,
        entra_tls_port: int = 0,
        outlook_port: int = 0,
        teams_port: int = 0,
        now: Callable[[], float] = time.time,
    ) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        self.certificates: Certificates = ensure_certificates(data, now())
        self._ports = (entra_port, entra_tls_port, outlook_port, teams_port)
        self._database: sqlite3.Connection = open_database(data / "local-world.db")
        self._stack = AsyncExitStack()
        self.entra = Entra(data=data, database=self._database, certificates=self.certificates, now=now)
        self.outlook = Outlook(database=self._database, people=self.entra.people, keys=self.entra.keys, now=now)
        self.teams = Teams(
            people=self.entra.people,
            tokens=self.entra.tokens,
            calendars=lambda: self.outlook.url,
            data=data,
            database=self._database,
            now=now,
        )
        self.chat = ChatHands(self.teams.chat, self.entra.people)
        self._service: str | None = None
        if service is not None:
            self.service_at(service)

    @property
    def tls_ca(self) -> Path:
        """What a client must trust to talk to the local Entra over TLS."""
        return self.certificates.tls

    @property
    def sync_identity(self) -> Path:
        """The calendar clerk's private key and certificate."""
        return self.certificates.sync_identity

    def service_at(self, url: str) -> None:
        """The product listens there; raises ValueError for an address that is not on this machine."""
        self._service = loopback_origin(url)
        self.entra.service = self._service
        self.teams.service = self._service
        self._link()

    async def __aenter__(self) -> "LocalWorld":
        entra_port, entra_tls_port, outlook_port, teams_port = self._ports
        self._stack.callback(self.close)
        try:
            for part in (self.entra, self.outlook, self.teams):
                self._stack.push_async_callback(part.stop)
            await self.entra.start(entra_port, entra_tls_port)
            await self.outlook.start(outlook_port)
            await self.teams.start(teams_port)
        except BaseException:
            await self._stack.aclose()
            raise
        self._link()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._stack.aclose()

    def close(self) -> None:
        """For a world that was made but never entered."""
        self._database.close()

    def _link(self) -> None:
        service = (("Office Booker", f"{self._service}/", "the product in a plain browser"),) if self._service else ()
        self.entra.links = (
            ("Teams", f"{self.teams.url}/", "the product as a tab and in the chat"),
            *service,
            ("Calendars", f"{self.outlook.url}/", "everybody's Outlook calendar"),
        )
