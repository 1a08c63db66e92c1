"""``headgate plan ptu``: how many provisioned throughput units a load needs, and the cheapest mix."""

import datetime
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from headgate.audit.facts.throughput import Throughput, throughput, throughputs
from headgate.audit.plan.load_file import BadLoadError, read_loads
from headgate.audit.plan.ptu import Load, Mix, TokenPrices, cheapest_mix, ptu_needed, weighted_tpm
from headgate.cli.console import say, say_json
from headgate.cli.options import FormatOption
from headgate.cli.usage_error import UsageError
from headgate.metering.price_file import load_prices
from headgate.metering.prices import FEMTO_PER_UNIT, Product

HOURS_OF_A_MONTH = 730.0
"""As Azure's price pages count them."""


def plan_ptu(
    *,
    model: Annotated[str, Parameter(help="As Azure names it: gpt-4.1.")],
    kind: Annotated[
        Literal["global-provisioned", "data-zone-provisioned", "provisioned"],
        Parameter(help="How capacity is reserved; provisioned is regional."),
    ] = "global-provisioned",
    input_tpm: Annotated[float, Parameter(help="Input tokens a minute, at the peak.")] = 0.0,
    output_tpm: Annotated[float, Parameter(help="Output tokens a minute, at the peak.")] = 0.0,
    cached_tpm: Annotated[float, Parameter(help="Of the input tokens, those from the prompt cache.")] = 0.0,
    load: Annotated[
        Path | None, Parameter(help="Instead of a peak, a CSV of a month: hours,input_tpm,output_tpm[,cached_tpm].")
    ] = None,
    ptu_price: Annotated[float | None, Parameter(help="Of one PTU for one hour: adds the cheapest mix.")] = None,
    prices: Annotated[str, Parameter(help="builtin, or a price file: what pay-as-you-go tokens cost.")] = "builtin",
    format: FormatOption = "table",  # noqa: A002 - the option is called so
) -> None:
    """Size provisioned capacity by Microsoft's arithmetic; with prices, find the cheapest mix with pay-as-you-go."""
    known = throughput(model)
    if known is None:
        names = ", ".join(one.model for one in throughputs().models)
        raise UsageError(f"plan ptu: what a PTU of {model} carries is not known; known: {names}")
    loads = _loads(load, input_tpm, output_tpm, cached_tpm)
    peak = max(loads, key=lambda one: weighted_tpm(known, one))
    needed = ptu_needed(known, kind, peak)
    mixes: tuple[Mix, ...] = ()
    currency = ""
    if ptu_price is not None:
        if ptu_price < 0:
            raise UsageError("plan ptu: --ptu-price cannot be below 0")
        tokens, currency = _token_prices(known.model, kind, prices)
        mixes = cheapest_mix(known, kind, loads, ptu_price, tokens)
    if format == "json":
        say_json(
            {
                "model": known.model,
                "kind": kind,
                "ptu": needed,
                "weighted_tpm": weighted_tpm(known, peak),
                "currency": currency or None,
                "mixes": [{"ptu": one.ptu, "cost": one.cost, "overflow_share": one.overflow_share} for one in mixes],
                "source": throughputs().source.strip(),
                "read": throughputs().read,
            }
        )
        return
    _tell(known, needed, peak, mixes, currency)


def _loads(file: Path | None, input_tpm: float, output_tpm: float, cached_tpm: float) -> list[Load]:
    if file is not None:
        if input_tpm or output_tpm or cached_tpm:
            raise UsageError("plan ptu: give a peak (--input-tpm, --output-tpm) or a --load, not both")
        try:
            return read_loads(file)
        except BadLoadError as error:
            raise UsageError(str(error)) from None
    if not 0 <= cached_tpm <= input_tpm or output_tpm < 0 or input_tpm + output_tpm == 0:
        raise UsageError(
            "plan ptu: give --input-tpm and --output-tpm, with no more --cached-tpm than input; or a --load"
        )
    return [Load(hours=HOURS_OF_A_MONTH, input_tpm=input_tpm, output_tpm=output_tpm, cached_tpm=cached_tpm)]


def _token_prices(model: str, kind: str, prices: str) -> tuple[TokenPrices, str]:
    """Return what the pay-as-you-go twin of a kind costs: of the same data boundary."""
    twin = "standard" if kind == "provisioned" else kind.replace("provisioned", "standard")
    today = datetime.datetime.now(datetime.UTC).date()
    found = load_prices(prices).find(Product(model=model, version="", kind=twin), today)
    if isinstance(found, str):
        raise UsageError(f"plan ptu: {model} as {twin} has {found}; name a price file with --prices")
    price, tier = found
    rates = tier.rates
    if rates.input is None or rates.output is None:
        raise UsageError(f"plan ptu: {price.reference} has no price for input and output tokens")
    cached = rates.input if rates.cached_input is None else rates.cached_input
    in_millions = [rate * 1_000_000 / FEMTO_PER_UNIT for rate in (rates.input, rates.output, cached)]
    return TokenPrices(input=in_millions[0], output=in_millions[1], cached=in_millions[2]), price.currency


def _tell(known: Throughput, needed: int, peak: Load, mixes: tuple[Mix, ...], currency: str) -> None:
    weighted = weighted_tpm(known, peak)
    say(f"{known.model}: {needed} PTU carry the peak")
    say(
        f"  {peak.input_tpm - peak.cached_tpm:,.0f} input + {known.output_weight} x {peak.output_tpm:,.0f} output"
        f" = {weighted:,.0f} weighted tokens a minute, over {known.input_tpm_per_ptu:,} a PTU"
    )
    for place, one in enumerate(mixes):
        title = "cheapest:" if place == 0 else "    else:"
        say(f"  {title} {one.ptu} PTU, {one.overflow_share:.1%} overflows: {one.cost:,.2f} {currency}")
    say(f"  by what Microsoft published, read {throughputs().read}; measure before you reserve, and deploy first")
