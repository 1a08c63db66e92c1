from xml.etree import ElementTree

from headgate.simulator.spike import SpikeReport
from headgate.simulator.spike_plot import plot
from headgate.simulator.truth import Load

REPORT = SpikeReport(
    resource="e<st",
    deployment="ptu",
    ptu=15,
    requests=5,
    served=3,
    refused=2,
    utilization_max=1.1,
    longest_wait_seconds=2.0,
    load=[Load(at=0, utilization=0.5, requests=2), Load(at=1, utilization=1.1, requests=3, throttled=2)],
)


def test_the_plot_is_an_image_that_says_its_sums_in_words() -> None:
    image = ElementTree.fromstring(plot(REPORT))

    title = image.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "e<st/ptu, 15 PTU: 5 requests, 3 served, 2 refused with 429"


def test_a_second_is_a_point_of_the_curve_and_refusals_have_a_bar_of_their_own() -> None:
    drawn = plot(REPORT)

    assert len(drawn.partition('points="')[2].partition('"')[0].split()) == 2
    assert drawn.count('fill="#b00"') == 1
    assert drawn.count('fill="#0467a8"') == 2
