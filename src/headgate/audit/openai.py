"""Accounts and deployments of Azure OpenAI, as rules ask about them.

Words that decide raise ``UnknownValueError`` when they cannot be told: a judgement that hangs on one is *unknown*.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, UnknownValueError, Value, look

ACCOUNT = "microsoft.cognitiveservices/accounts"
DEPLOYMENT = "microsoft.cognitiveservices/accounts/deployments"

OPENAI_KINDS = frozenset({"openai", "aiservices"})
"""Kinds of accounts that can hold deployments of models."""

Level = Literal["regional", "data zone", "global"]
"""Where a deployment's requests may be worked on."""

_PROVISIONED: dict[str, Level] = {
    "provisionedmanaged": "regional",
    "datazoneprovisionedmanaged": "data zone",
    "globalprovisionedmanaged": "global",
}
_STANDARD: dict[str, Level] = {"standard": "regional", "datazonestandard": "data zone", "globalstandard": "global"}


class Deployed(Struct, frozen=True, eq=False):
    """What a deployment deploys. Texts are in lower case; what is not given is empty."""

    resource: Resource
    model: str
    version: str
    sku: str

    @property
    def provisioned(self) -> bool:
        """Whether its capacity is reserved."""
        return self.sku in _PROVISIONED

    @property
    def standard(self) -> bool:
        """Whether it is paid by the token, and answers at once (batch does not)."""
        return self.sku in _STANDARD

    @property
    def level(self) -> Level | None:
        """Where its requests may be worked on; None for batch and others."""
        return _PROVISIONED.get(self.sku) or _STANDARD.get(self.sku)

    @property
    def what(self) -> str:
        """The model and its version, for people."""
        return f"{self.model} {self.version}".strip()


def word(value: Value | Missing) -> str:
    """Return a text in lower case, empty when it is not given. Raises ``UnknownValueError`` when it cannot be told."""
    if isinstance(value, Unknown):
        raise UnknownValueError(value.reason)
    return "" if value is None or isinstance(value, Missing) else str(value).lower()


def serves_models(account: Resource) -> bool:
    """Whether an account is of a kind that can hold deployments of models."""
    return word(account.kind) in OPENAI_KINDS


def openai_accounts(graph: Graph) -> list[Resource]:
    """Return the accounts that can hold deployments of models."""
    return [account for account in graph.of_type(ACCOUNT) if serves_models(account)]


def deployed(deployment: Resource) -> Deployed:
    """Read a deployment; templates of before 2023-05-01 have ``scaleSettings.scaleType`` for the sku."""
    model = look(deployment.properties, "model")
    sku = word(look(deployment.sku, "name")) or word(look(deployment.properties, "scaleSettings", "scaleType"))
    return Deployed(resource=deployment, model=word(look(model, "name")), version=word(look(model, "version")), sku=sku)


def all_deployed(graph: Graph) -> Iterator[Deployed]:
    """Yield every deployment that can be read; those with an unknown model, version or sku are left out."""
    for deployment in graph.of_type(DEPLOYMENT):
        try:
            yield deployed(deployment)
        except UnknownValueError:
            continue


def unreadable(graph: Graph) -> bool:
    """Whether there is a deployment whose model, version or sku cannot be told."""
    return len(list(all_deployed(graph))) < len(graph.of_type(DEPLOYMENT))
