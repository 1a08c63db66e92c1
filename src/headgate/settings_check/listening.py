"""Where Headgate listens: addresses that can be read, do not collide, and are not open by accident."""

import ssl
from pathlib import Path

from headgate.config.address import Address, parse_address
from headgate.config.nodes import KeyPath
from headgate.settings import Settings
from headgate.settings_check.findings import Findings
from headgate.settings_check.readable import check_readable


def check_listening(settings: Settings, findings: Findings) -> None:
    """Check the listening addresses of gate and control, and the gate's certificate."""
    gate = _address(("gate", "listen"), settings.gate.listen, findings)
    control = _address(("control", "listen"), settings.control.listen, findings)
    if gate and control and gate.overlaps(control):
        findings.mistake(("control", "listen"), f"port {control.port} is the gate's already; choose another")
    if gate and not gate.is_loopback and settings.gate.tls is None:
        findings.warn(
            ("gate", "listen"),
            "reachable from other machines without TLS: keys and prompts travel readable; set gate.tls, "
            "or end TLS in front of Headgate",
        )
    if control and not control.is_loopback:
        findings.warn(("control", "listen"), "reachable from other machines: whoever reaches it needs no key")
    _check_certificate(settings, findings)


def _address(path: KeyPath, text: str, findings: Findings) -> Address | None:
    try:
        return parse_address(text)
    except ValueError as error:
        findings.mistake(path, str(error))
        return None


def _check_certificate(settings: Settings, findings: Findings) -> None:
    tls = settings.gate.tls
    if tls is None:
        return
    path = ("gate", "tls")
    certificate = check_readable((*path, "certificate"), Path(tls.certificate), findings)
    key = check_readable((*path, "key"), Path(tls.key), findings)
    if not (certificate and key):
        return
    try:
        # The password keeps an encrypted key from asking for one on the terminal.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tls.certificate, tls.key, password="")
    except (ssl.SSLError, ValueError) as error:
        reason = getattr(error, "reason", None) or "not usable"
        findings.mistake(path, f"certificate and key cannot be used together (PEM, key not encrypted): {reason}")
