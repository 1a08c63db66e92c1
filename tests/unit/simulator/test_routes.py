import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.simulator import routes
from headgate.simulator.routes import Route

DATED = "2024-10-21"


@pytest.mark.parametrize(
    "target,route",
    [
        (
            f"/openai/deployments/d-1/chat/completions?api-version={DATED}",
            Route("chat.completions", deployment="d-1", version=DATED),
        ),
        (f"/openai/deployments/d/embeddings?api-version={DATED}", Route("embeddings", deployment="d", version=DATED)),
        (
            f"//openai/deployments/d/completions?x=1&api-version={DATED}",
            Route("completions", deployment="d", version=DATED),
        ),
        (
            f"/openai/deployments/a%20b/audio/speech?api-version={DATED}",
            Route("audio.speech", deployment="a b", version=DATED),
        ),
        (f"/openai/responses?api-version={DATED}", Route("responses", version=DATED)),
        ("/openai/v1/chat/completions", Route("chat.completions")),
        ("/openai/v1/responses?api-version=preview", Route("responses")),
        ("/v1/embeddings", Route("embeddings")),
        ("/openai/v1/images/generations", Route("images.generations")),
        ("/openai/v1/images/edits", Route("images.edits")),
        ("/openai/v1/audio/transcriptions", Route("audio.transcriptions")),
    ],
)
def test_a_target_means_an_api(target: str, route: Route) -> None:
    assert routes.read("POST", target.encode()) == route


@pytest.mark.parametrize(
    "method,target,route",
    [
        ("GET", "/openai/v1/models", Route("models")),
        ("GET", "/openai/v1/models/gpt-4o", Route("models", items=("gpt-4o",))),
        ("GET", f"/openai/models?api-version={DATED}", Route("models", version=DATED)),
        ("GET", "/openai/v1/responses/resp_1", Route("responses.get", items=("resp_1",))),
        ("DELETE", "/openai/v1/responses/resp_1", Route("responses.delete", items=("resp_1",))),
    ],
)
def test_what_is_stored_is_read_by_id(method: str, target: str, route: Route) -> None:
    assert routes.read(method, target.encode()) == route


@pytest.mark.parametrize(
    "method,target",
    [
        ("POST", "/openai/deployments/d/chat/completions"),
        ("POST", f"/openai/chat/completions?api-version={DATED}"),
        ("GET", f"/openai/deployments/d/chat/completions?api-version={DATED}"),
        ("POST", f"/openai/deployments/d/unknown?api-version={DATED}"),
        ("POST", f"/openai/deployments//embeddings?api-version={DATED}"),
        ("POST", "/openai/v1/unknown"),
        ("POST", "/"),
        ("GET", "/openai/v1/models/a/b"),
    ],
)
def test_other_targets_mean_nothing(method: str, target: str) -> None:
    assert routes.read(method, target.encode()) is None


def test_operations_have_the_limiters_names() -> None:
    assert Route("chat.completions").operation == "ChatCompletions_Create"


@given(st.sampled_from(["GET", "POST", "DELETE"]), st.binary(max_size=60))
def test_any_target_is_survived(method: str, target: bytes) -> None:
    routes.read(method, b"/openai/" + target)
