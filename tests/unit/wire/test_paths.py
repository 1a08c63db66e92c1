import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.wire.paths import Route, path_on_azure, path_on_openai, read_target


def route(target: str) -> Route:
    found = read_target(target.encode())
    assert found is not None
    return found


@pytest.mark.parametrize(
    "rest, api",
    [
        ("/chat/completions", "chat.completions"),
        ("/completions", "completions"),
        ("/embeddings", "embeddings"),
        ("/responses", "responses"),
        ("/images/generations", "images.generations"),
        ("/images/edits", "images.edits"),
        ("/audio/transcriptions", "audio.transcriptions"),
        ("/audio/translations", "audio.translations"),
        ("/audio/speech", "audio.speech"),
        ("/responses/resp_1", "other"),
        ("/chat/completions/x", "other"),
        ("/batches", "other"),
    ],
)
def test_an_api_is_known_under_every_prefix(rest: str, api: str) -> None:
    for prefix in ("/openai/deployments/gpt-4o", "/openai/v1", "/v1", "/openai"):
        assert (route(prefix + rest).api, route(prefix + rest).rest) == (api, rest)


def test_a_path_may_name_its_model() -> None:
    found = route("/openai/deployments/gpt-4.1_mini/chat/completions?api-version=2024-10-21")

    assert (found.family, found.model, found.api_version) == ("deployments", "gpt-4.1_mini", "2024-10-21")
    assert route("/v1/chat/completions").model == ""


@pytest.mark.parametrize("target", ["/v1/models", "/openai/v1/models", "/v1/models/gpt-4o"])
def test_the_list_of_models_is_known(target: str) -> None:
    assert route(target).api == "models"


def test_another_spelling_is_no_other_route() -> None:
    found = route("/OpenAI/Deployments/gpt-secret/Chat/Completions")

    assert (found.family, found.model, found.api) == ("deployments", "gpt-secret", "chat.completions")
    assert route("/v1/Models").api == "models"


def test_what_must_be_escaped_may_be() -> None:
    assert route("/v1/files/a%20b%3F%C3%A9").rest == "/files/a%20b%3F%C3%A9"


def test_the_dated_list_of_models_is_the_list_of_models() -> None:
    assert route("/openai/models?api-version=2024-10-21").api == "models"


@pytest.mark.parametrize("prefix", ["/openai/v1/deployments", "/v1/deployments"])
def test_a_deployment_behind_v1_is_one_all_the_same(prefix: str) -> None:
    found = route(f"{prefix}/gpt-4o/chat/completions?api-version=2024-10-21")
    assert (found.family, found.model, found.rest) == ("deployments", "gpt-4o", "/chat/completions")


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/admin",
        "/v1",
        "/v2/chat/completions",
        "/openai",
        "/openaix/v1/models",
        "/openai/deployments/gpt-4o",
        "/openai/deployments/-x/chat/completions",
        "/openai/deployments/a%20b/chat/completions",
        "/openai/deployments/" + "m" * 129 + "/chat/completions",
    ],
)
def test_what_is_under_no_prefix_means_nothing(target: str) -> None:
    assert read_target(target.encode()) is None


@pytest.mark.parametrize(
    "target",
    [
        "/v1/../admin",
        "/v1/./models",
        "/v1/..",
        "/v1/%2e%2E/admin",
        "/v1/.%2e/admin",
        "/v1/a%2fb",
        "/v1/a%2Fb",
        "/v1//models",
        "///v1/models",
        "/v1/a\\b",
        "/v1/a b",
        "/v1/<script>",
        "/v1/a%",
        "/v1/a%zz",
        "/v1/a%00",
        "/v1/a%0d%0ab",
        "/v1/a%5cb",
        "/openai/%64eployments/gpt-secret/chat/completions",
        "/v1/chat%2Dcompletions",
        "/v1/models#top",
        "/v1/models?a=b#top",
        "/v1/models?a b",
        "*",
        "http://gate/v1/models",
        "/v1/caf\u00e9",
    ],
)
def test_a_target_that_no_client_sends_is_refused(target: str) -> None:
    with pytest.raises(ValueError, match=r"path|codec"):
        read_target(target.encode("latin-1"))


def test_a_doubled_slash_at_the_start_comes_from_endpoints_that_end_with_one() -> None:
    assert route("//openai/deployments/gpt-4o/embeddings") == route("/openai/deployments/gpt-4o/embeddings")


@pytest.mark.parametrize(
    "query, kept",
    [
        ("api-version=2024-10-21", "api-version=2024-10-21"),
        ("a=1&api-key=secret&b=2", "a=1&b=2"),
        ("api-key=secret&b=2", "b=2"),
        ("a=1&API-Key=secret", "a=1"),
        ("api-key=secret", ""),
        ("api-key=a&api-key=b&c=d", "c=d"),
        ("subscription-key=s&access_token=t&code=u", ""),
        ("api%2Dkey=secret&b=2", "b=2"),
        ("%61pi-key=secret", ""),
        ("my-api-key-name=x", "my-api-key-name=x"),
        ("api-key", ""),
        ("", ""),
    ],
)
def test_credentials_in_a_query_stay_behind(query: str, kept: str) -> None:
    assert route(f"/v1/chat/completions?{query}").query == kept


def test_paths_on_an_azure_resource() -> None:
    query = "?api-version=2024-10-21"

    assert path_on_azure(route(f"/openai/deployments/gpt-4o/embeddings{query}"), "emb") == (
        f"/openai/deployments/emb/embeddings{query}"
    )
    assert path_on_azure(route("/v1/responses"), "d") == "/openai/v1/responses"
    assert path_on_azure(route("/openai/v1/responses?x=1"), "d") == "/openai/v1/responses?x=1"
    assert path_on_azure(route(f"/openai/files{query}"), "d") == f"/openai/files{query}"


def test_paths_on_a_resource_that_speaks_openais_own() -> None:
    assert path_on_openai(route("/openai/deployments/gpt-4o/embeddings?api-version=2024-10-21")) == "/embeddings"
    assert path_on_openai(route("/v1/files?limit=3")) == "/files?limit=3"


@given(st.binary(max_size=60) | st.binary(max_size=40).map(lambda tail: b"/openai/v1/" + tail))
def test_any_bytes_mean_something_nothing_or_are_refused(target: bytes) -> None:
    try:
        found = read_target(target)
    except ValueError:
        return
    if found is not None:
        for path in (path_on_azure(found, "d"), path_on_openai(found)):
            assert path.isascii()
            assert path.isprintable()
            assert " " not in path
            assert ".." not in path.partition("?")[0].split("/")
