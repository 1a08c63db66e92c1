from pathlib import Path

import pytest

from headgate.audit.plan.load_file import BadLoadError, read_loads
from headgate.audit.plan.ptu import Load


def written(folder: Path, text: str) -> Path:
    path = folder / "load.csv"
    path.write_text(text)
    return path


def test_rows_are_loads(tmp_path: Path) -> None:
    path = written(tmp_path, "hours, input_tpm,output_tpm,cached_tpm\n600,1000,200,100\n130,5000,900,\n")

    assert read_loads(path) == [
        Load(hours=600, input_tpm=1000, output_tpm=200, cached_tpm=100),
        Load(hours=130, input_tpm=5000, output_tpm=900),
    ]


@pytest.mark.parametrize(
    "text, told",
    [
        ("a,b\n1,2\n", "line 1: expected the columns"),
        ("hours,input_tpm,output_tpm\n1,x,2\n", "line 2: expected numbers"),
        ("hours,input_tpm,output_tpm\n1,2,3\n0,2,3\n", "line 3: expected hours over 0"),
        ("hours,input_tpm,output_tpm\n1,-2,3\n", "line 2"),
        ("hours,input_tpm,output_tpm\n1,nan,3\n", "line 2"),
        ("hours,input_tpm,output_tpm,cached_tpm\n1,2,3,9\n", "no more cached"),
        ("hours,input_tpm,output_tpm\n", "rows"),
        ("", "line 1"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadLoadError, match=told):
        read_loads(written(tmp_path, text))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadLoadError, match="cannot be read"):
        read_loads(tmp_path / "none.csv")
