"""One resource of a template, one turn of its loop: what it is called and whether it is deployed. All of it lazy."""

import functools
from collections.abc import Iterator
from typing import Any

from headgate.audit.arm.around import Around
from headgate.audit.arm.copying import turns
from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.evaluation import resolve
from headgate.audit.arm.frame import Frame
from headgate.audit.arm.functions.comparing import truth
from headgate.audit.arm.naming import Called, called
from headgate.audit.arm.opaque import opaque, text_of
from headgate.audit.arm.place import Place
from headgate.audit.arm.states import ACCOUNT, TOLD_BY_NAME, account_endpoint, addresses
from headgate.audit.graph.ids import type_of
from headgate.audit.graph.value import Missing, Unknown, Value, look

DEPLOYMENT = "microsoft.resources/deployments"
_ASKED_FOR = frozenset({DEPLOYMENT, "microsoft.network/virtualnetworks"})
"""Types that other templates ask for by their id."""


class Instance:
    """A resource as declared."""

    def __init__(
        self,
        template: Around,
        body: dict[str, Any],
        path: str,
        frame: Frame,
        *,
        symbol: str,
        parent: "Instance | None",
    ) -> None:
        self.template = template
        self.body = body
        self.path = path
        self.frame = frame
        self.symbol = symbol
        """Its symbolic name, ``name[2]`` in a loop; empty where resources are a list."""
        self.parent = parent
        self.repeats: Unknown | None = None
        """Why nobody can tell how many there are; this one stands for all of them."""

    @functools.cached_property
    def called(self) -> Called:
        """Its names."""
        raw = self.body.get("scope")
        scope = None if raw is None else text_of(resolve(raw, self.frame))
        name = text_of(resolve(self.body.get("name", ""), self.frame))
        parent = None if self.parent is None else self.parent.called
        if self.is_deployment:
            return called(self.type, name, self.target, scope=None, parent=None)
        return called(text_of(resolve(self.type, self.frame)), name, self.template.place, scope=scope, parent=parent)

    @functools.cached_property
    def target(self) -> Place:
        """Where a deployment is sent to: its own ``subscriptionId`` and ``resourceGroup``, else where it stands."""
        around = self.template.place
        subscription, group = self.body.get("subscriptionId"), self.body.get("resourceGroup")
        if subscription is None and group is None:
            return around
        return Place(
            "subscription" if group is None else "group",
            around.subscription if subscription is None else text_of(resolve(subscription, self.frame)),
            around.group if group is None else text_of(resolve(group, self.frame)),
            around.management_group,
        )

    @property
    def type(self) -> str:
        """As written."""
        return str(self.body.get("type", ""))

    @property
    def name(self) -> str:
        """The full name."""
        return self.called.name

    @property
    def id(self) -> str:
        """The id."""
        return self.called.id

    @property
    def api_version(self) -> str:
        """The version of the API; empty when it cannot be told."""
        version = resolve(self.body.get("apiVersion"), self.frame)
        return version if isinstance(version, str) else ""

    @property
    def is_deployment(self) -> bool:
        """Whether it is a nested or linked template."""
        return self.type.lower() == DEPLOYMENT

    @property
    def existing(self) -> bool:
        """Whether the template only refers to it."""
        return self.body.get("existing") is True

    @functools.cached_property
    def deployed(self) -> bool | Unknown:
        """Whether its condition, and that of what it stands in, holds."""
        condition = resolve(self.body.get("condition", True), self.frame)
        own: bool | Unknown
        try:
            own = condition if isinstance(condition, Unknown) else truth(condition)
        except ExpressionError as error:
            own = opaque(str(error), "{condition}")
        around: bool | Unknown = True if self.parent is None else self.parent.deployed
        for one in (own, around):
            if one is False:
                return False
        return next((one for one in (own, around, self.repeats) if isinstance(one, Unknown)), True)

    def answers_to(self, target: str, *, symbols: bool) -> bool:
        """Whether ``reference`` with this text means it. ``symbols``: it is asked by the template it stands in."""
        if self.symbol and symbols and (self.symbol == target or self.symbol.partition("[")[0] == target):
            return True
        wanted = target.lower()
        if self._own_type not in _ASKED_FOR and not (symbols and self._own_type in TOLD_BY_NAME):
            return False
        if "/" in wanted:
            return type_of(wanted) == self._own_type and self.id.lower() == wanted
        return symbols and self.name.lower() == wanted

    @functools.cached_property
    def _own_type(self) -> str:
        return self.type.lower()

    def state(self, *, full: bool) -> Value:
        """Return what ``reference`` gives: outputs of a deployment; of other resources nothing before they exist."""
        if not self.is_deployment:
            what = f"{self.called.type}/{self.called.name}"
            stand_in = f"{{reference({what})}}"
            reason = f"known only once deployed: {what}"
            state = opaque(reason, stand_in, filled=True, members=self._declared_state)
            return opaque(reason, stand_in, filled=True, members={"properties": state}) if full else state
        properties: dict[str, Value] = {"provisioningState": "Succeeded"}
        child = self.child
        if child is None:
            reason = f"known only once deployed: {self.name}"
            properties["outputs"] = opaque(reason, f"{{outputs({self.name})}}")
        else:
            properties["outputs"] = dict(child.outputs())
        return {"id": self.id, "name": self.name, "properties": properties} if full else properties

    @functools.cached_property
    def _declared_state(self) -> dict[str, Value]:
        """What templates ask of a resource that they declare themselves: where it answers, the subnets of a network."""
        properties = self.body.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        if self._own_type == ACCOUNT:
            return {"endpoint": self._endpoint(properties)}
        if self._own_type != "microsoft.network/virtualnetworks":
            return addresses(self._own_type, self.name)
        declared = {key: value for key, value in properties.items() if key.lower() in {"subnets", "copy"}}
        subnets = look(resolve(declared, self.frame), "subnets")
        if not isinstance(subnets, list):
            return {}
        return {"subnets": [self._subnet(subnet) for subnet in subnets]}

    def _endpoint(self, properties: dict[str, Any]) -> Value:
        domain, kind, location = (
            resolve(value, self.frame)
            for value in (properties.get("customSubDomainName"), self.body.get("kind"), self.body.get("location"))
        )
        if isinstance(kind, Unknown):
            return opaque(kind.reason, "https://{endpoint}/", filled=True)
        return account_endpoint(text_of(kind), "" if domain is None else text_of(domain), text_of(location))

    def _subnet(self, subnet: Value) -> Value:
        if not isinstance(subnet, dict):
            return subnet
        name = look(subnet, "name")
        return {**subnet, "id": f"{self.id}/subnets/{'' if isinstance(name, Missing) else text_of(name)}"}

    @functools.cached_property
    def child(self) -> Around | None:
        """The template of a deployment; None when it cannot be had, which is then noted as a gap."""
        return self.template.nested(self)


def instances_of(template: Around) -> Iterator[Instance]:
    """Declare everything in ``resources``: a list, or by symbolic name."""
    yield from _declared(template, template.body.get("resources"), "resources", template.frame, None)


def _declared(
    template: Around,
    resources: Any,  # noqa: ANN401  # JSON of a template
    path: str,
    frame: Frame,
    parent: Instance | None,
) -> Iterator[Instance]:
    pairs = (
        resources.items()
        if isinstance(resources, dict)
        else enumerate(resources if isinstance(resources, list) else ())
    )
    for key, body in pairs:
        if not isinstance(body, dict):
            template.note(f"{path}: {key!r} is no resource: an object was expected")
            continue
        symbol = key if isinstance(key, str) else ""
        place = f"{path}.{key}" if symbol else f"{path}[{key}]"
        for turn, inner, repeats in _turns(template, body, frame):
            template.budget.add_resource()
            name = symbol if turn is None or not symbol else f"{symbol}[{turn}]"
            one = Instance(template, body, place, inner, symbol=name, parent=parent)
            one.repeats = repeats
            yield one
            if not one.is_deployment:
                yield from _declared(template, body.get("resources"), f"{place}.resources", inner, one)


def _turns(template: Around, body: dict[str, Any], frame: Frame) -> Iterator[tuple[int | None, Frame, Unknown | None]]:
    """Yield the turns of a resource's loop: index, frame, and why there may be more or fewer."""
    loop = body.get("copy")
    if not isinstance(loop, dict) or "count" not in loop:
        yield None, frame, None
        return
    name = str(loop.get("name", ""))
    count = resolve(loop["count"], frame)
    if isinstance(count, Unknown):
        index = opaque(count.reason, "{n}")
        yield 0, frame.in_copy(name, index), Unknown(f"how many copies there are: {count.reason}")
        return
    try:
        found = turns(count)
    except ExpressionError as error:
        template.note(f"loop {name!r}: {error}")
        yield 0, frame.in_copy(name, opaque(str(error), "{n}")), Unknown(str(error))
        return
    for turn in found:
        yield turn, frame.in_copy(name, turn), None
