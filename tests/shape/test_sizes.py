"""Files with one purpose and functions that fit a screen: by count."""

from tests.repository import functions, python_files, shown

FOLDERS = ("src", "tests", "bench", "examples")
FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70
USUAL_FUNCTION_LINES_MAX = 30
"""What nine of ten functions keep to."""


def test_no_file_is_longer_than_its_limit() -> None:
    lengths = {shown(path): len(path.read_bytes().splitlines()) for path in python_files(*FOLDERS)}

    assert {path: lines for path, lines in lengths.items() if lines > FILE_LINES_MAX} == {}


def test_no_function_is_longer_than_its_limit() -> None:
    found = functions(python_files(*FOLDERS))

    assert [function for function in found if function.lines > FUNCTION_LINES_MAX] == []


def test_nine_of_ten_functions_fit_a_screen() -> None:
    lines = sorted(function.lines for function in functions(python_files("src")))

    assert lines[len(lines) * 9 // 10] <= USUAL_FUNCTION_LINES_MAX
