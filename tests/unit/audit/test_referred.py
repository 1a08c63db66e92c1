"""What is only referred to is told once, by name."""

from msgspec.structs import replace

from headgate.audit.referred import NAMES_MAX, not_judged
from headgate.audit.registry import all_rules
from tests.audit_samples import ACCOUNT, graph, resource


def test_what_is_only_referred_to_is_named_once_whatever_refers_to_it() -> None:
    found = graph(
        resource(ACCOUNT, "here", properties={}),
        resource(ACCOUNT, "oai", existing=True),
        replace(resource(ACCOUNT, "oai", existing=True), id="/subscriptions/b/resourcegroups/g/providers/x/oai"),
        resource("microsoft.app/jobs", "no rule is about it", existing=True),
    )

    (note,) = not_judged(found, all_rules())

    assert note == (
        "only referred to, and not judged: oai (microsoft.cognitiveservices/accounts); "
        "their own templates or an export of them would tell"
    )


def test_nothing_is_said_where_everything_is_declared() -> None:
    assert not_judged(graph(resource(ACCOUNT, "here", properties={})), all_rules()) == ()


def test_a_long_list_is_cut() -> None:
    found = graph(*(resource(ACCOUNT, f"oai-{number}", existing=True) for number in range(NAMES_MAX + 3)))

    assert "and 3 more" in not_judged(found, all_rules())[0]
