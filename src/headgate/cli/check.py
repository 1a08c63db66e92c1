"""``headgate check``: whether a set-up is fit for production, with evidence."""

import datetime
import os
import re
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from headgate.audit.audit import audit
from headgate.audit.collect.contract import Evidence
from headgate.audit.collect.errors import CannotAuditError
from headgate.audit.collect.gather import Read
from headgate.audit.finding import at_least
from headgate.audit.report.report import Report
from headgate.audit.rule import Severity
from headgate.cli import exit_codes
from headgate.cli.console import complain, say
from headgate.cli.tables import as_text
from headgate.cli.usage_error import UsageError

_SUBSCRIPTION = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def check(
    *paths: Annotated[
        str,
        Parameter(help="Templates, exports, plans, policies, configurations of Headgate, or folders of them."),
    ],
    parameters: Annotated[
        list[str] | None, Parameter(help="A parameter file of the templates; may be repeated.", negative=())
    ] = None,
    format: Annotated[  # noqa: A002 - the option is called so
        Literal["table", "json", "sarif", "junit", "html"], Parameter(help="For people, or for programs.")
    ] = "table",
    output: Annotated[Path | None, Parameter(help="Write the report to this file.")] = None,
    fail_on: Annotated[Severity, Parameter(help="End with exit code 1 for fails as bad as this, or worse.")] = "info",
    waivers: Annotated[Path | None, Parameter(help="Fails that somebody answers for, until a day.")] = None,
    live: Annotated[
        bool, Parameter(help="Read subscriptions of Azure as whoever is signed in (extra `azure`).", negative=())
    ] = False,
    subscription: Annotated[
        list[str] | None, Parameter(help="The id of a subscription for --live; may be repeated.", negative=())
    ] = None,
    management_url: Annotated[
        str, Parameter(help="Where Azure Resource Manager is, for --live in other clouds.")
    ] = "https://management.azure.com",
    compare: Annotated[Path | None, Parameter(help="An earlier JSON report: show what changed since.")] = None,
) -> int:
    """Audit a set-up against the production checklist, with evidence.

    What a path is, is told by its content. All paths of a call are one set-up. Ends with 0 when there is nothing to do,
    1 when something fails, 2 when the audit could not run. What is unknown is never a pass, and never a fail.
    """
    if live != bool(subscription):
        raise UsageError("check: --live and --subscription ID belong together")
    if not paths and not live:
        raise UsageError("check: name at least one file or folder; `headgate check --help` says what they can be")
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    try:
        report = audit(
            paths,
            parameters=parameters or (),
            waivers=waivers,
            earlier=compare,
            live=_live(subscription, management_url, now) if subscription else (),
            now=now,
        )
    except CannotAuditError as error:
        raise UsageError(str(error)) from None
    _tell(rendered(report, format), output)
    if format != "table":
        _complain(report)
    return exit_codes.FAILED if at_least(report.findings, fail_on) else exit_codes.OK


def _live(subscriptions: list[str], endpoint: str, now: datetime.datetime) -> list[tuple[Read, Evidence]]:
    """Read subscriptions, telling a person at a terminal how far it is."""
    from headgate.audit.live.arm import LiveError
    from headgate.audit.live.connect import read_live

    for one in subscriptions:
        if not _SUBSCRIPTION.fullmatch(one):
            raise UsageError(
                f"--subscription {one}: is not the id of a subscription (8-4-4-4-12 digits of 0-9 and a-f)"
            )
    try:
        evidence = read_live(subscriptions, endpoint, now, _progress)
    except LiveError as error:
        raise UsageError(str(error)) from None
    return [(Read(endpoint, "live Azure"), evidence)]


def _progress(done: int, known: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\rAzure: {done} of {known} lists read" + ("\n" if done == known else ""))
        sys.stderr.flush()


def rendered(report: Report, form: str) -> str:
    """Return a report in a form; each is loaded only when it is asked for."""
    match form:
        case "json":
            from headgate.audit.report.as_json import as_json

            return as_json(report)
        case "sarif":
            from headgate.audit.report.as_sarif import as_sarif

            return as_sarif(report)
        case "junit":
            from headgate.audit.report.as_junit import as_junit

            return as_junit(report)
        case "html":
            from headgate.audit.report.as_html import as_html

            return as_html(report)
    from headgate.audit.report.as_table import as_table

    return as_text(*as_table(report)) + "\n"


def _tell(text: str, output: Path | None) -> None:
    """Write to standard output, or to a file: whole or not at all."""
    if output is None:
        say(text.removesuffix("\n"))
        return
    partial = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(output)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UsageError(f"{output}: cannot be written: {error.strerror or error}") from None


def _complain(report: Report) -> None:
    """What a person should know even when a program reads the report."""
    for note in report.notes:
        complain(f"note: {note}")
    for trouble in report.gathered.troubles:
        complain(f"could not be read: {trouble.path}: {trouble.reason}")
