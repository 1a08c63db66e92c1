from typing import Any

import yaml

from headgate.audit.collect.contract import Context, Document
from headgate.audit.collect.headgate_configuration import COLLECTOR
from headgate.audit.graph.value import Unknown, look
from tests.audit_samples import READ_AT
from tests.repository import ROOT


def document(text: str, path: str = "headgate.yaml") -> Document:
    return Document(path=path, text=text, data=yaml.safe_load(text))


def read(one: Document, *others: Document) -> Any:
    context = Context(now=READ_AT, documents={each.path: each for each in (one, *others)})
    [gate] = COLLECTOR.collect(one, context).gates
    return gate.properties


def test_the_example_is_recognised_and_read() -> None:
    example = document((ROOT / "examples" / "headgate.yaml").read_text(), "examples/headgate.yaml")

    assert COLLECTOR.recognises(example)
    assert look(read(example), "backends", "eastus", "deployments", "gpt-4o-ptu", "ptu") == 50


def test_other_yaml_is_left_to_others() -> None:
    assert not COLLECTOR.recognises(document("services: {web: {image: x}}", "compose.yaml"))
    assert not COLLECTOR.recognises(document("log: {level: info}", "other.yaml"))
    assert not COLLECTOR.recognises(document("- a", "headgate.yaml"))


def test_a_key_that_is_written_out_is_masked() -> None:
    shown = read(document("backends: {e: {credential: {kind: api-key, key: abc123}}}\nmodels: {}"))

    assert look(shown, "backends", "e", "credential", "key") == "***"


def test_a_password_in_an_address_is_masked() -> None:
    assert look(read(document("store: postgresql://me:secret@host/db")), "store") == "postgresql://me:***@host/db"


def test_what_is_filled_in_later_is_unknown() -> None:
    assert isinstance(look(read(document("gate: {listen: '${env:LISTEN}'}")), "gate", "listen"), Unknown)


def test_a_version_that_looks_like_a_day_is_a_text() -> None:
    shown = read(document("backends: {e: {deployments: {d: {version: 2024-11-20}}}}\nmodels: {}"))

    assert look(shown, "backends", "e", "deployments", "d", "version") == "2024-11-20"


def test_an_environment_is_laid_over_its_base() -> None:
    base = document("backends: {}\nmodels: {}\nlog: {level: debug}\ngate: {workers: 2}", "conf/headgate.yaml")
    prod = document("log: {level: error}\ngate: {workers: null}", "conf/headgate.prod.yaml")

    shown = read(prod, base)

    assert look(shown, "log", "level") == "error"
    assert look(shown, "gate") == {}
    assert look(shown, "models") == {}
