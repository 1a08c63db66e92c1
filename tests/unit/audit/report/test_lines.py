"""From the path of a piece of evidence to its line."""

from pathlib import Path

from headgate.audit.report.lines import Lines, locate

TEXT = """{
  // a comment: [with, marks]
  "resources": [
    {"name": "a"},
    {
      "name": "b, {c}",
      "Properties": {
        "disableLocalAuth": false
      }
    }
  ],
  "outputs": {}
}
"""


def test_keys_and_items_are_found_whatever_their_case() -> None:
    lines = locate(TEXT)

    assert lines["resources",] == 3
    assert lines["resources", "0", "name"] == 4
    assert lines["resources", "1"] == 5
    assert lines["resources", "1", "properties", "disablelocalauth"] == 8
    assert lines["outputs",] == 12


def test_what_is_absent_is_told_at_what_would_hold_it(tmp_path: Path) -> None:
    (tmp_path / "main.json").write_text(TEXT)
    file = str(tmp_path / "main.json")

    assert Lines().find(file, "resources[1].properties.disableLocalAuth") == 8
    assert Lines().find(file, "resources[1].properties.publicNetworkAccess") == 7
    assert Lines().find(file, "resources[7].name") == 3
    assert Lines().find(file, "") == 1


def test_a_path_that_says_its_line_is_believed_and_other_files_begin_at_1(tmp_path: Path) -> None:
    (tmp_path / "policy.xml").write_text("<policies/>")

    assert Lines().find("policy.xml", "line 12") == 12
    assert Lines().find(str(tmp_path / "policy.xml"), "inbound") == 1
    assert Lines().find(str(tmp_path / "gone.json"), "resources[0]") == 1
    assert locate("]]}} , : {") == {}
