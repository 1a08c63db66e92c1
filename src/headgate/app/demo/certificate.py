"""A certificate for ``headgate up --tls``, by an authority of its own that nobody else trusts."""

from pathlib import Path

from msgspec import Struct

from headgate.app.demo.environment_file import write_private
from headgate.core.errors import HeadgateError

_HOSTS = ("localhost", "127.0.0.1", "::1")


class DemoCertificate(Struct, frozen=True):
    """Absolute paths of PEM files."""

    authority: Path
    """What clients must trust."""
    chain: Path
    key: Path


def demo_certificate(folder: Path) -> DemoCertificate:
    """Return the certificate in ``folder``; made at the first call, and kept for later ones."""
    base = folder.absolute()
    certificate = DemoCertificate(base / "ca.pem", base / "tls" / "certificate.pem", base / "tls" / "key.pem")
    if not all(path.exists() for path in (certificate.authority, certificate.chain, certificate.key)):
        _make(certificate)
    return certificate


def _make(certificate: DemoCertificate) -> None:
    try:
        import trustme
    except ImportError as error:
        raise HeadgateError("--tls needs the package trustme: pip install 'headgate[tls]'") from error
    authority = trustme.CA()
    leaf = authority.issue_cert(*_HOSTS)
    certificate.chain.parent.mkdir(mode=0o700, exist_ok=True)
    write_private(certificate.key, leaf.private_key_pem.bytes().decode("ascii"))
    write_private(certificate.chain, "".join(blob.bytes().decode("ascii") for blob in leaf.cert_chain_pems))
    certificate.authority.write_bytes(authority.cert_pem.bytes())
