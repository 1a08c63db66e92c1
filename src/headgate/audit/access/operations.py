"""Patterns of operations, as role definitions write them: ``Microsoft.CognitiveServices/*/read``."""

INFER = "microsoft.cognitiveservices/accounts/openai/deployments/chat/completions/action"
LIST_KEYS = "microsoft.cognitiveservices/accounts/listkeys/action"
REGENERATE_KEY = "microsoft.cognitiveservices/accounts/regeneratekey/action"
DEPLOY = "microsoft.cognitiveservices/accounts/deployments/write"
WEAKEN_FILTER = "microsoft.cognitiveservices/accounts/raipolicies/write"
FINE_TUNE = "microsoft.cognitiveservices/accounts/openai/fine-tunes/write"
ASSIGN_ROLES = "microsoft.authorization/roleassignments/write"
QUERY_INDEX = "microsoft.search/searchservices/indexes/documents/read"
READ_SECRET = "microsoft.keyvault/vaults/secrets/getsecret/action"  # noqa: S105 - the name of an operation
"""Operations in lower case. Microsoft Learn: Azure resource provider operations; the built-in roles carry them."""


def covers(pattern: str, operation: str) -> bool:
    """Whether a pattern covers an operation: ``*`` stands for any text, slashes included, and case does not count.

    Takes time in proportion to the operation, whatever the pattern: custom roles are written by others.
    """
    first, *rest = pattern.lower().split("*")
    text = operation.lower()
    if not rest:
        return text == first
    last = rest.pop()
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    place, end = len(first), len(text) - len(last)
    for part in rest:
        found = text.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return True


def any_covers(patterns: tuple[str, ...], operation: str) -> bool:
    """Whether one of the patterns covers an operation."""
    return any(covers(pattern, operation) for pattern in patterns)
