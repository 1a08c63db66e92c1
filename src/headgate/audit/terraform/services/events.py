"""Event Grid, and Defender for Cloud."""

from headgate.audit.terraform.mapping import Table, To, ident, to

_FILTER = {"included_event_types": to("filter.includedEventTypes")}

TABLES = (
    Table("azurerm_eventgrid_system_topic", "Microsoft.EventGrid/systemTopics", {
        "source_resource_id": ident("source"), "source_arm_resource_id": ident("source"),
        "topic_type": to("topicType"),
    }),
    Table("azurerm_eventgrid_system_topic_event_subscription", "Microsoft.EventGrid/systemTopics/eventSubscriptions",
        _FILTER, parent_names=("system_topic",)),
    Table("azurerm_eventgrid_event_subscription", "Microsoft.EventGrid/eventSubscriptions", _FILTER, scope="scope"),
    Table("azurerm_security_center_subscription_pricing", "Microsoft.Security/pricings", {
        "tier": To("properties.pricingTier"),
    }, name="resource_type"),
)  # fmt: skip
