"""The tables, one file for each service.

Attributes, the ids of which they are parts, and what is left to Azure are those of the azurerm provider as its
documentation and its schemas have them in versions 3.117, 4.81 and 5.2: names that only an older one has stand beside
the newer ones.
"""

from headgate.audit.terraform.mapping import Table
from headgate.audit.terraform.services import (
    api_management,
    authorization,
    cognitive,
    compute,
    databases,
    events,
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
        events,
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
