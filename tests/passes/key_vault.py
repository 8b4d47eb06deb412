"""A small Azure Key Vault on this machine, over TLS: the calls that the genuine SDK makes to sign with one key, by the REST reference.

The SDK checks that a vault's challenge is of the vault's own domain, so the stand-in answers as a host of vault.azure.net, which the
transport of `transport` finds here.
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import AddressFamily
from types import TracebackType
from typing import Self, cast

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.typedefs import Handler
from azure.core.credentials import AccessToken, AccessTokenInfo, TokenRequestOptions
from azure.core.pipeline.transport import AioHttpTransport, AsyncHttpTransport
from azure.core.rest import AsyncHttpResponse, HttpRequest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from core.pass_vault import VaultKeys
from infra.local.loopback import Server
from tests.passes.making import to_bytes, to_text

KEY = "pass-signing"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TENANT = "8f6ad6a9-0d24-4b0c-9a4f-5be2f6a1c001"
TOKEN = "the-house"
CHALLENGE = f'Bearer authorization="https://login.microsoftonline.com/{TENANT}", resource="https://vault.azure.net"'

Opening = Callable[[], Awaitable[VaultKeys]]


@dataclass(slots=True)
class Version:
    """One version of the key; dates in whole seconds, as the service keeps them."""

    key: EllipticCurvePrivateKey
    made_at: datetime
    enabled: bool = True
    not_before: datetime | None = None
    expires_at: datetime | None = None
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    def attributes(self) -> dict[str, object]:
        found: dict[str, object] = {"enabled": self.enabled, "created": _seconds(self.made_at), "updated": _seconds(self.made_at)}
        if self.not_before:
            found["nbf"] = _seconds(self.not_before)
        if self.expires_at:
            found["exp"] = _seconds(self.expires_at)
        return found | {"recoveryLevel": "Recoverable", "recoverableDays": 90}


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to the next request of a kind (list, get, sign; any by default) instead of its answer, or before it."""

    status: int = 0
    kind: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    slow_s: float = 0.0
    cut: bool = False
    page: str = ""


class KeyVault:
    """`async with` it. `asked` is what was asked with a token, `faults` what will go wrong, first come first served."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        # Its own name each time: the SDK remembers challenges by host for the whole process.
        self.host = f"kv-{uuid.uuid4().hex[:12]}.vault.azure.net"
        self.versions: list[Version] = []
        self.asked: list[str] = []
        self.faults: list[Fault] = []
        self.challenge = CHALLENGE
        self.challenged = 0
        self.page = 2
        self.crv = "P-256"
        self.port = 0
        self._tls = tls
        app = web.Application(middlewares=[self._weather])
        app.router.add_get("/keys/{key}/versions", self._list)
        app.router.add_get("/keys/{key}/{version}", self._get)
        app.router.add_post("/keys/{key}/{version}/sign", self._sign)
        self._server = Server(app)

    @property
    def url(self) -> str:
        return f"https://{self.host}"

    def rotate(self, at: datetime, **more: object) -> Version:
        self.versions.append(Version(generate_private_key(SECP256R1()), at, **more))  # pyright: ignore[reportArgumentType] - its own fields
        # The service lists them in no order that means anything.
        self.versions.sort(key=lambda version: version.name)
        return next(version for version in self.versions if version.made_at == at)

    async def __aenter__(self) -> Self:
        self.port = await self._server.start(0, self._tls)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.stop()

    @web.middleware
    async def _weather(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.challenged += 1
            return web.json_response(_error("Unauthorized", "no token"), status=401, headers={"WWW-Authenticate": self.challenge})
        assert request.query.get("api-version")
        kind = request.path.rsplit("/", 1)[-1].replace("versions", "list")
        kind = kind if kind in {"list", "sign"} else "get"
        self.asked.append(kind)
        fault = next((one for one in self.faults if one.kind in {"", kind}), None)
        if fault is not None:
            self.faults.remove(fault)
            await asyncio.sleep(fault.slow_s)
            if fault.cut:
                assert request.transport is not None
                request.transport.abort()
            if fault.status:
                if fault.page:
                    return web.Response(text=fault.page, status=fault.status, content_type="text/html")
                body = _error("Trouble", "as ordered") if fault.status >= 400 else {}
                return web.json_response(body, status=fault.status, headers=fault.headers)
        return await handler(request)

    async def _list(self, request: web.Request) -> web.Response:
        if request.match_info["key"] != KEY:
            return web.json_response(_error("KeyNotFound", "no such key"), status=404)
        at = int(request.query.get("$skiptoken", "0"))
        shown = [{"kid": self._kid(one), "attributes": one.attributes()} for one in self.versions[at : at + self.page]]
        is_last = at + self.page >= len(self.versions)
        further = f"{self.url}/keys/{KEY}/versions?api-version={request.query['api-version']}&$skiptoken={at + self.page}"
        return web.json_response({"value": shown, "nextLink": None if is_last else further})

    async def _get(self, request: web.Request) -> web.Response:
        version = self._version(request)
        point = version.key.public_key().public_numbers()
        key: dict[str, object] = {"kid": self._kid(version), "kty": "EC", "key_ops": ["sign", "verify"], "crv": self.crv}
        key |= {"x": to_text(point.x.to_bytes(32, "big")), "y": to_text(point.y.to_bytes(32, "big"))}
        return web.json_response({"key": key, "attributes": version.attributes()})

    async def _sign(self, request: web.Request) -> web.Response:
        version = self._version(request)
        if not version.enabled:
            return web.json_response(_error("Forbidden", "Operation sign is not allowed on a disabled key."), status=403)
        asked = cast("dict[str, str]", await request.json())
        digest = to_bytes(asked["value"])
        assert (asked["alg"], len(digest)) == ("ES256", 32)
        r, s = decode_dss_signature(version.key.sign(digest, ECDSA(Prehashed(SHA256()))))
        return web.json_response({"kid": self._kid(version), "value": to_text(r.to_bytes(32, "big") + s.to_bytes(32, "big"))})

    def _kid(self, version: Version) -> str:
        return f"{self.url}/keys/{KEY}/{version.name}"

    def _version(self, request: web.Request) -> Version:
        found = next((one for one in self.versions if one.name == request.match_info["version"]), None)
        if found is None or request.match_info["key"] != KEY:
            raise web.HTTPNotFound(text='{"error":{"code":"KeyNotFound","message":"no such version"}}', content_type="application/json")
        return found


class ManagedIdentity:
    """A credential that hands out one token and remembers for what."""

    def __init__(self) -> None:
        self.scopes: list[str] = []
        self.tenants: list[str] = []
        self.fault: Exception | None = None

    async def get_token_info(self, *scopes: str, options: TokenRequestOptions | None = None) -> AccessTokenInfo:
        if self.fault is not None:
            raise self.fault
        self.scopes += scopes
        self.tenants.append((options or {}).get("tenant_id", ""))
        return AccessTokenInfo(TOKEN, int(time.time()) + 3600)

    async def get_token(self, *scopes: str, claims: str | None = None, tenant_id: str | None = None, **_: object) -> AccessToken:
        raise AssertionError("an SDK of this age asks for token infos")

    async def close(self) -> None:
        pass

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.close()


class _Here(AbstractResolver):
    """Finds every host on one port of this machine."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_INET) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=self._port, family=AddressFamily.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        pass


def transport(port: int, authority: Path) -> AsyncHttpTransport[HttpRequest, AsyncHttpResponse]:
    """The SDK's own transport, with a private authority and every host here."""
    connector = TCPConnector(resolver=_Here(port), ssl=ssl.create_default_context(cafile=authority))
    made: AsyncHttpTransport[HttpRequest, AsyncHttpResponse] = AioHttpTransport(
        session=ClientSession(connector=connector, auto_decompress=False)
    )
    return made


def make_tls(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for every vault, which is its own authority; and where it is."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Key Vault stand-in")])
    now = datetime.fromtimestamp(time.time(), UTC)
    names: Sequence[x509.GeneralName] = [x509.DNSName("*.vault.azure.net"), x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    file, key_file = folder / "tls.pem", folder / "tls-key.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file, key_file)
    return context, file


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _error(code: str, message: str) -> dict[str, object]:
    return {"error": {"code": code, "message": message}}
