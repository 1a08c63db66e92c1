"""Endpoints, credentials and capacity of backends."""

from pathlib import Path

import pytest
import trustme

from tests.configurations import ENV, changed, check_text, mistakes_in, warnings_in

EXPECTED = "expected https://host, such as https://contoso.openai.azure.com"


@pytest.mark.parametrize(
    "endpoint, message",
    [
        ("east.openai.azure.com", EXPECTED),
        ("ftp://east", EXPECTED),
        ("https://", EXPECTED),
        ("https://[::1", f"not a URL; {EXPECTED}"),
        ("https://east:99999", f"not a URL; {EXPECTED}"),
        ("https://me:pass@east", "no user or password belongs in an endpoint; use credential"),
        ("https://east?api-version=1", "nothing may follow the path of an endpoint: api-version comes from the caller"),
        ("https://e ast", "an endpoint is ASCII without spaces; write other host names in their xn-- form"),
        (
            "https://east/openai/v1/",
            "name the resource only, without /openai/v1: Headgate adds the path that the caller asks for",
        ),
    ],
)
def test_an_endpoint_that_is_not_meant_so_is_a_mistake(endpoint: str, message: str) -> None:
    text = changed(("https://east.openai.azure.com", f'"{endpoint}"'))

    assert mistakes_in(text) == [f"3: backends.east.endpoint: {message}"]


def test_an_openai_endpoint_has_the_path_of_its_api() -> None:
    text = changed(("https://east.openai.azure.com", "https://api.example.com/v1\n    api: openai"))

    assert mistakes_in(text) == []


def test_plain_http_is_warned_of_unless_it_stays_on_the_machine() -> None:
    text = changed(("https://east", "http://east"), ("https://west.openai.azure.com", "http://127.0.0.1:9000"))

    assert mistakes_in(text) == []
    assert warnings_in(text) == [
        "3: backends.east.endpoint: plain http: the credential, prompts and answers travel readable; use https"
    ]


def test_a_key_written_into_the_file_is_warned_of_without_quoting_it() -> None:
    text = changed(("${env:EAST_KEY}", "open-sesame"))

    assert warnings_in(text) == [
        "4: backends.east.credential.key: the key itself stands in this file; write ${env:NAME} or ${file:PATH}"
    ]


def test_a_key_that_no_header_can_carry_is_a_mistake() -> None:
    text = changed(("${env:EAST_KEY}", "${env:EAST_KEY}\\n"))

    assert mistakes_in(text) == [
        "4: backends.east.credential.key: holds spaces, line ends or other characters that no header can carry"
    ]


def test_a_configuration_without_backends_is_a_mistake() -> None:
    text = "backends: {}\nmodels: {}\nuse_cases: {}\n"

    assert mistakes_in(text) == [
        "1: backends: no backend: nothing could answer",
        "2: models: no model: there would be nothing to call",
        "3: use_cases: no use case: every call would be refused",
    ]


def test_a_backend_without_deployments_is_warned_of() -> None:
    text = changed(
        ("models:\n  gpt", "  spare: {endpoint: https://x, credential: {kind: none}, deployments: {}}\nmodels:\n  gpt")
    )

    assert warnings_in(text) == ["12: backends.spare.deployments: no deployment: the backend is never used"]


def test_only_provisioned_deployments_have_ptu() -> None:
    text = changed(("2024-11-20}", "2024-11-20, ptu: 10}"))

    assert mistakes_in(text) == [
        "11: backends.west.deployments.paygo.ptu: only provisioned kinds have PTU; kind is standard"
    ]


def test_a_provisioned_deployment_without_ptu_is_warned_of() -> None:
    assert warnings_in(changed((", ptu: 50", ""))) == [
        "6: backends.east.deployments.ptu: ptu is not given: the share of its cost cannot be computed"
    ]


def with_authority(file: Path) -> str:
    return changed(("https://west.openai.azure.com", f"https://west.openai.azure.com\n    ca_file: {file}"))


def test_a_private_authority_holds_when_it_is_a_certificate(tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "ca.pem")

    assert mistakes_in(with_authority(tmp_path / "ca.pem")) == []


@pytest.mark.parametrize(
    "content, message",
    [
        (b"not a certificate", "holds no certificate that can be read (PEM)"),
        (None, "cannot read {}: No such file or directory"),
    ],
)
def test_a_private_authority_that_is_none_is_a_mistake(tmp_path: Path, content: bytes | None, message: str) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)

    assert mistakes_in(with_authority(file)) == [f"9: backends.west.ca_file: {message.format(file)}"]


def test_no_finding_holds_what_a_reference_was_filled_with() -> None:
    text = changed(("https://east.openai.azure.com", "${env:EAST_KEY}"))

    findings = check_text(text, ENV)

    assert findings.mistakes
    assert "sesame" not in str([*findings.mistakes, *findings.warnings])
