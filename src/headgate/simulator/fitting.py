"""Text that fits the prompt: what was to be repeated, a quotation from a passage in it, its language.

Only what can be seen cheaply is looked for: most prompts are long and ask for nothing of the kind.
"""

import functools
import re

from headgate.simulator import languages

_REPEAT = re.compile(
    r"(?:\brepeat(?: after me| the following| this| exactly)*|\bsay(?: exactly| only)?|\becho|"
    r"\b(?:reply|respond|answer) (?:with )?(?:only|exactly|just)(?: with)?(?: the (?:word|words|text|phrase))?)"
    r"\s*(?::\s*|(?=[\"“'`]))(?P<what>.+)",
    re.IGNORECASE | re.DOTALL,
)
_QUOTES = "\"“”'`"
_PASSAGE = re.compile(
    r"<(?:context|document|documents|source|sources|passage)\b|"
    r"^\s*(?:\[?doc(?:ument)?\s*\d*\]?|context|sources?|passages?|excerpts?|knowledge|background)\s*\]?\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE = re.compile(r"(?:[^.!?\n。]|[.](?=\d))+[.!?。]?")
_WORD = re.compile(r"\w{3,}")
_LOOKED_AT_CHARACTERS = 65_536
"""Of a prompt: what is beyond is not searched."""
_COMMON = frozenset(
    ("the", "and", "for", "that", "this", "with", "what", "when", "where", "which", "who", "why", "how", "does", "from")
)


def text_for(prompt: str) -> str | None:
    """The text that a prompt asks for, or None when any will do."""
    if len(prompt) < _LOOKED_AT_CHARACTERS // 16:
        return _remembered(prompt)
    return _text_for(prompt[-_LOOKED_AT_CHARACTERS:])


def _text_for(prompt: str) -> str | None:
    return _repeated(prompt) or _quoted(prompt) or languages.text_in(prompt)


_remembered = functools.lru_cache(maxsize=2048)(_text_for)


def _repeated(prompt: str) -> str | None:
    """What follows “repeat:”, without its quotation marks; they also end it."""
    last = prompt.strip()
    found = _REPEAT.search(last[last.rfind("\n\n") + 1 :])
    if found is None:
        return None
    what = found.group("what").strip()
    if what and what[0] in _QUOTES:
        end = next((at for at in range(1, len(what)) if what[at] in _QUOTES), len(what))
        what = what[1:end]
    return what.strip() or None


def _quoted(prompt: str) -> str | None:
    """The sentence of a passage that fits the question best; the question is the last line of the prompt."""
    if not _PASSAGE.search(prompt):
        return None
    body, _, question = prompt.strip().rpartition("\n")
    return best_sentence(body, question) or None


def best_sentence(passage: str, question: str) -> str:
    """The sentence that shares most words with a question; empty when none shares any."""
    asked = _words(question)
    best, most = "", 0
    for found in _SENTENCE.finditer(passage):
        sentence = found.group().strip()
        shared = len(asked & _words(sentence))
        if shared > most and sentence != question.strip():
            best, most = sentence, shared
    return best


def _words(text: str) -> set[str]:
    """The words that say something, by their first letters: plural and singular meet."""
    return {word[:6] for word in _WORD.findall(text.lower()) if word not in _COMMON}
