from headgate.simulator.cloud.asked import read, refusal
from headgate.simulator.exchange import Request


def test_a_request_is_taken_apart() -> None:
    headers = {b"host": b"cloud.test", b"content-type": b"application/x-www-form-urlencoded"}
    asked = read(Request("POST", b"/a%20b/c?x=1&x=2", headers, b"scope=s%2F.default"), scheme="https")

    assert (asked.parts, asked.query, asked.form) == (("a b", "c"), {"x": "2"}, {"scope": "s/.default"})
    assert asked.base == "https://cloud.test"


def test_refusals_have_one_shape() -> None:
    assert refusal(404, "NotFound", "Nothing.").body == {"error": {"code": "NotFound", "message": "Nothing."}}
