from headgate.simulator.apis.state_apis import STATE_APIS
from headgate.simulator.state_routes import ROUTES
from headgate.simulator.threads.served import THREAD_APIS


def test_every_path_under_which_something_is_kept_is_served() -> None:
    assert STATE_APIS.keys() | THREAD_APIS.keys() == set(ROUTES.values())
    assert not STATE_APIS.keys() & THREAD_APIS.keys()
