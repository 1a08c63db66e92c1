import pytest

from headgate.simulator import state_routes
from headgate.simulator.apis.state_apis import STATE_APIS
from headgate.simulator.threads.served import THREAD_APIS


@pytest.mark.parametrize(
    "method,path,expected",
    [
        ("GET", "files", ("files.list", ())),
        ("POST", "threads/runs", ("threads.runs.create_with_thread", ())),
        ("GET", "files/file-1/content", ("files.content", ("file-1",))),
        (
            "POST",
            "vector_stores/vs_1/file_batches/b%2F1/cancel",
            ("vector_stores.file_batches.cancel", ("vs_1", "b/1")),
        ),
        ("GET", "responses/resp_1", ("responses.get", ("resp_1",))),
    ],
)
def test_a_path_means_an_api_and_names_ids(method: str, path: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert state_routes.read(method, path) == expected


@pytest.mark.parametrize(
    "method,path", [("PUT", "files"), ("GET", "files/"), ("GET", "files/a/b"), ("GET", "a/b/c/d/e/f/g/h"), ("GET", "")]
)
def test_other_paths_mean_nothing(method: str, path: str) -> None:
    assert state_routes.read(method, path) is None


def test_every_route_is_answered() -> None:
    assert set(state_routes.ROUTES.values()) == STATE_APIS.keys() | THREAD_APIS.keys()
