"""``headgate check drift``: what sets development and production apart, beyond what should."""

import datetime
from typing import Annotated

from cyclopts import Parameter

from headgate.audit.collect.errors import CannotAuditError
from headgate.audit.collect.gather import gather
from headgate.audit.drift import Difference, drift
from headgate.cli import exit_codes
from headgate.cli.console import complain, say, say_json
from headgate.cli.options import FormatOption
from headgate.cli.usage_error import UsageError


def check_drift(
    *,
    dev: Annotated[str, Parameter(help="A template, an export, a plan, or a folder of them.")],
    prod: Annotated[str, Parameter(help="Likewise, of production.")],
    dev_parameters: Annotated[
        list[str] | None, Parameter(help="A parameter file of development; may be repeated.", negative=())
    ] = None,
    prod_parameters: Annotated[
        list[str] | None, Parameter(help="A parameter file of production; may be repeated.", negative=())
    ] = None,
    format: FormatOption = "table",  # noqa: A002 - the option is called so
) -> int:
    """Compare two environments; names and capacity are set aside.

    Ends with 0 when they mirror each other, 1 when they do not, 2 when they could not be compared.
    """
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    try:
        one = gather([dev], dev_parameters or (), now)
        other = gather([prod], prod_parameters or (), now)
    except CannotAuditError as error:
        raise UsageError(str(error)) from None
    for trouble in (*one.troubles, *other.troubles):
        complain(f"could not be read: {trouble.path}: {trouble.reason}")
    found = drift(one.graph, other.graph)
    apart = [each for each in found if each.kind != "unknown"]
    if format == "json":
        say_json({"mirror_each_other": not apart, "differences": found})
    else:
        for each in found:
            say(_line(each))
        unknown = len(found) - len(apart)
        say(f"{len(apart)} differences, {unknown} that cannot be told; names and capacity set aside")
    return exit_codes.FAILED if apart else exit_codes.OK


def _line(one: Difference) -> str:
    if one.kind == "only-in-a":
        return f"only in development: {one.type} {one.a}"
    if one.kind == "only-in-b":
        return f"only in production: {one.type} {one.b}"
    return f"{one.kind}: {one.type} {one.a} / {one.b}: {one.path}: {one.values[0]} / {one.values[1]}"
