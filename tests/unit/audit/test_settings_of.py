from headgate.audit.graph.value import Unknown
from headgate.audit.settings_of import CONFIG, app_settings
from tests.audit_samples import graph, resource

SITE = "Microsoft.Web/sites"


def test_settings_are_read_from_the_site_and_from_its_children() -> None:
    site = resource(SITE, "func", properties={"siteConfig": {"appSettings": [{"name": "A", "value": "x"}]}})
    child = resource(CONFIG, "func/appsettings", properties={"B": "y"})

    assert app_settings(site, graph(site, child)) == ({"a", "b"}, True)


def test_a_setting_that_is_empty_sets_nothing() -> None:
    settings = [{"name": "A", "value": ""}, {"name": "B", "value": None}, {"name": "C", "value": Unknown("later")}]
    site = resource(SITE, "func", properties={"siteConfig": {"appSettings": settings}})
    child = resource(CONFIG, "func/appsettings", properties={"D": ""})

    assert app_settings(site, graph(site, child)) == ({"b", "c"}, True)


def test_settings_that_are_not_shown_are_not_taken_for_none() -> None:
    hidden = resource(SITE, "func", properties={"siteConfig": {"appSettings": Unknown("from a module")}})
    exported = resource(SITE, "func", read_from="az-export", properties={})

    assert app_settings(hidden, graph(hidden)) == (frozenset(), False)
    assert app_settings(exported, graph(exported)) == (frozenset(), False)


def test_a_setting_without_a_known_name_leaves_the_list_open() -> None:
    site = resource(SITE, "func", properties={"siteConfig": {"appSettings": [Unknown("from a loop"), {"name": "A"}]}})

    assert app_settings(site, graph(site)) == ({"a"}, False)
