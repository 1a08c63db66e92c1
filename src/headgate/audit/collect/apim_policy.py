"""Files that hold a policy or a fragment of API Management.

Recognised by their root element, whatever the file is called. Policies inside templates, exports and live answers
come with their resources (``graph.policy.held_policies``).
"""

from typing import Final

from headgate.audit.collect.contract import Collector, Context, Document, Evidence, Trouble
from headgate.audit.graph.policy import FRAGMENT, PolicyDocument
from headgate.audit.graph.source import Source
from headgate.audit.policy.reader import PolicySyntaxError, read_policy, root_name

POLICY_FILE: Final = "microsoft.apimanagement/policyfile"
"""The type of a policy of which nobody says what it governs: a service, a product, an API or an operation."""


class PolicyCollector:
    """Turns policy files into policies. What cannot be read is kept: its rules are unknown, not silent."""

    name = "API Management policy"

    def recognises(self, document: Document) -> bool:
        """Whether the text begins with ``<policies>`` or ``<fragment>``, behind comments."""
        return root_name(document.text) is not None

    def collect(self, document: Document, context: Context) -> Evidence:
        """Return the policy, and what is wrong with it as XML."""
        kind = FRAGMENT if root_name(document.text) == "fragment" else POLICY_FILE
        policy = PolicyDocument(
            type=kind,
            name=document.file_name if kind == FRAGMENT else document.path,
            id=document.path,
            text=document.text,
            source=Source(file=document.path, kind="apim-policy", read_at=context.now),
        )
        try:
            read_policy(document.text)
        except PolicySyntaxError as error:
            trouble = Trouble(f"{document.path}:{error.line}", f"{error.reason}; API Management refuses this policy")
            return Evidence(policies=(policy,), troubles=(trouble,))
        return Evidence(policies=(policy,))


COLLECTOR: Final[Collector] = PolicyCollector()
