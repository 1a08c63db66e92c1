"""``headgate plan regions``: which regions carry the models, from a dated table."""

import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from headgate.audit.facts.regions import BadRegionTableError, Offer, RegionTable, read_region_table, region_table
from headgate.audit.plan.refresh import refreshed
from headgate.cli.console import say, say_json
from headgate.cli.options import FormatOption
from headgate.cli.usage_error import UsageError


def plan_regions(
    *models: Annotated[str, Parameter(help="Models that are needed together: gpt-4o, or gpt-4o@2024-11-20.")],
    kind: Annotated[str, Parameter(help="standard, provisioned, global-standard, …")] = "standard",
    table: Annotated[Path | None, Parameter(help="A table of your own, made with --refresh.")] = None,
    refresh: Annotated[
        list[str] | None,
        Parameter(help="REGION=FILE of az cognitiveservices model list -o json; may be repeated.", negative=()),
    ] = None,
    output: Annotated[Path | None, Parameter(help="Where --refresh writes the table.")] = None,
    format: FormatOption = "table",  # noqa: A002 - the option is called so
) -> None:
    """Show which regions carry all of the models, or make a newer table of your own subscription."""
    try:
        if refresh:
            _refresh(refresh, output)
            return
        known = region_table() if table is None else read_region_table(table)
    except BadRegionTableError as error:
        raise UsageError(str(error)) from None
    if not models:
        raise UsageError("plan regions: name at least one model: headgate plan regions gpt-4o text-embedding-3-large")
    found = {model: _offers(known, model, kind) for model in models}
    dark = [model for model, offers in found.items() if not offers]
    if dark:
        kinds = sorted({one.kind for one in known.offers if one.model == dark[0].partition("@")[0].lower()})
        also = f"; it has it as {', '.join(kinds)}" if kinds else ""
        raise UsageError(f"plan regions: the table of {known.read} does not know {dark[0]} as {kind}{also}")
    carried = {model: {region for one in offers for region in one.regions} for model, offers in found.items()}
    together = sorted(set.intersection(*carried.values()))
    if format == "json":
        each = {model: sorted(regions) for model, regions in carried.items()}
        say_json({"kind": kind, "regions": together, "models": each, "source": known.source, "read": known.read})
        return
    for model, regions in carried.items():
        say(f"{model} as {kind}: {', '.join(sorted(regions))}")
    if len(models) > 1:
        say(f"all of them: {', '.join(together) or 'no region'}")
    say(f"by the table read {known.read}: {known.source.strip()}")


def _offers(table: RegionTable, wanted: str, kind: str) -> list[Offer]:
    model, _, version = wanted.lower().partition("@")
    return [
        one for one in table.offers if (one.model, one.kind) == (model, kind.lower()) and version in {"", one.version}
    ]


def _refresh(exports: list[str], output: Path | None) -> None:
    if output is None:
        raise UsageError("plan regions: --refresh needs --output, the file of the new table")
    files: dict[str, Path] = {}
    for one in exports:
        region, separator, file = one.partition("=")
        if not separator or not region or not file:
            raise UsageError(f"plan regions: --refresh {one}: expected REGION=FILE")
        files[region.lower()] = Path(file)
    made = refreshed(files, datetime.datetime.now(datetime.UTC).date())
    try:
        output.write_bytes(msgspec.yaml.encode(made))
    except OSError as error:
        raise UsageError(f"{output}: cannot be written: {error.strerror}") from None
    say(f"{output}: {len(made.offers)} offers in {len(files)} regions; use it with --table {output}")
