"""The public endpoint of a service, and the rules for who may use it where it has some: accounts, vaults, storage."""

from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.setting import expect, one_of, quoted, setting
from headgate.audit.verdict import Verdict, passed, unknown

_ACLS = "networkAcls"


def judge_closed(resource: Resource) -> Verdict:
    """Pass when the public endpoint is closed; it is open by default."""
    return expect(
        resource,
        "publicNetworkAccess",
        "Disabled",
        "SecuredByPerimeter",
        default="Enabled",
        otherwise="its public endpoint answers",
    )


def judge_public_endpoint(resource: Resource) -> Verdict:
    """Pass when the public endpoint is closed, or refuses everybody: Deny, and not one rule that lets anybody in.

    With a single rule it is a public endpoint again, narrowed (Microsoft Learn: Configure network security of each
    service; Azure services that are trusted are not the public).
    """
    verdict = judge_closed(resource)
    if verdict.outcome != "fail":
        return verdict
    refuses = _refuses_everybody(resource)
    quotes = (*verdict.evidence, quoted(resource, _ACLS))
    if isinstance(refuses, Unknown):
        return unknown(
            f"{verdict.because}, unless {_ACLS} refuses everybody, which cannot be told: {refuses.reason}", *quotes
        )
    if refuses:
        return passed(f"{_ACLS}.defaultAction is Deny, and no address and no network is let in", *quotes)
    return verdict


def _refuses_everybody(resource: Resource) -> bool | Unknown:
    """Whether nothing gets past the rules; unknown only where all that is known says so."""
    denies = one_of(setting(resource, f"{_ACLS}.defaultAction", default="Allow"), ("Deny",))
    if denies is False:
        return False
    hidden = denies if isinstance(denies, Unknown) else None
    for name in ("ipRules", "virtualNetworkRules"):
        listed = setting(resource, f"{_ACLS}.{name}", default=[])
        if isinstance(listed, Unknown):
            hidden = listed if hidden is None else hidden
        elif listed:
            return False
    return True if hidden is None else hidden
