"""API Management can be managed through interfaces that show its secrets."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Verdict, failed, passed, unknown

SAFE_SINCE = "2019-12-01"
"""Azure Policy 549814b6: versions before it hand the secrets of the service to those who may only read."""


@rule(
    id="NET-031",
    severity="info",
    bullet="security.apim-route",
    about="microsoft.apimanagement/service",
    references=("https://learn.microsoft.com/azure/api-management/breaking-changes/api-version-retirement-sep-2023",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000321",), "azure-policy": ("549814b6-3212-4203-bdc8-1548d342fb67",)},
)
def management_api_of_any_version(resource: Resource, _: Graph) -> Verdict:
    """API Management can be managed through interfaces that show its secrets.

    Why:
        Versions of the management interface before 2019-12-01 returned keys and credentials to everybody who may read. Azure has been
        retiring them; a minimum version makes sure of it.

    Fix (az):
        az apim update --name APIM --resource-group GROUP --set apiVersionConstraint.minApiVersion=2021-08-01

    Fix (bicep):
        properties: { apiVersionConstraint: { minApiVersion: '2021-08-01' } }

    Fix (terraform):
        min_api_version = "2021-08-01"

    Pass:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {apiVersionConstraint: {minApiVersion: '2021-08-01'}}

    Fail:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {apiVersionConstraint: {minApiVersion: '2018-01-01'}}

    Fail (by default):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {}

    Unknown:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {apiVersionConstraint: !unknown "parameter 'least' has no value"}
    """
    least = setting(resource, "apiVersionConstraint.minApiVersion")
    quote = quoted(resource, "apiVersionConstraint.minApiVersion")
    if isinstance(least, Unknown):
        return unknown(f"the least version cannot be told: {least.reason}", quote)
    if not isinstance(least, str) or not least:
        return failed("apiVersionConstraint.minApiVersion is not set: every version answers", quote)
    if least[:10] < SAFE_SINCE:
        return failed(f"apiVersionConstraint.minApiVersion is {least}, before {SAFE_SINCE}", quote)
    return passed(f"apiVersionConstraint.minApiVersion is {least}", quote)
