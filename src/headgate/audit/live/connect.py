"""From a signed-in person or workload to evidence: azure-identity gives the token (extra ``azure``)."""

import asyncio
import datetime
from collections.abc import Sequence

from headgate.audit.collect.contract import Evidence
from headgate.audit.live.arm import ArmClient, LiveError
from headgate.audit.live.reading import Progress, read_subscriptions, silent


def read_live(
    subscriptions: Sequence[str], endpoint: str, now: datetime.datetime, progress: Progress = silent
) -> Evidence:
    """Return what stands in subscriptions. Raises ``LiveError`` when nobody is signed in, or the extra is missing."""
    try:
        import aiohttp  # noqa: F401 - looked for before anything begins
        import azure.identity.aio  # noqa: F401
    except ImportError:
        raise LiveError("--live needs: pip install 'headgate[azure]'") from None
    return asyncio.run(_read(list(subscriptions), endpoint, now, progress))


async def _read(subscriptions: list[str], endpoint: str, now: datetime.datetime, progress: Progress) -> Evidence:
    import aiohttp
    from azure.core.exceptions import AzureError
    from azure.identity.aio import DefaultAzureCredential

    async with DefaultAzureCredential() as credential, aiohttp.ClientSession(trust_env=True) as session:

        async def token() -> str:
            return str((await credential.get_token(f"{endpoint.rstrip('/')}/.default")).token)

        try:
            await token()
        except AzureError as error:
            raise LiveError(f"nobody is signed in to Azure (`az login`): {type(error).__name__}") from None
        return await read_subscriptions(ArmClient(session, token, endpoint), subscriptions, now, progress)
