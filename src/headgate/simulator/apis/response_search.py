"""The file search of a response: which stores, which query, and what of it is quoted."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from headgate.simulator import errors, fitting
from headgate.simulator.apis import conversation
from headgate.simulator.state import vector_stores
from headgate.simulator.state.shelf import Shelf
from headgate.simulator.state.vector_stores import Found, VectorStore

_RESULTS = 20
_RESULTS_MAX = 50


class SearchRun(Struct, frozen=True):
    """A search that was made."""

    query: str
    hits: list[Found]

    @property
    def quote(self) -> str:
        """The sentence that answers the query best."""
        best = fitting.best_sentence(self.hits[0].text, self.query) if self.hits else ""
        return best or "The files hold nothing about that."


def run(
    stores: "Shelf[VectorStore]",
    tools: Sequence[Mapping[str, Any]] | None,
    choice: str | Mapping[str, Any] | None,
    items: Sequence[Mapping[str, Any]],
) -> SearchRun | None:
    """Search, if the tools of a request have a file search and its last message is a user's.

    Raises:
        AzureError: a 400 when a store is not on this resource, or the filter is none.
    """
    tool = next((each for each in tools or () if each.get("type") == "file_search"), None)
    last = items[-1] if items else {}
    if tool is None or choice == "none" or last.get("role") != "user":
        return None
    named = [str(name) for name in tool.get("vector_store_ids") or ()]
    missing = next((name for name in named if stores.get(name) is None), None)
    if missing is not None or not named:
        message = f"Vector store with id '{missing}' not found." if named else "At least one vector store is needed."
        raise errors.invalid(message, param="tools")
    query = conversation.text_of(last.get("content"))
    limit = tool.get("max_num_results")
    try:
        hits = vector_stores.search(
            [store for name in named if (store := stores.get(name)) is not None],
            query,
            filters=tool.get("filters"),
            limit=min(limit, _RESULTS_MAX) if isinstance(limit, int) and limit > 0 else _RESULTS,
        )
    except ValueError as error:
        raise errors.invalid(str(error), param="tools") from error
    return SearchRun(query=query, hits=hits)
