"""How a settings struct says that a field is secret: ``key: Annotated[str, SECRET]``.

Such a value is masked wherever a configuration is shown, and never quoted in a mistake.
"""

from typing import Final

from msgspec import Meta

SECRET: Final = Meta(extra={"secret": "whole"})
"""All of the value is secret."""

URL_PASSWORD: Final = Meta(extra={"secret": "url-password"})
"""The value may be a URL with a password in it: ``postgresql://user:password@host/db``."""
