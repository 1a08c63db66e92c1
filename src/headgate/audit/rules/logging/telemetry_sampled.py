"""Only a sample of the calls through API Management is recorded."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Unknown, look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="LOG-008",
    severity="low",
    bullet="logging.traceable",
    about=("microsoft.apimanagement/service/apis/diagnostics", "microsoft.apimanagement/service/diagnostics"),
    references=(
        "https://learn.microsoft.com/azure/api-management/api-management-howto-app-insights#performance-implications-and-log-sampling",
    ),
    reviewed=date(2026, 11, 24),
)
def telemetry_sampled(resource: Resource, _: Graph) -> Verdict:
    """Only a sample of the calls through API Management is recorded.

    Why:
        Of a call outside the sample nothing is left: it cannot be followed, and sums of tokens or cost made
        from these records are too small.

    Fix (bicep):
        properties: { sampling: { samplingType: 'fixed', percentage: 100 } }

    Fix (terraform):
        sampling_percentage = 100.0

    Pass:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/applicationinsights
          properties: {sampling: {samplingType: fixed, percentage: 100}}

    Fail:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/applicationinsights
          properties: {sampling: {samplingType: fixed, percentage: 50}}

    Unknown:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/applicationinsights
          properties: {sampling: {samplingType: fixed, percentage: !unknown it has no value}}
    """
    value = look(resource.properties, "sampling", "percentage")
    quote = Quote(resource, "properties.sampling.percentage", value)
    if isinstance(value, Unknown):
        return unknown(value.reason, quote)
    if value is MISSING or value is None:
        return passed("no sampling is set, so all is recorded", quote)
    try:
        whole = float(str(value)) >= 100
    except ValueError:
        return unknown(f"{value} is no percentage", quote)
    return passed("all calls are recorded", quote) if whole else failed(f"{value} % of the calls are recorded", quote)
