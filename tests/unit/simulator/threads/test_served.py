from headgate.simulator.apis.state_apis import STATE_APIS
from headgate.simulator.threads.served import THREAD_APIS


def test_no_path_is_served_twice() -> None:
    assert not STATE_APIS.keys() & THREAD_APIS.keys()
