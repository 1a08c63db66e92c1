from headgate.audit.live.asked import BELOW, DIAGNOSED, IN_GRAPH


def test_types_are_in_lower_case_and_what_is_below_hangs_on_something_that_is_read() -> None:
    read = set(IN_GRAPH)
    for kind, lists in BELOW.items():
        assert kind in read
        read |= {f"{kind}/{asked.segment.lower()}" for asked in lists}

    assert all(kind == kind.lower() for kind in read)
    assert read >= DIAGNOSED


def test_policies_are_asked_for_as_they_were_written() -> None:
    asked = [one for lists in BELOW.values() for one in lists if one.segment in {"policies", "policyFragments"}]

    assert asked
    assert all(one.query == "format=rawxml" for one in asked)
