import datetime
import sys

import pytest

from headgate.audit.live.arm import LiveError
from headgate.audit.live.connect import read_live

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "azure.identity.aio", None)

    with pytest.raises(LiveError, match=r"headgate\[azure\]"):
        read_live(["s"], "https://management.azure.com", NOW)
