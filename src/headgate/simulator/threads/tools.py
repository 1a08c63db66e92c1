"""The tools of an assistant and what they may use: files for code, vector stores for search."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from headgate.simulator import errors
from headgate.simulator.apis import files, vector_stores
from headgate.simulator.apis.call import convert
from headgate.simulator.apis.limits import check_count
from headgate.simulator.apis.state_call import StateCall, found
from headgate.simulator.apis.vector_stores import FileAsk, StoreAsk
from headgate.simulator.state.vector_stores import VectorStore
from headgate.simulator.threads import limits

Json = dict[str, Any]
_OF_A_THREAD = {"anchor": "last_active_at", "days": 7}
"""How long a store lasts that was made for a thread (Microsoft Learn, "Azure OpenAI file search")."""


class FunctionTool(Struct):
    """A function that the caller carries out."""

    name: Annotated[str, Meta(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
    description: str | None = None
    parameters: Json | None = None
    strict: bool | None = None


class Ranking(Struct):
    """Which results of a search count."""

    score_threshold: Annotated[float, Meta(ge=0, le=1)] = 0.0
    ranker: str = "default_2024_08_21"


class SearchOptions(Struct):
    """How files are searched."""

    max_num_results: Annotated[int, Meta(ge=1, le=50)] = 20
    ranking_options: Ranking | None = None


class Tool(Struct):
    """One tool."""

    type: Literal["code_interpreter", "file_search", "function"]
    function: FunctionTool | None = None
    file_search: SearchOptions | None = None


class _Tools(Struct):
    tools: list[Tool]


class CodeFiles(Struct):
    """What code may read."""

    file_ids: list[str] | None = None


class SearchedStores(Struct):
    """What is searched: a store that is there, or one made for the purpose."""

    vector_store_ids: list[str] | None = None
    vector_stores: list[StoreAsk] | None = None


class ToolResources(Struct):
    """By tool."""

    code_interpreter: CodeFiles | None = None
    file_search: SearchedStores | None = None


def checked(tools: Sequence[Json] | None) -> list[Json]:
    """Tools as they were given.

    Raises:
        AzureError: a 400 for what is none, and for too many.
    """
    given = list(tools or ())
    check_count(given, "tools", limits.TOOLS_MAX)
    for index, tool in enumerate(read(given)):
        if tool.type == "function" and tool.function is None:
            name = f"tools[{index}].function"
            raise errors.invalid(
                f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter"
            )
    return given


def read(tools: Sequence[Json]) -> list[Tool]:
    """The tools that were given.

    Raises:
        AzureError: a 400 for what is none.
    """
    taken: _Tools = convert({"tools": list(tools)}, _Tools)
    return taken.tools


def made(call: StateCall, ask: ToolResources | None, *, for_thread: bool = False) -> Json:
    """What the tools may use, as it is shown; stores that are only described are made, for a thread with an end.

    Raises:
        AzureError: a 404 for a file or a store that is not here, a 400 for too many.
    """
    resources: Json = {}
    if ask is not None and ask.code_interpreter is not None:
        file_ids = list(ask.code_interpreter.file_ids or ())
        check_count(file_ids, "tool_resources.code_interpreter.file_ids", limits.CODE_FILES_MAX)
        resources["code_interpreter"] = {"file_ids": [files.kept(call, each).id for each in file_ids]}
    if ask is not None and ask.file_search is not None:
        resources["file_search"] = {"vector_store_ids": _stores(call, ask.file_search, for_thread=for_thread)}
    return resources


def _stores(call: StateCall, ask: SearchedStores, *, for_thread: bool) -> list[str]:
    named, described = list(ask.vector_store_ids or ()), list(ask.vector_stores or ())
    check_count([*named, *described], "tool_resources.file_search.vector_store_ids", limits.STORES_MAX)
    for each in named:
        found(vector_stores.live(call, each), "Vector store", each)
    for store in described if for_thread else ():
        store.expires_after = store.expires_after or _OF_A_THREAD
    return [*named, *(vector_stores.new_store(call, each).id for each in described)]


def attach(call: StateCall, resources: Json, file_id: str, tool: str) -> None:
    """Give a thread's tool one more file; the search gets a store of the thread's own if it has none.

    Raises:
        AzureError: a 404 for a file that is not here.
    """
    files.kept(call, file_id)
    if tool == "code_interpreter":
        listed = resources.setdefault(tool, {"file_ids": []}).setdefault("file_ids", [])
        if file_id not in listed:
            check_count([*listed, file_id], "attachments", limits.CODE_FILES_MAX)
            listed.append(file_id)
        return
    store = next(iter(searched(call, resources)), None)
    if store is None:
        store = vector_stores.new_store(call, StoreAsk(expires_after=_OF_A_THREAD))
        resources[tool] = {"vector_store_ids": [store.id]}
    vector_stores.add_file(call, store, FileAsk(file_id=file_id))


def searched(call: StateCall, *resources: Mapping[str, Any]) -> list[VectorStore]:
    """The vector stores among the resources of an assistant and its thread; those that are gone are left out."""
    named = [each for one in resources for each in one.get("file_search", {}).get("vector_store_ids", ())]
    return [store for each in dict.fromkeys(named) if (store := vector_stores.live(call, each)) is not None]
