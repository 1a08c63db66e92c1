import os
import selectors
import signal

from headgate.app.signals import SignalSocket


def test_signals_arrive_as_something_to_read_in_order() -> None:
    before = signal.getsignal(signal.SIGUSR1)
    with SignalSocket((signal.SIGUSR1, signal.SIGUSR2)) as signals, selectors.DefaultSelector() as selector:
        selector.register(signals, selectors.EVENT_READ)
        assert signals.arrived() == []

        os.kill(os.getpid(), signal.SIGUSR2)
        os.kill(os.getpid(), signal.SIGUSR1)

        assert selector.select(5)
        assert signals.arrived() == [signal.SIGUSR2, signal.SIGUSR1]
        assert signals.arrived() == []
    assert signal.getsignal(signal.SIGUSR1) == before
