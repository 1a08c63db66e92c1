"""API Management."""

from headgate.audit.graph.value import Value
from headgate.audit.terraform.mapping import (
    Each,
    Fields,
    Table,
    To,
    each,
    enabled,
    given_out,
    ident,
    secret,
    to,
    within,
)

_SERVICE = "Microsoft.ApiManagement/service"
_ABOVE = ("api_management_name",)
_PROTOCOLS = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security"


def _protocols(blocks: Value) -> Value:
    """Write the block ``security`` as custom properties; versions before 4 begin its attributes with ``enable``."""
    block = blocks[0] if isinstance(blocks, list) and blocks else {}
    found: dict[str, Value] = {}
    for side, place in (("frontend", "Protocols"), ("backend", "Backend.Protocols")):
        for protocol in ("ssl30", "tls10", "tls11"):
            given = [f"{side}_{protocol}_enabled", f"enable_{side}_{protocol}"]
            known = [block[name] for name in given if name in block] if isinstance(block, dict) else []
            if known:
                on = known[0]
                text: Value = str(on).lower() if isinstance(on, bool) else on
                found[f"{_PROTOCOLS}.{place}.{protocol.capitalize()}"] = text
    return found


def _backend_credentials(values: Value) -> Value:
    """Write texts with commas as the lists that ARM has: azurerm splits them before it sends them."""
    if not isinstance(values, dict):
        return values
    return {name: [*one.split(",")] if isinstance(one, str) else [one] for name, one in values.items()}


_DIAGNOSTIC: Fields = {
    "api_management_logger_id": ident("loggerId"), "sampling_percentage": to("sampling.percentage"),
    "always_log_errors": To("properties.alwaysLog", lambda value: "allErrors" if value is True else None),
    "http_correlation_protocol": to("httpCorrelationProtocol"), "verbosity": to("verbosity"),
    "log_client_ip": to("logClientIp"),
    **{
        f"{side}_{way}.body_bytes": to(f"{side}.{way}.body.bytes")
        for side in ("frontend", "backend") for way in ("request", "response")
    },
}  # fmt: skip

TABLES = (
    Table("azurerm_api_management", _SERVICE, {
        "sku_name": (
            To("sku.name", lambda value: value.partition("_")[0] if isinstance(value, str) else value),
            To("sku.capacity", lambda value: int(value.partition("_")[2] or 0) if isinstance(value, str) else value),
        ),
        "publisher_email": to("publisherEmail"),
        "virtual_network_type": to("virtualNetworkType"),
        "virtual_network_configuration.subnet_id": ident("virtualNetworkConfiguration.subnetResourceId"),
        "public_network_access_enabled": enabled("publicNetworkAccess"),
        "client_certificate_enabled": to("enableClientCertificate"),
        "gateway_disabled": to("disableGateway"),
        "min_api_version": to("apiVersionConstraint.minApiVersion"),
        "security": To("properties.customProperties", _protocols),
        "additional_location": each("additionalLocations", location=within("location"), zones=within("zones"),
            gateway_disabled=within("disableGateway")),
        "certificate": Each("properties.certificates", {
            "store_name": within("storeName"), "expiry": within("certificate.expiry"),
            "subject": within("certificate.subject"),
        }),
        "hostname_configuration.proxy": Each("properties.hostnameConfigurations", {
            "host_name": within("hostName"), "expiry": within("certificate.expiry"),
            "key_vault_certificate_id": within("keyVaultId"), "key_vault_id": within("keyVaultId"),
        }),
    }),
    Table("azurerm_api_management_api", f"{_SERVICE}/apis", {
        "display_name": to("displayName"), "path": to("path"), "protocols": to("protocols"),
        "description": to("description"),
        "service_url": to("serviceUrl"), "subscription_required": to("subscriptionRequired"), "api_type": to("type"),
    }, parent_names=_ABOVE),
    Table("azurerm_api_management_backend", f"{_SERVICE}/backends", {
        "url": to("url"), "protocol": to("protocol"), "resource_id": to("resourceId"),
        "credentials.authorization.scheme": to("credentials.authorization.scheme"),
        "credentials.authorization.parameter": to("credentials.authorization.parameter"),
        "credentials.certificate": to("credentials.certificate"),
        "credentials.header": To("properties.credentials.header", _backend_credentials),
        "credentials.query": To("properties.credentials.query", _backend_credentials),
        "circuit_breaker_rule": Each("properties.circuitBreaker.rules", {
            "name": within("name"), "trip_duration": within("tripDuration"),
            "accept_retry_after_enabled": within("acceptRetryAfter"),
            "failure_condition.count": within("failureCondition.count"),
            "failure_condition.percentage": within("failureCondition.percentage"),
            "failure_condition.interval_duration": within("failureCondition.interval"),
            "failure_condition.error_reasons": within("failureCondition.errorReasons"),
            "failure_condition.status_code_range": Each("failureCondition.statusCodeRanges", {
                "min": within("min"), "max": within("max"),
            }),
        }),
        "tls.validate_certificate_chain": to("tls.validateCertificateChain"),
        "tls.validate_certificate_name": to("tls.validateCertificateName"),
    }, parent_names=_ABOVE),
    Table("azurerm_api_management_named_value", f"{_SERVICE}/namedValues", {
        "display_name": to("displayName"), "secret": to("secret"), "value": to("value"),
        "value_from_key_vault.secret_id": secret("keyVault.secretIdentifier"),
    }, parent_names=_ABOVE),
    Table("azurerm_api_management_product", f"{_SERVICE}/products", {
        "description": to("description"), "terms": to("terms"),
        "product_id": to("productId"), "display_name": to("displayName"), "approval_required": to("approvalRequired"),
        "subscription_required": to("subscriptionRequired"), "subscriptions_limit": to("subscriptionsLimit"),
        "published": To("properties.state", lambda value: "published" if value is True else "notPublished"),
    }, parent_names=_ABOVE, name="product_id"),
    Table("azurerm_api_management_subscription", f"{_SERVICE}/subscriptions", {
        "display_name": to("displayName"), "state": to("state"), "product_id": ident("scope"), "api_id": ident("scope"),
        "allow_tracing": to("allowTracing"),
    }, parent_names=_ABOVE, name="subscription_id"),
    Table("azurerm_api_management_policy", f"{_SERVICE}/policies", {"xml_content": given_out("value")},
        parent="api_management_id", name="=policy", fixed={"properties.format": "rawxml"}),
    Table("azurerm_api_management_api_policy", f"{_SERVICE}/apis/policies", {"xml_content": given_out("value")},
        parent_names=("api_management_name", "api_name"), name="=policy", fixed={"properties.format": "rawxml"}),
    Table("azurerm_api_management_api_operation_policy", f"{_SERVICE}/apis/operations/policies",
        {"xml_content": given_out("value")}, parent_names=("api_management_name", "api_name", "operation_id"),
        name="=policy", fixed={"properties.format": "rawxml"}),
    Table("azurerm_api_management_product_policy", f"{_SERVICE}/products/policies", {"xml_content": given_out("value")},
        parent_names=("api_management_name", "product_id"), name="=policy", fixed={"properties.format": "rawxml"}),
    Table("azurerm_api_management_policy_fragment", f"{_SERVICE}/policyFragments",
        {"value": to("value"), "format": to("format")}, parent="api_management_id"),
    Table("azurerm_api_management_logger", f"{_SERVICE}/loggers", {
        "resource_id": ident("resourceId"), "buffered": to("isBuffered"),
    }, parent_names=_ABOVE),
    Table("azurerm_api_management_diagnostic", f"{_SERVICE}/diagnostics", _DIAGNOSTIC, parent_names=_ABOVE,
        name="identifier"),
    Table("azurerm_api_management_api_diagnostic", f"{_SERVICE}/apis/diagnostics", _DIAGNOSTIC,
        parent_names=("api_management_name", "api_name"), name="identifier"),
    Table("azurerm_api_management_redis_cache", f"{_SERVICE}/caches", {
        "redis_cache_id": To("properties.resourceId", identifier=True), "cache_location": to("useFromLocation"),
        "description": to("description"),
    }, parent="api_management_id"),
    Table("azurerm_api_management_product_api", f"{_SERVICE}/products/apis", {},
        parent_names=("api_management_name", "product_id"), name="api_name"),
    Table("azurerm_api_management_custom_domain", f"{_SERVICE}/customDomains", {}, parent="api_management_id",
        name="=default"),
)  # fmt: skip
