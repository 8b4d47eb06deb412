"""The keys of passes in Azure Key Vault: every enabled version of one key vouches, the newest signs, and none ever leaves the vault.

The only file that knows Key Vault's SDK; whoever opens the vault imports it, nobody else.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import structlog
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError, HttpResponseError
from azure.core.pipeline.transport import AsyncHttpTransport
from azure.core.rest import AsyncHttpResponse, HttpRequest
from azure.keyvault.keys import KeyProperties, KeyVaultKey
from azure.keyvault.keys.aio import KeyClient
from azure.keyvault.keys.crypto import SignatureAlgorithm
from azure.keyvault.keys.crypto.aio import CryptographyClient
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey, EllipticCurvePublicNumbers

from core.clock import Clock
from core.pass_keys import Freshness, KeyId, PassesUnavailable, PassKeysError, PublicKeys, Signed, key_id_of

CONNECT_TIMEOUT_S = 3
READ_TIMEOUT_S = 5
DEADLINE_S = 10.0
RETRIES = 3
BACKOFF_S = 0.1
_REPEATABLE = frozenset({"GET", "POST"})
"""The SDK does not repeat a POST by itself; but to sign twice does no harm."""
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """The vault's address, the key's name in it, and the managed identity to speak as."""

    url: str
    key: str
    client_id: str
    deadline_s: float = DEADLINE_S


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """An enabled version of the key. Beyond its dates it must not sign, but what it signed is still good."""

    name: str
    public: EllipticCurvePublicKey
    made_at: datetime
    not_before: datetime
    expires_at: datetime


class VaultKeys:
    """The Keys in a vault; opened by `open_vault`."""

    def __init__(self, vault: Vault, client: KeyClient, clock: Clock, opened: AsyncExitStack) -> None:
        self._vault = vault
        self._client = client
        self._clock = clock
        self._opened = opened
        self._freshness = Freshness(clock.now())
        self._turn = asyncio.Lock()
        self._versions: Sequence[_Version] = ()
        self._public = PublicKeys()
        self._signer: tuple[_Version, CryptographyClient] | None = None

    async def sign(self, message: bytes) -> Signed:
        """Signed in the vault by the newest version that may. Raises PassesUnavailable."""
        await self._read_if_due(None)
        try:
            version, signer = self._newest()
            async with self._patience("a pass can't be signed"):
                answer = await signer.sign(SignatureAlgorithm.es256, hashlib.sha256(message).digest(), retry_on_methods=_REPEATABLE)
        except PassesUnavailable:
            # Perhaps this version was disabled since it was read, or there is one by now.
            self._freshness.doubt()
            raise
        # An answer that is none of Key Vault's may have no signature, whatever the SDK's types say.
        signed = Signed(key_id_of(version.public), answer.signature or b"")
        if not PublicKeys([version.public]).is_genuine(signed.key_id, message, signed.signature):
            raise PassesUnavailable(f"{self._where}: answered with a signature that is none of its own")
        return signed

    async def public_keys(self, wanted: KeyId | None = None) -> PublicKeys:
        """The public keys as last read; never fails, for an old key is better than none at the door."""
        await self._read_if_due(wanted)
        return self._public

    async def read(self, *, needs_one: bool = False) -> None:
        """Read which versions there are. A version's public key never changes, so only new ones are fetched. Raises PassesUnavailable.

        None at all is a fault when the house opens. Later it is an order: whoever disables every version wants no pass to be good.
        """
        known = {version.name: version.public for version in self._versions}
        async with self._patience("the versions of the key can't be read"):
            listed = [one async for one in self._client.list_properties_of_key_versions(self._vault.key) if one.enabled]
            versions = [_version(one, known.get(_name(one)) or await self._fetch(_name(one))) for one in listed]
        if needs_one and not versions:
            raise PassesUnavailable(f"{self._where}: has no enabled version")
        try:
            self._public = PublicKeys(version.public for version in versions)
        except PassKeysError as error:
            raise PassesUnavailable(f"{self._where}: {error}") from error
        self._versions = versions

    async def close(self) -> None:
        """Let go of the connections."""
        await self._opened.aclose()

    @property
    def _where(self) -> str:
        return f"the key {self._vault.key!r} of {self._vault.url}"

    async def _read_if_due(self, wanted: KeyId | None) -> None:
        is_unknown = wanted is not None and wanted not in self._public
        is_due = self._freshness.is_due(self._clock.now(), is_unknown=is_unknown)
        # Whose key is unknown waits for one who reads already; nobody else does.
        if not is_due and not (is_unknown and self._turn.locked()):
            return
        async with self._turn:
            now = self._clock.now()
            if not self._freshness.is_due(now, is_unknown=is_unknown):
                return
            self._freshness.looked(now)
            try:
                await self.read()
            except PassesUnavailable as error:
                log.warning("The pass keys could not be read again; those read before are kept.", action="pass_keys_kept", error=str(error))
            else:
                self._freshness.settled()

    def _newest(self) -> tuple[_Version, CryptographyClient]:
        now = self._clock.now()
        usable = [version for version in self._versions if version.not_before <= now < version.expires_at]
        if not usable:
            raise PassesUnavailable(f"{self._where}: has no version that may sign at present")
        newest = max(usable, key=lambda version: (version.made_at, version.name))
        if self._signer is None or self._signer[0].name != newest.name:
            name = self._vault.key
            signer = self._client.get_cryptography_client(name, key_version=newest.name)  # pyright: ignore[reportUnknownMemberType] - its unused keywords have no type
            self._signer = newest, signer
        return self._signer

    async def _fetch(self, version: str) -> EllipticCurvePublicKey:
        return _public_key(await self._client.get_key(self._vault.key, version))

    @asynccontextmanager
    async def _patience(self, what: str) -> AsyncGenerator[None]:
        """PassesUnavailable in place of the SDK's errors and when the deadline passes, however the time was spent."""
        try:
            async with asyncio.timeout(self._vault.deadline_s):
                yield
        # The SDK raises ValueError if somebody else's vault answers, and for an answer that it can't take apart.
        except (AzureError, OSError, ValueError) as error:
            why = error.status_code if isinstance(error, HttpResponseError) and error.status_code else type(error).__name__
            raise PassesUnavailable(f"{self._where}: {what} ({why})") from error


async def open_vault(
    vault: Vault,
    clock: Clock,
    credential: AsyncTokenCredential | None = None,
    transport: AsyncHttpTransport[HttpRequest, AsyncHttpResponse] | None = None,
) -> VaultKeys:
    """The keys, once the vault has answered; without a credential as the managed identity. Raises PassesUnavailable."""
    opened = AsyncExitStack()
    try:
        if credential is None:
            from azure.identity.aio import ManagedIdentityCredential  # noqa: PLC0415 - slow to import

            credential = await opened.enter_async_context(ManagedIdentityCredential(client_id=vault.client_id))
        client = KeyClient(
            vault.url,
            credential,
            transport=transport,
            connection_timeout=CONNECT_TIMEOUT_S,
            read_timeout=READ_TIMEOUT_S,
            retry_total=RETRIES,
            retry_backoff_factor=BACKOFF_S,
            user_agent="office-booker",
        )
        opened.push_async_callback(client.close)
        keys = VaultKeys(vault, client, clock, opened)
        await keys.read(needs_one=True)
    except BaseException:
        await opened.aclose()
        raise
    return keys


def _name(properties: KeyProperties) -> str:
    if properties.version is None:
        raise ValueError("a version of a key without its name")
    return properties.version


def _version(properties: KeyProperties, public: EllipticCurvePublicKey) -> _Version:
    return _Version(
        name=_name(properties),
        public=public,
        made_at=properties.created_on or _BEGINNING,
        not_before=properties.not_before or _BEGINNING,
        expires_at=properties.expires_on or _END,
    )


def _public_key(found: KeyVaultKey) -> EllipticCurvePublicKey:
    # The SDK sets a key's members by name, so that no type knows of them.
    curve, x, y = (cast("object", getattr(found.key, member, None)) for member in ("crv", "x", "y"))
    if curve != "P-256" or not isinstance(x, bytes) or not isinstance(y, bytes):
        raise ValueError("not a key of the curve P-256")
    return EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), SECP256R1()).public_key()
