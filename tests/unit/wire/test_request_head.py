import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.wire.request_head import HeadError, RequestHead, read_request_head
from tests.values import told


def request(*lines: bytes, first: bytes = b"POST /v1/x HTTP/1.1", host: bytes = b"Host: gate") -> RequestHead:
    return read_request_head(b"\r\n".join([first, host, *lines] if host else [first, *lines]))


def test_what_a_request_says() -> None:
    head = request(
        b"Content-Type: application/json",
        b"Content-Length: 12",
        b"api-key:  secret ",
        b"x-ms-client-request-id: mine",
        b"traceparent: 00-1-2-01",
    )

    assert (head.method, head.target, head.http_1_0) == (b"POST", b"/v1/x", False)
    assert (head.content_type, head.content_length, head.credential.secret) == (b"application/json", 12, b"secret")
    assert (head.client_request_id, head.traceparent) == ("mine", "00-1-2-01")


@pytest.mark.parametrize(
    "line, token",
    [
        (b"Authorization: Bearer abc", b"abc"),
        (b"authorization:bearer abc", b"abc"),
        (b"AUTHORIZATION: BEARER  abc ", b"abc"),
        (b"Authorization: Basic abc", b""),
        (b"Authorization: abc", b""),
        (b"Authorization:", b""),
    ],
)
def test_a_bearer_token_is_read(line: bytes, token: bytes) -> None:
    assert request(line).credential.secret == token


@pytest.mark.parametrize(
    "lines",
    [
        (b"api-key: sesame", b"Authorization: Bearer other"),
        (b"Authorization: Bearer other", b"api-key: sesame"),
        (b"Authorization: Bearer sesame", b"api-key: "),
    ],
)
def test_the_api_key_comes_before_the_bearer_token(lines: tuple[bytes, ...]) -> None:
    assert request(*lines).credential.secret == b"sesame"


def test_only_what_is_allowed_travels_on_as_it_came() -> None:
    head = request(
        b"User-Agent:  x ",
        b"X-Unknown: y",
        b"Cookie: z",
        b"OpenAI-Beta: a",
        b"api-key: secret",
        b"Authorization: Bearer secret",
        b"Connection: close",
        b"Content-Type: application/json",
        b"x-ms-spillover-deployment: d",
        b"tracestate: t",
    )

    assert head.forward == (b"User-Agent:  x \r\nOpenAI-Beta: a\r\nContent-Type: application/json\r\ntracestate: t\r\n")


def test_the_same_lines_say_the_same_again() -> None:
    lines = [b"User-Agent: x", b"Content-Length: 3", b"X-Y: z", b"traceparent: 00"]

    assert told(request(*lines)) == told(request(*lines))


def test_ids_of_callers_are_kept_only_so_long() -> None:
    head = request(b"x-ms-client-request-id: " + b"a" * 500, b"traceparent: " + b"\xff" * 500)

    assert (head.client_request_id, head.traceparent) == ("a" * 128, "\u00ff" * 64)


@pytest.mark.parametrize(
    "first, host, lines, status, code",
    [
        (b"POST /v1/x", b"Host: g", [], 400, "invalid_request_line"),
        (b"POST  /v1/x HTTP/1.1", b"Host: g", [], 400, "invalid_request_line"),
        (b"POST /v1\nx: HTTP/1.1", b"Host: g", [], 400, "invalid_request_line"),
        (b"POST /v1/x HTTP/2.0", b"Host: g", [], 505, "http_version_not_supported"),
        (b"POST http://g/ HTTP/1.1", b"Host: g", [], 400, "invalid_target"),
        (b"OPTIONS * HTTP/1.1", b"Host: g", [], 400, "invalid_target"),
        (b"POST / HTTP/1.1", b"", [], 400, "invalid_host"),
        (b"POST / HTTP/1.1", b"Host: g", [b"host: g"], 400, "invalid_host"),
        (b"POST / HTTP/1.0", b"Host: g", [b"Host: g"], 400, "invalid_host"),
        (b"POST / HTTP/1.1", b"Host: g", [b"Transfer-Encoding: gzip, chunked"], 501, "unsupported_transfer_encoding"),
        (b"POST / HTTP/1.0", b"Host: g", [b"Transfer-Encoding: chunked"], 400, "invalid_transfer_encoding"),
        (b"POST / HTTP/1.1", b"Host: g", [b"Expect: tea"], 417, "expectation_failed"),
        (b"POST / HTTP/1.1", b"Host: g", [b"Content-Encoding: br"], 415, "unsupported_content_encoding"),
    ],
)
def test_what_a_gateway_must_not_act_on_is_refused(
    first: bytes, host: bytes, lines: list[bytes], status: int, code: str
) -> None:
    with pytest.raises(HeadError) as refused:
        request(*lines, first=first, host=host)
    assert (refused.value.status, refused.value.code) == (status, code)


def test_old_clients_need_not_name_their_host() -> None:
    assert request(first=b"GET / HTTP/1.0", host=b"").http_1_0


def test_framing_is_noted() -> None:
    assert request(b"Transfer-Encoding: Chunked").chunked
    assert request(b"Expect: 100-Continue").expect_continue
    assert request(b"Content-Encoding: identity").content_type == b""


NAMES = st.sampled_from(
    [b"Host", b"api-key", b"Authorization", b"Expect", b"Accept", b"Content-Type", b"X-Any", b"Transfer-Encoding"]
)
LINES = st.lists(st.tuples(NAMES, st.binary(max_size=12).filter(lambda value: not set(value) & {10, 13})), max_size=8)


@given(LINES, st.sampled_from([b"GET / HTTP/1.1", b"GET / HTTP/1.0", b"GET /"]) | st.binary(max_size=12))
def test_any_head_is_read_or_refused(lines: list[tuple[bytes, bytes]], first: bytes) -> None:
    raw = b"\r\n".join([first.replace(b"\r\n", b""), *(name + b":" + value for name, value in lines)])
    try:
        head = read_request_head(raw)
    except HeadError:
        return
    names = [line.partition(b":")[0] for line in head.forward.split(b"\r\n")[:-1]]
    assert names == [name for name, _ in lines if name in (b"Accept", b"Content-Type")]
    again = read_request_head(raw)
    assert again.credential.secret == head.credential.secret
    again.credential = head.credential
    assert told(again) == told(head)


def test_more_lines_than_are_remembered_are_read_as_well() -> None:
    for number in range(5_000):
        assert request(b"User-Agent: %d" % number).forward == b"User-Agent: %d\r\n" % number
