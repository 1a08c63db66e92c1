"""The comparison of X-Azure-FDID: whether every call to a service passes it."""

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, UnknownValueError, look
from headgate.audit.policy.evaluate import Facts
from headgate.audit.policy.judging import never_set
from headgate.audit.policy.view import Place, View, can_run, view

HEADER = "x-azure-fdid"
APIS = "microsoft.apimanagement/service/apis"
PROFILES = "microsoft.cdn/profiles"


def id_check(service: Resource, graph: Graph) -> PolicyDocument | Unknown | None:
    """Return the policy that compares the id for every call; None when some call is not compared.

    A policy of one API is none for another; one in a branch compares only what gets into the branch.
    """
    doubts = []
    for document in graph.policies:
        if document.fragment or document.scope not in {None, service.id}:
            continue
        found = _compares(document, graph)
        if found is True:
            return document
        if isinstance(found, Unknown):
            doubts.append(found)
    apis = graph.children(service, APIS)
    if apis and graph.absence_counts(APIS, service):
        checking = [_of_api(api, graph) for api in apis]
        if all(isinstance(one, PolicyDocument) for one in checking):
            return checking[0]
        doubts += [one for one in checking if isinstance(one, Unknown)]
    return doubts[0] if doubts else None


def _of_api(api: Resource, graph: Graph) -> PolicyDocument | Unknown | None:
    for document in graph.policies:
        if document.scope == api.id:
            found = _compares(document, graph)
            return document if found is True else found or None
    return None


def _compares(document: PolicyDocument, graph: Graph) -> bool | Unknown:
    try:
        seen = view(document, graph)
    except UnknownValueError as error:
        return Unknown(str(error))
    facts = Facts(never_set=never_set(seen, graph))
    places = [one for one in seen.named("check-header") if _about_the_id(one) and can_run(one, facts)]
    if any(not one.guards and _right_id(one, graph) for one in places):
        return True
    if any(_right_id(one, graph) for one in places):
        return Unknown(f"{document.name} compares X-Azure-FDID under a condition")
    return Unknown(f"{document.name} includes a fragment that is not here") if _may_be_elsewhere(seen) else False


def _about_the_id(place: Place) -> bool:
    return place.section == "inbound" and place.node.get("name").lower() == HEADER


def _right_id(place: Place, graph: Graph) -> bool:
    """Whether the values are those of profiles in the evidence, as far as both are known."""
    values = {one.text.strip().lower() for one in place.node.all("value")}
    if any("{{" in one or one.startswith("@") for one in values):
        return True
    profiles = [look(one.properties, "frontDoorId") for one in graph.of_type(PROFILES)]
    known = {one.lower() for one in profiles if isinstance(one, str)}
    return bool(values) and (len(known) < len(profiles) or not known or bool(values & known))


def _may_be_elsewhere(seen: View) -> bool:
    return bool(seen.missing)
