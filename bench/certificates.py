"""A certificate authority of the benchmark's own, and a server certificate for 127.0.0.1, made by openssl."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

EXTENSIONS = """\
subjectAltName = DNS:localhost, IP:127.0.0.1
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth
"""


@dataclass(frozen=True)
class Certificates:
    """Paths of PEM files."""

    authority: Path
    certificate: Path
    key: Path


def make_certificates(folder: Path) -> Certificates:
    """Write an authority and a server certificate signed by it: RSA-2048 as Azure's, valid for thirty days."""
    made = Certificates(authority=folder / "ca.pem", certificate=folder / "server.pem", key=folder / "server.key")
    authority_key, request, extensions = folder / "ca.key", folder / "server.csr", folder / "server.ext"
    extensions.write_text(EXTENSIONS)
    new_key = ["openssl", "req", "-newkey", "rsa:2048", "-nodes"]
    root = ["-x509", "-days", "30", "-subj", "/CN=Headgate bench CA"]
    for command in (
        [*new_key, *root, "-keyout", authority_key, "-out", made.authority],
        [*new_key, "-subj", "/CN=localhost", "-keyout", made.key, "-out", request],
        ["openssl", "x509", "-req", "-days", "30", "-in", request, "-CA", made.authority, "-CAkey", authority_key,
         "-CAcreateserial", "-extfile", extensions, "-out", made.certificate],
    ):  # fmt: skip
        subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=30)
    return made
