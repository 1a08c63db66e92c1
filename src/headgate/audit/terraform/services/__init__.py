"""The tables, one file for each service (attributes: the azurerm provider's documentation, versions 3.100 to 4.40)."""

from headgate.audit.terraform.mapping import Table
from headgate.audit.terraform.services import (
    api_management,
    authorization,
    cognitive,
    compute,
    databases,
    front_door,
    key_vault,
    monitor,
    network,
    search,
    storage,
)

TABLES: dict[str, Table] = {
    table.terraform: table
    for module in (
        api_management,
        authorization,
        cognitive,
        compute,
        databases,
        front_door,
        key_vault,
        monitor,
        network,
        search,
        storage,
    )
    for table in module.TABLES
}
"""By type of azurerm."""
