"""From files to a typed value."""

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from headgate.config.load import Loaded, in_file_order, load
from headgate.core.errors import Mistake
from tests.configurations import in_memory


class Door(Struct, frozen=True):
    """A settings type of the test."""

    key: str
    size: Annotated[int, Meta(ge=1)] = 1

    def __post_init__(self) -> None:
        if self.key == "wood" and self.size > 5:
            raise ValueError("a wooden door is small")


class House(Struct, frozen=True):
    """Another."""

    door: Door
    name: str = "home"


def load_house(files: dict[str, str], environment: str | None = None, **env: str) -> Loaded[House]:
    return load(Path("etc/house.yaml"), environment, House, env=env, read_file=in_memory(files))


def test_a_sound_file_becomes_a_typed_value() -> None:
    loaded = load_house({"etc/house.yaml": "door: {key: '${env:KEY}', size: 2}\n"}, KEY="sesame")

    assert loaded.settings == House(door=Door(key="sesame", size=2))
    assert loaded.mistakes == []
    assert loaded.files == (Path("etc/house.yaml"),)
    assert loaded.masked == {"door": {"key": "${env:KEY}", "size": 2}}


def test_an_environment_is_laid_over_and_each_mistake_names_its_file() -> None:
    files = {"etc/house.yaml": "door: {key: k, size: 2}\nnmae: x\n", "etc/house.prod.yaml": "\ndoor: {size: big}\n"}

    loaded = load_house(files, "prod")

    assert loaded.settings is None
    assert [str(mistake) for mistake in loaded.mistakes] == [
        "etc/house.yaml:2: nmae: unknown key; did you mean name?; known here: door, name",
        "etc/house.prod.yaml:2: door.size: expected a whole number of at least 1, found big",
    ]


def test_every_file_that_contributed_is_named_even_those_that_are_missing() -> None:
    loaded = load_house({"etc/house.yaml": "door: {key: '${file:key}'}\n"}, "prod")

    assert loaded.files == (Path("etc/house.yaml"), Path("etc/house.prod.yaml"), Path("etc/key"))
    assert [str(mistake) for mistake in loaded.mistakes] == [
        "etc/house.yaml:1: door.key: cannot read etc/key: No such file or directory",
        "etc/house.prod.yaml: cannot be read: No such file or directory",
    ]


def test_a_missing_file_is_one_mistake_and_not_one_for_each_key() -> None:
    loaded = load_house({})

    assert [str(mistake) for mistake in loaded.mistakes] == [
        "etc/house.yaml: cannot be read: No such file or directory"
    ]


def test_a_file_with_a_mistake_in_its_form_is_validated_all_the_same() -> None:
    loaded = load_house({"etc/house.yaml": "door: {key: k, key: j}\nname: [x]\n"})

    assert [str(mistake) for mistake in loaded.mistakes] == [
        "etc/house.yaml:1: door.key: written twice; the first is at line 1",
        "etc/house.yaml:2: name: expected text, found a list",
    ]


def test_an_environment_that_is_no_name_is_a_mistake() -> None:
    loaded = load_house({"etc/house.yaml": "door: {key: k}\n"}, "../prod")

    assert [mistake.message for mistake in loaded.mistakes] == [
        "'../prod' cannot name an environment: use letters, digits, - and _"
    ]


def test_what_only_a_constructor_can_tell_is_a_mistake_too() -> None:
    loaded = load_house({"etc/house.yaml": "name: hut\ndoor: {key: wood, size: 6}\n"})

    assert loaded.settings is None
    assert [str(mistake) for mistake in loaded.mistakes] == ["etc/house.yaml:2: door: a wooden door is small"]


def test_a_finding_is_told_at_the_nearest_line_there_is() -> None:
    loaded = load_house({"etc/house.yaml": "\ndoor:\n  key: k\n"})

    assert str(loaded.at(("door", "key"), "m")) == "etc/house.yaml:3: door.key: m"
    assert str(loaded.at(("door", "size"), "m")) == "etc/house.yaml:2: door.size: m"
    assert str(loaded.at(("garden", 0), "m")) == "etc/house.yaml:1: garden[0]: m"


def test_findings_are_sorted_by_file_and_line() -> None:
    findings = [Mistake("b", 1, "", ""), Mistake("a", 2, "", ""), Mistake("a", 1, "", "")]

    assert in_file_order(findings, [Path("b"), Path("a")]) == [findings[0], findings[2], findings[1]]
