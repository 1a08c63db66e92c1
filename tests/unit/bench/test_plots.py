from xml.etree import ElementTree

from bench.plots import latency_plot, throughput_plot
from tests.unit.bench.example_run import example_results


def test_a_plot_is_well_formed_and_labels_every_value() -> None:
    words = [
        element.text for element in ElementTree.fromstring(throughput_plot(example_results())).iter() if element.text
    ]

    assert {"nginx", "headgate", "litellm", "40,000", "24,000", "100"} <= set(words)


def test_faster_stands_further_right() -> None:
    root = ElementTree.fromstring(throughput_plot(example_results()))
    labels = {
        element.text: float(element.attrib["x"]) for element in root.iter() if element.text and "x" in element.attrib
    }

    assert labels["100"] < labels["24,000"] < labels["40,000"]


def test_a_run_without_a_tls_upstream_has_a_plot_with_nothing_in_it() -> None:
    assert latency_plot(example_results()).startswith("<svg")
