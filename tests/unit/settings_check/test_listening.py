"""Listening addresses and the gate's certificate."""

from pathlib import Path

import pytest
import trustme

from tests.configurations import SMALL, changed, mistakes_in, warnings_in


def with_lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines) + SMALL


def test_an_address_that_cannot_be_read_is_a_mistake() -> None:
    text = with_lines("gate: {listen: 8080}", "control: {listen: '*:8081'}")

    assert mistakes_in(text) == [
        "1: gate.listen: expected host:port, such as 127.0.0.1:8080 or [::1]:8080",
        "2: control.listen: write 0.0.0.0:8081 to listen on every interface",
    ]


@pytest.mark.parametrize("control", ["127.0.0.1:9000", "0.0.0.0:9000"])
def test_gate_and_control_cannot_have_one_port(control: str) -> None:
    text = with_lines("gate: {listen: 127.0.0.1:9000}", f"control: {{listen: {control}}}")

    assert mistakes_in(text) == ["2: control.listen: port 9000 is the gate's already; choose another"]


def test_ports_chosen_by_the_system_do_not_collide() -> None:
    assert mistakes_in(with_lines("gate: {listen: 127.0.0.1:0}", "control: {listen: 127.0.0.1:0}")) == []


def test_what_other_machines_reach_without_tls_is_warned_of() -> None:
    warnings = warnings_in(with_lines("gate: {listen: 0.0.0.0:8080}", "control: {listen: 10.0.0.4:8081}"))

    assert [warning.split(" without")[0] for warning in warnings] == [
        "1: gate.listen: reachable from other machines",
        "2: control.listen: reachable from other machines: whoever reaches it needs no key",
    ]


def tls_lines(certificate: Path, key: Path) -> str:
    return with_lines("gate:", "  listen: 0.0.0.0:8443", f"  tls: {{certificate: {certificate}, key: {key}}}")


def certificate_in(folder: Path, name: str) -> tuple[Path, Path]:
    issued = trustme.CA().issue_cert("localhost")
    issued.cert_chain_pems[0].write_to_path(folder / f"{name}.pem")
    issued.private_key_pem.write_to_path(folder / f"{name}-key.pem")
    return folder / f"{name}.pem", folder / f"{name}-key.pem"


def test_a_certificate_with_its_key_holds_and_ends_the_warning(tmp_path: Path) -> None:
    text = tls_lines(*certificate_in(tmp_path, "gate"))

    assert mistakes_in(text) == []
    assert warnings_in(text) == []


def test_a_certificate_with_the_key_of_another_is_a_mistake(tmp_path: Path) -> None:
    certificate, _ = certificate_in(tmp_path, "gate")
    _, key = certificate_in(tmp_path, "other")

    (mistake,) = mistakes_in(tls_lines(certificate, key))

    assert mistake.startswith("3: gate.tls: certificate and key cannot be used together")


def test_a_certificate_that_is_not_there_is_a_mistake_and_so_is_its_key(tmp_path: Path) -> None:
    text = tls_lines(tmp_path / "no.pem", tmp_path / "no-key.pem")

    assert mistakes_in(text) == [
        f"3: gate.tls.certificate: cannot read {tmp_path / 'no.pem'}: No such file or directory",
        f"3: gate.tls.key: cannot read {tmp_path / 'no-key.pem'}: No such file or directory",
    ]


def test_changed_texts_must_be_there() -> None:
    with pytest.raises(AssertionError):
        changed(("not in it", ""))
