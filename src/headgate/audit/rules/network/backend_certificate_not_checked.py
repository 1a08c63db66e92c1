"""API Management believes any certificate of a backend."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look, present, same
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown

_CHECKS = ("tls.validateCertificateChain", "tls.validateCertificateName")


@rule(
    id="NET-034",
    severity="high",
    bullet="security.apim-route",
    about="microsoft.apimanagement/service/backends",
    references=("https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("92bb331d-ac71-416a-8c91-02f2cb734ce4",)},
)
def backend_certificate_not_checked(resource: Resource, _: Graph) -> Verdict:
    """API Management believes any certificate of a backend.

    Why:
        Encrypted to whoever answers: with the checks off, anybody on the way can be the backend, and is sent prompts and tokens.

    Fix (bicep):
        properties: { tls: { validateCertificateChain: true, validateCertificateName: true } }

    Fix (az):
        az apim backend update --service-name APIM --resource-group GROUP --backend-id BACKEND --set tls.validateCertificateChain=true tls.validateCertificateName=true

    Fix (terraform):
        tls { validate_certificate_chain = true, validate_certificate_name = true }

    Pass (by default):
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/openai
          properties: {url: https://oai-bot-prod.openai.azure.com/openai}

    Fail:
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/openai
          properties: {url: https://oai-bot-prod.openai.azure.com/openai, tls: {validateCertificateChain: false, validateCertificateName: true}}

    Unknown:
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/openai
          properties: {url: https://oai-bot-prod.openai.azure.com/openai, tls: {validateCertificateName: !unknown "parameter 'check' has no value"}}

    Not applicable (a pool):
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/pool
          properties: {type: Pool, pool: {services: [{id: /a}]}}
    """
    if present(look(resource.properties, "pool")) is True or word(look(resource.properties, "type")) == "pool":
        return not_applicable("a pool asks its members")
    found = {path: same(setting(resource, path, default=True), False) for path in _CHECKS}
    quotes = [quoted(resource, path) for path in _CHECKS]
    off = [path for path, value in found.items() if value is True]
    if off:
        return failed(f"{' and '.join(off)} {'are' if len(off) > 1 else 'is'} false", *quotes)
    hidden = next((value for value in found.values() if isinstance(value, Unknown)), None)
    if hidden is not None:
        return unknown(f"whether certificates are checked cannot be told: {hidden.reason}", *quotes)
    return passed("certificates of the backend are checked", *quotes)
