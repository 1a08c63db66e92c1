from headgate.audit.terraform.declared import declared_in
from headgate.audit.terraform.references import References
from tests.unit.audit.terraform.plans import change, configured, plan, refers


def test_references_go_through_variables_and_outputs_of_modules() -> None:
    data = plan(
        change("module.oai.azurerm_cognitive_account.a", {"name": "oai"}),
        change("module.net.azurerm_private_endpoint.p", {"name": "pe"}),
        module_calls={
            "oai": {"module": {"outputs": {"id": {"expression": refers("azurerm_cognitive_account.a.id")}}}},
            "net": {
                "expressions": {"target": refers("module.oai.id", "module.oai")},
                "module": {
                    "resources": [configured("azurerm_private_endpoint.p", to=[{"target": refers("var.target")}])]
                },
            },
        },
    )
    declared = declared_in(data)
    found = References(data, declared).meant(declared[1], "to", "target")

    assert found is not None
    assert (found[0].address, found[1]) == ("module.oai.azurerm_cognitive_account.a", "id")


def test_of_many_instances_the_one_with_the_same_key_is_meant_else_none() -> None:
    resources = [
        configured("azurerm_b.x", to=refers("azurerm_a.x", "azurerm_a.x.id")),
        configured("azurerm_c.x", to=refers("azurerm_a.x.id")),
    ]
    data = plan(
        *(change(f"azurerm_a.x[{n}]", {}) for n in (0, 1)),
        change("azurerm_b.x[1]", {}),
        change("azurerm_c.x", {}),
        resources=resources,
    )
    declared = declared_in(data)
    references = References(data, declared)
    found = references.meant(declared[2], "to")

    assert found is not None
    assert found[0].address == "azurerm_a.x[1]"
    assert references.meant(declared[3], "to") is None


def test_a_circle_of_variables_ends() -> None:
    data = plan(
        change("module.a.azurerm_x.y", {}),
        module_calls={
            "a": {
                "expressions": {"v": refers("module.a.o")},
                "module": {
                    "outputs": {"o": {"expression": refers("var.v")}},
                    "resources": [configured("azurerm_x.y", to=refers("var.v"))],
                },
            }
        },
    )
    declared = declared_in(data)

    assert References(data, declared).meant(declared[0], "to") is None


def test_what_the_configuration_leaves_out_is_told_from_what_it_hides() -> None:
    one = change("azurerm_key_vault.k", {"name": "kv"}, {"a": True, "b": True})
    written = configured("azurerm_key_vault.k", name={"constant_value": "kv"}, b=refers("var.x"), acl=[{"c": {}}])
    data = plan(one, resources=[written])
    [declared] = declared_in(data)
    references = References(data, [declared])

    assert references.left_out(declared, "a")
    assert not references.left_out(declared, "b")
    assert references.left_out(declared, "acl", "d")
    assert not references.left_out(declared, "dynamic", "d"), "a dynamic block is not in the configuration"
    assert not References(plan(one), [declared]).left_out(declared, "a"), "there is no configuration"


def test_keys_with_dots_are_no_part_of_the_path() -> None:
    zone = change('azurerm_private_dns_zone.z["privatelink.openai.azure.com"]', {"name": "z"})
    endpoint = change("azurerm_private_endpoint.p", {"name": "p"})
    written = configured("azurerm_private_endpoint.p", x=refers('azurerm_private_dns_zone.z["privatelink.x"].id'))
    data = plan(zone, endpoint, resources=[written])
    declared = declared_in(data)

    meant = References(data, declared).meant(declared[1], "x")
    assert meant is not None
    assert (meant[0].type, meant[1]) == ("azurerm_private_dns_zone", "id")
