"""A backend's api key: sent as it is, the same until the configuration changes."""


class StaticCredential:
    """A credential that never changes: an api key, or none at all."""

    def __init__(self, header: bytes) -> None:
        """Take the whole header line, with CRLF; empty for none."""
        self._header = header

    def header(self) -> bytes | None:
        """The header line."""
        return self._header

    async def refresh(self) -> bool:
        """There is no other."""
        return False


def api_key_credential(key: str, api: str) -> StaticCredential:
    """The credential of an Azure resource (``api-key``) or of an OpenAI-compatible one (``Authorization: Bearer``)."""
    name = "authorization: Bearer" if api == "openai" else "api-key:"
    return StaticCredential(f"{name} {key}\r\n".encode())
