"""Two self-made certificates: TLS for the local Entra, and the calendar clerk's identity. Made on first start, then kept."""

import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from infra.local.files import write_whole
from infra.local.signing_keys import private_pem

TLS_FILE = "entra-tls.pem"
TLS_KEY_FILE = "entra-tls-key.pem"
SYNC_FILE = "sync-identity.pem"
_LIFE = dt.timedelta(days=3650)
_RENEW_BEFORE = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Certificates:
    """Where the files are, and what the local Entra needs of them."""

    tls: Path
    tls_key: Path
    sync_identity: Path
    sync_certificate: x509.Certificate

    def tls_context(self) -> ssl.SSLContext:
        """What the TLS port serves with."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.tls, self.tls_key)
        return context


def ensure_certificates(data: Path, now_s: float) -> Certificates:
    """Makes what is missing or nearly out of date; keeps the rest."""
    now = dt.datetime.fromtimestamp(now_s, dt.UTC)
    tls, tls_key, sync = data / TLS_FILE, data / TLS_KEY_FILE, data / SYNC_FILE
    if not (_usable(tls, now) and tls_key.exists()):
        key, certificate = _tls_pair(now)
        write_whole(tls_key, private_pem(key))
        write_whole(tls, certificate.public_bytes(Encoding.PEM))
    if not _usable(sync, now):
        key = _key()
        certificate = _builder("Office Booker calendar clerk (local)", key, now).sign(key, SHA256())
        write_whole(sync, private_pem(key) + certificate.public_bytes(Encoding.PEM))
    return Certificates(tls, tls_key, sync, x509.load_pem_x509_certificate(sync.read_bytes()))


def _usable(file: Path, now: dt.datetime) -> bool:
    return file.exists() and x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc > now + _RENEW_BEFORE


def _key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def _builder(name: str, key: RSAPrivateKey, now: dt.datetime) -> x509.CertificateBuilder:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + _LIFE)
    )


def _tls_pair(now: dt.datetime) -> tuple[RSAPrivateKey, x509.Certificate]:
    """Its own authority, with every extension that strict checkers (Python 3.13 on) want of one."""
    key = _key()
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))]
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        content_commitment=False,
        key_encipherment=True,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        _builder("Local Entra", key, now)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    return key, builder.sign(key, SHA256())
