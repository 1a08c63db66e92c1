import pytest

from headgate.simulator import languages


@pytest.mark.parametrize(
    "text,language",
    [
        ("What does the gate do?", "en"),
        ("Hello", "en"),
        ("", "en"),
        ("Was macht die Schleuse und warum?", "de"),
        ("Que fait la vanne dans le canal ?", "fr"),
        ("¿Qué hace la compuerta en el canal?", "es"),
        ("Che cosa è la paratoia e come funziona?", "it"),
        ("O que a comporta é e como funciona?", "pt"),
        ("Wat is het doel van de schuif en hoe werkt het?", "nl"),
        ("水門とは何ですか", "ja"),
        ("水闸是什么", "zh"),
        ("수문은 무엇입니까", "ko"),
        ("Что делает затвор?", "ru"),
        ("ماذا تفعل البوابة", "ar"),
    ],
)
def test_a_language_is_known_by_its_script_or_its_small_words(text: str, language: str) -> None:
    assert languages.of(text) == language
    answer = languages.text_in(text)
    assert (answer is None) == (language == "en")
    assert answer is None or languages.of(answer) == language


def test_a_language_has_a_name() -> None:
    assert (languages.name_of("de"), languages.name_of("xx"), languages.name_of("")) == ("german", "xx", "english")


def test_a_text_is_written_in_some_languages() -> None:
    assert languages.text_of("en") is None
    assert languages.of(languages.text_of("fr") or "") == "fr"
