"""The collectors are all there."""

from headgate.audit.collect.registry import COLLECTORS, collectors


def test_every_line_is_a_collector_with_a_name_of_its_own() -> None:
    names = [collector.name for collector in collectors()]

    assert len(names) == len(COLLECTORS) == len(set(names))
