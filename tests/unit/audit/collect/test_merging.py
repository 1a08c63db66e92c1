import datetime
from typing import Any

from headgate.audit.collect.merging import merged
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Unknown, look

SOURCE = Source("main.json", "arm-template", datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC))


def resource(**fields: Any) -> Resource:
    return Resource(**{"type": "a.b/c", "name": "x", "id": "/x", "source": SOURCE, **fields})


def test_a_declaration_wins_over_a_reference_to_it_in_either_order() -> None:
    reference, declared = resource(existing=True), resource(properties={"a": 1})

    assert merged([reference, declared]) == merged([declared, reference]) == [declared]


def test_declarations_add_up_and_where_they_differ_nobody_knows() -> None:
    [found] = merged(
        [resource(properties={"a": 1, "b": {"x": 1}}), resource(properties={"A": 2, "b": {"y": 2}, "c": 3})]
    )

    assert look(found.properties, "b") == {"x": 1, "y": 2}
    assert look(found.properties, "c") == 3
    assert look(found.properties, "a") == Unknown("it is declared twice, as 1 and as 2")


def test_each_declaration_is_kept_as_it_was_written() -> None:
    one, two, three = (resource(path=f"resources[{number}]", properties={str(number): 1}) for number in range(3))
    [found] = merged([one, two, three])

    assert found.declarations == (one, two, three)
    assert merged([one])[0].declarations == ()


def test_letters_make_no_difference() -> None:
    [found] = merged([resource(properties={"a": "Disabled"}), resource(properties={"a": "disabled"})])

    assert look(found.properties, "a") == "Disabled"


def test_what_is_certainly_there_stays_certain() -> None:
    [found] = merged([resource(certain=Unknown("who knows")), resource()])

    assert found.certain is True
