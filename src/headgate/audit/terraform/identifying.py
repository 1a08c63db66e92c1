"""Names and ids of what a plan or a state declares: its own, or made ones that fit together before anything exists."""

from headgate.audit.arm.naming import readable
from headgate.audit.graph.ids import resource_id, type_of
from headgate.audit.graph.value import Unknown, Value
from headgate.audit.terraform.declared import Declared
from headgate.audit.terraform.mapping import Table
from headgate.audit.terraform.references import References
from headgate.audit.terraform.services import TABLES

AZAPI = frozenset({"azapi_resource", "azapi_update_resource"})
STEPS_MAX = 20
"""From a name to the name that it refers to: a circle ends here."""
_GROUP = "Microsoft.Resources/resourceGroups"
_GIVES_AN_ID = frozenset({"id", "role_definition_resource_id", "resource_id"})
"""Attributes that give out the id of a resource."""


class Identifiers:
    """Finds the ids, each worked out once."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._ids: dict[str, str] = {}
        self._named: dict[tuple[str, str], list[Declared]] = {}
        for one in references.declared:
            table = TABLES.get(one.type)
            if table is not None and not table.scope and not table.onto:
                key = (table.arm.lower(), str(one.values.get(table.name)).lower())
                self._named.setdefault(key, []).append(one)

    def of(self, one: Declared) -> str:
        """Return the id of a declared resource in lower case: its own, else a made one."""
        if one.address not in self._ids:
            self._ids[one.address] = f"/{one.address}".lower()  # A circle of parents ends here.
            self._ids[one.address] = self._own_id(one) or self._made(one)
        return self._ids[one.address]

    def at(self, one: Declared, attribute: str) -> str | None:
        """Return the id that an attribute holds, or that of what it refers to; None when it cannot be told."""
        value = one.values.get(attribute)
        if isinstance(value, str):
            return value.lower().rstrip("/")
        return self.meant(one, attribute)

    def meant(self, one: Declared, *path: str) -> str | None:
        """Return the id of the one resource that an attribute refers to."""
        meant = self._references.meant(one, *path)
        if meant is None or meant[1].partition(".")[0] not in _GIVES_AN_ID:
            return None
        return self.of(meant[0])

    def all_meant(self, one: Declared, *path: str) -> list[str]:
        """Return the ids of all resources that an attribute refers to, in the order written."""
        found = self._references.all_meant(one, *path)
        return list(dict.fromkeys(self.of(meant) for meant, attribute in found if attribute in _GIVES_AN_ID))

    def secret_meant(self, one: Declared, *path: str) -> str | None:
        """Return the address of the secret that an attribute refers to: with a version, where it names one."""
        meant = self._references.meant(one, *path)
        if meant is None or meant[0].type != "azurerm_key_vault_secret":
            return None
        parts = self.of(meant[0]).split("/")
        address = f"https://{parts[-3]}.vault.azure.net/secrets/{parts[-1]}"
        return address if "versionless" in meant[1] else f"{address}/{{version}}"

    def scope(self, one: Declared, table: Table) -> str | Unknown | None:
        """Return what an extension is about."""
        if not table.scope:
            return None
        found = self.at(one, table.scope)
        return Unknown(f"{one.address}.{table.scope} is not known before terraform apply") if found is None else found

    def full_name(self, one: Declared, table: Table) -> str:
        """Return every name from the outermost on: ``account/deployment``."""
        if table.scope:
            return readable(self._own_name(one, table))
        if self._by_parent_id(one, table):
            kinds = table.arm.count("/")
            parts = self.of(one).split("/")
            above = [parts[-2 * place + 1] for place in range(kinds, 1, -1)] if len(parts) >= 2 * kinds else []
            return readable("/".join([*above, self._own_name(one, table)]))
        return readable("/".join(self._names(one, table)))

    def _own_id(self, one: Declared) -> str | None:
        """Return the id that Azure gave, where the provider has not put one of its own in its place."""
        own = one.values.get("id")
        table = TABLES.get(one.type)
        if not isinstance(own, str) or not own.startswith("/"):
            return None
        own = own.lower().rstrip("/")
        if table is None:
            return own
        if ";rev=" in own and one.values.get("is_current") is not False:
            own = own.partition(";rev=")[0]
        if type_of(own) == table.arm.lower() or (table.arm == _GROUP and "/resourcegroups/" in own):
            return own
        above, _, kind = table.arm.lower().rpartition("/")
        if table.name.startswith("=") and type_of(own) == above:
            return f"{own}/{kind}/{table.name[1:]}"
        return None

    def _made(self, one: Declared) -> str:
        if one.type in AZAPI:
            return self._made_for_azapi(one)
        table = TABLES.get(one.type)
        if table is None:
            return f"/{one.address}".lower()
        if table.onto:
            return self.at(one, table.onto) or f"/{one.address}".lower()
        if table.arm == _GROUP:
            return f"/subscriptions/template/resourcegroups/{self._text(one, 'name')}".lower()
        if table.scope:
            scope = self.scope(one, table)
            return resource_id(
                table.arm, self._own_name(one, table), scope=scope if isinstance(scope, str) else f"/{one.address}"
            )
        kind = table.arm.rpartition("/")[2]
        if self._by_parent_id(one, table):
            above = self.at(one, table.parent)
            return f"{above or '/' + one.address}/{kind}/{self._own_name(one, table)}".lower()
        group = self._text(one, "resource_group_name")
        above = self._declared_above(one, table, group)
        if above is not None:
            return f"{above}/{kind}/{self._own_name(one, table)}".lower()
        return resource_id(table.arm, "/".join(self._names(one, table)), group=group)

    def _by_parent_id(self, one: Declared, table: Table) -> bool:
        """Whether the parent is given by its id; newer versions of the provider take ids where older took names."""
        return bool(table.parent) and (not table.parent_names or one.values.get(table.parent) is not None)

    def _declared_above(self, one: Declared, table: Table, group: str) -> str | None:
        """Return the id of the parent that is called so, when it is declared: in an update it has one already."""
        if not table.parent_names:
            return None
        above = table.arm.lower().rpartition("/")[0]
        name = self._text(one, table.parent_names[-1]).lower()
        ids = {self.of(parent) for parent in self._named.get((above, name), ())}
        inside = [found for found in ids if f"/resourcegroups/{group.lower()}/" in found]
        return inside[0] if len(inside) == 1 else None

    def _made_for_azapi(self, one: Declared) -> str:
        if one.type == "azapi_update_resource" and (whole := self.at(one, "resource_id")) is not None:
            return whole
        above = self.at(one, "parent_id") or "/subscriptions/template/resourcegroups/template"
        kind, name = azapi_type(one), self._text(one, "name").lower()
        if type_of(above) and kind.startswith(f"{type_of(above)}/"):
            return f"{above}/{kind.rpartition('/')[2]}/{name}"
        return f"{above}/providers/{kind}/{name}"

    def _names(self, one: Declared, table: Table) -> list[str]:
        return [*(self._text(one, name) for name in table.parent_names), self._own_name(one, table)]

    def _own_name(self, one: Declared, table: Table) -> str:
        return table.name[1:] if table.name.startswith("=") else self._text(one, table.name)

    def _text(self, one: Declared, attribute: str, steps: int = STEPS_MAX) -> str:
        """Return a name: known, that of what it refers to, or a stand-in in braces that all who refer to it share."""
        value = one.values.get(attribute)
        if isinstance(value, str) and value:
            return value
        meant = self._references.meant(one, attribute) if isinstance(value, Unknown) else None
        if meant is not None:
            name: Value = meant[0].values.get(meant[1].partition(".")[0])
            name = name if isinstance(name, str) else meant[0].values.get("name")
            if isinstance(name, str):
                return name
            if meant[1] == "name" and steps > 0:
                return self._text(meant[0], "name", steps - 1)
        return f"{{{one.address}.{attribute}}}".replace("/", "|")


def azapi_type(one: Declared) -> str:
    """Return the ARM type of a resource of azapi: what stands before the version, in lower case."""
    return str(one.values.get("type", "")).partition("@")[0].lower()
