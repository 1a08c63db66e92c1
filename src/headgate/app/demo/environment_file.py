"""``demo.env``: the variables that the official OpenAI clients read, so that a program runs unchanged."""

import os
import secrets
import shlex
from pathlib import Path

FILE = "demo.env"

KEY_PREFIX = "hg-"
KEY_RANDOM_BYTES = 32

API_VERSION = "2024-10-21"
"""The newest api-version that is generally available for the classic paths."""

_KEY_VARIABLE = "OPENAI_API_KEY"


def key_in(folder: Path) -> str | None:
    """Return the key that a former run wrote, so that programs that have it go on working; None without one."""
    try:
        lines = (folder / FILE).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return None
    values = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return values.get(_KEY_VARIABLE) or None


def new_key() -> str:
    """Make a key with 256 random bits."""
    return KEY_PREFIX + secrets.token_urlsafe(KEY_RANDOM_BYTES)


def write(folder: Path, *, url: str, key: str, ca_file: Path | None) -> None:
    """Write the variables for the gate at ``url``; readable by its owner alone, for the key is in it."""
    variables = {
        "AZURE_OPENAI_ENDPOINT": url,
        "AZURE_OPENAI_API_KEY": key,
        "OPENAI_API_VERSION": API_VERSION,
        "OPENAI_BASE_URL": f"{url}/openai/v1/",
        _KEY_VARIABLE: key,
    }
    if ca_file is not None:
        variables["SSL_CERT_FILE"] = str(ca_file)
    header = (
        f"# Written by `headgate up` at every start. To use it: set -a; . {shlex.quote(str(folder / FILE))}; set +a\n"
    )
    write_private(
        folder / FILE, header + "".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items())
    )


def write_private(path: Path, text: str) -> None:
    """Replace a file by one that only its owner can read, in one step."""
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)
