"""What the content filter says when it finds nothing, as recorded in March 2026."""

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

PROMPT_FILTER_RESULTS = b'[{"prompt_index":0,"content_filter_results":%b}]' % PROMPT_RESULTS
"""The member ``prompt_filter_results`` of chat answers."""

BLOCKED_PROMPT_RESULT = (
    b'{"hate":%b,"jailbreak":{"filtered":true,"detected":true},"self_harm":%b,"sexual":%b,"violence":%b}'
    % (_SAFE, _SAFE, _SAFE, _SAFE)
)
"""Of a prompt that was blocked as a jailbreak (recorded in October 2026)."""
