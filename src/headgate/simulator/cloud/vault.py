"""A Key Vault's secrets, to read: the one operation that programs in production need."""

import zlib
from typing import Any

from headgate.core.clock import Clock
from headgate.simulator.answer import Answer
from headgate.simulator.cloud.asked import Asked, answered, refusal
from headgate.simulator.cloud.directory import Directory

_AUDIENCES = frozenset({"https://vault.azure.net"})


class Vault:
    """Answers below ``/secrets``."""

    def __init__(self, directory: Directory, clock: Clock) -> None:
        """Hold the secrets of the settings; every one since the beginning."""
        self._directory = directory
        self._made = int(clock.now())

    def answer(self, asked: Asked) -> Answer | None:
        """The answer, or None when the path is not one of its own.

        Raises:
            CloudError: without a token for the vault (the challenge names the issuer), or for no such secret.
        """
        if asked.method != "GET" or asked.parts[0] != "secrets" or len(asked.parts) > 3:
            return None
        if self._directory.caller(asked.authorization, _AUDIENCES) is None:
            tenant = f"{asked.base}/{self._directory.settings.tenant}"
            challenge = f'Bearer authorization="{tenant}", resource="https://vault.azure.net"'
            raise refusal(
                401,
                "Unauthorized",
                "AKV10000: Request is missing a Bearer or PoP token.",
                headers=f"WWW-Authenticate: {challenge}\r\n".encode(),
            )
        secrets = self._directory.settings.secrets
        if len(asked.parts) == 1:
            return answered({"value": [self._secret(name, asked.base) for name in secrets], "nextLink": None})
        name = asked.parts[1]
        if name not in secrets or (len(asked.parts) == 3 and asked.parts[2] != _version(secrets[name])):
            raise refusal(404, "SecretNotFound", f"A secret with (name/id) {name} was not found in this key vault.")
        bundle = self._secret(name, asked.base)
        return answered({"value": secrets[name], **bundle, "id": f"{bundle['id']}/{_version(secrets[name])}"})

    def _secret(self, name: str, base: str) -> dict[str, Any]:
        attributes = {
            "enabled": True,
            "created": self._made,
            "updated": self._made,
            "recoveryLevel": "Recoverable+Purgeable",
            "recoverableDays": 90,
        }
        return {"id": f"{base}/secrets/{name}", "attributes": attributes, "tags": {}}


def _version(value: str) -> str:
    return f"{zlib.crc32(value.encode()):032x}"
