from pathlib import Path

import pytest

from headgate.app.demo.welcome import gate_url, welcome
from headgate.app.serving import Addresses


@pytest.mark.parametrize(
    "address,tls,url",
    [
        ("127.0.0.1:8080", False, "http://127.0.0.1:8080"),
        ("127.0.0.1:8443", True, "https://127.0.0.1:8443"),
        ("0.0.0.0:8080", False, "http://127.0.0.1:8080"),
        ("[::]:8080", False, "http://[::1]:8080"),
    ],
)
def test_the_url_is_one_that_works_on_this_machine(address: str, tls: bool, url: str) -> None:
    assert gate_url(address, tls=tls) == url


def test_it_says_ready_first_and_then_everything_that_is_needed() -> None:
    addresses = Addresses("127.0.0.1:8080", "127.0.0.1:8081")

    text = welcome(Path("my data"), "http://127.0.0.1:8080", addresses, {"eastus": 8082}, "headgate.log")

    assert text.startswith("Headgate is ready: http://127.0.0.1:8080\n")
    assert "http://127.0.0.1:8081/metrics" in text
    assert "eastus http://127.0.0.1:8082" in text
    assert ". 'my data/demo.env'" in text
    assert max(len(line) for line in text.splitlines()) <= 120
