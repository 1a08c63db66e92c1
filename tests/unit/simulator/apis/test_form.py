import pytest

from headgate.simulator.apis import form
from headgate.simulator.apis.form import Fields, Part
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.calls import error_of
from tests.unit.simulator.apis.forms import CONTENT_TYPE
from tests.unit.simulator.apis.forms import form as written

FORM = (
    b'--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="name=\\"x\\".mp3"\r\n'
    b"Content-Type: audio/mpeg\r\n\r\nID3\r\n\r\nsound\r\n--b--\r\n"
)


@pytest.mark.parametrize("content_type", [b"multipart/form-data; boundary=b", b'multipart/form-data; boundary="b"'])
def test_parts_are_found_by_name(content_type: bytes) -> None:
    assert form.read(FORM, content_type) == {"model": b"whisper", "file": b"ID3\r\n\r\nsound"}


def test_files_have_names() -> None:
    assert form.parts(FORM, CONTENT_TYPE) == [
        Part("model", b"whisper"),
        Part("file", b"ID3\r\n\r\nsound", 'name=\\"x\\".mp3'),
    ]


def test_without_a_boundary_it_is_no_form() -> None:
    with pytest.raises(AzureError):
        form.read(FORM, b"multipart/form-data")


@pytest.mark.parametrize("body", [b"", b"--b", b"--b\r\n\r\n--b--", b"nothing"])
def test_a_broken_form_has_no_parts(body: bytes) -> None:
    assert form.read(body, b"multipart/form-data; boundary=b") == {}


def _fields(*parts: tuple[str, bytes | str], **fields: str) -> Fields:
    return Fields(form.parts(written(*parts, **fields), CONTENT_TYPE))


def test_what_may_come_several_times_is_found_by_either_name() -> None:
    fields = _fields(("image[]", b"one"), ("image", b"two"), ("include[]", "logprobs"))

    assert [part.value for part in fields.files("image")] == [b"one", b"two"]
    assert fields.every("include") == ["logprobs"]
    assert fields.every("other") == []


def test_a_missing_file_is_named() -> None:
    with pytest.raises(AzureError) as refused:
        _fields(model="whisper").files("file")

    assert error_of(refused.value.body)["code"] == "missing_required_parameter"


def test_members_are_read_by_their_kind() -> None:
    fields = _fields(stream="True", n="3", temperature="0.5", quality="high")

    assert (fields.flag("stream"), fields.flag("other")) == (True, False)
    assert (fields.number("temperature", 0, 1, 0), fields.number("other", 0, 1, 0)) == (0.5, 0)
    assert (fields.has("n"), fields.has("m")) == (True, False)
    assert fields.one_of("quality", ("low", "high"), "low") == "high"
    assert (fields.text("n"), fields.text("other", "x")) == ("3", "x")


@pytest.mark.parametrize("value", ["-0.1", "1.1", "warm", "", "nan"])
def test_a_number_out_of_bounds_is_400(value: str) -> None:
    with pytest.raises(AzureError) as refused:
        _fields(temperature=value).number("temperature", 0, 1, 0)

    assert error_of(refused.value.body)["param"] == "temperature"


def test_what_is_not_among_a_few_is_400() -> None:
    with pytest.raises(AzureError) as refused:
        _fields(quality="best").one_of("quality", ("low", "medium", "high"), "low")

    assert error_of(refused.value.body)["message"] == (
        "Invalid value: 'best'. Supported values are: 'low', 'medium', and 'high'."
    )
