"""Files and folders are found and read once, with limits."""

import os
from pathlib import Path

import pytest

from headgate.audit.collect import reading
from headgate.audit.collect.errors import CannotAuditError
from headgate.audit.collect.reading import read_all


def test_a_folder_is_read_without_what_belongs_to_others(tmp_path: Path) -> None:
    for name in ["a.json", "sub/b.xml", "node_modules/c.json", ".git/d.json", "picture.png"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")

    found = read_all([str(tmp_path)])

    assert [Path(one.path).name for one in found.documents] == ["a.json", "b.xml"]
    assert not any(one.named for one in found.documents)


def test_files_of_settings_are_read_whatever_follows_their_name(tmp_path: Path) -> None:
    for name in [".env", ".env.sample", "prod.env", ".envrc"]:
        (tmp_path / name).write_text("A=b")

    assert [Path(one.path).name for one in read_all([str(tmp_path)]).documents] == [".env", ".env.sample", "prod.env"]


def test_a_file_that_is_named_is_read_whatever_it_is_called_and_once(tmp_path: Path) -> None:
    (tmp_path / "export").write_text('{"a": 1}')

    (document,) = read_all([str(tmp_path / "export"), str(tmp_path / "export")]).documents

    assert document.named
    assert document.data == {"a": 1}
    assert document.file_name == "export"


def test_a_broken_file_in_a_folder_is_a_trouble_and_a_named_one_ends_it(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")

    assert "is not JSON" in read_all([str(tmp_path)]).troubles[0].reason
    with pytest.raises(CannotAuditError, match=r"a\.json: line 1: is not JSON"):
        read_all([str(tmp_path / "a.json")])


def test_what_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(CannotAuditError, match="there is no such file or folder"):
        read_all([str(tmp_path / "no.json")])
    with pytest.raises(CannotAuditError, match="is neither a file nor a folder"):
        read_all([str(tmp_path / "pipe")])
    assert read_all([str(tmp_path)]).documents == ()


def test_a_file_larger_than_the_limit_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "big.json").open("wb") as file:
        file.truncate(100 * 1024 * 1024)

    with pytest.raises(CannotAuditError, match=r"big\.json: is larger than 32 MiB; audit its parts"):
        read_all([str(tmp_path / "big.json")])


def test_files_are_limited_in_number_and_in_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (tmp_path / f"{name}.json").write_text("{}")

    monkeypatch.setattr(reading, "FILES_MAX", 2)
    with pytest.raises(CannotAuditError, match="more than 2 files"):
        read_all([str(tmp_path)])
    monkeypatch.setattr(reading, "FILES_MAX", 3)
    monkeypatch.setattr(reading, "TOTAL_BYTES_MAX", 5)
    with pytest.raises(CannotAuditError, match="name the folders that matter"):
        read_all([str(tmp_path)])
