"""The gate writes no line per exchange."""

from datetime import date

from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="LOG-011",
    severity="medium",
    bullet="logging.traceable",
    about="gate",
    references=("https://opentelemetry.io/docs/concepts/signals/logs/",),
    reviewed=date(2026, 11, 24),
)
def gate_lines_silenced(gate: GateConfiguration, _: Graph) -> Verdict:
    """The gate writes no line per exchange.

    Why:
        At the levels warning and error only what needs a person is written. Whoever follows a request
        through the logs then loses it at the gate.

    Fix (headgate):
        log: {level: info}

    Pass:
        - gate:
            log: {level: info}

    Pass (the default):
        - gate:
            data: ./data

    Fail:
        - gate:
            log: {level: error}

    Unknown:
        - gate:
            log: {level: !unknown it is in another file}
    """
    value = look(gate.properties, "log", "level")
    quote = Quote(gate, "log.level", value)
    level = word(value) or "info"
    if level in {"info", "debug"}:
        return passed(f"the level is {level}", quote)
    return failed(f"the level is {level}", quote)
