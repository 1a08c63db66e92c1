"""What reports for people call the subject of a finding."""

import re

from headgate.audit.finding import Finding
from headgate.audit.graph.ids import ABSENT
from headgate.audit.graph.resource import Resource

_COMPUTED = re.compile(r"\(unknown: ((?:[^(){}]|\{[^{}]*\}+)*)\)")
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SAYS_NOTHING = re.compile(r"\{#?[^{}]*\}?\}*")


def label(finding: Finding) -> str:
    """Return a name that a person recognises: what is known of a computed one, what an unnamed thing is about.

    ``oai-{environment}`` for a name with unknown parts; ``role assignment at oai-prod`` for one that is only a GUID.
    """
    subject = finding.subject
    if not isinstance(subject, Resource):
        return finding.subject_name
    *above, own = plain(subject.name).split("/")
    if not (_GUID.fullmatch(own) or _SAYS_NOTHING.fullmatch(own)):
        return "/".join([*above, own])
    kind = _words(subject.type.rpartition("/")[2])
    if isinstance(subject.scope, str):
        place = subject.scope.rpartition("/")[2]
        return f"{kind} at {'its group or subscription' if place == ABSENT else place or 'the whole tenant'}"
    return f"{kind} of {'/'.join(above)}" if above else f"{kind} {own}"


def plain(text: str) -> str:
    """Show computed names in a text by what is known of them: ``oai-{environment}``."""
    return _COMPUTED.sub(r"\1", text)


def _words(kind: str) -> str:
    """Take the last part of a type apart: ``roleassignments`` is a ``role assignment``."""
    single = kind[:-3] + "y" if kind.endswith("ies") else kind.removesuffix("s")
    return re.sub(r"(?<=.)(?=assignment|definition|setting)", " ", single)
