"""Effective access: what an assignment lets its principal do at one resource, keys included."""

from msgspec import Struct

from headgate.audit.access.grant import Grant, grants
from headgate.audit.access.operations import (
    ASSIGN_ROLES,
    DEPLOY,
    FINE_TUNE,
    INFER,
    LIST_KEYS,
    REGENERATE_KEY,
    WEAKEN_FILTER,
)
from headgate.audit.access.role import Role
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look, same

ACCOUNT = "microsoft.cognitiveservices/accounts"


class Access(Struct, frozen=True):
    """What a role gives at an account."""

    infer: bool
    """It may call models with a token of its own."""
    keys: bool
    """It may read or renew keys: with local authentication on, that is calling models as nobody."""
    deploy: bool
    """It may make and remove deployments."""
    weaken_filter: bool
    """It may change content filters."""
    fine_tune: bool
    """It may train models."""
    assign: bool
    """It may give roles, to itself as well."""

    @property
    def beyond_inference(self) -> list[str]:
        """In words, what it may do that an application which only calls models has no need for."""
        told = {
            "read or renew keys": self.keys,
            "change deployments": self.deploy,
            "change content filters": self.weaken_filter,
            "train models": self.fine_tune,
            "assign roles": self.assign,
        }
        return [words for words, so in told.items() if so]


def access_of(role: Role) -> Access:
    """Compute what a role gives at an account."""
    return Access(
        infer=role.allows_data(INFER),
        keys=role.allows(LIST_KEYS) or role.allows(REGENERATE_KEY),
        deploy=role.allows(DEPLOY),
        weaken_filter=role.allows(WEAKEN_FILTER),
        fine_tune=role.allows_data(FINE_TUNE),
        assign=role.allows(ASSIGN_ROLES),
    )


def local_auth(resource: Resource) -> bool | Unknown:
    """Whether an account accepts keys. Absent means that it does; what is only referred to is not known."""
    value = look(resource.properties, "disableLocalAuth")
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, bool | str):
        return Unknown(f"{resource.name} is only referred to") if resource.existing else True
    off = same(value, True)
    return off if isinstance(off, Unknown) else not off


def reaching(resource: Resource, graph: Graph) -> list[Grant]:
    """Return the assignments that hold at a resource."""
    return [grant for grant in grants(graph) if grant.reaches(resource) is True]


def accounts_of(grant: Grant, graph: Graph) -> list[Resource]:
    """Return the accounts at which an assignment holds."""
    return [account for account in graph.of_type(ACCOUNT) if grant.reaches(account) is True]
