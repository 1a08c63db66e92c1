"""What a rule is: a pure function that judges, and what is known about it."""

import datetime
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeAlias, get_args

from msgspec import Struct

from headgate.audit.verdict import Verdict

Severity: TypeAlias = Literal["critical", "high", "medium", "low", "info"]
"""The worst first."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)

Check: TypeAlias = Callable[..., Verdict | Iterable[Verdict]]
"""``check(subject, graph)``; of rules about the graph, ``check(graph)``."""

GRAPH, POLICY, GATE, HINT = "graph", "policy", "gate", "hint"
"""What a rule can be about beside types of resources."""


class Rule(Struct, frozen=True, eq=False):
    """A check with its identity. Calling it runs the bare check; the runner adds what every rule owes."""

    id: str
    """Area and number: ``IDN-001``. Never given twice."""
    severity: Severity
    bullet: str
    """The line of the checklist that it serves, a key of checklist.yaml."""
    about: tuple[str, ...]
    """Types of resources in lower case, or one of ``graph``, ``policy``, ``gate``, ``hint``."""
    references: tuple[str, ...]
    reviewed: datetime.date
    """When somebody last compared the rule with its references."""
    effective: datetime.date | None
    """From this day on; before it the rule is silent."""
    expires: datetime.date | None
    """The last day on which it holds."""
    also: Mapping[str, tuple[str, ...]]
    """The ids of the same check elsewhere, by tool."""
    check: Check

    @property
    def name(self) -> str:
        """The name of the function: of the defect."""
        return str(getattr(self.check, "__name__", ""))

    @property
    def documentation(self) -> str:
        """The docstring of the check, unindented."""
        return inspect.getdoc(self.check) or ""

    @property
    def title(self) -> str:
        """The sentence that names the defect."""
        return self.documentation.partition("\n")[0]

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the rule is in force on a day."""
        return (self.effective is None or self.effective <= day) and (self.expires is None or day <= self.expires)

    def __call__(self, *subject_and_graph: Any) -> Verdict | Iterable[Verdict]:  # noqa: ANN401 - see Check
        """Run the bare check."""
        return self.check(*subject_and_graph)


def rule(
    *,
    id: str,  # noqa: A002 - what it is called everywhere
    severity: Severity,
    bullet: str,
    about: str | tuple[str, ...],
    references: tuple[str, ...],
    reviewed: datetime.date,
    effective: datetime.date | None = None,
    expires: datetime.date | None = None,
    also: Mapping[str, tuple[str, ...]] | None = None,
) -> Callable[[Check], Rule]:
    """Make a rule of a check. The docstring of the check holds the rest; see ``documentation``."""
    abouts = (about,) if isinstance(about, str) else about
    return lambda check: Rule(
        id=id,
        severity=severity,
        bullet=bullet,
        about=tuple(one.lower() for one in abouts),
        references=references,
        reviewed=reviewed,
        effective=effective,
        expires=expires,
        also=also or {},
        check=check,
    )
