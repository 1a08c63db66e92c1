"""Resource Manager, as far as operators of Azure OpenAI call it: accounts, keys, deployments, usages."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import msgspec

from headgate.simulator import roles
from headgate.simulator.answer import Answer
from headgate.simulator.cloud.asked import Asked, answered, refusal
from headgate.simulator.cloud.directory import Directory
from headgate.simulator.keys import Keys
from headgate.simulator.settings import DeploymentSettings, ResourceSettings

_AUDIENCES = frozenset({"https://management.azure.com", "https://management.core.windows.net"})
_ACCOUNT = "Microsoft.CognitiveServices/accounts"
_SKUS = {
    "standard": "Standard",
    "global_standard": "GlobalStandard",
    "data_zone_standard": "DataZoneStandard",
    "provisioned": "ProvisionedManaged",
    "global_provisioned": "GlobalProvisionedManaged",
    "data_zone_provisioned": "DataZoneProvisionedManaged",
}


class Account(Protocol):
    """What is managed of a resource."""

    name: str
    settings: ResourceSettings

    @property
    def keys(self) -> Keys:
        """The keys it accepts."""
        ...


class _KeyName(msgspec.Struct):
    keyName: str  # noqa: N815 (Azure's name)


_KEY_NAME = msgspec.json.Decoder(_KeyName)


class Management:
    """Answers below ``/subscriptions``. Every resource stands in the resource group that is asked for."""

    def __init__(self, directory: Directory, accounts: Mapping[str, Account], endpoints: Mapping[str, str]) -> None:
        """Manage these; the mappings may fill later."""
        self._directory = directory
        self._accounts = accounts
        self._endpoints = endpoints

    def answer(self, asked: Asked) -> Answer | None:
        """The answer, or None when the path is not one of its own.

        Raises:
            CloudError: 401 without a token for management, 403 without the action, 404 for what is not there.
        """
        if asked.parts[0] != "subscriptions":
            return None
        caller = self._directory.caller(asked.authorization, _AUDIENCES)
        if caller is None:
            message = "Authentication failed. The 'Authorization' header is missing or holds no valid token."
            raise refusal(401, "AuthenticationFailed", message)
        match asked.method, asked.parts[2:]:
            case "GET", ("providers", "Microsoft.CognitiveServices", "accounts"):
                accounts = self._readable(asked.parts[1], caller)
                return answered({"value": [self._account(each, asked.parts[1], "simulated") for each in accounts]})
            case "GET", ("providers", "Microsoft.CognitiveServices", "locations", location, "usages"):
                return answered({"value": list(self._usages(asked.parts[1], location, caller))})
            case _, ("resourceGroups", group, "providers", "Microsoft.CognitiveServices", "accounts", name, *rest):
                account = self._accounts.get(name)
                if account is None or account.settings.subscription != asked.parts[1]:
                    message = f"The Resource '{_ACCOUNT}/{name}' under resource group '{group}' was not found."
                    raise refusal(404, "ResourceNotFound", message)
                return answered(self._of_account(asked, account, group, rest, caller))
        raise refusal(404, "InvalidResourceType", "The simulator knows only Azure OpenAI accounts.")

    def _of_account(self, asked: Asked, account: Account, group: str, rest: list[str], caller: str) -> object:
        what = [part.lower() for part in rest[:1]] + rest[1:]
        match asked.method, what:
            case "GET", []:
                self._allow(account, caller, f"{_ACCOUNT}/read")
                return self._account(account, asked.parts[1], group)
            case "POST", ["listkeys"]:
                self._allow(account, caller, f"{_ACCOUNT}/listKeys/action")
                return account.keys.named()
            case "POST", ["regeneratekey"]:
                self._allow(account, caller, f"{_ACCOUNT}/regenerateKey/action")
                return _regenerated(account, asked.body)
            case "GET", ["deployments"]:
                self._allow(account, caller, f"{_ACCOUNT}/deployments/read")
                known = account.settings.deployments.items()
                return {"value": [_deployment(name, each, _path(asked)) for name, each in known]}
            case "GET", ["deployments", name] if name in account.settings.deployments:
                self._allow(account, caller, f"{_ACCOUNT}/deployments/read")
                return _deployment(name, account.settings.deployments[name], _path(asked).rpartition("/")[0])
            case "GET", ["usages"]:
                self._allow(account, caller, f"{_ACCOUNT}/usages/read")
                return {"value": list(_usages_of([account]))}
        raise refusal(404, "ResourceNotFound", f"The Resource '{'/'.join(rest)}' was not found.")

    def _allow(self, account: Account, caller: str, action: str) -> None:
        held = account.settings.roles.get(self._directory.name_of(caller), [])
        if not roles.may_manage(held, action):
            message = f"The client '{caller}' does not have authorization to perform action '{action}'."
            raise refusal(403, "AuthorizationFailed", message)

    def _readable(self, subscription: str, caller: str) -> list[Account]:
        """What the caller may not read, it does not see."""
        name = self._directory.name_of(caller)
        accounts = [each for each in self._accounts.values() if each.settings.subscription == subscription]
        return [each for each in accounts if roles.may_manage(each.settings.roles.get(name, []), f"{_ACCOUNT}/read")]

    def _usages(self, subscription: str, location: str, caller: str) -> Iterator[dict[str, Any]]:
        accounts = [each for each in self._readable(subscription, caller) if each.settings.region == location]
        yield from _usages_of(accounts)

    def _account(self, account: Account, subscription: str, group: str) -> dict[str, Any]:
        settings = account.settings
        return {
            "id": f"/subscriptions/{subscription}/resourceGroups/{group}/providers/{_ACCOUNT}/{account.name}",
            "name": account.name,
            "type": _ACCOUNT,
            "kind": "OpenAI",
            "location": settings.region,
            "sku": {"name": "S0"},
            "properties": {
                "endpoint": f"{self._endpoints.get(account.name, '')}/",
                "provisioningState": "Succeeded",
                "disableLocalAuth": settings.local_auth_disabled,
                "publicNetworkAccess": "Disabled" if settings.network == "private" else "Enabled",
                "networkAcls": {"defaultAction": "Deny" if settings.network == "selected" else "Allow"},
            },
        }


def _regenerated(account: Account, body: bytes) -> dict[str, str]:
    try:
        name = _KEY_NAME.decode(body).keyName.lower()
    except msgspec.DecodeError as error:
        raise refusal(400, "InvalidRequestContent", f"The request content was invalid: {error}") from error
    if name not in account.keys.named():
        raise refusal(400, "InvalidKeyName", "keyName must be Key1 or Key2.")
    account.keys.regenerate("key1" if name == "key1" else "key2")
    return account.keys.named()


def _path(asked: Asked) -> str:
    return "/" + "/".join(asked.parts)


def _deployment(name: str, settings: DeploymentSettings, parent: str) -> dict[str, Any]:
    return {
        "id": f"{parent}/{name}",
        "name": name,
        "type": f"{_ACCOUNT}/deployments",
        "sku": {"name": _SKUS.get(settings.kind, settings.kind), "capacity": _capacity(settings)},
        "properties": {
            "model": {"format": "OpenAI", "name": settings.model, "version": settings.version},
            "provisioningState": "Succeeded",
        },
    }


def _capacity(settings: DeploymentSettings) -> int:
    """PTUs, or thousands of tokens per minute."""
    return settings.ptu or (settings.tokens_per_minute or 0) // 1_000


def _usages_of(accounts: list[Account]) -> Iterator[dict[str, Any]]:
    """How much capacity is deployed, by kind and model."""
    deployed: dict[str, int] = {}
    for account in accounts:
        for each in account.settings.deployments.values():
            name = f"OpenAI.{_SKUS.get(each.kind, each.kind)}.{each.model}"
            deployed[name] = deployed.get(name, 0) + _capacity(each)
    for name, capacity in deployed.items():
        yield {
            "name": {"value": name, "localizedValue": name},
            "currentValue": float(capacity),
            "limit": float(capacity),
            "unit": "Count",
        }
