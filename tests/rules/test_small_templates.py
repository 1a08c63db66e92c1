"""Small templates, each with what a person who read it says of it: old versions, old ways of writing, loops, scopes."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from headgate.audit.collect.arm_template import COLLECTOR
from headgate.audit.graph.graph import Graph
from headgate.audit.registry import all_rules, find_rule
from headgate.audit.run import judge, run, subjects
from tests.unit.audit.collect.documents import NOW, collected, document

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
SUBSCRIPTION = "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#"
ACCOUNTS = "Microsoft.CognitiveServices/accounts"
GATEWAY = "Microsoft.ApiManagement/service"
READ = "/providers/Microsoft.Authorization/roleDefinitions/"


def template(*resources: Any, schema: str = SCHEMA, **sections: Any) -> dict[str, Any]:
    return {"$schema": schema, "contentVersion": "1.0.0.0", "resources": list(resources), **sections}


def of(kind: str, name: str, version: str = "2024-01-01", /, **members: Any) -> dict[str, Any]:
    return {"type": kind, "apiVersion": version, "name": name, "location": "eastus", **members}


def account(**properties: Any) -> dict[str, Any]:
    return of(ACCOUNTS, "oai-bot", kind="OpenAI", sku={"name": "S0"}, properties=properties)


def endpoint(target: str) -> dict[str, Any]:
    connection = {"name": "c", "properties": {"privateLinkServiceId": target, "groupIds": ["account"]}}
    subnet = {"id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'pe')]"}
    properties = {"subnet": subnet, "privateLinkServiceConnections": [connection]}
    return of("Microsoft.Network/privateEndpoints", "pep", properties=properties)


def nested(name: str, inner: dict[str, Any], scope: str | None = None, **members: Any) -> dict[str, Any]:
    options = {} if scope is None else {"expressionEvaluationOptions": {"scope": scope}}
    properties = {"mode": "Incremental", "template": inner, **options, **members.pop("properties", {})}
    return of("Microsoft.Resources/deployments", name, properties=properties, **members)


def site(**settings: str) -> dict[str, Any]:
    listed = [{"name": name, "value": value} for name, value in settings.items()]
    return of("Microsoft.Web/sites", "app-bot", kind="app", properties={"siteConfig": {"appSettings": listed}})


ACCESS = {"parameters": {"access": {"type": "string", "defaultValue": "Disabled"}}}
INNER = template(account(publicNetworkAccess="[parameters('access')]"), **ACCESS)
ENABLED = {"parameters": {"access": {"type": "string", "defaultValue": "Enabled"}}}
KEY_VAULT = {"parameters": {"vault": {"type": "string"}}}
KEYS = "listKeys(resourceId('Microsoft.Storage/storageAccounts', 'st'), '2023-01-01').keys[0].value"
OLD_DIAGNOSTICS = of(
    f"{ACCOUNTS}/providers/diagnosticSettings",
    "oai-bot/Microsoft.Insights/log",
    "2017-05-01-preview",
    properties={"workspaceId": "[parameters('log')]", "logs": [{"category": "RequestResponse", "enabled": True}]},
)
OLD_ROLE = of(
    f"{ACCOUNTS}/providers/roleAssignments",
    "[concat('oai-bot/Microsoft.Authorization/', guid('x'))]",
    properties={
        "roleDefinitionId": f"[concat(subscription().id, '{READ}b24988ac-6180-42a0-ab88-20f7382dd24c')]",
        "principalId": "[reference(resourceId('Microsoft.Web/sites', 'a'), '2022-03-01', 'full').identity.principalId]",
        "principalType": "ServicePrincipal",
    },
)
CONCATENATED = "[concat(subscription().id, '/resourcegroups/', resourceGroup().name, '/providers/', '{0}/OAI-bot')]"
APPS = {"parameters": {"apps": {"type": "array", "defaultValue": [{"env": ["A"]}, {"env": []}]}}}
APP_ENVIRONMENT = {"name": "env", "count": "[length(parameters('apps')[copyIndex()].env)]", "input": {
    "name": "[parameters('apps')[copyIndex()].env[copyIndex('env')]]", "value": "x"}}  # fmt: skip
APP_OF_LOOP = of(
    "Microsoft.App/containerApps",
    "[concat('ca-', copyIndex())]",
    copy={"name": "apps", "count": 2},
    properties={"template": {"containers": [{"name": "a", "copy": [APP_ENVIRONMENT]}]}},
)

LABELLED: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("null is absent", template(account(disableLocalAuth=None)), {"IDN-001": "fail", "NET-001": "fail"}),
    ("words for booleans", template(account(disableLocalAuth="True", publicNetworkAccess="disabled")),
     {"IDN-001": "pass", "NET-001": "pass", "NET-011": "fail"}),
    ("halves of the internet", template(account(networkAcls={"defaultAction": "Deny", "ipRules": [
        {"value": "0.0.0.0/1"}, {"value": "128.0.0.0/1"}]})), {"NET-017": "fail"}),
    ("outer scope by default", template(nested("n", INNER), **ENABLED), {"NET-001": "fail"}),
    ("inner scope", template(nested("n", INNER, "Inner"), **ENABLED), {"NET-001": "pass"}),
    ("diagnostics as they were written once",
     template(account(), OLD_DIAGNOSTICS, parameters={"log": {"type": "string"}}),
     {"LOG-001": "pass", "LOG-002": "fail"}),
    ("roles as they were written once", template(account(), OLD_ROLE), {"IDN-010": "fail", "IDN-011": "fail"}),
    ("an id put together", template(account(publicNetworkAccess="Disabled"), endpoint(CONCATENATED.format(ACCOUNTS))),
     {"NET-011": "pass"}),
    ("an id in another group", template(
        nested("ai", template(account(publicNetworkAccess="Disabled")), resourceGroup="rg-ai"),
        nested("net", template(endpoint("[parameters('id')]"), parameters={"id": {"type": "string"}}), "inner",
               resourceGroup="rg-net",
               properties={"parameters": {"id": {"value": f"[resourceId('rg-ai', '{ACCOUNTS}', 'oai-bot')]"}}}),
        schema=SUBSCRIPTION), {"NET-011": "pass", "NET-014": "pass"}),
    ("storage of an old version", template(of("Microsoft.Storage/storageAccounts", "st", "2018-07-01", properties={})),
     {"DAT-005": "fail", "DAT-002": "pass"}),
    ("storage of a new version", template(of("Microsoft.Storage/storageAccounts", "st", "2023-05-01", properties={})),
     {"DAT-005": "pass"}),
    ("a reference to an unknown vault", template(site(
        OPENAI_KEY="[concat('@Microsoft.KeyVault(VaultName=', parameters('vault'), ';SecretName=key)')]"), **KEY_VAULT),
     {"IDN-022": "pass"}),
    ("a key in a connection string", template(site(
        Store=f"[concat('DefaultEndpointsProtocol=https;AccountName=', parameters('vault'), ';AccountKey=', {KEYS})]"),
        **KEY_VAULT), {"IDN-022": "fail"}),
    ("a secure parameter in a setting", template(
        site(AZURE_OPENAI_KEY="[parameters('key')]"), parameters={"key": {"type": "securestring"}}),
     {"IDN-022": "fail"}),
    ("a loop in a loop", template(APP_OF_LOOP, **APPS), {"IDN-022": "not_applicable"}),
    ("a secret with a computed end", template(of("Microsoft.KeyVault/vaults/secrets", "kv/openai-key", properties={
        "attributes": {"exp": "[dateTimeToEpoch(dateTimeAdd(utcNow(), 'P90D'))]"}})), {"IDN-021": "pass"}),
    ("an API by http", template(of(f"{GATEWAY}/apis", "apim/oai", properties={
        "protocols": ["http", "https"], "serviceUrl": "http://oai"})), {"NET-030": "fail", "NET-025": "fail"}),
    ("a backend of a declared account", template(account(customSubDomainName="bot"), of(
        f"{GATEWAY}/backends", "apim/oai",
        properties={"url": f"[concat(reference(resourceId('{ACCOUNTS}', 'oai-bot')).endpoint, 'openai')]"})),
     {"NET-025": "pass"}),
    ("whoever deploys", template(of("Microsoft.Authorization/roleAssignments", "[guid('r')]", properties={
        "roleDefinitionId": f"{READ}5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", "principalId": "[deployer().objectId]",
        "principalType": "[if(contains(deployer(), 'userPrincipalName'), 'User', 'ServicePrincipal')]"})),
     {"IDN-013": "pass"}),
]  # fmt: skip


def graph_of(data: dict[str, Any]) -> Graph:
    evidence = collected(COLLECTOR, document("main.json", data))
    return Graph(evidence.resources, today=NOW.date(), gaps=evidence.gaps)


@pytest.mark.parametrize("data, labels", [pytest.param(*rest, id=title) for title, *rest in LABELLED])
def test_a_template_is_judged_as_a_person_judges_it(data: dict[str, Any], labels: dict[str, str]) -> None:
    graph = graph_of(data)

    for rule_id, label in labels.items():
        rule = find_rule(rule_id)
        assert rule is not None
        said = [verdict for one in subjects(rule, graph) for verdict in judge(rule, one, graph)]
        assert {verdict.outcome for verdict in said} == {label}, (rule_id, said)


def places(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of everything in a template."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*place, key)
        yield from places(one, (*place, key))


def failing(data: dict[str, Any]) -> dict[tuple[str, str], set[str]]:
    """Return the outcomes by rule and resource."""
    said: dict[tuple[str, str], set[str]] = {}
    for finding in run(graph_of(data), all_rules()):
        where = "" if finding.subject is None else finding.subject.id
        said.setdefault((finding.rule_id, where), set()).add(finding.outcome)
    return said


def test_leaving_something_out_turns_no_fail_into_a_pass() -> None:
    """What is not written has ARM's default. Of these settings every default is the unsafe one."""
    open_account = account(
        publicNetworkAccess="Enabled", disableLocalAuth=False, networkAcls={"defaultAction": "Allow"}
    )
    search = {"publicNetworkAccess": "enabled", "disableLocalAuth": False, "replicaCount": 1}
    vault = {"enableRbacAuthorization": False, "publicNetworkAccess": "Enabled"}
    data = template(
        open_account,
        OLD_ROLE,
        of("Microsoft.Search/searchServices", "srch-bot", sku={"name": "basic"}, properties=search),
        of("Microsoft.KeyVault/vaults", "kv-bot", "2023-07-01", properties=vault),
        of("Microsoft.Storage/storageAccounts", "stbot", "2018-07-01", properties={"supportsHttpsTrafficOnly": False}),
        nested("inner", template(of("Microsoft.DocumentDB/databaseAccounts", "cosmos-bot", properties={})), "inner"),
    )
    before = failing(data)

    for place in list(places(data["resources"])):
        changed = copy.deepcopy(data)
        around: Any = changed["resources"]
        for step in place[:-1]:
            around = around[step]
        del around[place[-1]]
        for key, outcomes in failing(changed).items():
            assert not ("pass" in outcomes and before.get(key) == {"fail"}), (place, key)
