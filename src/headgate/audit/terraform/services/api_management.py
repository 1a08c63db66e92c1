"""API Management."""

from headgate.audit.terraform.mapping import Table, To, each, enabled, ident, to, within

_SERVICE = "Microsoft.ApiManagement/service"
_ABOVE = ("api_management_name",)

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
        "additional_location": each("additionalLocations", location=within("location"), zones=within("zones")),
    }),
    Table("azurerm_api_management_api", f"{_SERVICE}/apis", {
        "display_name": to("displayName"), "path": to("path"), "protocols": to("protocols"),
        "service_url": to("serviceUrl"), "subscription_required": to("subscriptionRequired"), "api_type": to("type"),
    }, parent_names=_ABOVE),
    Table("azurerm_api_management_backend", f"{_SERVICE}/backends", {
        "url": to("url"), "protocol": to("protocol"), "resource_id": to("resourceId"),
        "credentials.authorization.scheme": to("credentials.authorization.scheme"),
        "credentials.header": to("credentials.header"),
        "tls.validate_certificate_chain": to("tls.validateCertificateChain"),
        "tls.validate_certificate_name": to("tls.validateCertificateName"),
    }, parent_names=_ABOVE),
    Table("azurerm_api_management_named_value", f"{_SERVICE}/namedValues", {
        "display_name": to("displayName"), "secret": to("secret"), "value": to("value"),
        "value_from_key_vault.secret_id": to("keyVault.secretIdentifier"),
    }, parent_names=_ABOVE),
    Table("azurerm_api_management_product", f"{_SERVICE}/products", {
        "product_id": to("productId"), "display_name": to("displayName"), "approval_required": to("approvalRequired"),
        "subscription_required": to("subscriptionRequired"), "subscriptions_limit": to("subscriptionsLimit"),
        "published": To("properties.state", lambda value: "published" if value is True else "notPublished"),
    }, parent_names=_ABOVE, name="product_id"),
    Table("azurerm_api_management_subscription", f"{_SERVICE}/subscriptions", {
        "display_name": to("displayName"), "state": to("state"), "product_id": ident("scope"), "api_id": ident("scope"),
        "allow_tracing": to("allowTracing"),
    }, parent_names=_ABOVE, name="subscription_id"),
    Table("azurerm_api_management_policy", f"{_SERVICE}/policies", {"xml_content": to("value")},
        parent="api_management_id", name="=policy", fixed={"properties.format": "rawxml"}),
    Table("azurerm_api_management_api_policy", f"{_SERVICE}/apis/policies", {"xml_content": to("value")},
        parent_names=("api_management_name", "api_name"), name="=policy", fixed={"properties.format": "rawxml"}),
    Table("azurerm_api_management_api_operation_policy", f"{_SERVICE}/apis/operations/policies",
        {"xml_content": to("value")}, parent_names=("api_management_name", "api_name", "operation_id"), name="=policy",
        fixed={"properties.format": "rawxml"}),
    Table("azurerm_api_management_product_policy", f"{_SERVICE}/products/policies", {"xml_content": to("value")},
        parent_names=("api_management_name", "product_id"), name="=policy", fixed={"properties.format": "rawxml"}),
    Table("azurerm_api_management_policy_fragment", f"{_SERVICE}/policyFragments",
        {"value": to("value"), "format": to("format")}, parent="api_management_id"),
    Table("azurerm_api_management_logger", f"{_SERVICE}/loggers", {
        "resource_id": ident("resourceId"), "buffered": to("isBuffered"),
    }, parent_names=_ABOVE),
    Table("azurerm_api_management_diagnostic", f"{_SERVICE}/diagnostics", {
        "api_management_logger_id": ident("loggerId"), "sampling_percentage": to("sampling.percentage"),
        "always_log_errors": To("properties.alwaysLog", lambda value: "allErrors" if value is True else None),
        "http_correlation_protocol": to("httpCorrelationProtocol"), "verbosity": to("verbosity"),
    }, parent_names=_ABOVE, name="identifier"),
    Table("azurerm_api_management_api_diagnostic", f"{_SERVICE}/apis/diagnostics", {
        "api_management_logger_id": ident("loggerId"), "sampling_percentage": to("sampling.percentage"),
        "always_log_errors": To("properties.alwaysLog", lambda value: "allErrors" if value is True else None),
        "http_correlation_protocol": to("httpCorrelationProtocol"), "verbosity": to("verbosity"),
    }, parent_names=("api_management_name", "api_name"), name="identifier"),
    Table("azurerm_api_management_custom_domain", f"{_SERVICE}/customDomains", {}, parent="api_management_id",
        name="=default"),
)  # fmt: skip
