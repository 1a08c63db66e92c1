"""The tables, one file for each service.

Attributes are those of the azurerm provider, versions 3 and 4, from knowledge of it: they were not held against its
schema.
"""

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
