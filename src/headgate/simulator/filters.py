"""What the content filter says, as recorded from 2024 to 2026."""

_SAFE = b'{"filtered":false,"severity":"safe"}'
_UNDETECTED = b'{"detected":false,"filtered":false}'

PROMPT_RESULTS = b'{"hate":%b,"jailbreak":%b,"self_harm":%b,"sexual":%b,"violence":%b}' % (
    _SAFE,
    _UNDETECTED,
    _SAFE,
    _SAFE,
    _SAFE,
)
"""Of a prompt."""

COMPLETION_RESULTS = (
    b'{"hate":%b,"protected_material_code":%b,"protected_material_text":%b,"self_harm":%b,"sexual":%b,"violence":%b}'
    % (_SAFE, _UNDETECTED, _UNDETECTED, _SAFE, _SAFE, _SAFE)
)
"""Of a completion."""

SEVERITIES = b'{"hate":%b,"self_harm":%b,"sexual":%b,"violence":%b}' % (_SAFE, _SAFE, _SAFE, _SAFE)
"""Of everything in 2024, and of the pieces of streams until 2026."""

PROTECTED_TEXT = b'{"protected_material_text":%b}' % _UNDETECTED
"""Of the pieces of later GPT-5 streams."""

NOTHING = b"{}"
"""Where filters are off, and where they did not run yet."""


def prompt_filter_results(results: bytes, prompts: int = 1) -> bytes:
    """The member ``prompt_filter_results`` of chat and text completions, which may have several prompts."""
    if prompts == 1:
        return b'[{"prompt_index":0,"content_filter_results":%b}]' % results
    return b"[%b]" % b",".join(
        b'{"prompt_index":%d,"content_filter_results":%b}' % (at, results) for at in range(prompts)
    )


_OF_PICTURE = (
    b'{"sexual":%b,"violence":%b,"hate":%b,"self_harm":%b,"custom_blocklists":{"filtered":false,"details":[]}}'
    % (_SAFE, _SAFE, _SAFE, _SAFE)
)


def picture_filter_results(pictures: int) -> bytes:
    """The same of a prompt with pictures: another spelling, the pictures first, the text empty (January 2026)."""
    found = [b'{"prompt_index":%d,"content_filter_result":%b}' % (at, _OF_PICTURE) for at in range(pictures, 0, -1)]
    return b"[%b]" % b",".join((*found, b'{"prompt_index":0,"content_filter_result":{}}'))


BLOCKED_COMPLETION_RESULTS = (
    b'{"hate":{"filtered":true,"severity":"high"},"self_harm":%b,"sexual":%b,"violence":%b}' % (_SAFE, _SAFE, _SAFE)
)
"""Of a completion that was stopped (Microsoft Learn, "Content filtering")."""

BLOCKED_PICTURE_RESULTS = b'{"sexual":{"filtered":true,"severity":"high"},"violence":%b,"hate":%b,"self_harm":%b}' % (
    _SAFE,
    _SAFE,
    _SAFE,
)
"""Of a prompt with pictures that was blocked (captured in July 2025)."""

BLOCKED_PROMPT_RESULT = (
    b'{"hate":%b,"jailbreak":{"filtered":true,"detected":true},"self_harm":%b,"sexual":%b,"violence":%b}'
    % (_SAFE, _SAFE, _SAFE, _SAFE)
)
"""Of a prompt that was blocked as a jailbreak (recorded in October 2026)."""
