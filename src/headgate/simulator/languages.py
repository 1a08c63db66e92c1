"""The language of a prompt, as far as an answer in the same language needs it."""

import re

# ruff: noqa: RUF001 (full stops of the scripts they belong to)
_TEXTS = {
    "de": "Das Schütz steht am Anfang des Kanals und entscheidet, wie viel Wasser jedes Feld bekommt. "
    "Wer am Unterlauf wohnt, vertraut dem Pegelbuch mehr als dem Rauschen.",
    "fr": "La vanne se trouve à l'entrée du canal et décide de la part d'eau de chaque champ. "
    "Ce que le premier canal ne peut porter descend par le second.",
    "es": "La compuerta está al principio del canal y decide cuánta agua recibe cada campo. "
    "Lo que el primer canal no puede llevar baja por el segundo.",
    "it": "La paratoia sta all'inizio del canale e decide quanta acqua riceve ogni campo. "
    "Ciò che il primo canale non porta scende nel secondo.",
    "pt": "A comporta fica no início do canal e decide quanta água recebe cada campo. "
    "O que o primeiro canal não leva desce pelo segundo.",
    "nl": "De schuif staat aan het begin van het kanaal en bepaalt hoeveel water elk veld krijgt. "
    "Wat het eerste kanaal niet kan dragen, gaat door het tweede.",
    "ja": "水門は水路の入り口に立ち、それぞれの畑に流れる水の量を決めます。"
    "第一の水路に収まらない水は第二の水路を流れます。",
    "zh": "水闸位于渠道的起点，决定每块田地能得到多少水。第一条渠道容纳不下的水流入第二条渠道。",
    "ko": "수문은 수로의 입구에 서서 각 밭에 흘러갈 물의 양을 정합니다. "
    "첫 번째 수로가 감당하지 못하는 물은 두 번째로 흐릅니다.",
    "ru": "Затвор стоит в начале канала и решает, сколько воды получит каждое поле. "
    "Что не вмещает первый канал, уходит во второй.",
    "ar": "تقف البوابة عند رأس القناة وتقرر كمية الماء التي يحصل عليها كل حقل.",
}

_WORDS = {
    "de": "der die das und ist nicht ein eine wie was warum ich mit für auf den dem wird bitte du sie kannst",
    "fr": "le la les et est une des pourquoi comment que qui dans pour avec vous je ne pas quelle quel du",
    "es": "el los las y es una por qué cómo que en para con usted no cuál del hola está cuánto",
    "it": "il lo gli e è una perché come che per con non quale della di sono cosa ciao questo",
    "pt": "o os as e é uma por que como em para com não qual da do você são isto olá",
    "nl": "de het een en is niet wat hoe waarom met voor op van wordt dit dat je kunt",
    "en": "the and is a an what how why of to in for with you it this that does do are not can please",
}
_WORD_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
)
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT_CHARACTERS = 2_000
_HITS_MIN = 2


_NAMES = {
    "ar": "arabic",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "th": "thai",
    "tr": "turkish",
    "uk": "ukrainian",
    "vi": "vietnamese",
    "zh": "chinese",
}


def text_of(language: str) -> str | None:
    """A text in a language (``de``); None for English, and for one that nothing is written in here."""
    return _TEXTS.get(language)


def name_of(language: str) -> str:
    """``german`` for ``de``; English where none is named, the code itself where its name is not known."""
    return _NAMES.get(language, language) if language else "english"


def text_in(prompt: str) -> str | None:
    """An answer in the language of a prompt; None for English, and for what is not recognised."""
    return text_of(of(prompt))


def of(prompt: str) -> str:
    """The language of a text by its script and its small words: ``de``, ``ja``, …; ``en`` when it is not recognised."""
    seen = prompt[-_LOOKED_AT_CHARACTERS:]
    if not seen.isascii():
        for language, script in _SCRIPTS:
            if script.search(seen):
                return language
    words = [word.lower() for word in _WORD.findall(seen)]
    hits = {language: sum(word in known for word in words) for language, known in _WORD_SETS.items()}
    best = max(hits, key=lambda language: (hits[language], language == "en"))
    return best if hits[best] >= _HITS_MIN and hits[best] > hits["en"] else "en"
