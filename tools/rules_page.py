"""Writes docs/rules.md: every rule of the audit, from the rules themselves. Run by `make docs`."""

from headgate.audit.checklist import checklist
from headgate.audit.documentation import read_documentation
from headgate.audit.registry import all_rules
from headgate.audit.rule import Rule

INTRODUCTION = """# The rules of the audit

What [`headgate check`](check.md) looks for, by bullet of the checklist; written by `make docs`.
`headgate check explain` shows the examples of each as well.
"""


def rules_page() -> str:
    """Return the page as it should be."""
    rules = all_rules()
    parts = [INTRODUCTION]
    for area in checklist():
        parts.append(f"\n## {area.title}\n")
        for bullet in area.bullets:
            parts.append(f"\n### {bullet.title.removesuffix('.')}\n\nBullet `{bullet.id}`.\n")
            if bullet.manual:
                parts.append(f"\nFor a person: {bullet.manual}\n")
            parts += [_rule(rule) for rule in rules if rule.bullet == bullet.id]
    return "".join(parts)


def _rule(rule: Rule) -> str:
    told = read_documentation(rule)
    also = "; ".join(f"{tool} {', '.join(ids)}" for tool, ids in rule.also.items())
    facts = [rule.severity, f"about {', '.join(rule.about)}", f"reviewed {rule.reviewed}"]
    facts += [f"in force from {rule.effective}"] if rule.effective else []
    facts += [f"in force until {rule.expires}"] if rule.expires else []
    facts += [f"also {also}"] if also else []
    fixes = "\n\n".join(f"{tool}:\n{text}" for tool, text in told.fixes.items())
    references = " · ".join(f"<{reference}>" for reference in rule.references)
    return (
        f"\n#### {rule.id} {told.title}\n\n{'; '.join(facts)}.\n\n{told.why}\n\n```text\n{fixes}\n```\n\n{references}\n"
    )


if __name__ == "__main__":
    print(rules_page(), end="")
