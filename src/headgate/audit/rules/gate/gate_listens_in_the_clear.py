"""The gate listens beyond this machine without TLS."""

from datetime import date

from headgate.audit.gates import on_loopback
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look, present
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="NET-090",
    severity="high",
    bullet="capacity.entry-point",
    about="gate",
    references=("https://www.rfc-editor.org/rfc/rfc9110#section-4.2.2",),
    reviewed=date(2026, 11, 24),
)
def gate_listens_in_the_clear(gate: GateConfiguration, _: Graph) -> Verdict:
    """The gate listens beyond this machine without TLS.

    Why:
        Keys and prompts cross the network readable by whoever is on it. Where a proxy on another machine
        ends TLS, what lies between is still clear.

    Fix (headgate):
        gate: {listen: 0.0.0.0:8443, tls: {certificate: gate.pem, key: gate.key}}

    Pass:
        - gate:
            gate: {listen: "127.0.0.1:8080"}

    Pass (TLS):
        - gate:
            gate: {listen: "0.0.0.0:8443", tls: {certificate: c, key: k}}

    Fail:
        - gate:
            gate: {listen: "0.0.0.0:8080"}

    Unknown:
        - gate:
            gate: {listen: !unknown "later"}
    """
    listen = look(gate.properties, "gate", "listen")
    quote = Quote(gate, "gate.listen", listen)
    address = word(listen) or "127.0.0.1:8080"
    if on_loopback(address):
        return passed(f"only this machine reaches {address}", quote)
    if present(look(gate.properties, "gate", "tls")):
        return passed(f"{address} speaks TLS", quote)
    return failed(f"{address} is reached from elsewhere and speaks plain HTTP", quote)
