"""Pages that quote a results file, between ``<!-- MARK:NAME -->`` and ``<!-- /MARK:NAME -->``."""

import re
from collections.abc import Mapping


def fill(page: str, mark: str, sections: Mapping[str, str]) -> str:
    """The page with every marked section put anew.

    Raises:
        LookupError: when the page has no place for one of them.
    """
    for name, content in sections.items():
        begin, end = f"<!-- {mark}:{name} -->", f"<!-- /{mark}:{name} -->"
        before, found_begin, rest = page.partition(begin)
        _old, found_end, after = rest.partition(end)
        if not found_begin or not found_end:
            raise LookupError(f"the page has no place for {name}: it needs {begin} and {end}")
        page = f"{before}{begin}\n{content}\n{end}{after}"
    return page


def quoted_file(page: str, mark: str) -> str | None:
    """The results file that a page says it quotes, in its section ``setting``."""
    found = re.search(rf"<!-- {mark}:setting -->.*?\[`(?P<file>[^`]+)`\]", page, re.DOTALL)
    return found["file"] if found else None
