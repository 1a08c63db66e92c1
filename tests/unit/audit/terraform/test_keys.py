from headgate.audit.graph.value import Unknown, look
from headgate.audit.secrets import comes_from_listing
from tests.unit.audit.terraform.plans import change, configured, plan, refers
from tests.unit.audit.terraform.shapes import seen

ACCOUNT = change("azurerm_cognitive_account.a", {"name": "oai", "resource_group_name": "rg"}, {"id": True})
APP = "azurerm_linux_web_app.w"


def settings(*references: str, **known: object) -> dict[str, object]:
    """The settings of an application whose map refers to some attributes."""
    app = change(
        APP,
        {"name": "web", "resource_group_name": "rg", "app_settings": {"OPENAI_API_KEY": None, "MODE": "x", **known}},
        {"id": True, "app_settings": {"OPENAI_API_KEY": True, "ENDPOINT": True}},
    )
    secret = change("azurerm_key_vault_secret.s", {"name": "s"}, {"id": True})
    data = plan(ACCOUNT, secret, app, resources=[configured(APP, app_settings=refers(*references))])
    listed = look(seen(data)["sites/web"].properties, "siteConfig", "appSettings")
    assert isinstance(listed, list)
    return {str(look(one, "name")): look(one, "value") for one in listed}


def test_a_setting_with_the_name_of_a_secret_is_a_key_when_the_map_refers_to_keys() -> None:
    found = settings("azurerm_cognitive_account.a.primary_access_key", "azurerm_cognitive_account.a.endpoint")

    assert comes_from_listing(found["OPENAI_API_KEY"])  # type: ignore[arg-type]  # a value
    assert isinstance(found["ENDPOINT"], Unknown)
    assert not comes_from_listing(found["ENDPOINT"])


def test_nothing_is_said_where_it_may_be_kept_in_key_vault() -> None:
    found = settings("azurerm_cognitive_account.a.primary_access_key", "azurerm_key_vault_secret.s.id")

    assert not comes_from_listing(found["OPENAI_API_KEY"])  # type: ignore[arg-type]  # a value


def test_a_named_value_that_is_an_accounts_key_is_a_listed_key() -> None:
    address = "azurerm_api_management_named_value.n"
    value = change(
        address,
        {"name": "key", "api_management_name": "apim", "resource_group_name": "rg", "secret": True},
        {"id": True, "value": True},
    )
    configuration = configured(address, value=refers("azurerm_cognitive_account.a.primary_access_key"))
    found = seen(plan(ACCOUNT, value, resources=[configuration]))["namedvalues/key"]

    assert comes_from_listing(look(found.properties, "value"))
