"""``headgate check``: options, exit codes and where the report goes."""

import json
from pathlib import Path

import pytest

from headgate.audit.collect import gather
from headgate.audit.collect.contract import Context, Document, Evidence
from headgate.audit.live.arm import LiveError
from headgate.cli.application import run
from tests.audit_samples import ACCOUNT, resource


class Accounts:
    """Finds an account in ``{"keys": true or false}`` that accepts keys or does not."""

    name = "accounts"

    def recognises(self, document: Document) -> bool:
        return isinstance(document.data, dict) and "keys" in document.data

    def collect(self, document: Document, _: Context) -> Evidence:
        off = not document.data["keys"]
        return Evidence(resources=(resource("test/accounts" if off else ACCOUNT, "oai", properties={}),))


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(gather, "collectors", lambda: (Accounts(),))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.json").write_text('{"keys": true}')
    (tmp_path / "good.json").write_text('{"keys": false}')
    (tmp_path / "broken.json").write_text("{")


def test_a_fail_ends_with_1_and_nothing_to_do_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "bad.json"]) == 1
    assert "IDN-001" in capsys.readouterr().out
    assert run(["check", "bad.json", "--fail-on", "critical"]) == 0
    assert run(["check", "good.json", "--fail-on", "high"]) == 0


@pytest.mark.parametrize(
    "tokens, message",
    [
        (["check"], "name at least one file or folder"),
        (["check", "--live"], "--live and --subscription ID belong together"),
        (["check", "good.json", "--subscription", "s"], "--live and --subscription ID belong together"),
        (["check", "--live", "--subscription", "../other"], "is not the id of a subscription"),
        (["check", "no.json"], "no.json: there is no such file or folder"),
        (["check", "broken.json"], "broken.json: line 1: is not JSON"),
        (["check", "bad.json", "--output", "no/such/folder"], "no/such/folder: cannot be written"),
        (["check", "bad.json", "--compare", "no.json"], "no.json: cannot be read"),
    ],
)
def test_what_cannot_run_ends_with_2_and_says_why(
    tokens: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tokens) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert message in told.err


@pytest.mark.parametrize(
    "form, start", [("json", "{"), ("sarif", "{"), ("junit", "<?xml"), ("html", "<!doctype html>"), ("table", "To do")]
)
def test_every_form_can_be_written_to_a_file(form: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", ".", "--format", form, "--output", f"report.{form}x"]) == 1

    assert Path(f"report.{form}x").read_text().startswith(start)
    assert capsys.readouterr().out == ""
    assert [path.name for path in Path().glob(".report*")] == []


def test_what_could_not_be_read_is_told_beside_a_report_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", ".", "--format", "json"])

    told = capsys.readouterr()
    assert json.loads(told.out)["summary"]["fail"] >= 1
    assert told.err.startswith("could not be read: broken.json")


def test_an_earlier_report_can_be_compared_with(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "bad.json", "--format", "json", "--output", "old.json"])
    run(["check", "bad.json", "--compare", "old.json"])

    assert "Nothing changed since old.json." in capsys.readouterr().out


def test_what_was_read_live_is_judged_beside_the_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read_live(subscriptions: list[str], *_: object) -> Evidence:
        return Evidence(resources=(resource(ACCOUNT, f"oai-{subscriptions[0][:4]}", read_from="live", properties={}),))

    monkeypatch.setattr("headgate.audit.live.connect.read_live", read_live)
    one = "12340000-0000-0000-0000-000000000000"

    assert run(["check", "good.json", "--live", "--subscription", one, "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert "oai-1234" in {finding["resource"]["name"] for finding in findings if finding["outcome"] == "fail"}


def test_azure_alone_is_enough_and_a_refusal_to_sign_in_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object) -> Evidence:
        raise LiveError("nobody is signed in to Azure (`az login`)")

    monkeypatch.setattr("headgate.audit.live.connect.read_live", refused)

    assert run(["check", "--live", "--subscription", "12340000-0000-0000-0000-000000000000"]) == 2
    assert "nobody is signed in" in capsys.readouterr().err
