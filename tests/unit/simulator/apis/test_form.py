import pytest

from headgate.simulator.apis import form
from headgate.simulator.errors import AzureError

FORM = (
    b'--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="name=\\"x\\".mp3"\r\n'
    b"Content-Type: audio/mpeg\r\n\r\nID3\r\n\r\nsound\r\n--b--\r\n"
)


@pytest.mark.parametrize("content_type", [b"multipart/form-data; boundary=b", b'multipart/form-data; boundary="b"'])
def test_parts_are_found_by_name(content_type: bytes) -> None:
    assert form.read(FORM, content_type) == {"model": b"whisper", "file": b"ID3\r\n\r\nsound"}


def test_without_a_boundary_it_is_no_form() -> None:
    with pytest.raises(AzureError):
        form.read(FORM, b"multipart/form-data")


@pytest.mark.parametrize("body", [b"", b"--b", b"--b\r\n\r\n--b--", b"nothing"])
def test_a_broken_form_has_no_parts(body: bytes) -> None:
    assert form.read(body, b"multipart/form-data; boundary=b") == {}
