import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.wire.multipart import FormError, read_form_fields, replace_form_field

TYPE = b"multipart/form-data; boundary=cut"


def part(name: bytes, value: bytes, *more: bytes) -> bytes:
    lines = [b'Content-Disposition: form-data; name="%b"' % name, *more]
    return b"--cut\r\n" + b"\r\n".join(lines) + b"\r\n\r\n" + value + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--cut--\r\n"


def disposition(line: bytes, value: bytes = b"gpt-4o") -> bytes:
    return form(b"--cut\r\n%b\r\n\r\n%b\r\n" % (line, value))


def test_a_field_is_read_wherever_it_stands() -> None:
    file = part(b"file", b"\r\n\x00\xff--cu\r\n--cu", b"Content-Type: audio/wav")
    for parts in ([part(b"model", b"whisper"), file], [file, part(b"model", b"whisper")]):
        assert read_form_fields(form(*parts), TYPE, ["model", "stream"]) == {"model": "whisper"}


@pytest.mark.parametrize(
    "line",
    [
        b'Content-Disposition: form-data; name="model"',
        b"Content-Disposition: form-data; name=model",
        b'content-disposition:form-data;name="model"',
        b'CONTENT-DISPOSITION: Form-Data; NAME="model"',
        b'Content-Disposition: form-data; filename="a\\"b.wav"; name="model"',
        b"Content-Disposition: form-data; name=model; filename=a.wav; filename*=utf-8''a.wav",
        b'Content-Type: text/plain\r\nContent-Disposition: form-data; name="model"',
    ],
)
def test_clients_write_names_in_several_ways(line: bytes) -> None:
    assert read_form_fields(disposition(line), TYPE, ["model"]) == {"model": "gpt-4o"}


@pytest.mark.parametrize(
    "line",
    [
        b'Content-Disposition: form-data; x="; name=other"; name="model"; name="file"',
        b"Content-Disposition: form-data; name*=utf-8''model",
        b"Content-Disposition: form-data; name=\"file\"; name*=utf-8''model",
        b'Content-Disposition: form-data; name="mod\\el"',
        b'Content-Disposition: form-data; name="model',
        b'Content-Disposition: form-data; name="file" name="model"',
        b"Content-Disposition: form-data",
        b"Content-Disposition: attachment; name=model",
        b'Content-Disposition: form-data; name="file"\r\nContent-Disposition: form-data; name="model"',
        b'Content-Disposition: form-data; name="file"\nContent-Disposition: form-data; name="model"',
        b'Content-Disposition : form-data; name="model"',
        b'Content-Disposition: form-data;\r\n name="model"',
        b"Content-Type: text/plain",
        b"",
    ],
)
def test_a_part_that_could_be_named_differently_is_refused(line: bytes) -> None:
    with pytest.raises(FormError):
        read_form_fields(disposition(line), TYPE, ["model"])


@pytest.mark.parametrize(
    "body",
    [
        form(part(b"model", b"a"), part(b"model", b"b")),
        b"preamble\r\n" + form(part(b"model", b"a")),
        form(part(b"model", b"a")).replace(b"--cut--", b"--cut"),
        form(part(b"model", b"a")).replace(b"\r\n", b"\n"),
        form(part(b"file", b"x\r\n--cutter")),
        form(part(b"file", b"x\r\n--cut \r\n")),
        form(part(b"file", b"x"), b"--cut\r\nno head\r\n"),
        b"",
        b"--cut",
        form(part(b"model", b"")).replace(b"\r\n\r\n\r\n--", b"\r\n\r\n--"),
    ],
)
def test_a_form_that_could_be_cut_differently_is_refused(body: bytes) -> None:
    with pytest.raises(FormError):
        read_form_fields(body, TYPE, ["model"])


@pytest.mark.parametrize(
    "content_type",
    [
        b"multipart/form-data",
        b"multipart/form-data; boundary=",
        b"multipart/form-data; boundary=cut; boundary=slash",
        b"multipart/form-data; xboundary=cut",
        b'multipart/form-data; boundary="cut',
        b"multipart/form-data; boundary=" + b"c" * 71,
    ],
)
def test_a_boundary_that_could_be_another_is_refused(content_type: bytes) -> None:
    with pytest.raises(FormError):
        read_form_fields(form(part(b"model", b"a")), content_type, ["model"])


@pytest.mark.parametrize(
    "content_type",
    [
        b'multipart/form-data; boundary="cut"',
        b"multipart/form-data;boundary=cut",
        b"Multipart/Form-Data; Boundary=cut; x=y",
    ],
)
def test_a_boundary_is_written_in_several_ways(content_type: bytes) -> None:
    assert read_form_fields(form(part(b"model", b"a")), content_type, ["model"]) == {"model": "a"}


def test_a_name_that_is_long_or_no_text_is_refused() -> None:
    for value in (b"m" * 257, b"\xff"):
        with pytest.raises(FormError):
            read_form_fields(form(part(b"model", value)), TYPE, ["model"])


def test_other_fields_may_come_again_and_be_anything() -> None:
    body = form(part(b"image[]", b"\xff" * 999), part(b"image[]", b""), part(b"model", b"a"))

    assert read_form_fields(body, TYPE, ["model"]) == {"model": "a"}


def test_there_is_a_limit_on_parts() -> None:
    assert read_form_fields(form(*[part(b"x", b"")] * 63), TYPE, ["model"]) == {}
    with pytest.raises(FormError, match="64 parts"):
        read_form_fields(form(*[part(b"x", b"")] * 64), TYPE, ["model"])


def test_a_field_is_replaced_and_all_else_kept() -> None:
    before, after = part(b"file", b"\x00\r\n\xff"), part(b"language", b"de")
    body = form(before, part(b"model", b"whisper"), after)

    assert replace_form_field(body, TYPE, "model", "whisper-eu") == form(before, part(b"model", b"whisper-eu"), after)
    assert replace_form_field(body, TYPE, "prompt", "x") is body


def test_an_empty_field_is_replaced_too() -> None:
    body = form(part(b"model", b""))

    assert replace_form_field(body, TYPE, "model", "m") == form(part(b"model", b"m"))


PIECES = st.sampled_from(
    [b"--cut", b"\r\n", b"\r\n\r\n", b"--", b"--cut--", b'Content-Disposition: form-data; name="model"', b"name=model"]
)


@given(st.lists(PIECES | st.binary(max_size=4), max_size=24).map(b"".join))
def test_whatever_it_is_it_is_read_or_refused(body: bytes) -> None:
    try:
        read_form_fields(body, TYPE, ["model"])
    except FormError:
        return


@given(st.lists(st.tuples(st.sampled_from([b"model", b"file", b"x"]), st.binary(max_size=20)), max_size=6))
def test_it_agrees_with_a_plain_reader_on_plain_forms(fields: list[tuple[bytes, Any]]) -> None:
    body = form(*(part(name, value) for name, value in fields if b"--cut" not in value))
    models = re.findall(rb'name="model"\r\n\r\n((?:.|\n)*?)\r\n--cut', body)
    try:
        read = read_form_fields(body, TYPE, ["model"]).get("model")
    except FormError:
        assert len(models) > 1 or any(not _is_text(model) for model in models)
        return
    assert ([] if read is None else [read.encode()]) == models


def _is_text(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True
