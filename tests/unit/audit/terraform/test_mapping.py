from headgate.audit.graph.value import Value
from headgate.audit.terraform.mapping import COMMON, Each, Fields, To, enabled, inverted
from headgate.audit.terraform.services import TABLES


def test_switches_become_arms_words() -> None:
    def through(one: To, value: Value) -> Value:
        assert one.via is not None
        return one.via(value)

    assert [through(enabled("x"), value) for value in (True, False)] == ["Enabled", "Disabled"]
    assert [through(inverted("x"), value) for value in (True, False)] == [False, True]


def _targets(fields: Fields) -> list[str]:
    found = []
    for one in fields.values():
        for target in one if isinstance(one, tuple) else (one,):
            found.append(target.target)
            assert not isinstance(target, Each) or _targets(target.fields)
    return found


def test_every_table_names_a_full_type_and_puts_values_into_the_shape_of_arm() -> None:
    envelope = {"location", "kind", "sku", "identity", "tags", "zones", "properties"}
    for name, table in TABLES.items():
        assert name.startswith("azurerm_")
        assert table.arm.startswith("Microsoft.")
        assert {target.partition(".")[0] for target in _targets({**COMMON, **table.fields})} <= envelope, name
        assert table.arm.count("/") == 1 + len(table.parent_names) or table.parent or table.scope or table.onto, name
