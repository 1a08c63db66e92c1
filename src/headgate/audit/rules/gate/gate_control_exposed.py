"""The control process of the gate listens beyond this machine."""

from datetime import date

from headgate.audit.gates import on_loopback
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="NET-091",
    severity="high",
    bullet="capacity.entry-point",
    about="gate",
    references=("https://prometheus.io/docs/operating/security/",),
    reviewed=date(2026, 11, 24),
)
def gate_control_exposed(gate: GateConfiguration, _: Graph) -> Verdict:
    """The control process of the gate listens beyond this machine.

    Why:
        Metrics and administration are for operators. What listens there asks nobody who they are.

    Fix (headgate):
        control: {listen: 127.0.0.1:8081}

    Pass:
        - gate:
            data: ./data

    Fail:
        - gate:
            control: {listen: "0.0.0.0:8081"}

    Unknown:
        - gate:
            control: {listen: !unknown "later"}
    """
    listen = look(gate.properties, "control", "listen")
    quote = Quote(gate, "control.listen", listen)
    address = word(listen) or "127.0.0.1:8081"
    return passed(f"it is {address}", quote) if on_loopback(address) else failed(f"it is {address}", quote)
