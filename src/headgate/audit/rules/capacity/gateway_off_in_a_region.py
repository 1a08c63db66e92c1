"""API Management is switched off in a region that is paid for."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look, same
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

_REGIONS = "additionalLocations"


@rule(
    id="CAP-020",
    severity="medium",
    bullet="capacity.entry-point",
    about="microsoft.apimanagement/service",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-deploy-multi-region",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000341",)},
)
def gateway_off_in_a_region(resource: Resource, _: Graph) -> Verdict:
    """API Management is switched off in a region that is paid for.

    Why:
        A region whose gateway is off serves nobody when another one fails. It is switched off for maintenance, and then forgotten.

    Fix (bicep):
        additionalLocations: [ { location: 'northeurope', sku: sku, disableGateway: false } ]

    Fix (az):
        az apim update --name APIM --resource-group GROUP --set additionalLocations[0].disableGateway=false

    Pass:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {additionalLocations: [{location: northeurope}]}

    Fail:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {additionalLocations: [{location: northeurope, disableGateway: true}]}

    Fail (the first one):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {disableGateway: true, additionalLocations: [{location: northeurope}]}

    Unknown:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {additionalLocations: !unknown "parameter 'regions' has no value"}

    Not applicable (one region):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {}
    """
    listed = setting(resource, _REGIONS, default=[])
    own = same(setting(resource, "disableGateway", default=False), True)
    if own is True:
        return failed("disableGateway is true in its first region", quoted(resource, "disableGateway"))
    regions = listed if isinstance(listed, list) else []
    offs = [same(look(one, "disableGateway"), True) for one in regions]
    for number, off in enumerate(offs):
        if off is True:
            place = f"properties.{_REGIONS}[{number}].disableGateway"
            region = look(regions[number], "location")
            name = region if isinstance(region, str) else f"region {number + 1}"
            return failed(f"disableGateway is true in {name}", Quote(resource, place, value=True))
    for hidden in (listed, own, *offs):
        if isinstance(hidden, Unknown):
            return unknown(f"where its gateway is off cannot be told: {hidden.reason}", quoted(resource, _REGIONS))
    if not regions:
        return not_applicable("it is in one region")
    return passed("its gateway is on in every region", quoted(resource, _REGIONS))
