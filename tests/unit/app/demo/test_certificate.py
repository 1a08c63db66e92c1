import ssl
import stat
import sys
from pathlib import Path

import pytest

from headgate.app.demo.certificate import demo_certificate
from headgate.core.errors import HeadgateError


def test_a_certificate_is_made_once_and_only_its_owner_reads_the_key(tmp_path: Path) -> None:
    made = demo_certificate(tmp_path)
    before = made.chain.read_bytes()

    again = demo_certificate(tmp_path)

    assert again == made
    assert again.chain.read_bytes() == before
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.chain, made.key)
    ssl.create_default_context(cafile=made.authority)


def test_without_the_package_the_error_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)

    with pytest.raises(HeadgateError, match=r"headgate\[tls\]"):
        demo_certificate(tmp_path)
