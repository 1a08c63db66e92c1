"""Files of waivers, and what is wrong with them."""

from datetime import date
from pathlib import Path

import pytest

from headgate.audit.waiver_file import read_waivers, refuse_unknown_rules
from headgate.core.errors import ConfigurationError

SOUND = """waivers:
  - rule: IDN-001
    resource: oai-*
    owner: jane@example.com
    reason: replaced in March
    expires: 2027-03-31
"""


def test_a_waiver_says_what_who_why_and_until_when(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text(SOUND)

    (waiver,) = read_waivers(tmp_path / "waivers.yaml")

    assert waiver.expires == date(2027, 3, 31)
    assert (waiver.rule, waiver.resource) == ("IDN-001", "oai-*")


@pytest.mark.parametrize(
    "wrong, message",
    [
        (SOUND.replace("    reason: replaced in March\n", ""), r"waivers\[0\].*reason"),
        (SOUND.replace("replaced in March", '" "'), r"yaml:5: waivers\[0\]\.reason: must not be empty"),
        (SOUND.replace("2027-03-31", "soon"), r"yaml:6: waivers\[0\]\.expires"),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_line(tmp_path: Path, wrong: str, message: str) -> None:
    (tmp_path / "waivers.yaml").write_text(wrong)

    with pytest.raises(ConfigurationError, match=message):
        read_waivers(tmp_path / "waivers.yaml")


def test_a_waiver_of_a_rule_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(SOUND)
    refuse_unknown_rules(read_waivers(path), {"IDN-001"}, path)

    with pytest.raises(ConfigurationError, match="there is no rule IDN-001"):
        refuse_unknown_rules(read_waivers(path), {"IDN-002"}, path)
