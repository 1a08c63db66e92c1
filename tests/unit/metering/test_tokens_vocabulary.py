import gzip
from pathlib import Path

import pytest

from headgate.metering import tokens_vocabulary
from headgate.metering.tokens_vocabulary import PIECE_LETTERS, VOCABULARIES, VocabularyError, token_counter


@pytest.mark.parametrize(
    "name, text, count",
    [
        ("o200k_base", "hello world", 2),
        ("o200k_base", "Tell me a joke about opentelemetry", 9),
        ("cl100k_base", "Tell me a joke about opentelemetry", 8),
        ("cl100k_base", "1234567", 3),
        ("o200k_base", "Straße 漢字 \U0001f600\n\n  x", 8),
        ("o200k_base", "", 0),
    ],
)
def test_a_vocabulary_counts_as_its_maker_does(name: str, text: str, count: int) -> None:
    assert token_counter(name)(text) == count


def test_a_long_text_is_counted_in_pieces() -> None:
    words = " hello" * (PIECE_LETTERS // 3)
    assert token_counter("o200k_base")(words) == pytest.approx(PIECE_LETTERS // 3, abs=4)


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(b"aGVsbG8= 0\n"), gzip.compress(b"x")[:-4]])
def test_an_altered_vocabulary_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(tokens_vocabulary, "FOLDER", tmp_path)
    token_counter.cache_clear()
    (tmp_path / "o200k_base.tiktoken.gz").write_bytes(content)
    with pytest.raises(VocabularyError, match="o200k_base"):
        token_counter("o200k_base")
    with pytest.raises(VocabularyError, match="cannot be read"):
        token_counter("cl100k_base")


def test_our_hashes_and_patterns_are_those_of_tiktoken(monkeypatch: pytest.MonkeyPatch) -> None:
    from tiktoken_ext import openai_public

    hashes: list[str] = []
    monkeypatch.setattr(openai_public, "load_tiktoken_bpe", lambda _url, expected_hash: hashes.append(expected_hash))
    for name, make in (("o200k_base", openai_public.o200k_base), ("cl100k_base", openai_public.cl100k_base)):
        assert make()["pat_str"] == VOCABULARIES[name].pattern
        assert hashes.pop() == VOCABULARIES[name].sha256
