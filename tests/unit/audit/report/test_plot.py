"""The plot of coverage."""

from xml.etree import ElementTree as ET

from headgate.audit.report.plot import COLOURS, Bar, plot

NAMESPACE = {"svg": "http://www.w3.org/2000/svg"}


def test_a_bar_is_as_long_as_its_findings_are_many() -> None:
    root = ET.fromstring(plot([Bar("a & b", {"fail": 1, "pass": 3}), Bar("c", {})]))
    bars = [one for one in root.findall("svg:rect", NAMESPACE) if one.get("height") == "13"]

    assert [(one.get("fill"), one.get("width")) for one in bars] == [
        (COLOURS["fail"], "140.0"),
        (COLOURS["pass"], "420.0"),
    ]


def test_counts_are_written_and_nothing_is_told_as_no_evidence() -> None:
    texts = [one.text for one in ET.fromstring(plot([Bar("a & b", {"fail": 1, "pass": 3}), Bar("c", {})])).iter()]

    assert "1 fail, 3 pass" in texts
    assert "no evidence" in texts
    assert "a & b" in texts
