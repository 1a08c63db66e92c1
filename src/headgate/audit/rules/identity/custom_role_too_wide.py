"""A custom role allows by wildcard what nobody listed."""

from datetime import date

from headgate.audit.access.operations import DEPLOY, INFER, LIST_KEYS, REGENERATE_KEY, WEAKEN_FILTER, covers
from headgate.audit.access.role import Permission, custom_role
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look, same
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

_MORE = (LIST_KEYS, REGENERATE_KEY, DEPLOY, WEAKEN_FILTER)
_ACCOUNT_DEPTH = 2
"""Slashes in ``Microsoft.CognitiveServices/accounts/``: what is named below is meant."""


@rule(
    id="IDN-014",
    severity="high",
    bullet="identity.rbac",
    about="microsoft.authorization/roledefinitions",
    references=(
        "https://learn.microsoft.com/azure/role-based-access-control/best-practices#avoid-using-wildcards-in-custom-roles",
    ),
    reviewed=date(2026, 11, 24),
)
def custom_role_too_wide(resource: Resource, _: Graph) -> Verdict:
    """A custom role allows by wildcard what nobody listed.

    Why:
        A wildcard grants what Azure adds tomorrow. `Microsoft.CognitiveServices/*` holds listing keys, removing deployments and
        switching filters off.

    Fix (az):
        az role definition update --role-definition bot-role.json

    Fix (bicep):
        permissions: [{ dataActions: ['Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action'] }]

    Fix (terraform):
        permissions { data_actions = ["Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action"] }

    Pass:
        - type: Microsoft.Authorization/roleDefinitions
          name: bot-role
          properties: {roleName: Bot, permissions: [{dataActions: [Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action]}]}

    Pass (reading by wildcard):
        - type: Microsoft.Authorization/roleDefinitions
          name: bot-role
          properties: {roleName: Bot, permissions: [{actions: ['Microsoft.CognitiveServices/*/read']}]}

    Fail:
        - type: Microsoft.Authorization/roleDefinitions
          name: bot-role
          properties: {roleName: Bot, permissions: [{actions: ['*']}]}

    Fail (data):
        - type: Microsoft.Authorization/roleDefinitions
          name: bot-role
          properties: {roleName: Bot, permissions: [{dataActions: ['Microsoft.CognitiveServices/*']}]}

    Fail (one operation taken back, and the others left):
        - type: Microsoft.Authorization/roleDefinitions
          name: bot-role
          properties: {roleName: Bot, permissions: [{actions: ['*'], notActions: [Microsoft.CognitiveServices/accounts/listKeys/action]}]}

    Pass (all about one kind of thing):
        - type: Microsoft.Authorization/roleDefinitions
          name: deployer-role
          properties: {roleName: Deployer, permissions: [{actions: ['Microsoft.CognitiveServices/accounts/deployments/*']}]}

    Unknown:
        - type: Microsoft.Authorization/roleDefinitions
          name: bot-role
          properties: {roleName: Bot, permissions: [{actions: !unknown "parameter 'actions' has no value"}]}

    Not applicable (other services):
        - type: Microsoft.Authorization/roleDefinitions
          name: bot-role
          properties: {roleName: Bot, permissions: [{actions: ['Microsoft.Compute/*']}]}

    Not applicable (Azure's own, which a list of roles holds as well):
        - type: Microsoft.Authorization/roleDefinitions
          name: owner
          properties: {roleName: Owner, type: BuiltInRole, permissions: [{actions: ['*']}]}

    Not applicable (as az prints it):
        - type: Microsoft.Authorization/roleDefinitions
          name: owner
          properties: {roleName: Owner, roleType: BuiltInRole, permissions: [{actions: ['*']}]}
    """
    if any(same(look(resource.properties, key), "BuiltInRole") is True for key in ("type", "roleType")):
        return not_applicable("it is built in")
    role = custom_role(resource)
    if isinstance(role, Unknown):
        return unknown(f"its permissions cannot be told: {role.reason}")
    quote = Quote(resource, "properties.permissions", role.name)
    wide: list[str] = []
    about = False
    for permission in role.permissions:
        wide += [one for one in permission.actions if _holds_more_than_reading(one, permission)]
        wide += [
            one
            for one in permission.data_actions
            if one.count("*") and covers(one, INFER) and permission.allows_data(INFER)
        ]
        about = about or any(
            one == "*" or "cognitiveservices" in one.lower() for one in (*permission.actions, *permission.data_actions)
        )
    if wide:
        return failed(f"{role.name} allows {', '.join(wide)}", quote)
    return (
        passed("nothing at accounts is allowed by a wildcard that holds keys or inference", quote)
        if about
        else not_applicable("it is about other services")
    )


def _holds_more_than_reading(action: str, permission: Permission) -> bool:
    """Whether a wildcard at accounts, or above them, allows what changes them or shows their keys."""
    before, star, _ = action.partition("*")
    return (
        star != ""
        and before.count("/") <= _ACCOUNT_DEPTH
        and any(covers(action, one) and permission.allows(one) for one in _MORE)
    )
