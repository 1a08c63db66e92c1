"""What ``headgate up`` says when everything is ready."""

import shlex
from collections.abc import Mapping
from pathlib import Path

from headgate.app.demo.environment_file import FILE
from headgate.app.serving import Addresses

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - read, never bound


def gate_url(address: str, *, tls: bool) -> str:
    """Return the URL at which a caller on this machine reaches the gate."""
    host, _, port = address.rpartition(":")
    return f"{'https' if tls else 'http'}://{_EVERYWHERE.get(host, host)}:{port}"


def welcome(folder: Path, url: str, addresses: Addresses, simulated: Mapping[str, int], log_file: str) -> str:
    """Return the text: where everything is, and something to paste."""
    regions = ", ".join(f"{name} http://127.0.0.1:{port}" for name, port in simulated.items()) or "none"
    return f"""\
Headgate is ready: {url}

  gate        {url}
  metrics     {gate_url(addresses.control, tls=False)}/metrics
  simulated   {regions}
  settings    {folder / "headgate.yaml"} (change it: it is reloaded)
  log         {folder / log_file}

In another terminal:

  set -a; . {shlex.quote(str(folder / FILE))}; set +a
  curl -sS "$OPENAI_BASE_URL"chat/completions -H "api-key: $OPENAI_API_KEY" -H "content-type: application/json" \\
    -d '{{"model": "gpt-4o", "messages": [{{"role": "user", "content": "What does a headgate do?"}}]}}'

or, with openai installed, any program that knows nothing of Headgate:

  from openai import AzureOpenAI
  question = [{{"role": "user", "content": "What does a headgate do?"}}]
  print(AzureOpenAI().chat.completions.create(model="gpt-4o", messages=question).choices[0].message.content)

Ctrl-C stops everything.
"""
